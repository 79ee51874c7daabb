"""What a referral must say: every fault at once, each by its field."""

from dataclasses import replace
from datetime import date

import pytest

from fixtures.stated import referral_of
from matching.terms import Access, AreaOfChoice
from reciprocal.places import WholeAuthority
from reciprocal.requests.areas import AreaReason, AreaToAvoid, Why
from reciprocal.requests.household import Composition
from reciprocal.requests.rules import RiskKind, TriggerKind, faults
from tests.reciprocal.journey import one_move
from tests.support.world import DAY

GOOD = referral_of(one_move().requests[0])
LISTED, ELSEWHERE = AreaOfChoice.LISTED, AreaOfChoice.ANYWHERE_ELSE
NOWHERE = replace(GOOD.areas, choice=ELSEWHERE, of_choice=frozenset())
AVOIDING = replace(
    NOWHERE,
    avoid=(
        AreaToAvoid(
            WholeAuthority("E09000012"), Why(reason=AreaReason.PERPETRATOR_LIVES)
        ),
    ),
)
YOUTH = RiskKind.YOUTH_VIOLENCE

CASES: tuple[tuple[str, dict[str, object], list[str]], ...] = (
    ("a parent and a child", {}, []),
    (
        "four areas where five are asked for",
        {"areas": replace(GOOD.areas, of_choice=frozenset(["a", "b", "c", "d"]))},
        ["areas_of_choice"],
    ),
    (
        "a first choice among the areas of choice",
        {"areas": replace(GOOD.areas, first_choice=GOOD.areas.of_choice)},
        [],
    ),
    (
        "a first choice beside them",
        {"areas": replace(GOOD.areas, first_choice=frozenset(["E09000033"]))},
        ["areas_of_first_choice"],
    ),
    (
        "a first choice where anywhere else will do",
        {
            "areas": replace(AVOIDING, first_choice=frozenset(["E09000033"])),
            "risk_kind": YOUTH,
        },
        [],
    ),
    (
        "anywhere else is for youth violence",
        {"areas": AVOIDING},
        ["area_of_choice"],
    ),
    ("youth violence with areas to avoid", {"areas": AVOIDING, "risk_kind": YOUTH}, []),
    (
        "youth violence without",
        {"areas": NOWHERE, "risk_kind": YOUTH},
        ["areas_to_avoid"],
    ),
    (
        "anywhere else and a list",
        {"areas": replace(GOOD.areas, choice=ELSEWHERE)},
        ["area_of_choice", "areas_of_choice", "areas_to_avoid"],
    ),
    ("nobody holds the tenancy", {"household": Composition(0)}, ["adults"]),
    ("a need nobody asked about", {"access_need": Access.UNKNOWN}, ["access_need"]),
    (
        "a day for a need",
        {"access_need": Access.STEP_FREE, "access_needed_by": DAY},
        [],
    ),
    ("a day for no need", {"access_needed_by": DAY}, ["access_needed_by"]),
    ("DASH of 0", {"dash_score": 0}, []),
    ("DASH of 24", {"dash_score": 24}, []),
    ("DASH of 25", {"dash_score": 25}, ["dash_score"]),
    ("DASH below nothing", {"dash_score": -1}, ["dash_score"]),
    (
        "a tenancy that begins tomorrow",
        {"tenancy_start": date(2026, 11, 3)},
        ["tenancy_start"],
    ),
    ("a tenancy that began today", {"tenancy_start": DAY}, []),
    (
        "a trigger without its date",
        {"trigger_kind": TriggerKind.RELEASE},
        ["trigger_date"],
    ),
    ("a date without its trigger", {"trigger_date": DAY}, ["trigger_date"]),
    (
        "a trigger with its date",
        {"trigger_kind": TriggerKind.RELEASE, "trigger_date": DAY},
        [],
    ),
    (
        "all at once",
        {
            "household": Composition(0),
            "dash_score": 99,
            "trigger_date": DAY,
            "areas": replace(GOOD.areas, of_choice=frozenset()),
        },
        ["areas_of_choice", "adults", "dash_score", "trigger_date"],
    ),
)


@pytest.mark.parametrize(
    ("changed", "fields"), [pytest.param(*case[1:], id=case[0]) for case in CASES]
)
def test_faults(changed: dict[str, object], fields: list[str]) -> None:
    referral = replace(GOOD, **changed)  # type: ignore[arg-type]
    found = faults(referral, today=DAY, areas_of_choice_min=5)
    assert [fault.field for fault in found] == fields
    assert all("E09" not in fault.fault for fault in found)

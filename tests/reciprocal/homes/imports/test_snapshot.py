"""What a full list does to each home, and when too much would go: the tables."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from matching.terms import Access, HomeKind, TenancyKind
from reciprocal.homes.imports.reading import HomeLine
from reciprocal.homes.imports.snapshot import (
    AMENDABLE,
    FIXED_FACTS,
    RowOutcome,
    Standing,
    braked,
    judge,
    live_count,
)
from reciprocal.homes.lifecycle import HomeState
from reciprocal.homes.rules import HomeFacts, Supply, Works
from reciprocal.places import locate, parse_postcode
from tests.reciprocal.homes.test_rules import GOOD, READY

PLACE = locate(parse_postcode("NW1 8NH"))
EVERY_FACT = frozenset(HomeFacts.__dataclass_fields__)
LATER = READY + timedelta(days=7)


def line(*, given: frozenset[str] = EVERY_FACT, **facts: Any) -> HomeLine:  # noqa: ANN401
    return HomeLine(
        number=2,
        uprn="1",
        address="1 Wren Example Road",
        place=PLACE,
        facts=replace(GOOD, **facts),
        given=given,
        labels={},
    )


def standing(
    state: HomeState = HomeState.IN_POT, authority: str = PLACE.authority_code
) -> Standing:
    return Standing(reference="r", state=state, authority_code=authority, facts=GOOD)


@pytest.mark.parametrize(
    ("state", "facts", "outcome", "reference"),
    [
        (HomeState.IN_POT, {}, RowOutcome.UNCHANGED, "r"),
        (HomeState.RESERVED, {}, RowOutcome.UNCHANGED, "r"),
        (HomeState.AWAITING_RELEASE, {}, RowOutcome.UNCHANGED, "r"),
        (HomeState.IN_POT, {"ready_date": LATER}, RowOutcome.AMENDED, "r"),
        (HomeState.IN_POT, {"supply": Supply.PRE_VOID}, RowOutcome.UNCHANGED, "r"),
        (HomeState.AWAITING_RELEASE, {"works": Works.MAJOR}, RowOutcome.AMENDED, "r"),
        (HomeState.RESERVED, {"ready_date": LATER}, RowOutcome.LEFT_ALONE, "r"),
        (HomeState.IN_POT, {"bedrooms": 3}, RowOutcome.DIFFERENT, "r"),
        (HomeState.RESERVED, {"bedrooms": 3}, RowOutcome.DIFFERENT, "r"),
        (HomeState.OCCUPIED, {}, RowOutcome.LEFT_ALONE, None),
        (HomeState.OCCUPIED, {"bedrooms": 3}, RowOutcome.LEFT_ALONE, None),
        (HomeState.OCCUPIED, {"ready_date": LATER}, RowOutcome.LEFT_ALONE, None),
    ],
)
def test_what_becomes_of_a_row_about_a_live_home(
    state: HomeState, facts: dict[str, Any], outcome: RowOutcome, reference: str | None
) -> None:
    verdict = judge(line(**facts), standing(state), lately=False)
    assert (verdict.outcome, verdict.reference) == (outcome, reference)


@pytest.mark.parametrize("state", [None, HomeState.OCCUPIED])
def test_a_home_lived_in_is_told_like_one_withdrawn_lately(
    state: HomeState | None,
) -> None:
    """A machine that sends both learns nothing of which is which."""
    found = standing(state) if state else None
    lived_in = judge(line(bedrooms=3), standing(HomeState.OCCUPIED), lately=False)
    assert judge(line(), found, lately=True) == lived_in


def test_a_new_row_is_posted_unless_it_was_withdrawn_lately() -> None:
    assert judge(line(), None, lately=False).outcome is RowOutcome.POSTED
    assert judge(line(), None, lately=True).outcome is RowOutcome.LEFT_ALONE


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("bedrooms", 3),
        ("persons_max", 5),
        ("kind", HomeKind.HOUSE),
        ("floor", 4),
        ("lift", True),
        ("age_min", 55),
        ("age_of", "tenant"),
        ("adapted_access", Access.STEP_FREE),
        ("rent_basis", "affordable"),
        ("tenancy_offered", TenancyKind.STARTER),
        ("letting_route", "council_management_move"),
    ],
)
def test_what_makes_another_home(name: str, value: object) -> None:
    assert judge(line(**{name: value}), standing(), lately=False).differs == (name,)
    # A column that the file has not says nothing against what is stored.
    silent = line(given=EVERY_FACT - {name}, **{name: value})
    assert judge(silent, standing(), lately=False).outcome is RowOutcome.UNCHANGED


def test_another_authority_is_another_home() -> None:
    verdict = judge(line(), standing(authority="E09000001"), lately=False)
    assert verdict.differs == ("postcode",)


def test_a_change_names_what_it_changes() -> None:
    changed = line(ready_date=LATER, weekly_rent_pence=1, works=Works.MINOR)
    verdict = judge(changed, standing(), lately=False)
    assert verdict.change == {
        "ready_date": LATER,
        "works": Works.MINOR,
        "weekly_rent_pence": 1,
    }
    silent = line(given=EVERY_FACT - {"works"}, works=Works.MINOR)
    assert judge(silent, standing(), lately=False).change == {}


SAID = replace(GOOD, access=Access.GENERAL, pets="none")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "value"), [("access", Access.STEP_FREE), ("pets", "allowed")]
)
def test_what_was_not_known_is_said_and_what_was_makes_another_home(
    name: str, value: str
) -> None:
    verdict = judge(line(**{name: value}), standing(), lately=False)
    assert (verdict.outcome, verdict.change) == (RowOutcome.AMENDED, {name: value})
    known = replace(standing(), facts=SAID)
    otherwise = line(given=frozenset({name}), **{name: value})
    assert judge(otherwise, known, lately=False).differs == (name,)
    # To know nothing any more is to say something else too.
    assert judge(line(), known, lately=False).differs == ("access", "pets")


def test_an_adaptation_that_is_done_is_the_access_and_no_promise() -> None:
    promise = {"adapted_access": Access.STEP_FREE, "adapted_on": READY}
    promised = replace(standing(), facts=replace(SAID, **promise))  # type: ignore[arg-type]
    given = frozenset({"access"})
    done = judge(line(given=given, access=Access.STEP_FREE), promised, lately=False)
    assert done.outcome is RowOutcome.AMENDED
    assert done.change == {
        "access": Access.STEP_FREE,
        "adapted_access": None,
        "adapted_on": None,
    }
    other = line(given=given, access=Access.WHEELCHAIR_FULL)
    assert judge(other, promised, lately=False).differs == ("access",)


@pytest.mark.parametrize("stands", list(Supply))
@pytest.mark.parametrize("says", [Supply.VOID, Supply.PRE_VOID, Supply.LETTING])
def test_a_home_becomes_no_letting_and_a_letting_may_be_called_a_void(
    says: Supply, stands: Supply
) -> None:
    home = replace(standing(), facts=replace(GOOD, supply=stands))
    verdict = judge(line(supply=says), home, lately=False)
    letting = says is Supply.LETTING
    anew = letting and stands is not Supply.LETTING
    assert verdict.differs == (("supply",) if anew else ())
    assert (verdict.outcome is RowOutcome.DIFFERENT) is anew


def test_every_fact_is_amended_or_makes_another_home() -> None:
    assert {*AMENDABLE, *FIXED_FACTS, "supply"} == EVERY_FACT
    assert isinstance(GOOD.ready_date, date)


@pytest.mark.parametrize(
    ("going", "live", "held"),
    [
        (0, 0, False),
        (1, 1, False),
        (1, 5, False),
        (2, 2, True),
        (2, 19, True),
        (2, 20, False),
        (3, 29, True),
        (3, 30, False),
        (10, 100, False),
        (11, 100, True),
        (100, 100, True),
    ],
)
def test_the_brake_holds_above_a_tenth_and_from_two(
    going: int, live: int, *, held: bool
) -> None:
    assert braked(going, live) is held


@pytest.mark.parametrize(
    ("state", "supply", "goes", "counts"),
    [
        (HomeState.AWAITING_RELEASE, Supply.VOID, True, True),
        (HomeState.IN_POT, Supply.PRE_VOID, True, True),
        (HomeState.IN_POT, Supply.LETTING, True, True),
        (HomeState.RESERVED, Supply.LETTING, False, True),
        (HomeState.IN_POT, Supply.VACATING, False, True),
        (HomeState.RESERVED, Supply.VOID, False, True),
        (HomeState.OCCUPIED, Supply.VACATING, False, False),
    ],
)
def test_which_homes_a_file_may_leave_out(
    state: HomeState, supply: Supply, *, goes: bool, counts: bool
) -> None:
    home = replace(standing(state), facts=replace(GOOD, supply=supply))
    assert home.may_go is goes
    assert live_count([home]) == counts

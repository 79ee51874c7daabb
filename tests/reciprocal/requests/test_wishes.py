"""First choice and closeness: what is kept of a wish, and what the solver reads."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixtures.scenarios import CAMDEN
from matching.pool import CLOSENESS_MAX, Household
from reciprocal.errors import FieldsInvalid
from reciprocal.places import locate, parse_postcode
from reciprocal.requests import pooling
from reciprocal.requests.areas import AreaPurpose, AreaReason, CloseTo, Why
from reciprocal.requests.kept import KeptAreas, KeptWish
from tests.reciprocal.journey import Journey, one_move
from tests.reciprocal.requests.acts import GOOD
from tests.reciprocal.requests.stating_acts import (
    ON_THE_VOID,
    SCHOOL,
    VOID,
    add,
    end,
    kept,
    rows,
    state,
)
from tests.support.world import MakeWorld

SECTORS = st.sampled_from(["A1 1", "A1 2", "A1 3", "A2 1"])
BY_THE_VOID = CloseTo((VOID,), 700, SCHOOL)


def wish(*bands: str, reference: str = "w") -> KeptWish:
    """Return a wish of which each band is written as `A1 1,A1 2`."""
    read = tuple(frozenset(filter(None, band.split(","))) for band in bands)
    return KeptWish(reference, read)


@st.composite
def wishes(draw: st.DrawFn) -> KeptWish:
    of = draw(st.dictionaries(SECTORS, st.integers(0, CLOSENESS_MAX - 1)))
    return KeptWish(
        draw(st.text("abc", min_size=1, max_size=3)),
        tuple(
            frozenset(sector for sector, at in of.items() if at == band)
            for band in range(CLOSENESS_MAX)
        ),
    )


def areas(*close_to: KeptWish) -> KeptAreas:
    return KeptAreas(frozenset(), (), close_to=close_to)


CLOSENESS: tuple[tuple[str, tuple[KeptWish, ...], dict[str, int]], ...] = (
    ("no wish", (), {}),
    (
        "the nearest band counts most",
        (wish("A1 1", "A1 2", "A1 3"),),
        {"A1 1": 3, "A1 2": 2, "A1 3": 1},
    ),
    ("two alike", (wish("A1 1", "", ""), wish("A1 1", "", "")), {"A1 1": 3}),
    (
        "near one, far from the other",
        (wish("A1 1", "", ""), wish("", "", "")),
        {"A1 1": 1},
    ),
    ("barely near one", (wish("", "", "A1 1"), wish("", "", "")), {}),
    (
        "near one, further from the other",
        (wish("A1 1", "", ""), wish("", "A1 1", "")),
        {"A1 1": 2},
    ),
)


@pytest.mark.parametrize(
    ("stated", "bands"), [pytest.param(*case[1:], id=case[0]) for case in CLOSENESS]
)
def test_closeness(stated: tuple[KeptWish, ...], bands: dict[str, int]) -> None:
    assert areas(*stated).closeness == tuple(sorted(bands.items()))


def test_what_is_kept_is_read_as_it_was_written() -> None:
    whole = replace(areas(wish("A1 1", "A1 2", "")), first_choice=frozenset({CAMDEN}))
    assert KeptAreas.read(whole.plain()) == whole


@given(st.lists(wishes(), max_size=4))
def test_whatever_is_wished_is_a_band_that_the_solver_takes(
    stated: list[KeptWish],
) -> None:
    found = dict(areas(*stated).closeness)
    assert all(1 <= band <= CLOSENESS_MAX for band in found.values())
    for sector, band in found.items():
        best = max(each.closeness[sector] for each in stated)
        worst = min(each.closeness[sector] for each in stated)
        assert worst <= band <= best
    assert areas(*stated).closeness == areas(*reversed(stated)).closeness


@given(st.lists(wishes(), max_size=3), wishes())
def test_a_wish_changes_nothing_that_a_rule_reads(
    stated: list[KeptWish], more: KeptWish
) -> None:
    before, after = areas(*stated), areas(*stated).with_one(more)
    assert after.standing == before.standing
    assert after.sectors_within_reach is None
    assert after.as_of("onspd-1999-01") == after


def pooled(journey: Journey) -> Household:
    worker, request = journey.worker, journey.request
    with journey.world.acting(worker) as session:
        return pooling.pooled(session, worker, request, homes_refused=frozenset())


def test_the_solver_reads_wishes_and_the_rules_do_not(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move()))
    before = pooled(journey)
    assert (before.authorities_first_choice, before.closeness) == (frozenset(), ())
    wished = replace(
        GOOD.areas, first_choice=frozenset({CAMDEN}), close_to=(BY_THE_VOID,)
    )
    state(journey, wished)
    after = pooled(journey)
    assert after.authorities_first_choice == {CAMDEN}
    assert dict(after.closeness)[locate(VOID).sector] == CLOSENESS_MAX
    assert replace(after, authorities_first_choice=frozenset(), closeness=()) == before


def test_a_wish_is_kept_in_sectors_with_why_until_its_worker_ends_it(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move()))
    add(journey, BY_THE_VOID)
    add(journey, ON_THE_VOID)
    (one,) = kept(journey).close_to
    assert len(one.bands[0]) >= 3
    assert "8NH" not in str(one.plain())
    assert "700" not in str(one.plain()).replace(one.reference, "")
    purposes = {row.area_ref: row.purpose for row in rows(journey)}
    assert purposes[one.reference] is AreaPurpose.CLOSE_TO
    areas_before = kept(journey).standing
    assert {purposes[area.reference] for area in areas_before} == {AreaPurpose.AVOID}
    end(journey, one.reference)
    assert kept(journey).close_to == ()
    assert kept(journey).standing == areas_before


@pytest.mark.parametrize(
    "reason", [AreaReason.PERPETRATOR_LIVES, AreaReason.COURT_ORDER]
)
def test_a_wish_has_a_reason_that_is_for_wishes(
    make_world: MakeWorld, reason: AreaReason
) -> None:
    journey = Journey(make_world(one_move()))
    for postcode in (VOID, parse_postcode("LS1 1UR")):
        with pytest.raises(FieldsInvalid) as refused:
            add(journey, CloseTo((postcode,), 700, Why(reason=reason)))
        assert [fault.field for fault in refused.value.faults] == ["close_to"]
    assert kept(journey).close_to == ()

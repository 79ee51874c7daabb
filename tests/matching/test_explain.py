from dataclasses import replace

import pytest
from hypothesis import given

from matching import Pool
from matching.explain import explain
from matching.explanation import NoHomeYet, Opening, Told
from matching.pool import Home, Household
from matching.reasons import (
    SAFETY_CODES,
    SENTENCES,
    SILENT_CODES,
    TOLD_CODES,
    TOLD_SENTENCES,
    Band,
    Choice,
    HomeReason,
    MainReason,
    ToldReason,
    band,
)
from matching.rules import evaluate
from matching.terms import (
    Access,
    AreaOfChoice,
    Marker,
    RefusalCode,
    RentBasis,
    Urgency,
)
from tests.matching.builders import (
    POLICY,
    a_home,
    a_household,
    a_pool,
    chain_of_three,
    solved,
)
from tests.matching.effort import effort
from tests.matching.strategies import AUTHORITIES, SECTORS, TEAMS, odd_pools


def test_who_moves_needs_no_explanation() -> None:
    pool = chain_of_three()
    explanation = explain(solved(pool), pool, POLICY)
    assert explanation.households == ()
    assert explanation.main_reason("p1") is None
    moves = [(why.household_id, why.home_id) for why in explanation.matches]
    assert moves == [("p1", "v"), ("p2", "h1"), ("p3", "h2")]


def test_nothing_suits_but_one_home_would_but_for_access() -> None:
    pool = a_pool(
        [a_household("p", "a", access_need=Access.STEP_FREE)],
        [a_home("v", "b"), a_home("w", "b", bedrooms=4)],
    )
    explanation = explain(solved(pool), pool, POLICY)
    why = explanation.of("p")
    assert why is not None
    assert why.reason is MainReason.NO_SUITABLE_HOME
    assert why.sentence == SENTENCES[MainReason.NO_SUITABLE_HOME]
    assert why.suitable is Band.NONE
    (told,) = explanation.told
    assert (told.household_id, told.reason) == ("p", ToldReason.NO_SUITABLE_HOME)
    assert told.refused == (
        (RefusalCode.BEDROOMS_TOO_MANY, Band.FEW),
        (RefusalCode.ACCESS_BELOW_NEED, Band.FEW),
    )
    assert told.nearest == ((RefusalCode.ACCESS_BELOW_NEED, Band.FEW),)
    assert told.sentences == (
        "No home in this round suits the household.",
        "One to four homes would suit but for this: access below need.",
    )


def _told(household: Household, homes: list[Home]) -> Told:
    """Return what a household's service is told when others leave it homes, or none."""
    (told,) = _explained(household, homes)[1]
    return told


def _explained(
    household: Household, homes: list[Home]
) -> tuple[NoHomeYet, tuple[Told, ...]]:
    pool = a_pool([household], homes)
    empty = replace(solved(a_pool([household], [])), exchanges=())
    explanation = explain(empty, pool, POLICY)
    why = explanation.of(household.id)
    assert why is not None
    return why, explanation.told


@pytest.mark.parametrize(
    ("homes", "expected"),
    [
        (0, Band.NONE),
        (1, Band.FEW),
        (4, Band.FEW),
        (5, Band.SOME),
        (19, Band.SOME),
        (20, Band.MANY),
        (15_000, Band.MANY),
    ],
)
def test_a_count_leaves_as_its_band(homes: int, expected: Band) -> None:
    assert band(homes) is expected


def test_the_rule_that_keeps_most_homes_alone_comes_first() -> None:
    few = [a_home(f"few-{i}", "b", bedrooms=1) for i in range(2)]
    some = [a_home(f"some-{i}", "b", access=Access.UNKNOWN) for i in range(5)]
    why = _told(a_household("p", "a", access_need=Access.STEP_FREE), few + some)
    step_free = [replace(home, access=Access.STEP_FREE) for home in few]
    assert why.nearest == ((RefusalCode.ACCESS_BELOW_NEED, Band.SOME),)
    why = _told(a_household("p", "a", access_need=Access.STEP_FREE), step_free + some)
    assert why.nearest == (
        (RefusalCode.ACCESS_BELOW_NEED, Band.SOME),
        (RefusalCode.BEDROOMS_TOO_FEW, Band.FEW),
    )


def test_every_code_is_told_or_kept_on_purpose() -> None:
    assert set(RefusalCode) == TOLD_CODES | SILENT_CODES
    assert not TOLD_CODES & SILENT_CODES
    assert SAFETY_CODES <= TOLD_CODES


BEFELL = (
    {"marker": Marker.UNCLEARED},
    {"marker": Marker.CLEARED},
    {"teams_barred": frozenset({"a"})},
    {"households_barred": frozenset({"p"})},
)
"""What another household's past does to a home."""


@pytest.mark.parametrize("changes", BEFELL)
@pytest.mark.parametrize("home", [{}, {"bedrooms": 3}, {"access": Access.UNKNOWN}])
def test_what_befell_another_household_is_not_told(
    changes: dict[str, object], home: dict[str, object]
) -> None:
    """The same is said of a home that another's past keeps away, and of one free."""
    household = a_household("p", "a", access_need=Access.STEP_FREE)
    home = {"access": Access.STEP_FREE} | home
    kept = a_home("v", "b", **home, **changes)
    assert _told(household, [kept]) == _told(household, [a_home("v", "b", **home)])
    why, _ = _explained(household, [kept])
    # The coordinator, who may know, reads what is so.
    assert why.reason is MainReason.NO_SUITABLE_HOME


@pytest.mark.parametrize(
    "changes",
    [
        {"authorities_to_avoid": frozenset({"E01"})},
        {"sectors_to_avoid": frozenset({"A1 1"})},
        {"landlords_to_avoid": frozenset({"b"})},
        {"current_authority": "E01"},
    ],
)
def test_no_area_to_avoid_is_a_near_miss_or_a_choice(
    changes: dict[str, object],
) -> None:
    why = _told(a_household("p", "a", **changes), [a_home("v", "b")])
    assert [homes for _code, homes in why.refused] == [Band.FEW]
    assert (why.nearest, why.opening) == ((), None)
    assert why.sentences == (TOLD_SENTENCES[ToldReason.NO_SUITABLE_HOME],)


@pytest.mark.parametrize(
    ("changes", "home", "choice"),
    [
        ({"area_of_choice": AreaOfChoice.LISTED}, {}, Choice.MORE_AREAS),
        ({}, {"rent_basis": RentBasis.AFFORDABLE}, Choice.AFFORDABLE_RENT),
        ({}, {"bedrooms": 3}, Choice.ONE_BEDROOM_OVER),
        ({"ground_floor_unsafe": True}, {"floor": 0}, Choice.GROUND_FLOOR),
    ],
)
def test_the_choice_that_would_open_a_home_is_named(
    changes: dict[str, object], home: dict[str, object], choice: Choice
) -> None:
    why = _told(a_household("p", "a", **changes), [a_home("v", "b", **home)])
    assert why.opening == Opening(choice, Band.FEW)
    assert why.opening.sentence.startswith("One to four homes would suit as well if")
    assert why.sentences[-1] == why.opening.sentence


@pytest.mark.parametrize(
    ("changes", "home"),
    [
        # Two more than it needs, or one more than it takes over already.
        ({}, {"bedrooms": 4}),
        ({"bedrooms_max": 3}, {"bedrooms": 4}),
        # Two choices at once, and neither alone.
        ({"ground_floor_unsafe": True}, {"floor": 0, "bedrooms": 3}),
        # A choice that an area to avoid would undo.
        (
            {
                "area_of_choice": AreaOfChoice.LISTED,
                "authorities_to_avoid": frozenset({"E01"}),
            },
            {},
        ),
    ],
)
def test_no_choice_is_named_that_would_open_nothing(
    changes: dict[str, object], home: dict[str, object]
) -> None:
    why = _told(a_household("p", "a", **changes), [a_home("v", "b", **home)])
    assert why.opening is None


def test_the_choice_that_opens_most_is_the_one_named() -> None:
    homes = [a_home(f"dear-{i}", "b", rent_basis=RentBasis.AFFORDABLE) for i in (1, 2)]
    larger = [a_home(f"large-{i}", "b", bedrooms=3) for i in range(3)]
    household = a_household("p", "a")
    why = _told(household, homes + larger)
    assert why.opening == Opening(Choice.ONE_BEDROOM_OVER, Band.FEW)
    # Of two that open as many, the one that comes first in the list of choices.
    why = _told(household, homes + larger[:2])
    assert why.opening == Opening(Choice.AFFORDABLE_RENT, Band.FEW)


@effort(30, soak=2_000)
@given(odd_pools())
def test_a_choice_opens_what_its_rule_alone_keeps_away(pool: Pool) -> None:
    hidden = frozenset(RefusalCode) - TOLD_CODES
    suitability = evaluate(pool, POLICY, without=hidden)
    alone = dict(zip(RefusalCode, suitability.removed_alone.T.tolist(), strict=True))
    keeps = {
        Choice.MORE_AREAS: RefusalCode.AUTHORITY_NOT_CHOSEN,
        Choice.AFFORDABLE_RENT: RefusalCode.RENT_NOT_ACCEPTED,
        Choice.ONE_BEDROOM_OVER: RefusalCode.BEDROOMS_TOO_MANY,
        Choice.GROUND_FLOOR: RefusalCode.GROUND_FLOOR_UNSAFE,
    }
    empty = replace(solved(Pool((), (), ())), exchanges=())
    for i, why in enumerate(explain(empty, pool, POLICY).told):
        most = {choice: alone[code][i] for choice, code in keeps.items()}
        if why.opening is None:
            most.pop(Choice.ONE_BEDROOM_OVER)
            assert set(most.values()) == {0}
        elif why.opening.choice is not Choice.ONE_BEDROOM_OVER:
            most.pop(Choice.ONE_BEDROOM_OVER)
            assert why.opening.homes is band(max(most.values()))
            assert most[why.opening.choice] == max(most.values())


def test_a_home_that_nobody_enters_is_told_of_in_one_way_only() -> None:
    """Whether it suits nobody, waits behind another, or is marked."""
    homes = [
        a_home("far", "b", authority=None),
        a_home("marked", "b", marker=Marker.UNCLEARED),
        a_home("lived-in", "a", occupant_id="p"),
        a_home("large", "b", bedrooms=9),
        a_home("taken", "b"),
    ]
    pool = a_pool([a_household("p", "a")], homes)
    unused = explain(solved(pool), pool, POLICY).homes
    assert [home.home_id for home in unused] == ["far", "large", "lived-in", "marked"]
    assert {home.reason for home in unused} == {HomeReason.NOT_PLACED}
    assert len({home.sentence for home in unused}) == 1


def test_a_home_whose_household_cannot_move_comes_never_free() -> None:
    people = [a_household("p1", "a"), a_household("p2", "b", bedrooms_max=9)]
    stuck = replace(people[1], bedrooms_min=9)
    pool = a_pool([people[0], stuck], [a_home("h2", "b", occupant_id="p2")])
    explanation = explain(solved(pool), pool, POLICY)
    assert explanation.main_reason("p1") is MainReason.NONE_COMES_FREE
    assert explanation.main_reason("p2") is MainReason.NO_SUITABLE_HOME


def test_a_chain_over_the_cap_is_the_reason() -> None:
    pool = chain_of_three()
    policy = replace(POLICY, chain_moves_max=2)
    explanation = explain(solved(pool, policy), pool, policy)
    assert explanation.main_reason("p3") is MainReason.OVER_THE_CAPS


def test_homes_that_others_need_more_are_the_reason() -> None:
    people = [
        a_household("p1", "a", urgency=Urgency.MOST_URGENT),
        a_household("p2", "b"),
    ]
    pool = a_pool(people, [a_home("v", "c")])
    explanation = explain(solved(pool), pool, POLICY)
    assert explanation.main_reason("p2") is MainReason.NEEDED_BY_OTHERS
    why = explanation.of("p2")
    assert why is not None
    assert why.suitable is Band.FEW
    moved, told = explanation.told
    assert (told.household_id, told.refused, told.nearest) == ("p2", (), ())
    assert told.opening is None
    assert told.reason is ToldReason.NOT_THIS_ROUND
    assert told.sentences == (TOLD_SENTENCES[ToldReason.NOT_THIS_ROUND],)
    # Nothing of it tells who was placed.
    assert replace(moved, household_id="p2") == told


@effort(60, soak=2_000)
@given(odd_pools())
def test_everybody_is_moved_or_explained_and_no_place_is_named(pool: Pool) -> None:
    plan = solved(pool)
    explanation = explain(plan, pool, POLICY)
    moved = {step.household_id for e in plan.exchanges for step in e.steps}
    explained = {why.household_id for why in explanation.households}
    assert moved | explained == {row.id for row in pool.households}
    assert not moved & explained
    ids = [row.id for row in pool.households + pool.homes + pool.landlords]  # type: ignore[operator]
    assert [told.household_id for told in explanation.told] == [
        row.id for row in pool.households
    ]
    sentences = {why.household_id: why.sentence for why in explanation.households}
    for why in explanation.told:
        text = " ".join((sentences.get(why.household_id, ""), *why.sentences))
        assert not any(place in text for place in (*AUTHORITIES, *SECTORS))
        words = text.replace(".", " ").replace(",", " ").split()
        assert not set(words) & {*ids, *TEAMS}
        assert not any(letter.isdigit() for letter in text)
        assert not {code for code, _homes in why.refused} & SILENT_CODES
        assert {code for code, _ in why.nearest} <= {code for code, _ in why.refused}

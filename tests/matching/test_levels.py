"""What each level counts, told pair by pair, and how the levels bind one another."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import (
    ALL_LEVELS,
    Household,
    Level,
    Plan,
    Policy,
    Pool,
    PoolError,
    SolveStatus,
)
from matching.certify import certify
from matching.engine.exhaustive import best_values
from matching.objectives import objectives
from matching.terms import BedroomStandard, Urgency
from matching.verify import ViolationCode, verify
from tests.matching.builders import (
    POLICY,
    a_home,
    a_household,
    a_landlord,
    a_pool,
    solved,
)
from tests.matching.effort import effort
from tests.matching.strategies import odd_pools, tiny_pools

_SIZE_CRITERIA, _BEDROOM_STANDARD = BedroomStandard
# Moves against balances in place of both, the rest as it is.
_NET = tuple(
    Level.NET_BENEFIT if level is Level.HOUSEHOLDS else level
    for level in ALL_LEVELS
    if level is not Level.BALANCE
)


def _values(plan: Plan) -> dict[str, int]:
    return {report.level: report.value for report in plan.levels}


def _one_pair(
    household: dict[str, Any], home: dict[str, Any], landlord: dict[str, Any]
) -> Pool:
    return Pool(
        (a_household("p", "a", bedrooms_max=3, **household),),
        (a_home("v", "b", **home),),
        (a_landlord("a"), a_landlord("b", **landlord)),
    )


_OWN = {"bedrooms_min_by": ((_BEDROOM_STANDARD, 1),)}
_COUNTS_SO = {"bedroom_standard": _BEDROOM_STANDARD}
_NEAR = {"closeness": (("A1 1", 3), ("A1 2", 1))}
_WISHES = [
    # level, household, home, landlord, value
    ("exact_size", {}, {}, {}, 1),
    ("exact_size", {}, {"bedrooms": 3}, {}, 0),
    ("exact_size", _OWN, {}, {}, 1),
    ("exact_size", _OWN, {}, _COUNTS_SO, 0),
    ("exact_size", _OWN, {"bedrooms": 1}, _COUNTS_SO, 1),
    ("exact_size", _OWN, {}, {"bedroom_standard": _SIZE_CRITERIA}, 1),
    ("first_choice", {}, {}, {}, 0),
    ("first_choice", {"authorities_first_choice": frozenset({"E01"})}, {}, {}, 1),
    ("first_choice", {"authorities_first_choice": frozenset({"E03"})}, {}, {}, 0),
    ("closeness", {}, {}, {}, 0),
    ("closeness", _NEAR, {}, {}, 3),
    ("closeness", _NEAR, {"sector": "A1 2"}, {}, 1),
    ("closeness", _NEAR, {"sector": "A1 3"}, {}, 0),
]


@pytest.mark.parametrize(("name", "household", "home", "landlord", "value"), _WISHES)
def test_what_a_household_would_rather_have_is_counted(
    name: str,
    household: dict[str, Any],
    home: dict[str, Any],
    landlord: dict[str, Any],
    value: int,
) -> None:
    pool = _one_pair(household, home, landlord)
    plan = solved(pool)
    assert _values(plan)["households"] == 1
    assert _values(plan)[f"home_quality.{name}"] == value
    assert verify(plan, pool, POLICY) == ()


@pytest.mark.parametrize(
    ("wish", "better", "worse"),
    [
        ({}, {}, {"bedrooms": 3}),
        ({"authorities_first_choice": frozenset({"E03"})}, {"authority": "E03"}, {}),
        (_NEAR, {}, {"sector": "A1 2"}),
    ],
)
def test_of_two_homes_the_one_wished_for_is_taken(
    wish: dict[str, Any], better: dict[str, Any], worse: dict[str, Any]
) -> None:
    person = a_household("p", "a", bedrooms_max=3, **wish)
    for better_id, worse_id in (("v1", "v2"), ("v2", "v1")):
        homes = [a_home(better_id, "b", **better), a_home(worse_id, "b", **worse)]
        plan = solved(a_pool([person], homes))
        assert [e.steps[0].home_id for e in plan.exchanges] == [better_id]


def test_nobody_waits_for_a_wish() -> None:
    """Two could have the home; that one wishes for it counts for less than need."""
    wishing = a_household("p1", "a", authorities_first_choice=frozenset({"E01"}))
    urgent = a_household("p2", "a", urgency=Urgency.MOST_URGENT)
    plan = solved(a_pool([wishing, urgent], [a_home("v", "b")]))
    assert [e.steps[0].household_id for e in plan.exchanges] == ["p2"]


def _choosy(**wishes: Any) -> Household:  # noqa: ANN401 - any field
    return a_household("p", "a", **wishes)


@pytest.mark.parametrize(
    "wishes",
    [
        {"closeness": (("A1 1", 0),)},
        {"closeness": (("A1 1", 4),)},
        {"closeness": (("A1 1", 1), ("A1 1", 2))},
        {"bedrooms_min_by": ((_SIZE_CRITERIA, 1), (_SIZE_CRITERIA, 2))},
    ],
)
def test_a_wish_that_means_nothing_is_refused(wishes: dict[str, Any]) -> None:
    with pytest.raises(PoolError) as refused:
        _choosy(**wishes)
    assert "A1 1" not in str(refused.value)


def test_every_objective_says_what_it_is_in_a_sentence() -> None:
    policy = replace(POLICY, levels=_NET)
    for levels in (objectives(a_pool([], []), p, 1) for p in (POLICY, policy)):
        sentences = [objective.describe() for objective in levels]
        assert len(set(sentences)) == len(sentences)
        assert all(s.endswith(".") and s[0].isupper() for s in sentences)


def test_no_level_is_the_net_benefit_unless_a_policy_says_so() -> None:
    assert {*Level} - {*ALL_LEVELS} == {Level.NET_BENEFIT}


@pytest.mark.parametrize("beside", [Level.HOUSEHOLDS, Level.BALANCE])
def test_the_net_benefit_stands_beside_neither_of_the_two_it_replaces(
    beside: Level,
) -> None:
    with pytest.raises(PoolError):
        Policy(version="1", levels=(Level.NET_BENEFIT, beside))
    with pytest.raises(PoolError):
        Policy(version="1", levels=(beside, Level.NET_BENEFIT))


@pytest.mark.parametrize("worth", [0, -1])
def test_a_move_is_worth_something(worth: int) -> None:
    with pytest.raises(PoolError):
        Policy(version="1", move_worth=worth)


def _lopsided() -> Pool:
    """Return one possible move, by which landlord a would owe a third home."""
    rows = ((("BED2", -2),), (("BED2", 2),))
    return Pool(
        (a_household("p", "a"),),
        (a_home("v", "b"),),
        tuple(
            a_landlord(name, balances=owed)
            for name, owed in zip("ab", rows, strict=True)
        ),
    )


@pytest.mark.parametrize(
    # The squares are 4 in each of 4 rows, and 9 after the move: 20 more.
    ("worth", "moves"),
    [(1, 0), (19, 0), (21, 1), (100, 1)],
)
def test_a_move_is_made_where_it_is_worth_its_squares(worth: int, moves: int) -> None:
    pool = _lopsided()
    policy = replace(POLICY, levels=(Level.NET_BENEFIT,), move_worth=worth)
    plan = solved(pool, policy)
    assert _values(plan) == {"net_benefit": worth * moves - 16 - 20 * moves}
    assert sum(len(exchange.steps) for exchange in plan.exchanges) == moves
    assert verify(plan, pool, policy) == ()
    assert plan.status is SolveStatus.PROVEN


def test_by_the_order_of_a_scheme_nobody_waits_for_the_balance() -> None:
    assert _values(solved(_lopsided()))["households"] == 1


def test_a_net_benefit_misreported_is_named() -> None:
    pool = _lopsided()
    policy = replace(POLICY, levels=(Level.NET_BENEFIT,), move_worth=30)
    plan = solved(pool, policy)
    other = replace(policy, move_worth=31)
    assert verify(plan, pool, policy) == ()
    codes = {violation.code for violation in verify(plan, pool, other)}
    assert codes == {ViolationCode.LEVELS_WRONG}


@effort(40, soak=5_000)
@given(tiny_pools(), st.sampled_from((1, 4, 20)))
def test_the_whole_order_with_the_net_benefit(pool: Pool, worth: int) -> None:
    policy = replace(POLICY, levels=_NET, move_worth=worth)
    plan = solved(pool, policy)
    assert _values(plan) == best_values(pool, policy, seed=7)
    assert plan.status in (SolveStatus.PROVEN, SolveStatus.EMPTY)
    assert verify(plan, pool, policy) == ()


@effort(25, soak=1_000)
@given(tiny_pools())
def test_a_large_worth_is_all_moves_and_then_the_squares(pool: Pool) -> None:
    """No plan of a tiny pool gains a thousand squares by leaving a household out."""
    net = replace(POLICY, levels=(Level.NET_BENEFIT,), move_worth=1_000)
    both = replace(POLICY, levels=(Level.HOUSEHOLDS, Level.BALANCE))
    (value,) = _values(solved(pool, net)).values()
    moves, squares = _values(solved(pool, both)).values()
    assert value == 1_000 * moves - squares


@effort(30, soak=1_000)
@given(tiny_pools())
def test_the_net_benefit_is_bounded_however_little_is_worked(pool: Pool) -> None:
    policy = replace(POLICY, levels=(Level.NET_BENEFIT, Level.WHO_MOVES), move_worth=4)
    best = best_values(pool, policy, seed=7)
    plan = solved(pool, policy, search_steps=1, pricing_rounds_max=1, branches_max=1)
    assert verify(plan, pool, policy) == ()
    first = plan.levels[0]
    assert first.value <= best["net_benefit"] <= first.bound


def _certified(pool: Pool, policy: Policy) -> None:
    """Hold every level against the third pair of eyes, values and bounds alike."""
    plan = solved(pool, policy)
    found = certify(plan, pool, policy)
    assert found.faults == ()
    told = [(level.level, level.value, level.bound) for level in found.levels]
    assert told == [(r.level, r.value, r.bound) for r in plan.levels]


@effort(15, soak=3_000)
@given(st.one_of(tiny_pools(), odd_pools()))
def test_every_level_is_certified_as_it_was_reported(pool: Pool) -> None:
    _certified(pool, POLICY)


@effort(10, soak=3_000)
@given(tiny_pools(), st.sampled_from((1, 4, 20)))
def test_the_net_benefit_is_certified(pool: Pool, worth: int) -> None:
    _certified(pool, replace(POLICY, levels=_NET, move_worth=worth))

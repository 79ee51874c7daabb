"""What is forbidden never happens; what is forced comes before every level."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import Lock, LockKind, Plan, Pool, PoolError, SolveStatus
from matching.certify import certify
from matching.engine.exhaustive import best_values
from matching.explain import explain
from matching.graph import build
from matching.locks import LOCKS
from matching.objectives import objectives
from matching.pool import Policy
from matching.verify import Violation, ViolationCode, verify
from reciprocal.rounds.child import policy_as_plain, policy_from_plain
from tests.matching.builders import (
    POLICY,
    a_home,
    a_household,
    a_pool,
    chain_of_three,
    cycle_of_three,
    solved,
)
from tests.matching.effort import effort
from tests.matching.strategies import tiny_pools

FORCE, FORBID = LockKind.FORCE, LockKind.FORBID

NEXT_TO_NOTHING = {
    "search_steps": 1,
    "searches": 1,
    "pricing_rounds_max": 1,
    "branches_max": 1,
    "search_units": 0.01,
}


def locked(*locks: Lock) -> Policy:
    return replace(POLICY, locks=locks)


def moves(plan: Plan) -> set[tuple[str, str]]:
    return {
        (step.household_id, step.home_id)
        for exchange in plan.exchanges
        for step in exchange.steps
    }


def values(plan: Plan) -> dict[str, int]:
    return {report.level: report.value for report in plan.levels}


@st.composite
def locked_pools(draw: st.DrawFn) -> tuple[Pool, Policy]:
    """A tiny pool with up to three locks on what is in it."""
    kinds = tiny_pools(people_max=5, voids_max=2)
    pool = draw(kinds.filter(lambda found: found.households and found.homes))
    household = st.sampled_from([row.id for row in pool.households])
    home = st.sampled_from([row.id for row in pool.homes])
    named = st.one_of(
        st.tuples(household, home),
        st.tuples(household, st.none()),
        st.tuples(st.none(), home),
    )
    lock = st.builds(
        lambda kind, pair: Lock(kind, *pair), st.sampled_from(LockKind), named
    )
    locks = draw(st.lists(lock, min_size=1, max_size=3, unique=True))
    return pool, locked(*locks)


@effort(80, soak=5_000)
@given(locked_pools())
def test_every_level_is_as_good_as_the_locks_let_it_be(
    case: tuple[Pool, Policy],
) -> None:
    pool, policy = case
    plan = solved(pool, policy)
    assert values(plan) == best_values(pool, policy, seed=7)
    assert plan.status in (SolveStatus.PROVEN, SolveStatus.EMPTY)
    assert verify(plan, pool, policy) == ()


@effort(30, soak=2_000)
@given(locked_pools())
def test_a_search_cut_short_keeps_what_it_says_of_locks(
    case: tuple[Pool, Policy],
) -> None:
    pool, policy = case
    plan = solved(pool, policy, **NEXT_TO_NOTHING)
    assert verify(plan, pool, policy) == ()
    first = plan.levels[0]
    assert first.sense == "max"
    best = best_values(pool, policy, seed=7)[first.level]
    assert first.value <= best <= first.bound


@effort(60, soak=2_000)
@given(locked_pools())
def test_a_forbidden_move_is_out_of_the_graph_and_no_other(
    case: tuple[Pool, Policy],
) -> None:
    pool, policy = case
    free, held = build(pool, POLICY), build(pool, policy)
    for i, household in enumerate(pool.households):
        for j, home in enumerate(pool.homes):
            covered = any(
                lock.kind is FORBID
                and lock.household_id in (None, household.id)
                and lock.home_id in (None, home.id)
                for lock in policy.locks
            )
            allowed = free.suitability.allows(i, j) and not covered
            assert held.suitability.allows(i, j) is allowed
            assert (j in held.homes_for[i]) is allowed
            assert (i in held.households_for[j]) is allowed


@pytest.mark.parametrize(
    ("lock", "left"),
    [
        (Lock(FORBID, "p2", "h1"), {("p1", "v")}),
        (Lock(FORBID, household_id="p3"), {("p1", "v"), ("p2", "h1")}),
        (Lock(FORBID, home_id="h2"), {("p1", "v"), ("p2", "h1")}),
        (Lock(FORBID, home_id="v"), set()),
        (Lock(FORBID, "p1", "h3"), {("p1", "v"), ("p2", "h1"), ("p3", "h2")}),
    ],
)
def test_a_chain_ends_where_it_is_forbidden_to_go_on(
    lock: Lock, left: set[tuple[str, str]]
) -> None:
    plan = solved(chain_of_three(), locked(lock))
    assert moves(plan) == left
    assert verify(plan, chain_of_three(), locked(lock)) == ()
    # Nothing is counted that nobody asked for.
    assert LOCKS not in values(plan)


def test_a_cycle_does_not_close_over_a_forbidden_move() -> None:
    """The last move of a cycle is found by its closing, not by going on."""
    for who, where in (("p1", "h3"), ("p2", "h1"), ("p3", "h2")):
        plan = solved(cycle_of_three(), locked(Lock(FORBID, who, where)))
        assert plan.status is SolveStatus.EMPTY


def one_void_for_two() -> Pool:
    """Both suit the one void; p1 has waited longer and would have it."""
    return a_pool(
        [
            a_household("p1", "a", waiting_since_day=729_000),
            a_household("p2", "b"),
        ],
        [a_home("v", "c"), a_home("w", "c", bedrooms=4)],
    )


@pytest.mark.parametrize(
    ("locks", "kept", "who"),
    [
        ((), None, {("p1", "v")}),
        ((Lock(FORCE, household_id="p2"),), 1, {("p2", "v")}),
        ((Lock(FORCE, "p2", "v"),), 1, {("p2", "v")}),
        ((Lock(FORCE, home_id="v"),), 1, {("p1", "v")}),
        # Only one of them can have it: the answer says how many are kept.
        (
            (Lock(FORCE, household_id="p1"), Lock(FORCE, household_id="p2")),
            1,
            {("p1", "v")},
        ),
        # A lock opens nothing that a rule refuses.
        ((Lock(FORCE, "p2", "w"),), 0, {("p1", "v")}),
        # A move may keep two locks, and both count.
        ((Lock(FORCE, household_id="p2"), Lock(FORCE, home_id="v")), 2, {("p2", "v")}),
        ((Lock(FORCE, "p2", "v"), Lock(FORBID, "p2", "v")), 0, {("p1", "v")}),
    ],
)
def test_what_is_forced_comes_first(
    locks: tuple[Lock, ...], kept: int | None, who: set[tuple[str, str]]
) -> None:
    pool, policy = one_void_for_two(), locked(*locks)
    plan = solved(pool, policy)
    assert moves(plan) == who
    assert values(plan).get(LOCKS) == kept
    assert verify(plan, pool, policy) == ()
    assert [goal.name for goal in objectives(pool, policy, 7)] == [*values(plan)]


def test_the_checker_finds_a_forbidden_move_by_itself() -> None:
    pool = chain_of_three()
    plan = solved(pool)
    for lock, step in (
        (Lock(FORBID, "p2", "h1"), 1),
        (Lock(FORBID, household_id="p1"), 0),
        (Lock(FORBID, home_id="h2"), 2),
    ):
        found = Violation(ViolationCode.FORBIDDEN, 0, step)
        assert verify(plan, pool, locked(lock)) == (found,)


def test_the_checker_counts_the_locks_kept_by_itself() -> None:
    pool = one_void_for_two()
    policy = locked(Lock(FORCE, household_id="p1"), Lock(FORCE, home_id="w"))
    plan = solved(pool, policy)
    assert verify(plan, pool, policy) == ()
    first, *rest = plan.levels
    wrong = Violation(ViolationCode.LEVELS_WRONG)
    for claimed in ((replace(first, value=2, bound=2), *rest), tuple(rest)):
        assert wrong in verify(replace(plan, levels=claimed), pool, policy)
    # A plan that was made without the locks says nothing of them.
    assert wrong in verify(solved(pool), pool, policy)
    assert wrong in verify(plan, pool, POLICY)


def test_what_is_tried_out_is_nobodys_reason() -> None:
    pool = chain_of_three()
    plan = solved(pool)
    for locks in ((Lock(FORBID, home_id="v"),), (Lock(FORCE, household_id="p3"),)):
        assert explain(plan, pool, locked(*locks)) == explain(plan, pool, POLICY)


def test_locks_are_kept_in_one_order_and_travel_with_the_policy() -> None:
    one, two = Lock(FORCE, household_id="p1"), Lock(FORBID, "p2", "v")
    assert locked(one, two) == locked(two, one)
    plain = policy_as_plain(locked(one, two))
    assert policy_from_plain(plain) == locked(one, two)
    # A round that was frozen before there were locks has none.
    del plain["locks"]
    assert policy_from_plain(plain) == POLICY


def test_a_lock_that_means_nothing_is_refused_by_its_field() -> None:
    with pytest.raises(PoolError, match="lock: it names a household, a home or both"):
        Lock(FORCE)
    with pytest.raises(PoolError, match="locks: a lock appears twice"):
        locked(Lock(FORCE, "p"), Lock(FORCE, "p"))


@pytest.mark.parametrize("kind", LockKind)
@pytest.mark.parametrize(
    ("field", "named"),
    [
        ("household_id", ("v", None)),
        ("home_id", (None, "p1")),
        ("home_id", ("p1", "x")),
    ],
)
def test_a_lock_on_what_is_not_in_the_pool_is_refused(
    kind: LockKind, field: str, named: tuple[str | None, str | None]
) -> None:
    with pytest.raises(PoolError, match=f"lock: its {field} is of no") as caught:
        solved(one_void_for_two(), locked(Lock(kind, *named)))
    assert not {"v", "p1", "x"} & set(str(caught.value).split())


@effort(40, soak=2_000)
@given(locked_pools())
def test_a_stranger_is_shown_that_no_plan_keeps_the_locks_better(
    case: tuple[Pool, Policy],
) -> None:
    pool, policy = case
    plan = solved(pool, policy)
    found = certify(plan, pool, policy)
    assert found.faults == ()
    assert found.closed
    assert [level.level for level in found.levels] == [*values(plan)]


def test_a_certificate_made_without_the_locks_is_no_proof_with_them() -> None:
    """Forced ones are a level of their own; a forbidden move lowers what can be."""
    pool = one_void_for_two()
    free = solved(pool)
    asked = certify(free, pool, locked(Lock(FORCE, household_id="p2")))
    assert (asked.levels[0].level, asked.levels[0].value) == (LOCKS, 0)
    assert not asked.closed
    barred = locked(Lock(FORBID, home_id="v"))
    assert certify(solved(pool, barred), pool, barred).closed
    claimed = replace(solved(pool, barred), certificate=free.certificate)
    assert not certify(claimed, pool, POLICY).closed


@pytest.mark.parametrize("forbidden", range(20))
def test_a_forbidden_home_takes_its_own_bit_of_a_row_and_no_other(
    forbidden: int,
) -> None:
    """A row of homes is packed eight to a byte."""
    pool = a_pool([a_household("p", "a")], [a_home(f"h{i:02}", "b") for i in range(20)])
    lock = Lock(LockKind.FORBID, "p", f"h{forbidden:02}")
    graph = build(pool, replace(POLICY, locks=(lock,)))
    assert graph.homes_for == (tuple(i for i in range(20) if i != forbidden),)

"""What may be tried out together, and what no plan does together."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from matching.engine.budget import Budget
from matching.locks import Lock, LockKind, forced
from matching.pool import Pool
from matching.what_if import cost_of
from reciprocal.rounds.lock_rules import (
    LOCKS_MAX,
    NothingToTry,
    StepNotInPlan,
    at_odds,
    is_of_plan,
    refuse_many,
    refuse_new_pairs,
    trials_of,
)
from tests.matching.builders import POLICY, chain_of_three
from tests.matching.effort import effort
from tests.matching.strategies import tiny_pools
from tests.matching.test_locks import one_void_for_two

FORCE, FORBID = LockKind.FORCE, LockKind.FORBID
STEPS = tuple((f"p{n}", f"h{n}") for n in range(12))


@st.composite
def pools_with_many(draw: st.DrawFn) -> tuple[Pool, tuple[Lock, ...], tuple[Lock, ...]]:
    """A tiny pool with up to ten locks on what is in it, in two orders."""
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
    locks = draw(st.lists(lock, min_size=1, max_size=LOCKS_MAX, unique=True))
    return pool, tuple(locks), tuple(draw(st.permutations(locks)))


@effort(40, soak=1_000)
@given(pools_with_many())
def test_the_order_of_what_is_tried_changes_nothing(
    case: tuple[Pool, tuple[Lock, ...], tuple[Lock, ...]],
) -> None:
    pool, *orders = case
    costs = [cost_of(pool, POLICY, each, seed=7, budget=Budget()) for each in orders]
    assert costs[0] == costs[1]
    one, other = (at_odds(each, costs[0]) for each in orders)
    assert one == other


@effort(60, soak=1_000)
@given(pools_with_many())
def test_things_are_at_odds_where_the_best_plan_cannot_keep_them_all(
    case: tuple[Pool, tuple[Lock, ...], tuple[Lock, ...]],
) -> None:
    """And of one thing by itself nothing more is said than was said before."""
    pool, locks, _ = case
    cost = cost_of(pool, POLICY, locks, seed=7, budget=Budget())
    assert cost.kept == cost.kept_at_most
    said = at_odds(locks, cost)
    assert (said is not None) == (len(locks) > 1 and cost.kept < cost.asked)


@pytest.mark.parametrize(
    "pair",
    [
        (Lock(FORCE, "p2"), Lock(FORBID, "p2")),
        (Lock(FORCE, home_id="v"), Lock(FORBID, home_id="v")),
        (Lock(FORCE, "p2", "h1"), Lock(FORBID, "p2")),
        (Lock(FORCE, "p2", "h1"), Lock(FORBID, home_id="h1")),
        (Lock(FORCE, "p2", "h1"), Lock(FORBID, "p2", "h1")),
        (Lock(FORCE, "p1", "v"), Lock(FORCE, "p2", "v")),
        (Lock(FORCE, "p1", "v"), Lock(FORCE, "p1", "h2")),
    ],
)
def test_two_that_contradict_are_told_as_an_answer(pair: tuple[Lock, Lock]) -> None:
    cost = cost_of(chain_of_three(), POLICY, pair, seed=7, budget=Budget())
    assert cost.kept < cost.asked
    assert at_odds(pair, cost) == (
        "No plan does all of these: what one of them asks for, another rules out."
    )


def test_what_the_round_cannot_keep_together_is_told_by_how_many() -> None:
    locks = (Lock(FORCE, "p1"), Lock(FORCE, "p2"))
    cost = cost_of(one_void_for_two(), POLICY, locks, seed=7, budget=Budget())
    assert at_odds(locks, cost) == (
        "No plan does all of these: of 2 to be kept, 1 can be at most."
    )
    alone = cost_of(one_void_for_two(), POLICY, locks[1:], seed=7, budget=Budget())
    assert at_odds(locks[1:], alone) is None


def kept(many: int) -> list[Lock]:
    return [Lock(FORCE, *step) for step in STEPS[:many]]


def test_ten_things_of_the_plan_are_tried_together_and_no_eleventh() -> None:
    held_back = [
        Lock(FORBID, "p1"),
        Lock(FORBID, home_id="h2"),
        Lock(FORBID, *STEPS[3]),
    ]
    refuse_many(kept(10), STEPS)
    refuse_many(kept(7) + held_back, STEPS)
    for locks in ([], kept(11), kept(8) + held_back, kept(1) * 2):
        with pytest.raises(NothingToTry):
            refuse_many(locks, STEPS)


@pytest.mark.parametrize(
    "beside",
    [
        Lock(FORCE, "p1"),
        Lock(FORCE, home_id="h1"),
        Lock(FORCE, "nobody"),
        Lock(FORBID, "nobody"),
        Lock(FORBID, home_id="unused"),
        Lock(FORBID, "p1", "h2"),
    ],
)
def test_with_anything_beside_the_plan_three_are_tried_and_one_forced(
    beside: Lock,
) -> None:
    """Whoever could pin the plan around a household would learn where it may not go."""
    assert not is_of_plan(beside, STEPS)
    held_back = [Lock(FORBID, "p3"), Lock(FORBID, home_id="h4")]
    refuse_many([beside, *held_back], STEPS)
    for locks in (
        [beside, *held_back, Lock(FORBID, *STEPS[5])],
        [beside, *kept(2)],
        [beside, *kept(9)],
    ):
        with pytest.raises(NothingToTry):
            refuse_many(locks, STEPS)


def test_one_forced_beside_the_plan_is_the_only_one_forced() -> None:
    refuse_many([Lock(FORCE, "p1"), Lock(FORBID, "p2")], STEPS)
    with pytest.raises(NothingToTry):
        refuse_many([Lock(FORCE, "p1"), Lock(FORCE, *STEPS[2])], STEPS)


def test_a_pair_that_the_plan_does_not_have_is_not_forced() -> None:
    refuse_new_pairs([*kept(2), Lock(FORCE, "p1"), Lock(FORBID, "p1", "h2")], STEPS)
    with pytest.raises(StepNotInPlan):
        refuse_new_pairs([*kept(2), Lock(FORCE, "p1", "h2")], STEPS)


def test_more_at_once_is_no_cheaper_than_one_after_another() -> None:
    assert [trials_of(many) for many in (1, 3, 4, 6, 7, 9, 10)] == [1, 1, 2, 2, 3, 3, 4]


ANY = st.builds(
    lambda kind, pair: Lock(kind, *pair),
    st.sampled_from(LockKind),
    st.sampled_from(
        [("p1", None), (None, "h9"), ("p1", "h1"), ("p1", "h2"), ("x", "y")]
    ),
)


@given(st.lists(ANY, min_size=1, max_size=3, unique=True))
def test_whatever_was_allowed_before_is_allowed(locks: list[Lock]) -> None:
    """Up to three things, whatever they were, of which one was forced."""
    assume(len(forced(locks)) <= 1)
    refuse_many(locks, STEPS)

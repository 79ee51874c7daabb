"""What a lock costs is the difference of two optima, and says when it is not."""

from dataclasses import replace

import pytest
from hypothesis import given

from matching import Level, Lock, LockKind, Pool, PoolError
from matching.engine.budget import Budget
from matching.engine.exhaustive import best_values
from matching.explain import explain
from matching.locks import LOCKS, forced
from matching.objectives import objectives
from matching.plan import Plan
from matching.pool import Policy
from matching.reasons import MainReason
from matching.terms import Urgency
from matching.what_if import Cost, LevelCost, compared, cost_of, could_move
from tests.matching.builders import (
    POLICY,
    a_home,
    a_household,
    a_pool,
    chain_of_three,
    solved,
)
from tests.matching.effort import effort
from tests.matching.strategies import tiny_pools
from tests.matching.test_locks import locked_pools, one_void_for_two

FORCE, FORBID = LockKind.FORCE, LockKind.FORBID


def cost(pool: Pool, *locks: Lock, policy: Policy = POLICY) -> Cost:
    return cost_of(pool, policy, locks, seed=7, budget=Budget())


def lost(found: Cost) -> dict[str, int]:
    return {level.level: level.lost for level in found.levels if level.lost}


@effort(40, soak=2_000)
@given(locked_pools())
def test_the_cost_is_the_difference_of_the_best_plans_there_are(
    case: tuple[Pool, Policy],
) -> None:
    pool, policy = case
    found = cost(pool, *policy.locks)
    free, held = (best_values(pool, p, seed=7) for p in (POLICY, policy))
    assert {level.level: level.unlocked for level in found.levels} == free
    assert {level.level: level.with_locks for level in found.levels} == {
        name: value for name, value in held.items() if name != LOCKS
    }
    assert found.asked == len(forced(policy.locks))
    assert found.kept == found.kept_at_most == held.get(LOCKS, 0)
    assert all(level.proven for level in found.levels)
    # With every level proven, no lock can make the first that differs any better.
    assert found.first is None or found.first.lost > 0


def test_a_home_that_is_held_back_costs_the_moves_behind_it() -> None:
    found = cost(chain_of_three(), Lock(FORBID, household_id="p2"))
    assert lost(found)["households"] == 2
    assert found.first is not None
    assert found.first.level == "urgency_bands.urgent"
    assert (found.no_longer, found.instead) == (("p2", "p3"), ())
    level, moved = found.sentences
    assert level == (
        "The first level that differs is urgency_bands.urgent: 1 instead of 3, which "
        "is worse. As many households of the band 'urgent' move as can."
    )
    assert moved == "Households that move no longer: 2; that move instead: 0."


def test_a_request_that_is_kept_may_cost_another_its_home() -> None:
    found = cost(one_void_for_two(), Lock(FORCE, household_id="p2"))
    assert lost(found)["who_moves.days_waited"] == 2 * 1_000
    assert (found.no_longer, found.instead) == (("p1",), ("p2",))
    assert found.sentences[0] == "Kept: 1 of 1 asked for."
    assert found.sentences[-1].endswith("no longer: 1; that move instead: 1.")


def test_what_changes_nothing_costs_nothing() -> None:
    found = cost(chain_of_three(), Lock(FORCE, home_id="h2"))
    assert found.first is None
    assert found.sentences == (
        "Kept: 1 of 1 asked for.",
        "It costs nothing: every level is as good.",
        "The same households move.",
    )


def test_what_cannot_be_kept_is_an_answer() -> None:
    found = cost(one_void_for_two(), Lock(FORCE, home_id="w"))
    assert (found.asked, found.kept, found.kept_at_most) == (1, 0, 0)
    assert found.sentences[0] == (
        "Kept: 0 of 1 asked for; no plan within the rules and the caps keeps more."
    )


def test_the_policys_own_locks_are_put_aside() -> None:
    lock = Lock(FORCE, household_id="p2")
    held = replace(POLICY, locks=(Lock(FORBID, home_id="v"),))
    assert cost(one_void_for_two(), lock, policy=held) == cost(one_void_for_two(), lock)


def test_the_levels_are_the_policys() -> None:
    policy = replace(POLICY, levels=(Level.HOUSEHOLDS,))
    found = cost(chain_of_three(), Lock(FORBID, home_id="v"), policy=policy)
    assert [(level.level, level.lost) for level in found.levels] == [("households", 3)]


@pytest.mark.parametrize(("who", "kept"), [("p2", 1), ("planned", 1), ("far", 0)])
def test_whether_a_household_could_be_moved_and_at_what_cost(
    who: str, kept: int
) -> None:
    """One void, and three who would have it; one of them wants another size."""
    pool = a_pool(
        [
            a_household("p2", "b", urgency=Urgency.MOST_URGENT),
            a_household("planned", "b", urgency=Urgency.PLANNED),
            a_household("far", "b", bedrooms_min=4, bedrooms_max=4),
        ],
        [a_home("v", "c")],
    )
    found = could_move(pool, POLICY, who, seed=7, budget=Budget())
    assert (found.asked, found.kept) == (1, kept)
    decides = None if found.first is None else found.first.level
    assert decides == ("most_urgent_ready" if who == "planned" else None)


@effort(25, soak=250)
@given(tiny_pools(people_max=5, voids_max=2))
def test_what_explain_says_stands_in_the_way_cannot_be_forced(pool: Pool) -> None:
    """And whoever could be moved after all stays since others need the homes."""
    policy = replace(POLICY, levels=(Level.HOUSEHOLDS,), chain_moves_max=2)
    explanation = explain(solved(pool, policy), pool, policy)
    for stays in explanation.households:
        found = could_move(pool, policy, stays.household_id, seed=7, budget=Budget())
        assert found.kept == found.kept_at_most
        assert (stays.household_id in found.instead) is bool(found.kept)
        if found.kept:
            assert stays.reason is MainReason.NEEDED_BY_OTHERS
        (level,) = found.levels
        assert level.lost == len(found.no_longer) - len(found.instead)


def test_a_household_that_is_not_there_is_refused() -> None:
    with pytest.raises(PoolError, match="its household_id is of no household"):
        could_move(chain_of_three(), POLICY, "nobody", seed=7, budget=Budget())


def _weakened(plan: Plan, level: str, *, by: int) -> Plan:
    """Return a plan whose bound at one level was never reached."""
    levels = tuple(
        replace(report, bound=report.bound + by) if report.level == level else report
        for report in plan.levels
    )
    return replace(plan, levels=levels)


def test_what_is_not_proven_is_said() -> None:
    """A level is proven where it and all before it are, in both plans."""
    pool, lock = one_void_for_two(), Lock(FORCE, household_id="p2")
    policy = replace(POLICY, locks=(lock,))
    plain, held = solved(pool), solved(pool, policy)
    goals = objectives(pool, policy, 7)

    def found(without: Plan, with_locks: Plan) -> Cost:
        return compared(without, with_locks, goals=goals, locks=(lock,))

    doubt = "Not proven: a longer search might find another difference."
    assert doubt not in found(plain, held).sentences
    for one in (
        found(_weakened(plain, "households", by=1), held),
        found(plain, _weakened(held, "households", by=1)),
        found(plain, _weakened(held, LOCKS, by=1)),
    ):
        assert doubt in one.sentences
    missed = found(_weakened(plain, "households", by=1), held).levels
    at = [level.level for level in missed].index("households")
    assert [level.proven for level in missed] == [
        place < at for place in range(len(missed))
    ]
    # What comes after the level that decides makes no doubt of it.
    late = found(_weakened(plain, "who_moves.lot", by=1), held)
    assert doubt not in late.sentences
    assert late.levels[-1].proven is False


def test_a_search_cut_short_does_not_say_that_nothing_more_can_be_kept() -> None:
    pool, lock = one_void_for_two(), Lock(FORCE, home_id="w")
    policy = replace(POLICY, locks=(lock,))
    held = _weakened(solved(pool, policy), LOCKS, by=1)
    goals = objectives(pool, policy, 7)
    found = compared(solved(pool), held, goals=goals, locks=(lock,))
    assert found.sentences[0].endswith("before it was known whether more can be.")
    assert found.sentences[1] == "It costs nothing: every level is as good."
    assert found.sentences[2].startswith("Not proven")


@pytest.mark.parametrize(
    ("sense", "lost_then", "turn"), [("max", 2, "worse"), ("min", -2, "better")]
)
def test_which_way_is_worse_is_the_levels(
    sense: str, lost_then: int, turn: str
) -> None:
    level = LevelCost(
        level="any", sense=sense, sentence="S.", unlocked=5, with_locks=3, proven=True
    )
    found = Cost(
        asked=0, kept=0, kept_at_most=0, no_longer=(), instead=(), levels=(level,)
    )
    assert level.lost == lost_then
    assert found.sentences[0] == (
        f"The first level that differs is any: 3 instead of 5, which is {turn}. S."
    )

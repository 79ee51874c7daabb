"""No household waits for a balance: who moves is settled before balances are read."""

from dataclasses import replace

import pytest
from hypothesis import given

from matching import Landlord, Level, Pool
from matching.certificate import Leaf, LevelProof
from matching.certify import certify
from matching.engine.exhaustive import best_values
from matching.locks import Lock, LockKind
from matching.verify import verify
from tests.matching.builders import (
    POLICY,
    a_home,
    a_household,
    a_landlord,
    a_pool,
    movers,
    solved,
)
from tests.matching.effort import effort
from tests.matching.strategies import tiny_pools

BLIND = POLICY.levels[: POLICY.levels.index(Level.BALANCE)]


@effort(100, soak=5_000)
@given(tiny_pools(people_max=6))
def test_the_plan_moves_just_whom_a_plan_blind_to_balances_would(pool: Pool) -> None:
    blind = solved(pool, replace(POLICY, levels=BLIND))
    plan = solved(pool)
    assert movers(plan) == movers(blind)
    assert [r.value for r in plan.levels[: len(blind.levels)]] == [
        r.value for r in blind.levels
    ]
    assert certify(plan, pool, POLICY).closed


def _who_waits_longer_would_cost_the_balance() -> Pool:
    """One void of a landlord that `b` owes nothing, and `a` already owes two."""
    return a_pool(
        [
            a_household("p1", "a", waiting_since_day=729_000),
            a_household("p2", "b"),
        ],
        [a_home("v", "c")],
        owed={"a": (("BED2", -2),), "b": (("BED2", 1),)},
    )


def test_who_has_waited_longest_moves_though_another_would_even_the_book() -> None:
    pool = _who_waits_longer_would_cost_the_balance()
    assert movers(solved(pool)) == {("p1", True)}
    bookish = replace(POLICY, levels=(Level.HOUSEHOLDS, Level.BALANCE, Level.WHO_MOVES))
    assert movers(solved(pool, bookish)) == {("p2", True)}


def test_a_ready_home_is_given_to_the_same_household_whatever_is_owed() -> None:
    """Both move by either plan; `p2` first would even the book, and delay `p1`."""
    pool = a_pool(
        [
            a_household("p1", "a", waiting_since_day=729_000),
            a_household("p2", "b"),
        ],
        [
            a_home("v", "c"),
            a_home("h1", "a", occupant_id="p1"),
            a_home("h2", "b", occupant_id="p2"),
        ],
        owed={"a": (("BED2", -3),)},
    )
    assert movers(solved(pool)) == {("p1", True), ("p2", False)}


def test_balances_still_choose_the_home() -> None:
    """Two voids suit the only household; the landlord that owes gives it a home."""
    homes = [a_home("v", "c"), a_home("w", "d")]
    pool = a_pool([a_household("p", "a")], homes, owed={"d": (("BED2", -1),)})
    plan = solved(pool)
    assert plan.exchanges[0].steps[0].home_id == "w"
    assert certify(plan, pool, POLICY).closed


@pytest.mark.parametrize(
    ("homes", "taken", "squares"),
    [(("c", "d"), "d", 10), (("c",), "c", 22)],
)
def test_the_choice_that_the_board_is_told_of(
    homes: tuple[str, ...], taken: str, squares: int
) -> None:
    """docs/fairness.md, "One choice, by hand"."""
    pool = a_pool(
        [a_household("tenant", "a")],
        [a_home(f"home of {landlord}", landlord) for landlord in homes],
        owed={"c": (("BED2", 2),), "d": (("BED2", -1),)},
    )
    if "d" not in homes:
        pool = replace(pool, landlords=(*pool.landlords, _owing("d")))
    plan = solved(pool)
    assert plan.exchanges[0].steps[0].home_id == f"home of {taken}"
    (balance,) = [r for r in plan.levels if r.level == Level.BALANCE]
    assert balance.value == squares


def _owing(landlord_id: str) -> Landlord:
    return a_landlord(landlord_id, balances=(("BED2", -1),))


def test_a_proof_about_those_who_move_proves_nothing_of_others() -> None:
    """Where no level says who moves, another plan may even the book: it is no proof."""
    pool = _who_waits_longer_would_cost_the_balance()
    plan = solved(pool, replace(POLICY, levels=(*BLIND, Level.BALANCE)))
    loose = replace(POLICY, levels=(Level.HOUSEHOLDS, Level.BALANCE))
    kept = {"households", "balance"}
    before = [report.level for report in plan.levels].index("households")

    def told(proof: LevelProof) -> LevelProof:
        assert isinstance(proof.tree, Leaf)
        after = proof.level == "balance"
        held = proof.tree.multipliers[before : before + 1] if after else ()
        return replace(proof, tree=replace(proof.tree, multipliers=held))

    certificate = tuple(told(p) for p in plan.certificate if p.level in kept)
    levels = tuple(report for report in plan.levels if report.level in kept)
    short = replace(plan, certificate=certificate, levels=levels)
    assert verify(short, pool, loose) == ()
    assert not certify(short, pool, loose).closed


@pytest.mark.parametrize(
    "levels",
    [
        (Level.WHO_MOVES, Level.HOUSEHOLDS, Level.BALANCE),
        (Level.BALANCE, Level.HOUSEHOLDS, Level.WHO_MOVES, Level.STRUCTURE),
        (Level.NET_BENEFIT, Level.WHO_MOVES, Level.STRUCTURE),
        (Level.HOUSEHOLDS, Level.WHO_MOVES),
        (Level.HOUSEHOLDS, Level.HOME_FIT, Level.WHO_MOVES, Level.HOME_QUALITY),
    ],
)
@effort(15, soak=500)
@given(pool=tiny_pools())
def test_any_order_of_the_levels_is_as_good_as_it_can_be(
    levels: tuple[Level, ...], pool: Pool
) -> None:
    policy = replace(POLICY, levels=levels)
    plan = solved(pool, policy)
    values = {report.level: report.value for report in plan.levels}
    assert values == best_values(pool, policy, seed=7)
    assert verify(plan, pool, policy) == ()
    assert certify(plan, pool, policy).closed


@effort(30, soak=1_000)
@given(tiny_pools())
def test_locks_hold_to_the_last_level(pool: Pool) -> None:
    """A lock may be on a home, which those who move could still change among them."""
    locks = tuple(
        Lock(LockKind.FORCE, home_id=home.id)
        for home in pool.homes[:2]
        if home.occupant_id is None
    )
    policy = replace(POLICY, locks=locks)
    plan = solved(pool, policy)
    values = {report.level: report.value for report in plan.levels}
    assert values == best_values(pool, policy, seed=7)
    assert certify(plan, pool, policy).closed

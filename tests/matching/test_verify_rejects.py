"""Every way to spoil a good plan is found by the checker, and named."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import (
    Exchange,
    ExchangeKind,
    Plan,
    Policy,
    Pool,
    SolveStatus,
    Step,
    StepKind,
)
from matching.pool import Level
from matching.verify import Violation, ViolationCode, verify
from tests.matching.builders import (
    POLICY,
    a_home,
    a_household,
    a_pool,
    chain_of_three,
    cycle_of_three,
    solved,
    two_who_could_swap,
)
from tests.matching.effort import effort
from tests.matching.strategies import tiny_pools


def _codes(plan: Plan, pool: Pool, policy: Policy = POLICY) -> set[ViolationCode]:
    return {violation.code for violation in verify(plan, pool, policy)}


def _with_steps(plan: Plan, *steps: Step, at: int = 0) -> Plan:
    exchanges = list(plan.exchanges)
    exchanges[at] = replace(exchanges[at], steps=steps)
    return replace(plan, exchanges=tuple(exchanges))


def two_chains() -> Pool:
    """Return a pool whose plan is a chain of one step and one of three."""
    short = a_pool([a_household("q", "e")], [a_home("a", "f")])
    long = chain_of_three()
    return Pool(
        tuple(replace(row, homes_refused=frozenset({"a"})) for row in long.households)
        + tuple(
            replace(row, homes_refused=frozenset({home.id for home in long.homes}))
            for row in short.households
        ),
        short.homes + long.homes,
        short.landlords + long.landlords,
    )


@pytest.mark.parametrize("pool", [chain_of_three(), cycle_of_three()])
def test_a_sound_plan_passes(pool: Pool) -> None:
    plan = solved(pool)
    assert len(plan.exchanges[0].steps) == 3
    assert verify(plan, pool, POLICY) == ()


def test_another_pool_is_noticed() -> None:
    plan = solved(chain_of_three())
    spoiled = replace(plan, pool_digest="0" * 64)
    assert _codes(spoiled, chain_of_three()) == {ViolationCode.DIGEST_DIFFERS}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"household_id": "nobody"}, ViolationCode.HOUSEHOLD_UNKNOWN),
        ({"home_id": "nowhere"}, ViolationCode.HOME_UNKNOWN),
        ({"household_id": "p2"}, ViolationCode.HOUSEHOLD_TWICE),
        ({"home_id": "h1"}, ViolationCode.HOME_TWICE),
        ({"home_id": "h1"}, ViolationCode.CHAIN_START_OCCUPIED),
        ({"home_id": "h3"}, ViolationCode.NOT_SUITABLE),
        ({"household_id": "p3"}, ViolationCode.LINK_BROKEN),
        ({"kind": StepKind.FORECAST}, ViolationCode.KIND_WRONG),
        ({"weeks_to_keys": 99}, ViolationCode.WEEKS_WRONG),
    ],
)
def test_a_spoiled_first_step_is_named(
    changes: dict[str, object], code: ViolationCode
) -> None:
    pool = chain_of_three()
    plan = solved(pool)
    first, *rest = plan.exchanges[0].steps
    spoiled = _with_steps(plan, replace(first, **changes), *rest)  # type: ignore[arg-type]
    assert code in _codes(spoiled, pool)


@pytest.mark.parametrize("step", [0, 1, 2])
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"household_id": "nobody"}, ViolationCode.HOUSEHOLD_UNKNOWN),
        ({"home_id": "nowhere"}, ViolationCode.HOME_UNKNOWN),
        ({"weeks_to_keys": 99}, ViolationCode.WEEKS_WRONG),
    ],
)
def test_the_step_that_is_spoiled_is_the_one_named(
    step: int, changes: dict[str, object], code: ViolationCode
) -> None:
    pool = two_chains()
    plan = solved(pool)
    steps = list(plan.exchanges[1].steps)
    steps[step] = replace(steps[step], **changes)  # type: ignore[arg-type]
    spoiled = _with_steps(plan, *steps, at=1)
    assert Violation(code, 1, step) in verify(spoiled, pool, POLICY)


def test_a_chain_from_a_home_that_is_lived_in_is_named_at_its_start() -> None:
    pool = chain_of_three()
    plan = solved(pool)
    spoiled = _with_steps(plan, *plan.exchanges[0].steps[1:])
    found = verify(spoiled, pool, POLICY)
    assert Violation(ViolationCode.CHAIN_START_OCCUPIED, 0, 0) in found


def test_a_ready_void_in_mid_chain_is_no_ready_step() -> None:
    """Only a chain's first home is ready, whatever stands empty elsewhere."""
    pool = a_pool(
        [a_household("p1", "a"), a_household("p2", "b")],
        [a_home("v1", "c"), a_home("v2", "d")],
    )
    plan = solved(pool)
    first, second = (exchange.steps[0] for exchange in plan.exchanges)
    joined = Exchange(ExchangeKind.CHAIN, (first, second))
    found = verify(replace(plan, exchanges=(joined,)), pool, POLICY)
    assert Violation(ViolationCode.KIND_WRONG, 0, 1) in found
    assert Violation(ViolationCode.KIND_WRONG, 0, 0) not in found


def test_a_swap_is_named_however_it_is_written() -> None:
    pool = two_who_could_swap()
    steps = (
        Step("p2", "h1", StepKind.FORECAST, 2),
        Step("p1", "h2", StepKind.FORECAST, 4),
    )
    as_chain = Exchange(ExchangeKind.CHAIN, steps)
    found = verify(replace(solved(pool), exchanges=(as_chain,)), pool, POLICY)
    named = [each for each in found if each.code is ViolationCode.DIRECT_SWAP]
    assert named == [Violation(ViolationCode.DIRECT_SWAP, 0, n) for n in (0, 1)]


def test_chains_are_told_before_cycles() -> None:
    cycle, chain = cycle_of_three(), a_pool([a_household("q", "e")], [a_home("x", "f")])
    pool = Pool(
        tuple(replace(row, homes_refused=frozenset({"x"})) for row in cycle.households)
        + tuple(
            replace(row, homes_refused=frozenset({"h1", "h2", "h3"}))
            for row in chain.households
        ),
        cycle.homes + chain.homes,
        cycle.landlords + chain.landlords,
    )
    plan = solved(pool)
    assert [e.kind for e in plan.exchanges] == [ExchangeKind.CHAIN, ExchangeKind.CYCLE]
    assert verify(plan, pool, POLICY) == ()
    turned = replace(plan, exchanges=plan.exchanges[::-1])
    assert _codes(turned, pool) == {ViolationCode.ORDER_WRONG}


def test_a_class_that_is_told_twice_counts_twice() -> None:
    pool = chain_of_three()
    owed = (("BED2", 1), ("BED2", 2))
    landlords = tuple(replace(row, balances=owed) for row in pool.landlords)
    twice = Pool(pool.households, pool.homes, landlords)
    assert verify(solved(twice), twice, POLICY) == ()


def test_a_forecast_called_ready_is_named() -> None:
    pool = chain_of_three()
    plan = solved(pool)
    first, second, third = plan.exchanges[0].steps
    spoiled = _with_steps(plan, first, replace(second, kind=StepKind.READY), third)
    assert ViolationCode.KIND_WRONG in _codes(spoiled, pool)


def test_a_missing_link_is_named() -> None:
    pool = chain_of_three()
    plan = solved(pool)
    first, _second, third = plan.exchanges[0].steps
    assert ViolationCode.LINK_BROKEN in _codes(_with_steps(plan, first, third), pool)


def test_a_cycle_that_does_not_close_is_named() -> None:
    pool = cycle_of_three()
    plan = solved(pool)
    spoiled = _with_steps(plan, *plan.exchanges[0].steps[:2])
    codes = _codes(spoiled, pool)
    assert {ViolationCode.LINK_BROKEN, ViolationCode.DIRECT_SWAP} <= codes


def test_a_cycle_told_from_another_home_is_named() -> None:
    pool = cycle_of_three()
    plan = solved(pool)
    first, *rest = plan.exchanges[0].steps
    found = verify(_with_steps(plan, *rest, first), pool, POLICY)
    assert Violation(ViolationCode.ORDER_WRONG, 0, 0) in found


def test_a_chain_over_the_cap_is_named() -> None:
    pool = chain_of_three()
    shorter = replace(POLICY, chain_moves_max=2)
    assert _codes(solved(pool), pool, shorter) == {ViolationCode.TOO_LONG}


def test_no_plan_swaps_two_households_directly() -> None:
    plan = solved(two_who_could_swap())
    assert plan.status is SolveStatus.EMPTY
    assert plan.exchanges == ()


def test_a_direct_swap_is_named_whatever_the_teams() -> None:
    pool = two_who_could_swap()
    steps = (
        Step("p2", "h1", StepKind.FORECAST, 2),
        Step("p1", "h2", StepKind.FORECAST, 4),
    )
    plan = solved(pool)
    swap = replace(plan, exchanges=(Exchange(ExchangeKind.CYCLE, steps),))
    codes = _codes(swap, pool)
    assert ViolationCode.DIRECT_SWAP in codes
    assert ViolationCode.TEAM_FOLLOWS not in codes


def test_a_team_that_sees_both_ends_is_named() -> None:
    pool = chain_of_three()
    plan = solved(pool)
    homes = tuple(
        replace(home, team="c") if home.id == "h1" else home for home in pool.homes
    )
    # p3 rents from team c; p2, whose home p3 enters, goes to a home of team c.
    watched = Pool(pool.households, homes, pool.landlords)
    assert ViolationCode.TEAM_FOLLOWS in _codes(plan, watched)
    assert len(solved(watched).exchanges[0].steps) == 2


def test_exchanges_out_of_order_are_named() -> None:
    pool = a_pool(
        [a_household(f"p{i}", "a") for i in (1, 2)],
        [a_home(f"v{i}", "b") for i in (1, 2)],
    )
    plan = solved(pool)
    spoiled = replace(plan, exchanges=plan.exchanges[::-1])
    assert _codes(spoiled, pool) == {ViolationCode.ORDER_WRONG}


@pytest.mark.parametrize("change", [1, -1])
def test_a_level_misreported_is_named(change: int) -> None:
    pool = chain_of_three()
    plan = solved(pool)
    for at, report in enumerate(plan.levels):
        if report.level == "who_moves.lot":
            continue
        false = replace(report, value=report.value + change, bound=report.value)
        levels = (*plan.levels[:at], false, *plan.levels[at + 1 :])
        codes = _codes(replace(plan, levels=levels), pool)
        assert ViolationCode.LEVELS_WRONG in codes, report.level


def test_a_level_beyond_its_bound_is_named() -> None:
    pool = chain_of_three()
    plan = solved(pool)
    worse = {"max": -1, "min": 1}
    for at, report in enumerate(plan.levels):
        false = replace(report, bound=report.value + worse[report.sense])
        levels = (*plan.levels[:at], false, *plan.levels[at + 1 :])
        codes = _codes(replace(plan, levels=levels), pool)
        assert ViolationCode.LEVELS_WRONG in codes, report.level


def test_a_level_left_out_is_named() -> None:
    pool = chain_of_three()
    plan = solved(pool)
    spoiled = replace(plan, levels=plan.levels[1:])
    assert ViolationCode.LEVELS_WRONG in _codes(spoiled, pool)


@pytest.mark.parametrize("status", [SolveStatus.PROVEN, SolveStatus.PROVEN_BY_SOLVER])
def test_a_proof_with_a_gap_is_named(status: SolveStatus) -> None:
    pool = chain_of_three()
    plan = replace(solved(pool), status=status)
    assert verify(plan, pool, POLICY) == ()
    open_ = replace(plan.levels[0], bound=plan.levels[0].value + 1)
    spoiled = replace(plan, levels=(open_, *plan.levels[1:]))
    assert _codes(spoiled, pool) == {ViolationCode.STATUS_WRONG}


def test_an_empty_plan_with_moves_is_named() -> None:
    pool = chain_of_three()
    spoiled = replace(solved(pool), status=SolveStatus.EMPTY)
    assert _codes(spoiled, pool) == {ViolationCode.STATUS_WRONG}


@effort(60, soak=2_000)
@given(tiny_pools(), st.randoms(use_true_random=False))
def test_every_plan_passes_and_every_shuffle_of_it_fails(
    pool: Pool, random: Random
) -> None:
    plan = solved(pool)
    assert verify(plan, pool, POLICY) == ()
    steps = [step for exchange in plan.exchanges for step in exchange.steps]
    if len(steps) > 1:
        one, two = random.sample(steps, 2)
        swapped = {
            one.household_id: replace(one, home_id=two.home_id),
            two.household_id: replace(two, home_id=one.home_id),
        }
        spoiled = replace(
            plan,
            exchanges=tuple(
                replace(e, steps=tuple(swapped.get(s.household_id, s) for s in e.steps))
                for e in plan.exchanges
            ),
        )
        # Two free voids, alike in readiness and weeks, may be swapped; no others.
        if verify(spoiled, pool, POLICY) == ():
            homes = {home.id: home for home in pool.homes}
            assert homes[one.home_id].occupant_id is None
            assert homes[two.home_id].occupant_id is None


def test_the_net_benefit_is_counted_from_moves_and_balances() -> None:
    """Three moves at 20 each; a landlord gives one home, another lets one: 4 squares.

    Each of the two is one home out in the class and in total.
    """
    pool = chain_of_three()
    policy = replace(POLICY, levels=(Level.NET_BENEFIT,), move_worth=20)
    plan = solved(pool, policy)
    (report,) = plan.levels
    assert report.value == 3 * 20 - 4
    assert verify(plan, pool, policy) == ()
    for wrong in (report.value + 1, 3 * 20, 3 * 20 + 4):
        false = replace(report, value=wrong, bound=wrong)
        found = verify(replace(plan, levels=(false,)), pool, policy)
        assert [violation.code for violation in found] == [ViolationCode.LEVELS_WRONG]

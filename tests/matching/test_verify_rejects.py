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
from matching.verify import ViolationCode, verify
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
    assert ViolationCode.ORDER_WRONG in _codes(_with_steps(plan, *rest, first), pool)


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
        if report.level == "tie_break.lot":
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


def test_a_proof_with_a_gap_is_named() -> None:
    pool = chain_of_three()
    plan = solved(pool)
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

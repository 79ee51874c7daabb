"""The engine against the obvious solver, objective by objective."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import Level, Plan, Policy, Pool, SolveStatus
from matching.codec import plan_to_text
from matching.engine.exhaustive import best_values
from matching.terms import Access
from matching.verify import verify
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
from tests.matching.instances import InstanceSpec, synthetic_pool
from tests.matching.strategies import tiny_pools


def _values(plan: Plan) -> dict[str, int]:
    return {report.level: report.value for report in plan.levels}


@effort(150, soak=5_000)
@given(tiny_pools())
def test_every_level_is_as_good_as_it_can_be(pool: Pool) -> None:
    plan = solved(pool)
    assert _values(plan) == best_values(pool, POLICY, seed=7)
    assert plan.status in (SolveStatus.PROVEN, SolveStatus.EMPTY)
    assert verify(plan, pool, POLICY) == ()


@effort(60, soak=2_000)
@given(tiny_pools(people_max=6, voids_max=1), st.integers(3, 5), st.integers(1, 6))
def test_the_caps_are_the_policys(pool: Pool, cycle_max: int, chain_max: int) -> None:
    policy = replace(POLICY, cycle_moves_max=cycle_max, chain_moves_max=chain_max)
    plan = solved(pool, policy)
    assert _values(plan) == best_values(pool, policy, seed=7)
    assert verify(plan, pool, policy) == ()


@pytest.mark.parametrize("level", list(Level))
@effort(20, soak=500)
@given(pool=tiny_pools())
def test_each_level_alone(level: Level, pool: Pool) -> None:
    policy = replace(POLICY, levels=(level,))
    plan = solved(pool, policy)
    assert _values(plan) == best_values(pool, policy, seed=7)
    assert verify(plan, pool, policy) == ()


def _one_of_two(*levels: Level) -> dict[str, str]:
    """Say who enters which home where each of two households could enter both."""
    needs = Access.WHEELCHAIR_ESSENTIAL
    pool = a_pool(
        [
            a_household("anybody", "a", waiting_since_day=729_000),
            a_household("needs", "b", access_need=needs),
        ],
        [
            a_home("adapted", "c", access=Access.WHEELCHAIR_FULL),
            a_home("essential", "c", access=needs),
            a_home("plain", "c"),
        ],
    )
    policy = replace(POLICY, levels=levels)
    plan = solved(pool, policy)
    assert verify(plan, pool, policy) == ()
    return {
        step.household_id: step.home_id
        for exchange in plan.exchanges
        for step in exchange.steps
    }


def test_an_adapted_home_goes_to_whom_it_fits_best() -> None:
    best = {"anybody": "plain", "needs": "essential"}
    assert _one_of_two(Level.HOUSEHOLDS, Level.HOME_FIT) == best


def test_no_home_is_kept_empty_for_the_sake_of_fit() -> None:
    pool = a_pool(
        [a_household("p", "a")], [a_home("v", "b", access=Access.WHEELCHAIR_FULL)]
    )
    plan = solved(pool)
    assert [exchange.steps[0].home_id for exchange in plan.exchanges] == ["v"]
    assert _values(plan)["home_fit"] == 3


@effort(60, soak=2_000)
@given(tiny_pools(), st.sampled_from(("search_steps", "pricing_rounds_max")))
def test_however_little_is_worked_nothing_too_good_is_claimed(
    pool: Pool, least: str
) -> None:
    """With the work cut short, values are sound and bounds are bounds."""
    best = best_values(pool, POLICY, seed=7)
    plan = solved(pool, **{least: 1}, searches=1, branches_max=1, search_units=1e-6)
    assert verify(plan, pool, POLICY) == ()
    for report in plan.levels:
        # Beyond the first level missed, the bounds are given other values before.
        sign = 1 if report.sense == "max" else -1
        assert sign * report.value <= sign * best[report.level]
        assert sign * report.bound >= sign * best[report.level]
        if report.value != best[report.level]:
            assert plan.status is SolveStatus.FEASIBLE
            break


@effort(15, soak=200)
@given(tiny_pools())
def test_the_same_question_has_the_same_answer(pool: Pool) -> None:
    assert plan_to_text(solved(pool)) == plan_to_text(solved(pool))


def test_a_middling_pool_is_solved_twice_alike() -> None:
    pool = synthetic_pool(InstanceSpec(households=40, voids=12, seed=5))
    one, two = solved(pool), solved(pool)
    assert verify(one, pool, POLICY) == ()
    assert plan_to_text(one) == plan_to_text(two)
    assert one.exchanges


def test_an_empty_pool_is_an_answer() -> None:
    plan = solved(Pool((), (), ()))
    assert plan.status is SolveStatus.EMPTY
    assert plan.exchanges == ()
    assert verify(plan, Pool((), (), ()), POLICY) == ()


def test_a_chain_runs_from_the_void() -> None:
    plan = solved(chain_of_three())
    (chain,) = plan.exchanges
    assert [step.home_id for step in chain.steps] == ["v", "h1", "h2"]
    assert [step.kind.value for step in chain.steps] == ["ready"] + ["forecast"] * 2
    assert [step.weeks_to_keys for step in chain.steps] == [2, 4, 6]


def test_behind_a_home_that_is_not_ready_all_is_forecast() -> None:
    pool = chain_of_three()
    homes = tuple(replace(home, ready=False) for home in pool.homes)
    (chain,) = solved(Pool(pool.households, homes, pool.landlords)).exchanges
    assert {step.kind.value for step in chain.steps} == {"forecast"}


def test_a_cycle_is_told_from_its_lowest_home() -> None:
    plan = solved(cycle_of_three())
    (cycle,) = plan.exchanges
    assert [step.home_id for step in cycle.steps] == ["h1", "h2", "h3"]
    assert [step.household_id for step in cycle.steps] == ["p2", "p3", "p1"]
    assert {step.kind.value for step in cycle.steps} == {"forecast"}


def test_a_most_urgent_household_is_not_put_behind_a_forecast() -> None:
    """One ready void that both suit: the most urgent takes it."""
    from matching.terms import Urgency  # noqa: PLC0415 - reads best beside its use

    people = [
        a_household("p1", "a", urgency=Urgency.PLANNED),
        a_household("p2", "b", urgency=Urgency.MOST_URGENT),
    ]
    pool = a_pool(people, [a_home("v", "c"), a_home("h2", "b", occupant_id="p2")])
    (chain,) = solved(pool).exchanges
    assert [step.household_id for step in chain.steps] == ["p2", "p1"]


def test_progress_counts_the_objectives() -> None:
    from matching.engine.budget import Budget  # noqa: PLC0415
    from matching.solve import solve  # noqa: PLC0415

    told: list[tuple[str, int, int]] = []
    policy = Policy(version="1", levels=(Level.HOUSEHOLDS,))
    solve(
        chain_of_three(),
        policy,
        seed=1,
        budget=Budget(),
        progress=lambda *stage: told.append(stage),
    )
    assert told == [("households", 0, 1), ("done", 1, 1)]

"""What the engine says when its work is cut short: never more than it knows."""

import pytest

from matching import Pool, SolveStatus
from matching.objectives import objectives
from matching.verify import verify
from tests.matching.builders import (
    POLICY,
    a_home,
    a_household,
    a_pool,
    only,
    solved,
)
from tests.matching.instances import InstanceSpec, synthetic_pool


@pytest.fixture(scope="module")
def middling() -> Pool:
    return synthetic_pool(InstanceSpec(households=30, voids=9, seed=2))


@pytest.mark.parametrize(
    "least",
    [
        {"pricing_rounds_max": 1},
        {"branches_max": 1},
        {"search_units": 1e-9},
        {"search_steps": 1, "searches": 1},
        {"search_steps": 1, "pricing_rounds_max": 1, "search_units": 1e-9},
    ],
)
def test_however_little_work_a_bound_is_a_bound(
    middling: Pool, least: dict[str, float]
) -> None:
    """What little work proves is compared with what much work finds."""
    plan, best = solved(middling, **least), solved(middling)
    assert verify(plan, middling, POLICY) == ()
    for little, much in zip(plan.levels, best.levels, strict=True):
        sign = 1 if little.sense == "max" else -1
        assert sign * little.value <= sign * little.bound
        assert sign * much.value <= sign * little.bound
        if little.value != much.value:
            break


def _two_rings() -> Pool:
    """Two cycles of three, apart."""
    homes = tuple(f"h{i}" for i in range(6))
    households, left = [], []
    for i, landlord in enumerate("abcdef"):
        ring = 3 * (i // 3)
        wanted = f"h{ring + (i + 1) % 3}"
        refused = only(wanted, among=homes)
        households.append(a_household(f"p{i}", landlord, homes_refused=refused))
        left.append(a_home(f"h{i}", landlord, occupant_id=f"p{i}"))
    return a_pool(households, left)


def test_cycles_are_found_where_no_chain_can_be() -> None:
    pool = _two_rings()
    plan = solved(pool)
    assert [len(exchange.steps) for exchange in plan.exchanges] == [3, 3]
    assert plan.status is SolveStatus.PROVEN
    assert verify(plan, pool, POLICY) == ()


def test_another_seed_draws_other_lots(middling: Pool) -> None:
    one = objectives(middling, POLICY, 1)[-1]
    two = objectives(middling, POLICY, 2)[-1]
    assert one.weight is not None
    assert two.weight is not None
    plan = solved(middling)
    assert plan.exchanges
    assert one.describe() == two.describe()
    assert one.describe().endswith(".")

"""What the engine says when its work is cut short: never more than it knows."""

import pytest

from matching import Plan, Pool, SolveStatus
from matching.certify import certify
from matching.engine import cleared
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
    return synthetic_pool(InstanceSpec(households=40, voids=4, seed=1))


# So little that next to nothing is searched, priced or split.
_HARDLY_ANY = {
    "search_steps": 1,
    "pricing_rounds_max": 1,
    "branches_max": 1,
    "weight_at_once": 1,
    "weight_at_last": 1,
}


def test_next_to_no_work_still_gives_bounds_that_hold(middling: Pool) -> None:
    plan = solved(middling, **_HARDLY_ANY)
    assert verify(plan, middling, POLICY) == ()
    assert certify(plan, middling, POLICY).faults == ()
    assert plan.status is SolveStatus.FEASIBLE
    open_still = {report.proved_by for report in plan.levels if report.gap}
    assert open_still == {cleared.LEFT_OPEN}


def test_more_work_is_never_worse(middling: Pool) -> None:
    little, much = solved(middling, **_HARDLY_ANY), solved(middling)
    assert _rank(much) >= _rank(little)
    assert much.levels[0].bound == much.levels[0].value


def _rank(plan: Plan) -> tuple[int, ...]:
    return tuple(
        report.value if report.sense == "max" else -report.value
        for report in plan.levels
    )


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


def test_cycles_that_share_nobody_are_all_found() -> None:
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

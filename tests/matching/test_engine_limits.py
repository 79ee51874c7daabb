"""What the engine says when its work is cut short: never more than it knows."""

import pytest

from matching import Pool, SolveStatus
from matching.engine import search
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


def test_one_round_of_pricing_still_gives_a_bound(middling: Pool) -> None:
    plan = solved(middling, routes_max=1, pricing_rounds_max=1, ruin_rounds=50)
    assert verify(plan, middling, POLICY) == ()
    assert any("stopped" in report.proved_by for report in plan.levels)


def test_a_cut_listing_of_cycles_leaves_only_the_loose_bound(
    middling: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "_CYCLES_MAX", 0)
    plan = solved(middling, routes_max=1, ruin_rounds=50)
    assert verify(plan, middling, POLICY) == ()
    assert {report.proved_by for report in plan.levels} == {search.COUNTED_AT_BEST}


def test_no_time_for_cp_sat_is_no_proof(middling: Pool) -> None:
    plan = solved(middling, search_units=1e-9, routes_max=200_000)
    assert verify(plan, middling, POLICY) == ()
    assert plan.status is SolveStatus.FEASIBLE


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


def test_cycles_are_found_without_listing_every_route() -> None:
    pool = _two_rings()
    plan = solved(pool, routes_max=1, ruin_rounds=50)
    assert [len(exchange.steps) for exchange in plan.exchanges] == [3, 3]
    assert plan.status is SolveStatus.PROVEN
    assert verify(plan, pool, POLICY) == ()


def test_another_seed_draws_other_lots(middling: Pool) -> None:
    one = objectives(middling, POLICY, 1)[-1]
    two = objectives(middling, POLICY, 2)[-1]
    assert one.weight is not None
    assert two.weight is not None
    plan = solved(middling, routes_max=1, ruin_rounds=50)
    assert plan.exchanges
    assert one.describe() == two.describe()
    assert one.describe().endswith(".")

"""Scheme-years over HTTP, on each database: the service does as the simulation says."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from fixtures.simulator.regime import TINY, Chances, Regime
from fixtures.simulator.years import DAYS_A_YEAR, Years
from tests.journeys.walking import SERVICE, items
from tests.machine.small_world import RULES as NO_STAYS
from tests.machine.small_world import rows
from tests.simulator.over_http import OverHttp
from tests.support.minutes import examples
from tests.support.world import DAY, Fill, World, opened

RULES = NO_STAYS.model_copy(update={"stay_rounds": 4})
FEW = Regime(
    name="over http",
    members=TINY.members,
    cases_a_month=0.8,
    voids_a_month=0.6,
    round_days=28,
    chances=Chances(risk_changes=15, fails=20, not_supplied=10, household_changes=30),
    rules=RULES,
)


@pytest.mark.soak
@pytest.mark.parametrize("block", range(2))
def test_the_service_lives_through_the_same_years(
    database_kind: str, filled: Fill, tmp_path: Path, block: int
) -> None:
    """In CI two years, each of another scheme; in a soak a hundred."""
    stock = rows(DAY)
    empty = replace(stock, homes=(), requests=stock.requests[:1])
    found = filled(database_kind, empty, RULES)
    each = examples(1, 50)
    moves = 0
    for seed in range(block * each, (block + 1) * each):
        folder = tmp_path / str(seed)
        folder.mkdir()
        with opened(found, folder) as world:
            moves += live_a_year(world, seed)
    # A year may be so quiet that nobody gets keys; years on end may not.
    assert moves >= each, "somebody got keys"


def live_a_year(world: World, seed: int) -> int:
    """Live through a year of one scheme, in mind and at the service's door.

    Returns how many moves there were.
    """
    # The one case that the world is loaded with, for it to have a referring service.
    (only,) = items(world, SERVICE, "/v1/cases")
    path = f"/v1/cases/{only['reference']}/pause"
    assert world.call(SERVICE, "POST", path).status_code == 204
    watch = OverHttp(world, FEW, seed)
    tomorrow = DAY + timedelta(days=1)
    hands, match = world.hands, watch.match
    years = Years(FEW, seed, watch, hands, match=match, first=tomorrow)
    watch.end(years.run(DAYS_A_YEAR))
    return watch.moves

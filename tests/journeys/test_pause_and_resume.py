"""A case rests as long as its household wants, and loses no day of its wait."""

import pytest

from fixtures.scenarios import chain_from_a_void
from tests.journeys.walking import Walk
from tests.support.world import DAY, MakeWorld


@pytest.mark.parametrize("stage", ["proposed", "accepted"])
def test_a_paused_case_keeps_its_waiting_date(
    make_world: MakeWorld, stage: str
) -> None:
    # Given a household with a home on its way
    world = make_world(chain_from_a_void(DAY))
    walk = Walk(world).to(stage)
    waiting_since = walk.as_worker("GET").json()["waiting_since"]
    # When its worker pauses the case
    assert walk.as_worker("POST", "/pause").status_code == 204
    # Then the home is free, and rounds pass the household by
    assert (walk.case_stage(), walk.home_stage()) == ("paused", "in_pot")
    world.wait(days=20)
    walk.run_round()
    assert walk.case_stage() == "paused"
    # When they are ready, they are in the pot since the day they were
    resumed = walk.as_worker("POST", "/resume").json()
    assert (resumed["stage"], resumed["waiting_since"]) == ("in_pot", waiting_since)
    # And the very home can be proposed to them again
    walk.propose()
    assert walk.as_worker("GET", "/proposal").status_code == 200


def test_a_case_is_not_resumed_without_its_consents(make_world: MakeWorld) -> None:
    world = make_world(chain_from_a_void(DAY))
    walk = Walk(world).to("proposed")
    walk.as_worker("DELETE", "/consents/matching")
    refused = walk.as_worker("POST", "/resume")
    assert (refused.status_code, refused.json()["code"]) == (409, "consent_missing")
    walk.as_worker("POST", "/consents", {"purpose": "matching"})
    assert walk.as_worker("POST", "/resume").json()["stage"] == "in_pot"

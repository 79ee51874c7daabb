"""A household may say no, and waits on as if it had not been asked."""

from fixtures.load import COORDINATOR
from fixtures.scenarios import CAMDEN, chain_from_a_void
from tests.journeys.walking import SAID, Walk, items, steps
from tests.support.world import DAY, MakeWorld


def test_a_household_refuses_and_keeps_its_place(make_world: MakeWorld) -> None:
    # Given a home that both landlords agreed to
    world = make_world(chain_from_a_void(DAY))
    walk = Walk(world).to("agreed")
    waiting_since = walk.as_worker("GET").json()["waiting_since"]
    # When the household's no comes with no code, or a landlord's, it is not taken
    for body in ({"agreed": False}, {"agreed": False, "code": "home_not_ready"}):
        refused = walk.as_worker("POST", "/proposal/answer", SAID | body)
        assert refused.status_code == 422
    # When it says no
    no = SAID | {"agreed": False, "code": "household_refused"}
    said = walk.as_worker("POST", "/proposal/answer", no).json()
    # Then it is back in the pot since when it was, and the home is free
    assert (said["stage"], said["waiting_since"]) == ("in_pot", waiting_since)
    assert walk.home_stage() == "in_pot"
    # And the landlord reads that it is over, not why nor who
    offer = walk.as_new("GET").json()
    assert (offer["stage"], offer["end_code"]) == ("ended", None)
    assert "adults" not in offer
    # And the book holds nothing, and that home is not proposed to them again
    assert items(world, COORDINATOR, "/v1/balances") == []
    assert steps(world, walk.run_round()) == []
    assert items(world, CAMDEN, "/v1/homes")[0]["stage"] == "in_pot"

"""An area stated a minute ago counts: no step goes on that became unsafe."""

from fixtures.load import COORDINATOR
from fixtures.scenarios import CAMDEN, HACKNEY, chain_from_a_void
from tests.journeys.walking import Walk, areas_body, items, steps, tasks
from tests.support.world import DAY, MakeWorld

VOID_IN = "NW1 8"


def avoid_the_home(walk: Walk) -> None:
    stated = walk.as_worker("PUT", "/areas", areas_body(CAMDEN, (VOID_IN,)))
    (area,) = stated.json()["areas"]["avoid"]
    assert VOID_IN in area["sectors"]


def test_no_landlord_is_asked_once_the_home_is_unsafe(make_world: MakeWorld) -> None:
    # Given a home proposed to a household that now avoids its very sector
    world = make_world(chain_from_a_void(DAY))
    walk = Walk(world).to("proposed")
    avoid_the_home(walk)
    # When the worker, who looked before, says that it is safe
    said = walk.look()
    # Then the step is over and no landlord was asked anything
    assert (said.status_code, said.json()["stage"]) == (200, "in_pot")
    assert (walk.stage(), walk.end_code()) == ("ended", "rule_no_longer_met")
    assert walk.home_stage() == "in_pot"
    world.wait(days=2)
    assert items(world, CAMDEN, "/v1/offers") == []
    assert items(world, HACKNEY, "/v1/departures") == []
    assert "offer" not in tasks(world, CAMDEN)
    # And no round proposes it again
    assert steps(world, walk.run_round()) == []


def test_a_landlord_agrees_to_a_home_that_is_unsafe_by_then(
    make_world: MakeWorld,
) -> None:
    world = make_world(chain_from_a_void(DAY))
    walk = Walk(world).to("offered")
    avoid_the_home(walk)
    assert walk.agree().json()["stage"] == "ended"
    # And the old landlord is never told of it
    world.wait(days=1)
    assert items(world, HACKNEY, "/v1/departures") == []
    assert (walk.end_code(), walk.home_stage()) == ("rule_no_longer_met", "in_pot")


def test_a_household_accepts_a_home_that_is_unsafe_by_then(
    make_world: MakeWorld,
) -> None:
    world = make_world(chain_from_a_void(DAY))
    walk = Walk(world).to("agreed")
    avoid_the_home(walk)
    assert walk.accept().json()["stage"] == "in_pot"
    assert (walk.end_code(), walk.home_stage()) == ("rule_no_longer_met", "in_pot")
    assert items(world, COORDINATOR, "/v1/balances") == []


def test_a_tenancy_is_not_signed_for_a_home_that_is_unsafe_by_then(
    make_world: MakeWorld,
) -> None:
    world = make_world(chain_from_a_void(DAY))
    walk = Walk(world).to("accepted")
    avoid_the_home(walk)
    refused = walk.sign()
    assert (refused.status_code, refused.json()["code"]) == (409, "not_safe_any_more")
    assert walk.stage() == "accepted"

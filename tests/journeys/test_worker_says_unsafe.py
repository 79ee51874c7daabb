"""A home that the worker finds unsafe is never proposed to that household again."""

from fixtures.scenarios import CAMDEN, HACKNEY, chain_from_a_void
from tests.journeys.walking import Walk, home_body, items, post_home, steps, tasks
from tests.support.world import DAY, MakeWorld


def test_an_unsafe_home_is_freed_and_its_pair_is_never_proposed_again(
    make_world: MakeWorld,
) -> None:
    # Given a home proposed to a household
    world = make_world(chain_from_a_void(DAY))
    walk = Walk(world).to("proposed")
    before = walk.as_worker("GET").json()
    assert (walk.home_stage(), walk.board_stage()) == ("in_pot", "reserved")
    # When the worker says that it is not safe, with no reason
    said = walk.look(safe=False).json()
    # Then the household is back with its waiting date, and the home is free
    assert said["stage"] == "in_pot"
    assert said["waiting_since"] == before["waiting_since"]
    assert (walk.home_stage(), walk.board_stage()) == ("in_pot", "in_pot")
    assert walk.end_code() == "not_safe"
    assert walk.as_worker("GET", "/proposal").status_code == 404
    # And no landlord hears of it, then or later
    world.wait(days=2)
    assert items(world, CAMDEN, "/v1/offers") == []
    assert items(world, HACKNEY, "/v1/departures") == []
    assert tasks(world, CAMDEN) & {"offer", "sign_up"} == set()
    assert tasks(world, HACKNEY) & {"departure"} == set()
    # And it is never proposed to them again, though nobody else needs it
    for _ in range(2):
        assert steps(world, walk.run_round()) == []
        world.wait(days=1)
    # But another home there is, since nothing was counted against them
    post_home(world, CAMDEN, home_body(world, CAMDEN, "555000333"))
    walk.propose()
    home = walk.as_worker("GET", "/proposal").json()
    assert home["address"] == "Flat 7, 3 Willow Example Street"

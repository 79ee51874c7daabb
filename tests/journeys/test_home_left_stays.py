"""The home that a household left stays in the pot for some rounds, then goes back."""

from datetime import timedelta

from fixtures.load import COORDINATOR
from fixtures.scenarios import HACKNEY, chain_from_a_void
from reciprocal.access.actor import service
from reciprocal.rounds import operations as rounds
from tests.journeys.walking import Walk, items
from tests.support.world import DAY, MakeWorld, World


def left(world: World, code: str, path: str) -> list[tuple[str, int]]:
    """Return stage and rounds left of the home that was left, as somebody lists it."""
    return [
        (row["stage"], row["rounds_left"])
        for row in items(world, code, path)
        if row["supply"] == "vacating" and row["stage"] != "occupied"
    ]


def test_its_landlord_and_the_board_read_for_how_long_and_that_it_went_back(
    make_world: MakeWorld,
) -> None:
    # Given a household that left its home empty, whose marker nobody has cleared
    world = make_world(chain_from_a_void(DAY))
    walk = Walk(world).to("completed")
    world.wait(hours=24)
    today = walk.today()
    end = walk.as_old("POST", "/tenancy-end", {"tenancy_end": today.isoformat()})
    assert end.status_code == 200, end.json()
    ready = today + timedelta(days=14)
    days = {"void_date": today.isoformat(), "ready_date": ready.isoformat()}
    home = walk.as_old("POST", "/home-empty", days).json()
    assert (home["stage"], home["rounds_left"]) == ("in_pot", 6)
    # When rounds run
    for rounds_left in (5, 4, 3, 2, 1, 0):
        world.wait(hours=1)
        walk.run_round()
        # Then its landlord and the board read how many it still stays for
        told = [("in_pot", rounds_left)]
        assert left(world, HACKNEY, "/v1/homes") == told
        assert left(world, COORDINATOR, "/v1/board/homes") == told
    # And what a system reads of it says nothing of rounds
    world.machine(HACKNEY)
    path = f"/v1/homes/{home['reference']}"
    assert "rounds_left" not in world.machine_call(HACKNEY, "GET", path).json()
    # And once a worker would have looked, it is its landlord's again
    world.wait(days=4)
    alone = service(world.loaded.scheme_id)
    with world.acting(alone) as session:
        rounds.tidy(session, actor=alone)
    assert left(world, HACKNEY, "/v1/homes") == [("withdrawn", 0)]
    assert left(world, COORDINATOR, "/v1/board/homes") == []
    assert world.machine_call(HACKNEY, "GET", path).json()["stage"] == "withdrawn"

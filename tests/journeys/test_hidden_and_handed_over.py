"""A case whose step is hidden goes to another service: nobody can tell by looking."""

import pytest

from fixtures.load import COORDINATOR
from fixtures.scenarios import CAMDEN, HACKNEY
from tests.journeys.hiding import GOES_ON, Attacker, books, hide, the_void
from tests.journeys.test_service_closes import OTHER, offer, offered, take, two_services
from tests.journeys.walking import SERVICE, Walk, items
from tests.support.world import MakeWorld, World

BOARD = ("homes", "requests", "proposals", "timelines", "reservations", "rent-lost")


def read_of_it(world: World) -> list[object]:
    """Return what the coordinator, the landlords and the book say at large."""
    found: list[object] = [
        items(world, COORDINATOR, f"/v1/board/{each}") for each in BOARD
    ]
    found += books(world)
    found += [items(world, HACKNEY, path) for path in ("/v1/homes", "/v1/departures")]
    found.append(world.call(HACKNEY, "GET", "/v1/rent-lost").json())
    return found


@pytest.mark.parametrize("stage", ["agreed", "accepted"])
@pytest.mark.parametrize("who", ["deputy", "system"])
def test_a_hidden_step_changes_service_and_no_list_of_others_does(
    make_world: MakeWorld, stage: str, who: str
) -> None:
    # Given a step that a change in risk hides, of a case that another service may take
    world = two_services(make_world)
    world.machine(CAMDEN)
    walk = Walk(world).to(stage)
    hide(walk, GOES_ON)
    home = the_void(world)
    other = Attacker(world, who, home.landlord_ref)
    other.read()
    before, told = read_of_it(world), list(other.told)
    hidden = walk.as_worker("GET", "").json()
    # When it is offered, and taken
    offer(walk)
    case = take(world, offered(world)).json()["reference"]
    # Then what others read has not changed by a word
    other.told.clear()
    other.read()
    assert other.told == told
    assert read_of_it(world) == before
    # And the old service reads nothing, the new one all that the old one did
    assert walk.as_worker("GET", "").status_code == 404
    left = items(world, SERVICE, "/v1/tasks")
    assert {task["kind"] for task in left} <= {"support_due"}, "of its other case"
    assert walk.case not in {task["about"] for task in left}
    mine = world.call(OTHER, "GET", f"/v1/cases/{case}").json()
    assert mine["stage"] == hidden["stage"]
    assert mine["next_step"] == hidden["next_step"]

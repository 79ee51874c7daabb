"""Somebody stays behind in the old home: it is no supply until possession is had."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from fixtures.load import COORDINATOR
from fixtures.rows import HomeReturns
from fixtures.scenarios import HACKNEY, chain_from_a_void
from tests.journeys.test_home_not_supplied import tidy
from tests.journeys.walking import Walk, tasks
from tests.support.world import DAY, MakeWorld


def moved(make_world: MakeWorld) -> Walk:
    """Walk to the keys, and to the end of the old tenancy."""
    walk = Walk(make_world(chain_from_a_void(DAY))).to("completed")
    walk.world.wait(hours=24)
    end = {"tenancy_end": walk.today().isoformat()}
    assert walk.as_old("POST", "/tenancy-end", end).status_code == 200
    return walk


def possession(walk: Walk, event: str, days: int = 0) -> Any:  # noqa: ANN401 - an httpx response
    on = (walk.today() + timedelta(days=days)).isoformat()
    return walk.as_old("POST", "/possession", {"event": event, "on": on})


def read_by_worker(walk: Walk) -> tuple[object, object]:
    """Return where possession stands as the worker of the household reads it."""
    shown = walk.as_worker("GET", "/proposal").json()
    return shown["old_home_possession"], shown["old_home_possession_on"]


def empty(walk: Walk, days: int = 0) -> Any:  # noqa: ANN401 - likewise
    day = (walk.today() + timedelta(days=days)).isoformat()
    return walk.as_old("POST", "/home-empty", {"void_date": day, "ready_date": day})


def test_a_home_that_somebody_stays_in_is_supply_to_nobody(
    make_world: MakeWorld,
) -> None:
    # Given a household that has moved, and somebody who stays behind
    walk = moved(make_world)
    world = walk.world
    # When the old landlord seeks possession
    sought = possession(walk, "seek").json()
    assert (sought["possession"], sought["possession_on"]) == (
        "sought",
        walk.today().isoformat(),
    )
    assert read_by_worker(walk) == ("sought", walk.today().isoformat())
    # Then the home is not empty, whatever is said, and nobody is asked for it
    assert empty(walk).json()["code"] == "too_early"
    world.wait(days=60)
    tidy(world)
    assert "home_not_back" not in tasks(world, HACKNEY) | tasks(world, COORDINATOR)
    # And once possession is had, it is ready from that day on and not before
    assert possession(walk, "obtain", days=-70).json()["faults"][0]["field"] == "on"
    assert possession(walk, "obtain").json()["possession"] == "obtained"
    assert read_by_worker(walk) == ("obtained", walk.today().isoformat())
    before = empty(walk, days=-1).json()
    assert before["faults"][0]["field"] == "void_date"
    assert empty(walk).json()["stage"] == "in_pot"
    assert possession(walk, "obtain").json()["code"] == "state_conflict"


def test_a_home_is_asked_for_from_the_day_possession_was_had(
    make_world: MakeWorld,
) -> None:
    walk = moved(make_world)
    world = walk.world
    world.wait(days=60)
    tidy(world)
    assert "home_not_back" in tasks(world, HACKNEY) & tasks(world, COORDINATOR)
    assert possession(walk, "obtain").status_code == 200
    tidy(world)
    assert "home_not_back" not in tasks(world, HACKNEY) | tasks(world, COORDINATOR)
    world.wait(days=60)
    tidy(world)
    assert "home_not_back" in tasks(world, HACKNEY)


def test_possession_is_recorded_in_order_and_once_notice_is_due(
    make_world: MakeWorld,
) -> None:
    walk = Walk(make_world(chain_from_a_void(DAY))).to("accepted")
    assert "old_home_possession" not in walk.as_worker("GET", "/proposal").json()
    walk.to_next("signed")
    assert read_by_worker(walk) == ("not_needed", None)
    # Its landlord must not read off it that the new tenancy is signed
    assert possession(walk, "seek").json()["code"] == "too_early"
    walk.world.wait(hours=24)
    assert possession(walk, "seek", days=1).json()["faults"][0]["field"] == "on"
    assert possession(walk, "seek").status_code == 200
    assert possession(walk, "seek").json()["code"] == "state_conflict"
    assert walk.as_old("GET").json()["possession"] == "sought"


def test_nothing_is_recorded_of_a_home_that_was_not_to_come_back(
    make_world: MakeWorld,
) -> None:
    rows = chain_from_a_void(DAY)
    first, *others = rows.requests
    stays = first.model_copy(update={"home_returns": HomeReturns.NO})
    world = make_world(replace(rows, requests=(stays, *others)))
    walk = Walk(world).to("signed")
    world.wait(hours=24)
    assert possession(walk, "seek").status_code == 404
    assert walk.as_old("GET").json()["possession"] == "not_needed"

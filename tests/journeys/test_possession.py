"""Somebody stays behind in the old home: it is no supply until possession is had."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from fixtures.load import COORDINATOR
from fixtures.rows import HomeReturns
from fixtures.scenarios import CAMDEN, HACKNEY, chain_from_a_void
from tests.journeys.test_home_not_supplied import tidy
from tests.journeys.walking import SERVICE, Walk, items, tasks
from tests.support.world import DAY, MakeWorld, World


def moved(make_world: MakeWorld) -> Walk:
    """Walk to the keys, and to the end of the old tenancy."""
    walk = Walk(make_world(chain_from_a_void(DAY))).to("completed")
    walk.world.wait(hours=24)
    end = {"tenancy_end": walk.today().isoformat()}
    assert walk.as_old("POST", "/tenancy-end", end).status_code == 200
    return walk


def possession(walk: Walk, event: str, days: int = 0) -> Any:  # noqa: ANN401 - an httpx response
    body = {"event": event, "on": day_after(walk, days)}
    return walk.as_old("POST", "/possession", body)


def day_after(walk: Walk, days: int) -> str:
    return (walk.today() + timedelta(days=days)).isoformat()


def due(world: World) -> list[dict[str, Any]]:
    """Return what the old landlord is asked about possession."""
    rows = items(world, HACKNEY, "/v1/tasks")
    return [row for row in rows if row["kind"] == "possession_due"]


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


def test_a_landlord_is_asked_once_the_day_it_expected_is_over(
    make_world: MakeWorld,
) -> None:
    # Given a landlord that seeks possession and says when it expects to have it
    walk = moved(make_world)
    world = walk.world
    assert possession(walk, "expect").json()["code"] == "state_conflict"
    assert possession(walk, "seek").status_code == 200
    assert possession(walk, "expect", days=-1).json()["faults"][0]["field"] == "on"
    shown = possession(walk, "expect", days=50).json()
    assert shown["possession"] == "sought"
    assert shown["possession_expected_on"] == day_after(walk, 50)
    # When that day has come, nobody is asked; once it is over its landlord is, once
    world.wait(days=50)
    tidy(world)
    assert "possession_due" not in tasks(world, HACKNEY)
    world.wait(days=4)
    for _ in range(2):
        tidy(world)
    assert "possession_due" not in tasks(world, HACKNEY), "it waits for a fixed run"
    world.wait(days=4)
    (task,) = due(world)
    # Then it is asked under the reference by which it answers, and nobody else is
    assert task["about"] == shown["reference"]
    assert "possession_due" not in tasks(world, CAMDEN) | tasks(world, COORDINATOR)
    assert "possession_due" not in tasks(world, SERVICE)
    # And another day puts it off
    assert possession(walk, "expect", days=10).status_code == 200
    tidy(world)
    assert not due(world)
    world.wait(days=14)
    tidy(world)
    world.wait(days=4)
    assert len(due(world)) == 1
    # And whoever has possession is asked no more, and shown no day to come
    obtained = possession(walk, "obtain").json()
    assert obtained.get("possession_expected_on") is None
    world.wait(days=60)
    tidy(world)
    assert not due(world)


def test_a_landlord_that_names_no_day_is_asked_all_the_same(
    make_world: MakeWorld,
) -> None:
    walk = moved(make_world)
    world = walk.world
    assert possession(walk, "seek").status_code == 200
    world.wait(days=14)
    tidy(world)
    world.wait(days=4)
    assert not due(world)
    world.wait(days=20)
    tidy(world)
    world.wait(days=4)
    assert len(due(world)) == 1


def test_what_is_over_is_asked_about_until_its_landlord_is_told(
    make_world: MakeWorld,
) -> None:
    """Its task must not tell of the end before the departure's own stage does."""
    # Given a move that fails while its landlord, which was asked, seeks possession
    walk = Walk(make_world(chain_from_a_void(DAY))).to("completed")
    world = walk.world
    world.wait(hours=24)
    for event in ("seek", "expect"):
        assert possession(walk, event).status_code == 200
    for _ in range(2):
        world.wait(days=4)
        tidy(world)
    assert len(due(world)) == 1
    failed = walk.as_worker("POST", "/tenancy-failed", {"code": "household_returned"})
    assert failed.status_code == 200, failed.json()
    # Then it is asked until it is told, and no longer
    tidy(world)
    assert len(due(world)) == 1
    world.wait(days=4)
    assert walk.as_old("GET").json()["stage"] == "ended"
    tidy(world)
    assert not due(world)

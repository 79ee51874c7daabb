"""A joint tenancy ends on no day before its worker's safety plan says so."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from fixtures.rows import Rows
from fixtures.scenarios import HACKNEY, chain_from_a_void
from tests.journeys.walking import SERVICE, Walk, tasks
from tests.support.world import DAY, MakeWorld


def joint() -> Rows:
    """The chain from a void, whose first household holds its tenancy jointly."""
    found = chain_from_a_void(DAY)
    first = found.requests[0].model_copy(update={"joint": True})
    return replace(found, requests=(first, *found.requests[1:]))


def planned(walk: Walk, days: int) -> Any:  # noqa: ANN401 - an httpx response
    safe_from = (walk.today() + timedelta(days=days)).isoformat()
    return walk.as_worker("POST", "/notice-plan", {"safe_from": safe_from})


def ended(walk: Walk, days: int) -> Any:  # noqa: ANN401 - likewise
    end = (walk.today() + timedelta(days=days)).isoformat()
    return walk.as_old("POST", "/tenancy-end", {"tenancy_end": end})


def test_no_end_of_a_joint_tenancy_is_recorded_without_a_plan(
    make_world: MakeWorld,
) -> None:
    # Given a joint tenant who accepted a home
    world = make_world(joint())
    walk = Walk(world).to("accepted")
    assert planned(walk, 5).json()["code"] == "state_conflict"
    assert "notice_plan" not in tasks(world, SERVICE)
    # When they sign
    walk.to_next("signed")
    # Then their worker is asked for the plan, and no landlord hears of it
    assert "notice_plan" in tasks(world, SERVICE)
    assert "notice_plan" not in tasks(world, HACKNEY)
    world.wait(days=1)
    # And until there is one the old landlord is answered as if it were too early
    early = ended(walk, 5)
    assert (early.status_code, early.json()["code"]) == (409, "too_early")
    said = planned(walk, 5)
    assert said.status_code == 200, said.json()
    assert "notice_plan" not in tasks(world, SERVICE)
    # And on no day before the plan's
    assert ended(walk, 4).json()["code"] == "too_early"
    assert ended(walk, 5).status_code == 200
    # And a plan comes too late once the end is recorded
    assert planned(walk, 9).json()["code"] == "state_conflict"
    walk.to_next("completed")


def test_a_tenancy_of_ones_own_needs_no_plan(make_world: MakeWorld) -> None:
    world = make_world(chain_from_a_void(DAY))
    walk = Walk(world).to("signed")
    assert "notice_plan" not in tasks(world, SERVICE)
    assert planned(walk, 5).json()["code"] == "state_conflict"
    world.wait(days=1)
    assert ended(walk, 0).status_code == 200

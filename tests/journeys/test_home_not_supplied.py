"""A home that was promised and is not supplied: the one let, or the one left."""

from datetime import timedelta
from typing import Any

import pytest

from fixtures.load import COORDINATOR
from fixtures.scenarios import CAMDEN, HACKNEY, chain_from_a_void
from reciprocal.access.actor import service
from reciprocal.rounds import operations as rounds
from tests.journeys.walking import (
    SERVICE,
    Walk,
    home_body,
    items,
    post_home,
    tasks,
)
from tests.support.invariants import broken
from tests.support.snapshot import take
from tests.support.world import DAY, MakeWorld, World

HOME_BACK_WORKING_DAYS = 20


def not_supplied(walk: Walk) -> Any:  # noqa: ANN401 - an httpx response
    return walk.as_new("POST", "/not-supplied")


def tidy(world: World) -> None:
    alone = service(world.loaded.scheme_id)
    with world.acting(alone) as session:
        rounds.tidy(session, actor=alone)


@pytest.mark.parametrize("stage", ["agreed", "accepted"])
def test_a_landlord_that_does_not_supply_its_home_costs_the_household_no_day(
    make_world: MakeWorld, stage: str
) -> None:
    # Given a landlord that agreed to let its home
    world = make_world(chain_from_a_void(DAY))
    walk = Walk(world).to("offered")
    early = not_supplied(walk)
    assert early.json()["code"] == "state_conflict"
    for each in ("agreed", "accepted")[: 1 + (stage == "accepted")]:
        walk.to_next(each)
    waiting_since = walk.as_worker("GET").json()["waiting_since"]
    # When it says that it cannot
    said = not_supplied(walk).json()
    # Then the step ends by a code of its own, which it and the coordinator read
    assert (said["stage"], said["end_code"]) == ("ended", "not_supplied")
    assert walk.end_code() == "not_supplied"
    assert not_supplied(walk).json()["code"] == "no_longer_available"
    # And the household is in the pot with its date, and the book has nothing of it
    case = walk.as_worker("GET").json()
    assert (case["stage"], case["waiting_since"]) == ("in_pot", waiting_since)
    held = [row["pending"] for row in items(world, COORDINATOR, "/v1/balances")]
    assert held in ([], [0, 0])
    # And its worker reads why
    (step,) = items(world, SERVICE, f"/v1/cases/{walk.case}/steps")
    assert step["sentence"].startswith("The home that was promised is not supplied")
    # And nobody is proposed the home before a second person has released it again
    assert walk.home_stage() == "awaiting_release"
    walk.run_round()
    assert walk.case_stage() == "in_pot"
    assert broken(take(world.working.database)) == ()
    (home,) = [r for r in items(world, CAMDEN, "/v1/homes") if r["supply"] == "void"]
    path = f"/v1/homes/{home['reference']}/release"
    assert world.call(CAMDEN, "POST", path, who="deputy").status_code == 200
    # And another home may come first
    post_home(world, CAMDEN, home_body(world, CAMDEN, "555000333"))
    walk.propose()


def test_a_signed_tenancy_is_not_taken_back_by_its_landlord(
    make_world: MakeWorld,
) -> None:
    walk = Walk(make_world(chain_from_a_void(DAY))).to("signed")
    assert not_supplied(walk).json()["code"] == "state_conflict"
    assert walk.start().json()["stage"] == "completed"


def test_a_home_that_was_left_and_is_not_in_the_pot_is_asked_for(
    make_world: MakeWorld,
) -> None:
    # Given a household that moved, and an old tenancy that ended
    world = make_world(chain_from_a_void(DAY))
    walk = Walk(world).to("completed")
    world.wait(days=1)
    end = {"tenancy_end": walk.today().isoformat()}
    assert walk.as_old("POST", "/tenancy-end", end).status_code == 200
    tidy(world)
    assert "home_not_back" not in tasks(world, HACKNEY)
    # When its landlord has not put the home in the pot after so many working days
    world.wait(days=HOME_BACK_WORKING_DAYS * 7 // 5 + 1)
    for _ in range(2):
        tidy(world)
    # Then it is asked once, and the coordinator is told
    for code in (HACKNEY, COORDINATOR):
        rows = items(world, code, "/v1/tasks")
        assert [row["kind"] for row in rows].count("home_not_back") == 1
    # And its landlord is asked under the reference by which it answers
    (asked,) = [
        row["about"]
        for row in items(world, HACKNEY, "/v1/tasks")
        if row["kind"] == "home_not_back"
    ]
    assert asked == walk.as_old("GET").json()["reference"]
    assert "home_not_back" not in tasks(world, CAMDEN) | tasks(world, SERVICE)
    # And the debt stands meanwhile
    balances = items(world, COORDINATOR, "/v1/balances")
    posted = {row["landlord_code"]: row["posted"] for row in balances}
    assert posted == {CAMDEN: 1, HACKNEY: -1}
    # And nobody is asked any more once it is in the pot
    today = walk.today()
    empty = {
        "void_date": today.isoformat(),
        "ready_date": (today + timedelta(days=5)).isoformat(),
    }
    assert walk.as_old("POST", "/home-empty", empty).status_code == 200
    assert "home_not_back" not in tasks(world, HACKNEY) | tasks(world, COORDINATOR)

"""A tenancy that does not last is taken back, and nobody is without one meanwhile."""

from datetime import timedelta
from typing import Any

import pytest

from fixtures.load import COORDINATOR
from fixtures.scenarios import CAMDEN, HACKNEY, ISLINGTON, chain_from_a_void
from tests.journeys.walking import (
    SERVICE,
    Walk,
    case_body,
    clear_marker,
    home_body,
    items,
    post_home,
    tasks,
)
from tests.support.invariants import broken
from tests.support.snapshot import take
from tests.support.world import DAY, MakeWorld, World

WINDOW_DAYS = 56


def failed(walk: Walk, code: str = "household_returned") -> Any:  # noqa: ANN401 - JSON
    return walk.as_worker("POST", "/tenancy-failed", {"code": code})


def balances(world: World) -> dict[str, int]:
    rows = items(world, COORDINATOR, "/v1/balances")
    return {row["landlord_code"]: row["posted"] for row in rows if row["posted"]}


def first_home(world: World, code: str) -> dict[str, Any]:
    """Return the landlord's void, as it reads it."""
    (home,) = [
        row for row in items(world, code, "/v1/homes") if row["supply"] == "void"
    ]
    return home


@pytest.mark.parametrize("code", ["not_safe", "household_returned"])
def test_a_failed_tenancy_takes_the_whole_step_back(
    make_world: MakeWorld, code: str
) -> None:
    # Given a household with the keys of a home, which still has its old tenancy
    world = make_world(chain_from_a_void(DAY))
    walk = Walk(world).to("accepted")
    waited = walk.as_worker("GET").json()
    walk.to_next("signed")
    walk.to_next("completed")
    assert balances(world) == {CAMDEN: 1, HACKNEY: -1}
    world.wait(days=WINDOW_DAYS)
    # When its worker says, on the last day of the window, that it did not last
    said = failed(walk, code)
    assert said.status_code == 200, said.json()
    # Then the household is in the pot with its date and its urgency
    case = walk.as_worker("GET").json()
    assert case["stage"] == "in_pot"
    for kept in ("waiting_since", "urgency", "tenancy_held"):
        assert case[kept] == waited[kept]
    # And the book is as it was before
    assert balances(world) == {}
    assert broken(take(world.working.database)) == ()
    # And the home is its landlord's to make ready and to release
    home = first_home(world, CAMDEN)
    assert home["stage"] == "awaiting_release"
    assert "home_comes_back" in tasks(world, CAMDEN)
    path = f"/v1/homes/{home['reference']}/release"
    assert world.call(CAMDEN, "POST", path, who="deputy").status_code == 200
    assert "home_comes_back" not in tasks(world, CAMDEN)
    # And where it was not safe, nobody is sent there before that is dealt with
    marker = world.call(CAMDEN, "GET", f"/v1/homes/{home['reference']}").json()[
        "marker"
    ]
    assert (marker == "uncleared") is (code == "not_safe")
    # And what was planned for that home is not written down for another
    wait = walk.talk_through()
    assert (wait.status_code, wait.json()["faults"][0]["field"]) == (
        422,
        "facts.0.item",
    )
    # And the same home is never proposed to them again
    walk.run_round()
    assert walk.case_stage() == "in_pot"
    # But another is, and the new move counts as the first would have
    post_home(world, CAMDEN, home_body(world, CAMDEN, "555000333"))
    again = Walk(world, case=walk.case)
    for stage in ("proposed", "offered"):
        again.to_next(stage)
    world.wait(hours=20)  # the old landlord reads of this departure too
    for stage in ("agreed", "accepted", "signed", "completed"):
        again.to_next(stage)
    assert balances(world) == {CAMDEN: 1, HACKNEY: -1}


def test_each_is_told_of_a_failed_tenancy_what_is_theirs(
    make_world: MakeWorld,
) -> None:
    world = make_world(chain_from_a_void(DAY))
    walk = Walk(world).to("completed")
    world.wait(days=1)
    assert walk.as_old("GET").json()["stage"] == "notice_due"
    assert failed(walk).status_code == 200
    # The worker reads the true, plain sentence
    (step,) = items(world, SERVICE, f"/v1/cases/{walk.case}/steps")
    assert (step["stage"], step["hidden"]) == ("failed", False)
    assert step["sentence"] == (
        "The household left the new home. Their old tenancy still stands. They are in "
        "the pot again, with the date they have waited since."
    )
    # The landlord of that home reads that it is over, and no household
    offer = walk.as_new("GET").json()
    assert (offer["stage"], offer["end_code"]) == ("failed", None)
    assert not {"adults", "children_ages"} & set(offer)
    # The old landlord hears at a fixed run, and can end nothing even before
    day = walk.today().isoformat()
    early = walk.as_old("POST", "/tenancy-end", {"tenancy_end": day})
    assert early.json()["code"] == "too_early"
    world.wait(days=1)
    assert walk.as_old("GET").json()["stage"] == "ended"
    late = walk.as_old("POST", "/tenancy-end", {"tenancy_end": day})
    assert late.json()["code"] == "too_early"
    empty = {"void_date": day, "ready_date": day}
    assert walk.as_old("POST", "/home-empty", empty).json()["code"] == "too_early"


def test_what_is_told_too_late_or_of_nothing_is_refused(make_world: MakeWorld) -> None:
    world = make_world(chain_from_a_void(DAY))
    walk = Walk(world).to("signed")
    assert failed(walk).json()["code"] == "state_conflict"
    walk.to_next("completed")
    assert failed(walk, "lapsed").json()["faults"][0]["field"] == "code"
    world.wait(days=WINDOW_DAYS + 1)
    assert failed(walk).json()["code"] == "window_over"
    assert walk.stage() == "completed"
    assert balances(world) == {CAMDEN: 1, HACKNEY: -1}


def test_a_household_whose_old_tenancy_ends_keeps_the_new_one_and_goes_on_from_it(
    make_world: MakeWorld,
) -> None:
    # Given a household whose old home is in the pot already
    world = make_world(chain_from_a_void(DAY))
    walk = Walk(world).to("completed")
    waiting_since = walk.as_worker("GET").json()["waiting_since"]
    body = case_body(CAMDEN, ISLINGTON, tenancy_start=walk.today().isoformat())
    # (nobody is referred anew from a tenancy that can still be given up)
    early = walk.as_worker("POST", "/refer-again", body)
    assert early.json()["code"] == "state_conflict"
    world.wait(days=1)
    today = walk.today()
    ended = walk.as_old("POST", "/tenancy-end", {"tenancy_end": today.isoformat()})
    assert ended.status_code == 200
    empty = {
        "void_date": today.isoformat(),
        "ready_date": (today + timedelta(days=5)).isoformat(),
    }
    left = walk.as_old("POST", "/home-empty", empty).json()
    clear_marker(world, HACKNEY, left["reference"])
    # When its worker says that the tenancy did not last
    refused = failed(walk)
    # Then it is not given up, since it is the only one they have
    assert (refused.status_code, refused.json()["code"]) == (409, "only_tenancy_left")
    assert walk.case_stage() == "moved"
    # And they are referred anew from it, with the date they have waited since
    other = walk.as_worker("POST", "/refer-again", body | {"landlord_code": HACKNEY})
    assert other.json()["faults"][0]["field"] == "landlord_code"
    anew = walk.as_worker("POST", "/refer-again", body)
    assert anew.status_code == 201, anew.json()
    assert (anew.json()["stage"], anew.json()["waiting_since"]) == (
        "draft",
        waiting_since,
    )
    assert anew.json()["reference"] != walk.case
    # And that once; the case that moved is closed
    assert walk.case_stage() == "closed"
    assert walk.as_worker("POST", "/refer-again", body).json()["code"] == (
        "state_conflict"
    )
    # And what they left stays in the pot, and what moved stays in the book
    stages = {r["reference"]: r["stage"] for r in items(world, HACKNEY, "/v1/homes")}
    assert stages[left["reference"]] == "in_pot"
    assert broken(take(world.working.database)) == ()
    assert balances(world) == {CAMDEN: 1, HACKNEY: -1}


def test_a_dwelling_that_its_landlord_posted_anew_is_not_there_twice(
    make_world: MakeWorld,
) -> None:
    # Given a landlord that knew first, and posted the dwelling as a void once more
    world = make_world(chain_from_a_void(DAY))
    walk = Walk(world).to("completed")
    before = first_home(world, CAMDEN)["reference"]
    uprn = world.call(CAMDEN, "GET", f"/v1/homes/{before}").json()["uprn"]
    anew = post_home(world, CAMDEN, home_body(world, CAMDEN, uprn))
    # When the worker tells that the tenancy there failed
    assert failed(walk, "not_safe").status_code == 200
    # Then that posting stands, marked, and the old one stays let
    homes = {
        row["reference"]: row["stage"] for row in items(world, CAMDEN, "/v1/homes")
    }
    assert homes == {before: "let", anew: "in_pot"}
    assert "home_comes_back" not in tasks(world, CAMDEN)
    marked = world.call(CAMDEN, "GET", f"/v1/homes/{anew}").json()["marker"]
    assert marked == "uncleared"
    assert walk.case_stage() == "in_pot"
    # And nobody is sent there before that is dealt with
    walk.run_round()
    assert walk.case_stage() == "in_pot"
    assert broken(take(world.working.database)) == ()

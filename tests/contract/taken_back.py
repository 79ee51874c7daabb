"""The chapter of the story in which a risk changes and a tenancy does not last."""

from collections.abc import Callable
from typing import Any

from fixtures.people import sign_in_name
from fixtures.scenarios import CAMDEN, HACKNEY, ISLINGTON
from tests.journeys.walking import SERVICE, Walk, case_body, items
from tests.support.world import World


def steps_are_taken_back(world: World, act: Callable[..., Any]) -> None:
    """Who moved goes on from there; the next tells of a risk, moves, and goes back.

    Meanwhile its home is not supplied, and supplied after all.
    """
    (moved,) = [
        row["reference"]
        for row in items(world, SERVICE, "/v1/cases")
        if row["stage"] == "moved"
    ]
    day = world.hands.now().date().isoformat()
    anew = case_body(CAMDEN, ISLINGTON, tenancy_start=day)
    act(SERVICE, "POST", f"/v1/cases/{moved}/refer-again", anew)
    walk = Walk(world, new=HACKNEY, old=ISLINGTON)
    walk.propose()
    path = f"/v1/cases/{walk.case}"
    told = {"stop": False, "hide_from_lead": False}
    act(SERVICE, "POST", f"{path}/change-in-risk", told)
    walk.to_next("offered")
    walk.to_next("agreed")
    follows = {"sign_in": sign_in_name(HACKNEY, "deputy")}
    act(SERVICE, "POST", f"{path}/name-lead", follows)
    offer = f"/v1/offers/{walk.offer}"
    before = _awaiting_release(world)
    act(HACKNEY, "POST", f"{offer}/not-supplied", who="deputy")
    (home,) = _awaiting_release(world) - before
    act(HACKNEY, "POST", f"/v1/homes/{home}/release", who="deputy")
    walk.propose()
    walk.to_next("offered")
    world.wait(hours=20)  # the old landlord reads of this departure too
    for stage in ("agreed", "accepted", "signed"):
        walk.to_next(stage)
    plan = {"safe_from": walk.today().isoformat()}
    act(SERVICE, "POST", f"{path}/notice-plan", plan)
    walk.to_next("completed")
    act(SERVICE, "POST", f"{path}/tenancy-failed", {"code": "household_returned"})
    act(SERVICE, "GET", f"{path}/steps")
    the_worker_changes(world, act, path)


def _awaiting_release(world: World) -> set[str]:
    rows = items(world, HACKNEY, "/v1/homes")
    return {row["reference"] for row in rows if row["stage"] == "awaiting_release"}


def the_worker_changes(world: World, act: Callable[..., Any], path: str) -> None:
    """A colleague takes a case on, and leaves it again."""
    (mine,) = act(SERVICE, "GET", f"{path}/workers")["items"]
    others = [
        row["reference"]
        for row in items(world, SERVICE, "/v1/people")
        if row["reference"] != mine["reference"]
    ]
    act(SERVICE, "POST", f"{path}/workers", {"person": others[0]})
    act(SERVICE, "POST", f"{path}/workers/leave", {"person": others[0]})

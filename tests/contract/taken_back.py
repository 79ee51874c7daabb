"""The chapter of the story in which a risk changes and a tenancy does not last."""

from collections.abc import Callable
from typing import Any

from fixtures.scenarios import CAMDEN, HACKNEY, ISLINGTON
from tests.journeys.walking import SERVICE, Walk, case_body, items
from tests.support.world import World

LATER = ("offered", "agreed", "accepted", "signed", "completed")


def steps_are_taken_back(world: World, act: Callable[..., Any]) -> None:
    """Who moved goes on from there; the next tells of a risk, moves, and goes back."""
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
    for stage in LATER:
        walk.to_next(stage)
    act(SERVICE, "POST", f"{path}/tenancy-failed", {"code": "household_returned"})
    act(SERVICE, "GET", f"{path}/steps")

"""The chapter of the story in which a service closes and hands its cases on."""

from collections.abc import Callable
from datetime import date
from typing import Any

from fixtures.load import COORDINATOR
from fixtures.scenarios import HACKNEY
from tests.journeys.walking import SERVICE, items
from tests.support.world import World

OTHER = "SERVICE2"


def a_case_is_offered(act: Callable[..., Any], case: str) -> Any:  # noqa: ANN401 - an answer's JSON
    """A worker asks the other service to take a case."""
    asked = {
        "service_code": OTHER,
        "reason": "household_asks",
        "household_agrees": True,
    }
    return act(SERVICE, "POST", f"/v1/cases/{case}/transfer", asked)


def possession_is_had(act: Callable[..., Any], departure: str, day: date) -> None:
    """The old landlord has possession of a home that somebody stayed in."""
    had = {"event": "obtain", "on": day.isoformat()}
    act(HACKNEY, "POST", f"{departure}/possession", had)


def people_move_on(world: World, act: Callable[..., Any]) -> None:
    """A case goes to a service that closes, which closes it, and is closed itself."""
    waiting = [
        row["reference"]
        for row in items(world, SERVICE, "/v1/cases")
        if row["stage"] in ("awaiting_approval", "in_pot", "paused")
    ]
    sent = a_case_is_offered(act, waiting[0])
    act(SERVICE, "GET", f"/v1/case-transfers/{sent['reference']}")
    act(SERVICE, "POST", f"/v1/case-transfers/{sent['reference']}/withdraw")
    for answer in ("decline", "take"):
        a_case_is_offered(act, waiting[0])
        (reference,) = [
            row["reference"]
            for row in act(OTHER, "GET", "/v1/case-transfers")["items"]
            if row["stage"] == "offered"
        ]
        day = {"handed_over_on": world.hands.now().date().isoformat()}
        body = day if answer == "take" else None
        act(OTHER, "POST", f"/v1/case-transfers/{reference}/{answer}", body)
    the_service_closes(world, act)


def the_service_closes(world: World, act: Callable[..., Any]) -> None:
    """It is kept open, closes after all, and none of its households is left."""
    board, service = "/v1/board/services", {"service_code": OTHER}
    for step in ("closing", "keep-open", "closing"):
        act(COORDINATOR, "POST", f"{board}/{step}", service)
    told = {
        "change": "no_longer_wanted",
        "happened_on": world.hands.now().date().isoformat(),
    }
    for row in items(world, OTHER, "/v1/cases"):
        path = f"/v1/cases/{row['reference']}/household-changes"
        act(OTHER, "POST", path, told)
        act(OTHER, "GET", path)
        act(OTHER, "GET", f"/v1/cases/{row['reference']}/readings")
    act(COORDINATOR, "GET", board)
    act(COORDINATOR, "POST", f"{board}/close", service, who="deputy")

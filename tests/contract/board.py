"""The chapter of the story in which the board is read, and rent that was lost."""

from collections.abc import Callable
from typing import Any

from fixtures.load import AUDITOR, COORDINATOR
from fixtures.scenarios import CAMDEN, HACKNEY
from tests.journeys.walking import (
    SERVICE,
    Walk,
    clear_marker,
    home_body,
    items,
    open_questions,
    post_home,
)
from tests.support.world import World


def a_round_is_decided(world: World, act: Callable[..., Any]) -> Walk:
    """A round proposes a home once a person has agreed to its move."""
    world.working.decides, as_before = None, world.working.decides
    walk = Walk(world).to("proposed")
    world.working.decides = as_before
    act(AUDITOR, "GET", "/v1/step-decisions")
    act(SERVICE, "GET", f"/v1/cases/{walk.case}/proposal")
    the_board_is_read(world, act)
    return walk


def the_board_is_read(world: World, act: Callable[..., Any]) -> None:
    """The coordinator reads the board and the round that has just been run."""
    lists = ("homes", "requests", "proposals", "attestations")
    for about in (*lists, "timelines", "reservations", "rent-lost"):
        act(COORDINATOR, "GET", f"/v1/board/{about}")
    act(CAMDEN, "GET", "/v1/rent-lost")
    rounds = items(world, COORDINATOR, "/v1/rounds")
    a_round = f"/v1/rounds/{rounds[0]['reference']}"
    for rest in ("", "/steps", "/no-home-yet", "/unused-homes"):
        act(COORDINATOR, "GET", f"{a_round}{rest}")
    steps = items(world, COORDINATOR, f"{a_round}/steps")
    held = {"locks": [{"kind": "forbid", "home": steps[0]["home"]}]}
    act(COORDINATOR, "POST", f"{a_round}/what-if", held)


def a_question_stands(world: World, act: Callable[..., Any], uprn: str) -> None:
    """A marked home is cleared, and a round asks a person who may enter."""
    home = post_home(world, HACKNEY, home_body(world, HACKNEY, uprn))
    act(HACKNEY, "POST", f"/v1/homes/{home}/marker")
    clear_marker(world, HACKNEY, home)
    act(COORDINATOR, "POST", "/v1/rounds")
    assert open_questions(world)

"""A deadline is the server's, and what is overdue is freed whole."""

from collections.abc import Callable
from typing import Any

import pytest

from fixtures.load import COORDINATOR
from fixtures.scenarios import chain_from_a_void
from tests.journeys.walking import Walk, items
from tests.support.world import DAY, MakeWorld

LATE: dict[str, Callable[[Walk], Any]] = {
    "proposed": Walk.look,
    "offered": Walk.agree,
    "agreed": Walk.accept,
}


@pytest.mark.parametrize("stage", LATE)
def test_a_late_answer_is_refused_and_all_is_freed(
    make_world: MakeWorld, stage: str
) -> None:
    # Given a step that waits for somebody's answer
    world = make_world(chain_from_a_void(DAY))
    walk = Walk(world).to(stage)
    due = items(world, COORDINATOR, "/v1/board/proposals")[0]["answer_by"]
    # When the answer comes at the deadline or after it, it is refused
    world.wait(days=14)
    assert world.hands.now().isoformat() > due
    late = LATE[stage](walk)
    assert (late.status_code, late.json()["code"]) == (409, "no_longer_available")
    # And nothing has moved yet
    told = "in_pot" if stage == "proposed" else "reserved"
    assert (walk.stage(), walk.home_stage()) == (stage, told)
    assert walk.board_stage() == "reserved"
    # When the next round tidies, everything is free, and may be proposed again
    walk.propose()
    newest, lapsed = items(world, COORDINATOR, "/v1/board/proposals")
    assert (lapsed["stage"], lapsed["end_code"]) == ("ended", "lapsed")
    assert newest["stage"] == "proposed"
    assert (walk.home_stage(), walk.board_stage()) == ("in_pot", "reserved")


def test_an_answer_in_the_last_second_counts(make_world: MakeWorld) -> None:
    world = make_world(chain_from_a_void(DAY))
    walk = Walk(world).to("proposed")
    due = walk.as_worker("GET", "/proposal").json()["answer_by"]
    moment = world.hands.now().fromisoformat(due)
    world.wait(seconds=(moment - world.hands.now()).total_seconds() - 1)
    assert walk.look().json()["stage"] == "offered"


def test_an_answer_at_the_deadline_itself_does_not(make_world: MakeWorld) -> None:
    world = make_world(chain_from_a_void(DAY))
    walk = Walk(world).to("proposed")
    due = walk.as_worker("GET", "/proposal").json()["answer_by"]
    world.hands.on(world.hands.now().fromisoformat(due))
    assert walk.look().json()["code"] == "no_longer_available"

"""A quarter ends, and each landlord reads where it stands: no day, nobody else."""

import json
from datetime import UTC, date, datetime, time

import pytest

from fixtures.load import AUDITOR, COORDINATOR
from fixtures.scenarios import CAMDEN, HACKNEY, ISLINGTON, chain_from_a_void
from reciprocal.access.actor import service
from reciprocal.reports import facts
from reciprocal.statements import operations
from reciprocal.statements.quarters import Quarter
from tests.journeys.walking import Walk, items
from tests.support.world import DAY, MakeWorld, World

pytestmark = pytest.mark.both_databases

OWN = "/v1/statements"


def release(world: World) -> list[str]:
    """Let the service release what is due on the world's day."""
    alone = service(world.loaded.scheme_id)
    with world.acting(alone) as session:
        return [row.quarter for row in operations.release_due(session, actor=alone)]


def turn_to(world: World, day: date) -> None:
    world.hands.on(datetime.combine(day, time(12), tzinfo=UTC))


def read(world: World, code: str) -> list[str]:
    """Return what somebody reads of statements, as text."""
    return [json.dumps(row) for row in items(world, code, OWN)]


def test_one_move_of_a_quarter_is_told_two_quarters_later(
    make_world: MakeWorld,
) -> None:
    # Given a household of Hackney's that has the keys of a home of Camden's
    world = make_world(chain_from_a_void(DAY))
    Walk(world).to("completed")
    for code in (CAMDEN, HACKNEY):
        assert items(world, code, OWN) == []
    quarter = Quarter.of(world.hands.now().date())
    totals = []
    for _ in range(3):
        # When a quarter's statements go out
        turn_to(world, quarter.out_on())
        assert release(world) == [str(quarter)]
        # Then each landlord reads its own, which names no other and no day
        for code, others in (
            (CAMDEN, (HACKNEY, ISLINGTON)),
            (HACKNEY, (CAMDEN, ISLINGTON)),
        ):
            text = " ".join(read(world, code))
            assert not any(other in text for other in others)
            assert f'"{quarter.year}-0' not in text
        # And one that had no part reads of the same sizes the same
        told = [
            {row["size_class"]: row["told"] for row in last["sizes"]}
            for last in (items(world, one, OWN)[-1] for one in (CAMDEN, ISLINGTON))
        ]
        assert told[0] == told[1]
        totals.append(
            [items(world, one, OWN)[-1]["total"] for one in (CAMDEN, HACKNEY)]
        )
        quarter = quarter.after()
    # And the move is told only with the third, as a net
    assert totals == [[0, 0], [0, 0], [1, -1]]
    stages = [row["stage"] for row in items(world, COORDINATOR, "/v1/board/statements")]
    assert stages == ["some_held", "some_held", "whole"]


def test_a_landlord_says_that_it_holds_the_head(make_world: MakeWorld) -> None:
    world = make_world(chain_from_a_void(DAY))
    Walk(world).to("completed")
    turn_to(world, Quarter.of(world.hands.now().date()).out_on())
    release(world)
    (own,) = items(world, CAMDEN, OWN)
    path = f"{OWN}/{own['reference']}/acknowledge"
    # Another landlord cannot, nor can a head that is another one
    assert world.call(HACKNEY, "POST", path, {"head": own["head"]}).status_code == 404
    answer = world.call(CAMDEN, "POST", path, {"head": "0" * 64})
    assert (answer.status_code, answer.json()["code"]) == (409, "head_differs")
    answer = world.call(CAMDEN, "POST", path, {"head": own["head"]})
    assert answer.json()["stage"] == "acknowledged"
    # The board reads how many did, and the auditor whose
    (board,) = items(world, COORDINATOR, "/v1/board/statements")
    assert (board["acknowledged"], board["head"]) == (1, own["head"])
    stages = {row["landlord_code"]: row["stage"] for row in items(world, AUDITOR, OWN)}
    assert stages[CAMDEN] == "acknowledged"
    assert stages[HACKNEY] == "released"
    # And the proof of the book goes over that head and over every statement
    with world.acting(service(world.loaded.scheme_id)) as session:
        told = facts.of_the_book(session)
    assert told.heads == (own["head"],)
    assert told.statements == (len(stages), ())

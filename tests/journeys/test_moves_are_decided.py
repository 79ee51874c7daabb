"""A person decides each move of a plan; until then nobody else knows of it."""

import pytest

from fixtures.load import AUDITOR, COORDINATOR
from fixtures.scenarios import CAMDEN, HACKNEY, chain_from_a_void
from reciprocal.access.actor import service
from reciprocal.ids import new_id
from reciprocal.rounds import operations as rounds
from tests.journeys.walking import SERVICE, Walk, items
from tests.support.world import DAY, MakeWorld, World

pytestmark = pytest.mark.both_databases

AGREED = {"exchange_number": 1, "answer": "agreed"}
WITHHELD = {"exchange_number": 1, "answer": "withheld", "reason": "home_not_ready"}
SEEN_BY = {
    CAMDEN: ("/v1/offers", "/v1/tasks", "/v1/homes", "/v1/departures"),
    HACKNEY: ("/v1/offers", "/v1/tasks", "/v1/homes", "/v1/departures"),
    SERVICE: ("/v1/cases", "/v1/tasks"),
}


def planned(make_world: MakeWorld) -> tuple[World, str]:
    """Return a world with a plan that waits, and its path."""
    world = make_world(chain_from_a_void(DAY))
    world.working.decides = None
    started = world.call(COORDINATOR, "POST", "/v1/rounds").json()
    return world, f"/v1/rounds/{started['reference']}"


def lists(world: World) -> dict[str, object]:
    return {
        f"{code} {path}": items(world, code, path)
        for code, paths in SEEN_BY.items()
        for path in paths
    }


def test_nobody_knows_of_a_move_that_waits(make_world: MakeWorld) -> None:
    # Given a pot that nobody has planned anything for, tidied as each round begins
    world = make_world(chain_from_a_void(DAY))
    alone = service(world.loaded.scheme_id)
    with world.acting(alone) as session:
        rounds.tidy(session, actor=alone)
    before = lists(world)
    # When a round is solved and nobody has decided it
    world.working.decides = None
    reference = world.call(COORDINATOR, "POST", "/v1/rounds").json()["reference"]
    found = world.call(COORDINATOR, "GET", f"/v1/rounds/{reference}").json()
    assert found["stage"] == "solved"
    # Then no list of a landlord's or a worker's has changed
    assert lists(world) == before


def test_a_move_that_is_agreed_to_goes_to_its_worker(make_world: MakeWorld) -> None:
    # Given a plan that waits
    world, path = planned(make_world)
    # When a person of the coordinator's agrees to its move
    decided = world.call(COORDINATOR, "POST", f"{path}/decide", {"decisions": [AGREED]})
    # Then the round is published, and the worker is asked to look
    assert decided.status_code == 200, decided.text
    assert (decided.json()["stage"], decided.json()["proposed"]) == ("published", 1)
    assert Walk(world).only_case("proposed")
    kinds = {task["kind"] for task in items(world, SERVICE, "/v1/tasks")}
    assert "safety_look" in kinds
    # And the step says who may be told: that it was agreed to
    (ready,) = [s for s in items(world, COORDINATOR, f"{path}/steps") if s["decided"]]
    assert (ready["kind"], ready["decided"]) == ("ready", "agreed")
    # And it is decided once
    again = world.call(COORDINATOR, "POST", f"{path}/decide", {"decisions": [AGREED]})
    assert (again.status_code, again.json()["code"]) == (409, "state_conflict")


def test_a_move_that_is_withheld_waits_for_the_next_round(
    make_world: MakeWorld,
) -> None:
    # Given a plan that waits, and what everybody reads
    world, path = planned(make_world)
    before = lists(world)
    # When its move is withheld
    withheld = {"decisions": [WITHHELD]}
    assert world.call(COORDINATOR, "POST", f"{path}/decide", withheld).is_success
    # Then nobody is asked, and nobody can tell
    assert lists(world) == before
    # And the auditor reads that somebody withheld it, and why
    (row,) = items(world, AUDITOR, "/v1/step-decisions")
    assert (row["answer"], row["reason"]) == ("withheld", "home_not_ready")
    # And the next round plans it again
    walk = Walk(world)
    walk.run_round()
    assert walk.only_case("proposed")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ([], "decisions"),
        ([AGREED, AGREED], "decisions"),
        ([AGREED, AGREED | {"exchange_number": 2}], "decisions"),
        ([AGREED | {"reason": "facts_changed"}], "decisions"),
        ([{"exchange_number": 1, "answer": "withheld"}], "decisions"),
        ([{"exchange_number": 1, "answer": "perhaps"}], "decisions.0.answer"),
        ([{"answer": "agreed"}], "decisions.0.exchange_number"),
    ],
)
def test_half_a_decision_is_refused_by_field_and_changes_nothing(
    make_world: MakeWorld, said: list[object], field: str
) -> None:
    world, path = planned(make_world)
    refused = world.call(COORDINATOR, "POST", f"{path}/decide", {"decisions": said})
    assert refused.status_code == 422
    assert [each["field"] for each in refused.json()["faults"]] == [field]
    assert world.call(COORDINATOR, "GET", path).json()["stage"] == "solved"
    assert items(world, AUDITOR, "/v1/step-decisions") == []


def test_nobody_else_decides(make_world: MakeWorld) -> None:
    world, path = planned(make_world)
    decision = {"decisions": [AGREED]}
    for code in (CAMDEN, SERVICE, AUDITOR):
        refused = world.call(code, "POST", f"{path}/decide", decision)
        assert refused.status_code == 403
    nowhere = f"/v1/rounds/{new_id()}/decide"
    assert world.call(COORDINATOR, "POST", nowhere, decision).status_code == 404
    waiting = world.call(COORDINATOR, "POST", "/v1/rounds")
    assert (waiting.status_code, waiting.json()["code"]) == (409, "round_running")

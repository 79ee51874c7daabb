"""The one lead who knows of a hidden step is gone, and the worker names another."""

from datetime import UTC, timedelta
from typing import Any

import pytest

from fixtures.load import COORDINATOR
from fixtures.people import sign_in_name
from fixtures.scenarios import CAMDEN, HACKNEY, chain_from_a_void
from tests.journeys.hiding import (
    GOES_ON,
    Attacker,
    hide,
    hides,
    laws_hold,
    ready,
    refer_again,
    the_void,
)
from tests.journeys.walking import SERVICE, Walk, items, open_check, tasks
from tests.reciprocal.journey import one_move
from tests.support.world import DAY, MakeWorld, World

ACTS = ("accepted", "signed", "completed")


def lead_leaves(world: World, code: str = CAMDEN) -> None:
    """Let a colleague end the lead's membership."""
    people = {
        row["email"]: row["reference"] for row in items(world, code, "/v1/people")
    }
    path = f"/v1/people/{people[sign_in_name(code, 'lead')]}"
    left = world.call(code, "DELETE", path, who="deputy")
    assert left.status_code == 204


def block(walk: Walk, who: str) -> str:
    """Close the case to one of Camden's; return the reference of the block."""
    before = walk.as_worker("GET").json()["blocked_staff"]
    named = {"sign_in": sign_in_name(CAMDEN, who), "reason": "risk"}
    closed = walk.as_worker("POST", "/blocked-staff", named)
    assert closed.status_code == 200, closed.json()
    (new,) = [row for row in closed.json()["blocked_staff"] if row not in before]
    return str(new["reference"])


def name(walk: Walk, who: str, code: str = CAMDEN) -> Any:  # noqa: ANN401 - a response
    body = {"sign_in": sign_in_name(code, who)}
    return walk.as_worker("POST", "/name-lead", body)


def is_asked(walk: Walk) -> bool:
    """Tell whether the worker has the task, and is rung about it."""
    rows = items(walk.world, SERVICE, "/v1/tasks")
    found = [row for row in rows if row["kind"] == "name_lead"]
    assert all(row["about"] == walk.case and row["telephone"] for row in found)
    return bool(found)


def told(walk: Walk) -> bool:
    """Tell whether the home's page says that nobody can act."""
    sentence = walk.as_worker("GET", "/proposal").json()["next_step"]
    assert CAMDEN not in sentence
    assert "example.org" not in sentence
    return "Nobody of the landlord may act" in sentence


def later(world: World, hours: float) -> str:
    moment = world.hands.now().astimezone(UTC) + timedelta(hours=hours)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def as_deputy(walk: Walk, method: str = "GET", rest: str = "", body: Any = None) -> Any:  # noqa: ANN401 - JSON
    path = f"/v1/offers/{walk.offer}{rest}"
    return walk.world.call(CAMDEN, method, path, body, who="deputy")


@pytest.mark.parametrize("stage", ["agreed", "accepted"])
def test_another_lead_goes_on_with_a_hidden_step(
    make_world: MakeWorld, stage: str
) -> None:
    # Given a step that goes on hidden, and its lead
    world = make_world(one_move())
    home = ready(world)
    walk = hides(world, stage) if stage != "agreed" else Walk(world).to("agreed")
    hide(walk, GOES_ON)
    assert not is_asked(walk)
    assert not told(walk)
    deputy = Attacker(world, "deputy", home.landlord_ref)
    deputy.read()
    before = list(deputy.told)
    # When the lead leaves
    lead_leaves(world)
    # Then the worker is asked for another, and nobody of the landlord reads a thing
    assert is_asked(walk)
    assert told(walk)
    deputy.told.clear()
    deputy.read()
    assert deputy.told == before
    assert as_deputy(walk).status_code == 404
    # When the worker names the deputy
    assert name(walk, "deputy").status_code == 204
    # Then the deputy has the offer and the tasks about it, and takes it to the keys
    assert not is_asked(walk)
    assert not told(walk)
    assert as_deputy(walk).json()["stage"] == stage
    path = f"/v1/homes/{home.landlord_ref}"
    read = world.call(CAMDEN, "GET", path, who="deputy").json()
    assert read["stage"] == "reserved"
    mine = world.call(CAMDEN, "GET", "/v1/tasks", who="deputy").json()["items"]
    assert {row["kind"] for row in mine} >= {"change_in_risk"}
    if stage == "agreed":
        walk.to_next("accepted")
    signed = {
        "tenancy_granted": "secure_lifetime",
        "rent_basis": "social",
        "tenancy_start": walk.today().isoformat(),
    }
    assert as_deputy(walk, "POST", "/sign-up", signed).status_code == 200
    assert as_deputy(walk, "POST", "/tenancy-started").status_code == 200
    assert walk.stage() == "completed"
    assert laws_hold(world)


def test_a_block_on_the_lead_is_the_same_news_and_is_taken_back(
    make_world: MakeWorld,
) -> None:
    # Given a hidden step whose lead the case is closed to
    world = make_world(one_move())
    ready(world)
    walk = hides(world, "accepted")
    closed = block(walk, "lead")
    assert is_asked(walk)
    assert told(walk)
    # Then nobody to whom it is closed can be named, nor somebody who is not there
    block_of_other = block(walk, "deputy")
    refused = [
        name(walk, "deputy"),
        name(walk, "lead"),
        name(walk, "nobody"),
        name(walk, "lead", HACKNEY),
    ]
    assert {answer.status_code for answer in refused} == {422}
    assert len({str(answer.json()["faults"]) for answer in refused}) == 1
    # And it is asked once, however often something changes
    asked = [row["kind"] for row in items(world, SERVICE, "/v1/tasks")]
    assert asked.count("name_lead") == 1
    # When the block is ended, the lead goes on
    for each in (closed, block_of_other):
        path = f"/blocked-staff/{each}/end"
        assert walk.as_worker("POST", path).status_code == 200
    assert not is_asked(walk)
    assert not told(walk)
    assert walk.as_new("GET").json()["stage"] == "accepted"
    # And is not named a second time, though another may be at any time
    assert name(walk, "lead").status_code == 422
    assert name(walk, "deputy").status_code == 204
    assert walk.as_new("GET").status_code == 404
    assert as_deputy(walk).json()["stage"] == "accepted"


def test_a_lead_who_had_left_before_the_risk_changed_is_gone_too(
    make_world: MakeWorld,
) -> None:
    world = make_world(one_move())
    walk = Walk(world).to("accepted")
    lead_leaves(world)
    assert not is_asked(walk)
    assert as_deputy(walk).status_code == 200
    hide(walk, GOES_ON)
    assert is_asked(walk)
    assert as_deputy(walk).status_code == 404


def test_nobody_is_named_and_the_step_lapses_as_it_would_have(
    make_world: MakeWorld,
) -> None:
    # Given a hidden step that waits for its signature, and nobody to sign
    world = make_world(one_move())
    ready(world)
    walk = hides(world, "accepted")
    since = walk.as_worker("GET").json()["waiting_since"]
    due = walk.as_worker("GET", "/proposal").json()["answer_by"]
    lead_leaves(world)
    assert walk.as_worker("GET", "/proposal").json()["answer_by"] == due
    # When its time runs out, naming somebody does not bring it back
    world.wait(days=15)
    assert name(walk, "deputy").json()["code"] == "no_longer_available"
    walk.run_round()
    # Then it ended by the clock's own code, and the household kept its date
    newest, lapsed = items(world, COORDINATOR, "/v1/board/proposals")
    assert (lapsed["stage"], lapsed["end_code"]) == ("ended", "not_signed_in_time")
    assert walk.as_worker("GET").json()["waiting_since"] == since
    assert "name_lead" not in tasks(world, SERVICE)
    # And the home is promised anew, hidden from nobody, so that nobody is to be named
    assert newest["stage"] == "proposed"
    assert not the_void(world).hidden
    assert name(walk, "deputy").json()["code"] == "state_conflict"
    assert laws_hold(world)


def test_who_follows_a_lead_that_is_gone_has_a_working_day(
    make_world: MakeWorld,
) -> None:
    # Given an hour that is left of a hidden step, and no lead
    world = make_world(one_move())
    ready(world)
    walk = hides(world, "accepted")
    lead_leaves(world)
    due = walk.as_worker("GET", "/proposal").json()["answer_by"]
    while walk.as_worker("GET", "/proposal").json()["answer_by"] > later(world, 2):
        world.wait(hours=1)
    # When one is named
    assert name(walk, "deputy").status_code == 204
    # Then it goes on until the end of the next working day
    answer_by = walk.as_worker("GET", "/proposal").json()["answer_by"]
    assert answer_by > due
    # And so say the tasks of it, but for the old landlord's, whom it would tell
    mine = world.call(CAMDEN, "GET", "/v1/tasks", who="deputy").json()["items"]
    assert answer_by in {row["due_at"] for row in mine if row["kind"] == "sign_up"}
    theirs = items(world, HACKNEY, "/v1/tasks")
    assert answer_by not in {row["due_at"] for row in theirs}
    world.wait(hours=6)
    assert as_deputy(walk).json()["stage"] == "accepted"


def test_only_what_is_hidden_is_left_to_somebody(make_world: MakeWorld) -> None:
    world = make_world(chain_from_a_void(DAY))
    walk = Walk(world).to("accepted")
    assert name(walk, "deputy").json()["code"] == "state_conflict"
    block(walk, "lead")
    assert not is_asked(walk)
    # And a step hidden from every lead is over, and nobody's
    hide(walk, {"stop": True, "hide_from_lead": True})
    assert not is_asked(walk)
    assert name(walk, "deputy").json()["code"] == "state_conflict"


def test_a_case_that_goes_on_from_there_has_another_lead_named(
    make_world: MakeWorld,
) -> None:
    # Given a household that went hidden, and is referred again from where it lives
    world = make_world(one_move())
    ready(world)
    walk = hides(world, "completed")
    moved = walk.case
    walk.case = refer_again(walk)
    check = open_check(world, CAMDEN)
    # When the lead to whom it is left leaves
    lead_leaves(world)
    # Then its worker is asked, and nobody of the landlord reads of it
    assert is_asked(walk)
    path = f"/v1/tenancy-checks/{check}"
    assert world.call(CAMDEN, "GET", path, who="deputy").status_code == 404
    # When another is named, they have the tenancy to attest, and nobody else hears
    assert name(walk, "deputy").status_code == 204
    assert not is_asked(walk)
    assert world.call(CAMDEN, "GET", path, who="deputy").status_code == 200
    row = next(
        row
        for row in items(world, COORDINATOR, "/v1/board/requests")
        if row["stage"] == "awaiting_approval"
    )
    assert row["landlord"] is None
    # And of the case that moved nothing is left to anybody
    walk.case = moved
    assert name(walk, "deputy").json()["code"] == "state_conflict"

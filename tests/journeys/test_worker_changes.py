"""A case goes from one worker to another, and is never left to nobody."""

from typing import Any

from fixtures.people import sign_in_name
from fixtures.scenarios import CAMDEN, HACKNEY, chain_from_a_void
from tests.journeys.walking import SERVICE, Walk, case_body, items
from tests.support.world import DAY, MakeWorld, World


def references(world: World) -> dict[str, str]:
    """Return the references of the service's two workers, by who they are here."""
    people = {
        row["email"]: row["reference"] for row in items(world, SERVICE, "/v1/people")
    }
    return {who: people[sign_in_name(SERVICE, who)] for who in ("lead", "deputy")}


def as_deputy(walk: Walk, rest: str = "") -> Any:  # noqa: ANN401 - an httpx response
    return walk.world.call(SERVICE, "GET", f"/v1/cases/{walk.case}{rest}", who="deputy")


def test_a_case_is_handed_to_a_colleague_with_all_that_hangs_on_it(
    make_world: MakeWorld,
) -> None:
    # Given a case with an accepted home, and a colleague to whom it is nothing
    world = make_world(chain_from_a_void(DAY))
    walk = Walk(world).to("accepted")
    people = references(world)
    assert as_deputy(walk).status_code == 404
    # When its worker lets the colleague work on it
    added = {"person": people["deputy"]}
    assert walk.as_worker("POST", "/workers", added).status_code == 204
    assert walk.as_worker("POST", "/workers", added).json()["code"] == "state_conflict"
    # Then both have it, with the address of the home
    assert as_deputy(walk, "/proposal").json()["address"]
    listed = items(world, SERVICE, f"/v1/cases/{walk.case}/workers")
    assert {row["reference"] for row in listed} == set(people.values())
    # And when the first leaves it, the second alone has it
    left = {"person": people["lead"]}
    assert walk.as_worker("POST", "/workers/leave", left).status_code == 204
    assert walk.as_worker("GET").status_code == 404
    assert walk.as_worker("GET", "/proposal").status_code == 404
    assert as_deputy(walk).json()["stage"] == "accepted"
    # And the step goes on as if nothing had happened
    assert walk.sign().json()["stage"] == "signed"
    # And nobody leaves a case that nobody else has, nor one that is not theirs
    path = f"/v1/cases/{walk.case}/workers"
    alone = world.call(SERVICE, "POST", f"{path}/leave", added, who="deputy")
    assert alone.json()["code"] == "state_conflict"
    twice = world.call(SERVICE, "POST", f"{path}/leave", left, who="deputy")
    assert twice.json()["faults"][0]["field"] == "person"
    # And whoever left may come back
    again = world.call(SERVICE, "POST", path, left, who="deputy")
    assert again.status_code == 204
    assert walk.as_worker("GET").json()["stage"] == "accepted"


def test_a_case_is_handed_to_nobody_outside_its_service(make_world: MakeWorld) -> None:
    world = make_world(chain_from_a_void(DAY))
    walk = Walk(world).to("proposed")
    (stranger, *_) = items(world, CAMDEN, "/v1/people")
    refused = walk.as_worker("POST", "/workers", {"person": stranger["reference"]})
    assert (refused.status_code, refused.json()["faults"][0]["field"]) == (
        422,
        "person",
    )
    assert world.call(CAMDEN, "GET", f"/v1/cases/{walk.case}").status_code == 403


def test_whoever_left_a_case_is_not_told_again_what_they_referred(
    make_world: MakeWorld,
) -> None:
    # Given a worker who referred a case under a key, and handed it on
    world = make_world(chain_from_a_void(DAY))
    body = case_body(HACKNEY, CAMDEN)
    begun = world.call(SERVICE, "POST", "/v1/cases", body, key="begun")
    walk = Walk(world, case=begun.json()["reference"])
    people = references(world)
    for path, who in (("/workers", "deputy"), ("/workers/leave", "lead")):
        moved = walk.as_worker("POST", path, {"person": people[who]})
        assert moved.status_code == 204, moved.json()
    # When they send that act again under its key
    again = world.call(SERVICE, "POST", "/v1/cases", body, key="begun")
    # Then it is another case that they begin
    assert again.status_code == 201
    assert "idempotent-replayed" not in again.headers
    assert again.json()["reference"] != walk.case


def test_a_case_is_not_handed_to_whom_it_is_closed_to(make_world: MakeWorld) -> None:
    world = make_world(chain_from_a_void(DAY))
    walk = Walk(world).to("proposed")
    block = {"sign_in": sign_in_name(SERVICE, "deputy"), "reason": "risk"}
    closed = walk.as_worker("POST", "/blocked-staff", block)
    assert closed.status_code in (200, 201), closed.json()
    (stranger, *_) = items(world, CAMDEN, "/v1/people")
    told = []
    for person in (references(world)["deputy"], stranger["reference"]):
        refused = walk.as_worker("POST", "/workers", {"person": person})
        told.append((refused.status_code, refused.json()["faults"]))
    assert told[0] == told[1]
    assert told[0][0] == 422

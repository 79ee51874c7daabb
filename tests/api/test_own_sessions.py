"""Somebody sees where they are signed in, ends that, and changes their password."""

from typing import Any

import pytest

from fixtures.people import PASSWORD, sign_in_name
from fixtures.scenarios import CAMDEN, HACKNEY, chain_from_a_void
from tests.support.world import DAY, MakeWorld, World, bearer, keyed

NAME = sign_in_name(CAMDEN, "lead")
ANOTHER = "another twelve characters"


@pytest.fixture
def world(make_world: MakeWorld) -> World:
    return make_world(chain_from_a_void(DAY))


def token_of(world: World, password: str = PASSWORD) -> str:
    known = {"email": NAME, "password": password}
    answer = world.http.post("/v1/sessions", json=known)
    return str(answer.json().get("token", answer.status_code))


def send(world: World, token: str, method: str, path: str, body: object = None) -> Any:  # noqa: ANN401 - httpx
    headers = bearer(token) | keyed(method)
    return world.http.request(method, path, json=body, headers=headers)


def lives(world: World, *tokens: str) -> list[bool]:
    found = [send(world, token, "GET", "/v1/me").status_code for token in tokens]
    assert set(found) <= {200, 401}
    return [status == 200 for status in found]


def test_each_session_is_listed_and_the_one_that_asks_is_named(world: World) -> None:
    first = token_of(world)
    world.wait(minutes=2)
    second = token_of(world)
    assert world.token(CAMDEN, "deputy")
    listed = send(world, second, "GET", "/v1/sessions").json()["items"]
    assert [row["current"] for row in listed] == [True, False]
    newer, older = listed
    assert older["started_at"] < newer["started_at"] < newer["ends_at"]
    assert older["last_seen_at"] == older["started_at"]
    assert send(world, first, "GET", "/v1/sessions").json()["items"] == [
        newer | {"current": False},
        older | {"current": True, "last_seen_at": newer["last_seen_at"]},
    ]


def test_a_list_tells_no_token(world: World) -> None:
    tokens = [token_of(world) for _ in range(2)]
    listed = send(world, tokens[0], "GET", "/v1/sessions")
    assert not [token for token in tokens if token in listed.text]
    for row in listed.json()["items"]:
        assert not lives(world, row["reference"])[0]


def test_one_session_is_ended_and_no_other(world: World) -> None:
    own, lost = token_of(world), token_of(world)
    listed = send(world, own, "GET", "/v1/sessions").json()["items"]
    (other,) = (row["reference"] for row in listed if not row["current"])
    path = f"/v1/sessions/{other}"
    assert send(world, world.token(CAMDEN, "deputy"), "DELETE", path).status_code == 404
    assert send(world, own, "DELETE", path).status_code == 204
    assert lives(world, own, lost) == [True, False]
    assert send(world, own, "DELETE", path).status_code == 404


def test_what_ran_out_is_no_longer_listed(world: World) -> None:
    token_of(world)
    world.wait(minutes=world.working.settings.session_absolute_minutes)
    assert len(send(world, token_of(world), "GET", "/v1/sessions").json()["items"]) == 1


def test_signing_out_everywhere_ends_every_session_of_theirs_alone(
    world: World,
) -> None:
    own = [token_of(world) for _ in range(3)]
    colleague = world.token(CAMDEN, "deputy")
    assert send(world, own[0], "DELETE", "/v1/sessions").status_code == 204
    assert lives(world, *own, colleague) == [False, False, False, True]


def test_a_colleague_signs_somebody_out_and_nobody_else_does(world: World) -> None:
    own = [token_of(world) for _ in range(2)]
    people = world.call(CAMDEN, "GET", "/v1/people", who="deputy").json()["items"]
    whose = next(row["reference"] for row in people if row["email"] == NAME)
    path = f"/v1/people/{whose}/sessions"
    assert world.call(HACKNEY, "DELETE", path).status_code == 404
    assert lives(world, *own) == [True, True]
    assert world.call(CAMDEN, "DELETE", path, who="deputy").status_code == 204
    assert lives(world, *own) == [False, False]
    assert lives(world, token_of(world), world.token(CAMDEN, "deputy")) == [True, True]


def test_another_password_ends_the_other_sessions(world: World) -> None:
    own, other = token_of(world), token_of(world)
    changed = {"present_password": PASSWORD, "password": ANOTHER}
    assert send(world, own, "POST", "/v1/password", changed).status_code == 204
    assert lives(world, own, other) == [True, False]
    assert token_of(world) == "401"
    assert lives(world, token_of(world, ANOTHER)) == [True]


@pytest.mark.parametrize(
    ("present", "chosen", "code", "field"),
    [
        ("not this one", ANOTHER, "password_wrong", "present_password"),
        (PASSWORD, "eleven char", "password_too_short", "password"),
    ],
)
def test_a_password_is_changed_by_whoever_knows_it_for_a_long_one(
    world: World, present: str, chosen: str, code: str, field: str
) -> None:
    own, other = token_of(world), token_of(world)
    changed = {"present_password": present, "password": chosen}
    refused = send(world, own, "POST", "/v1/password", changed)
    assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert [fault["field"] for fault in refused.json()["faults"]] == [field]
    assert lives(world, own, other, token_of(world)) == [True, True, True]


@pytest.mark.parametrize("idle", [1, 15])
def test_an_idle_session_ends_to_the_minute(world: World, idle: int) -> None:
    settings = world.working.settings.model_copy(update={"session_idle_minutes": idle})
    world.working.settings = settings
    used, unused = token_of(world), token_of(world)
    world.wait(minutes=idle)
    assert lives(world, used) == [True]
    world.wait(seconds=1)
    assert lives(world, used, unused) == [True, False]


@pytest.mark.parametrize("whole", [5, 480])
def test_a_session_ends_to_the_minute_however_much_it_is_used(
    world: World, whole: int
) -> None:
    limits = {"session_absolute_minutes": whole, "session_idle_minutes": whole}
    world.working.settings = world.working.settings.model_copy(update=limits)
    used = token_of(world)
    world.wait(minutes=whole, seconds=-1)
    assert lives(world, used) == [True]
    world.wait(seconds=1)
    assert lives(world, used) == [False]

"""Some doors ask anew who sits there; then they open for five minutes."""

from dataclasses import dataclass
from typing import Any

import pyotp
import pytest
from fastapi import FastAPI

from fixtures.people import PASSWORD, sign_in_name
from fixtures.scenarios import CAMDEN, HACKNEY, chain_from_a_void
from reciprocal.access.actor import Role
from reciprocal.access.policy import ACTIONS
from tests.api.routes import declared, example_bodies, filled
from tests.api.standing import PERSONS, Standing
from tests.api.test_routes_guarded import LETS_IN
from tests.support.client import client_of
from tests.support.world import DAY, MakeWorld, World, bearer, keyed

STEP_UP = "/v1/sessions/current/step-up"
NEEDED = (403, "confirmation_needed")
ASKED = {
    "POST /v1/second-factor": "named_lead",
    "POST /v1/second-factor/confirm": "named_lead",
    "DELETE /v1/second-factor": "named_lead",
    "POST /v1/people/{reference}/second-factor-reset": "named_lead",
    "POST /v1/passkeys/questions": "named_lead",
    "POST /v1/passkeys": "referring_worker",
    "DELETE /v1/passkeys/{reference}": "named_lead",
    "POST /v1/machines": "named_lead",
    "POST /v1/machines/{reference}/keys": "named_lead",
    "POST /v1/machines/{reference}/public-keys": "referring_worker",
    "POST /v1/webhooks": "named_lead",
    "POST /v1/webhooks/{reference}/secrets": "referring_worker",
    "POST /v1/cases/{reference}/transfer": "referring_worker",
    "POST /v1/case-transfers/{reference}/take": "referring_worker",
    "POST /v1/case-transfers/{reference}/decline": "referring_worker",
    "POST /v1/case-transfers/{reference}/withdraw": "referring_worker",
    "POST /v1/board/adjustments": "coordinator",
    "POST /v1/board/adjustments/{reference}/withdraw": "coordinator",
    "POST /v1/adjustments/{reference}/answer": "named_lead",
}
"""Each door that asks, with a role that may; written down apart from the policy."""


@dataclass
class Seat:
    """Somebody at a session, and a client that proves nothing by itself."""

    world: World
    http: Any
    code: str = CAMDEN
    token: str = ""

    def sign_in(self) -> "Seat":
        known = {"email": sign_in_name(self.code, "lead"), "password": PASSWORD}
        self.token = self.http.post("/v1/sessions", json=known).json()["token"]
        return self

    def send(self, method: str, path: str, body: object = None) -> Any:  # noqa: ANN401 - httpx
        headers = bearer(self.token) | keyed(method)
        return self.http.request(method, path, json=body, headers=headers)

    def told(self, method: str, path: str, body: object = None) -> tuple[int, str]:
        answer = self.send(method, path, body)
        return answer.status_code, answer.json()["code"] if answer.is_error else ""


@pytest.fixture
def seat(make_world: MakeWorld) -> Seat:
    world = make_world(chain_from_a_void(DAY))
    app = world.http.app
    assert isinstance(app, FastAPI)
    return Seat(world, client_of(app, steps_up=False)).sign_in()


def code_now(seat: Seat, secret: str) -> str:
    seat.world.wait(seconds=30)
    return pyotp.TOTP(secret).at(seat.world.hands.moment)


def test_the_doors_that_ask_are_those_of_the_table(standing: Standing) -> None:
    app = standing.world.http.app
    assert isinstance(app, FastAPI)
    found = {
        route.name
        for route in declared(app)
        for action in route.actions
        if action in ACTIONS and ACTIONS[action].confirmed
    }
    assert found == set(ASKED)
    assert not [name for name in found if name.startswith("GET ")], "pages ask on POST"


@pytest.mark.parametrize("name", sorted(ASKED))
def test_each_of_them_asks_whoever_may(standing: Standing, name: str) -> None:
    app = standing.world.http.app
    assert isinstance(app, FastAPI)
    seat = Seat(standing.world, client_of(app, steps_up=False))
    method, path = name.split()
    body = example_bodies(app.openapi()).get(name)
    for role, code in PERSONS.items():
        seat.code = code
        seat.sign_in()
        standing.world.wait(minutes=5, seconds=1)
        told = seat.told(method, filled(path), body)
        if role in LETS_IN[name]:
            assert told == NEEDED, role
        else:
            assert told == (403, "forbidden"), role
    assert ASKED[name] in LETS_IN[name]
    assert Role(ASKED[name]) in PERSONS


def test_a_proof_opens_for_five_minutes_to_the_second(seat: Seat) -> None:
    seat.world.wait(minutes=5)
    assert seat.told("POST", "/v1/second-factor") == (201, "")
    seat.world.wait(seconds=1)
    assert seat.told("POST", "/v1/second-factor") == NEEDED
    assert seat.told("POST", STEP_UP, {"password": PASSWORD}) == (204, "")
    seat.world.wait(minutes=5)
    assert seat.told("POST", "/v1/second-factor") == (201, "")
    seat.world.wait(seconds=1)
    assert seat.told("POST", "/v1/second-factor") == NEEDED


def test_one_session_s_proof_opens_no_other(seat: Seat) -> None:
    other = Seat(seat.world, seat.http).sign_in()
    seat.world.wait(minutes=6)
    seat.send("POST", STEP_UP, {"password": PASSWORD})
    assert other.told("POST", "/v1/second-factor") == NEEDED
    assert seat.told("POST", "/v1/second-factor") == (201, "")


@pytest.mark.parametrize("sent", [{}, {"password": "not this one"}, {"code": "123456"}])
def test_without_a_second_factor_the_password_proves_it(
    seat: Seat, sent: dict[str, str]
) -> None:
    seat.world.wait(minutes=6)
    assert seat.told("POST", STEP_UP, sent) == (422, "password_wrong")
    assert seat.told("POST", "/v1/second-factor") == NEEDED


def test_with_a_second_factor_a_code_proves_it_and_a_password_alone_does_not(
    seat: Seat,
) -> None:
    started = seat.send("POST", "/v1/second-factor").json()
    secret = started["letters"].replace(" ", "")
    confirmed = {"code": code_now(seat, secret)}
    paper = seat.send("POST", "/v1/second-factor/confirm", confirmed).json()["codes"]
    seat.world.wait(minutes=6)
    for sent in ({}, {"password": PASSWORD}, {"code": "000000"}):
        assert seat.told("POST", STEP_UP, sent) == (422, "code_refused")
    both = {"password": "not this one", "code": code_now(seat, secret)}
    assert seat.told("POST", STEP_UP, both) == (422, "password_wrong")
    assert seat.told("DELETE", "/v1/second-factor") == NEEDED
    assert seat.told("POST", STEP_UP, {"code": code_now(seat, secret)}) == (204, "")
    seat.world.wait(minutes=6)
    both = {"password": PASSWORD, "code": paper[0]}
    assert seat.told("POST", STEP_UP, both) == (204, "")
    assert seat.told("DELETE", "/v1/second-factor") == (204, "")


def test_what_was_refused_takes_effect_once_when_it_is_sent_again(seat: Seat) -> None:
    seat.world.wait(minutes=6)
    headers = bearer(seat.token) | keyed("POST", "the-same-key")
    path = "/v1/second-factor"
    assert seat.http.post(path, headers=headers).status_code == 403
    seat.send("POST", STEP_UP, {"password": PASSWORD})
    first, again = (seat.http.post(path, headers=headers) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content


def test_proofs_are_tried_so_often_and_no_more(seat: Seat) -> None:
    limits = seat.http.app.state.limits
    limits.name = limits.name.__class__(limits.name.name, 3, 900)
    for _ in range(3):
        wrong = seat.told("POST", STEP_UP, {"password": "not this one"})
        assert wrong == (422, "password_wrong")
    refused = seat.told("POST", STEP_UP, {"password": PASSWORD})
    assert refused == (429, "too_many_requests")
    other = Seat(seat.world, seat.http, HACKNEY).sign_in()
    assert other.told("POST", STEP_UP, {"password": PASSWORD}) == (204, "")


def test_a_machine_is_never_asked(seat: Seat) -> None:
    machine = seat.world.machine(CAMDEN)
    seat.world.wait(hours=1)
    answer = machine.call("POST", STEP_UP, {"password": PASSWORD})
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")

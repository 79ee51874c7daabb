"""Over HTTP: what a session opens before and after its second factor."""

from dataclasses import replace
from typing import Any

import pyotp
import pytest

from fixtures.people import PASSWORD, sign_in_name
from fixtures.scenarios import CAMDEN, chain_from_a_void
from tests.api.routes import declared, example_bodies, filled
from tests.api.test_routes_guarded import LETS_IN, L
from tests.support.world import DAY, MakeWorld, World, bearer, keyed

NAME = sign_in_name(CAMDEN, "lead")
SHOW = "/v1/sessions/current/second-factor"
# Beside signing out, which ends each of them.
OPEN_TO_HALF = {
    "POST /v1/sessions/current/second-factor",
    "POST /v1/sessions/current/passkey",
    "POST /v1/sessions/current/passkey-questions",
}
OPEN_TO_ENROLLING = {
    "GET /v1/second-factor",
    "POST /v1/second-factor",
    "POST /v1/second-factor/confirm",
}


class Phone:
    """One named lead with an app that shows codes."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.secret = ""

    def sign_in(self, password: str = PASSWORD) -> Any:  # noqa: ANN401 - httpx
        known = {"email": NAME, "password": password}
        return self.world.http.post("/v1/sessions", json=known)

    def act(self, token: str, method: str, path: str, body: object = None) -> Any:  # noqa: ANN401 - httpx
        headers = bearer(token) | keyed(method)
        return self.world.http.request(method, path, json=body, headers=headers)

    def shown(self) -> dict[str, str]:
        self.world.wait(seconds=30)
        return {"code": pyotp.TOTP(self.secret).at(self.world.hands.moment)}

    def set_up(self, token: str) -> list[str]:
        started = self.act(token, "POST", "/v1/second-factor").json()
        self.secret = started["letters"].replace(" ", "")
        path = "/v1/second-factor/confirm"
        found: list[str] = self.act(token, "POST", path, self.shown()).json()["codes"]
        return found


@pytest.fixture
def phone(make_world: MakeWorld) -> Phone:
    return Phone(make_world(chain_from_a_void(DAY)))


def opens(phone: Phone, token: str) -> set[str]:
    """Return each route of a named lead that a session is let through to."""
    app: Any = phone.world.http.app
    bodies = example_bodies(app.openapi())
    found = set()
    for route in declared(app):
        if L not in LETS_IN.get(route.name, ()) or route.method == "DELETE":
            continue
        answer = phone.act(
            token, route.method, filled(route.path), bodies.get(route.name)
        )
        assert answer.status_code != 401, route.name
        if answer.status_code != 403:
            found.add(route.name)
        else:
            assert answer.json()["code"] in ("second_factor_needed", "enrolment_needed")
    return found


def test_a_half_open_session_has_one_door_and_the_way_out(phone: Phone) -> None:
    phone.set_up(phone.sign_in().json()["token"])
    half = phone.sign_in().json()
    assert half["stage"] == "half_open"
    assert opens(phone, half["token"]) == OPEN_TO_HALF
    whole = phone.act(half["token"], "POST", SHOW, phone.shown())
    assert (whole.status_code, whole.json()["stage"]) == (201, "open")
    assert phone.act(half["token"], "GET", "/v1/me").status_code == 401
    assert phone.act(whole.json()["token"], "GET", "/v1/me").status_code == 200
    again = phone.act(whole.json()["token"], "POST", SHOW, phone.shown())
    assert (again.status_code, again.json()["code"]) == (409, "state_conflict")
    half = phone.sign_in().json()
    out = phone.act(half["token"], "DELETE", "/v1/sessions/current")
    assert out.status_code == 204
    assert phone.act(half["token"], "POST", SHOW, phone.shown()).status_code == 401


def test_where_one_is_required_a_session_opens_its_setting_up_alone(
    phone: Phone,
) -> None:
    working = phone.world.working
    working.settings = working.settings.model_copy(update={"second_factor": True})
    begun = phone.sign_in().json()
    assert begun["stage"] == "enrolling"
    assert opens(phone, begun["token"]) == OPEN_TO_ENROLLING
    phone.set_up(begun["token"])
    assert phone.act(begun["token"], "GET", "/v1/me").status_code == 200
    removed = phone.act(begun["token"], "DELETE", "/v1/second-factor")
    assert removed.status_code == 204
    refused = phone.act(begun["token"], "GET", "/v1/me")
    assert (refused.status_code, refused.json()["code"]) == (403, "enrolment_needed")
    out = phone.act(begun["token"], "DELETE", "/v1/sessions/current")
    assert out.status_code == 204


def test_a_wrong_password_reads_alike_with_a_second_factor(phone: Phone) -> None:
    before = phone.sign_in("not this one")
    phone.set_up(phone.sign_in().json()["token"])
    assert phone.sign_in("not this one").content == before.content


def test_codes_are_tried_so_often_and_no_more(phone: Phone) -> None:
    phone.set_up(phone.sign_in().json()["token"])
    limits = phone.world.http.app.state.limits  # type: ignore[attr-defined]
    limits.name = replace(limits.name, requests=3)
    half, another = (phone.sign_in().json()["token"] for _ in range(2))
    for token in (half, another, half):
        wrong = phone.act(token, "POST", SHOW, {"code": "000000"})
        assert (wrong.status_code, wrong.json()["code"]) == (422, "code_refused")
    for token in (half, another):
        refused = phone.act(token, "POST", SHOW, phone.shown())
        assert refused.status_code == 429, refused.text


def test_no_secret_is_shown_a_second_time(phone: Phone) -> None:
    token = phone.sign_in().json()["token"]
    paper = phone.set_up(token)
    shown = phone.act(token, "GET", "/v1/second-factor")
    assert shown.json() == {
        "stage": "active",
        "recovery_codes_left": 10,
        "required": False,
    }
    again = phone.act(token, "POST", "/v1/second-factor")
    assert again.status_code == 409
    for answer in (shown, again, phone.act(token, "GET", "/v1/sessions")):
        assert phone.secret not in answer.text
        assert not [code for code in paper if code in answer.text]

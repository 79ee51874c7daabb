"""The chapter in which somebody of each role minds their own way in."""

from datetime import UTC, datetime
from typing import Any

import pyotp

from fixtures.people import sign_in_name
from reciprocal.access.actor import Role
from reciprocal.webhooks.post import Roads
from tests.api.standing import PERSONS
from tests.journeys.walking import items
from tests.support.authenticator import Device, reached_by
from tests.support.provider import claims, provider, settle
from tests.support.world import World, bearer, keyed

PASSWORD = "twelve characters at least"
ANOTHER = "another twelve characters"


class Newcomer:
    """Somebody new of a member, and what they are known by."""

    def __init__(self, world: World, code: str, role: str, number: int) -> None:
        self.world = world
        self.code = code
        self.email = f"own-sign-in-{number}@example.org"
        invited = world.call(
            code, "POST", "/v1/invitations", {"email": self.email, "role": role}
        )
        taken = {"token": invited.json()["token"], "password": PASSWORD}
        world.http.post("/v1/invitations/take-up", json=taken)
        self.secret = ""
        self.token = self.sign_in(PASSWORD)

    def sign_in(self, password: str) -> str:
        known = {"email": self.email, "password": password}
        return str(self.world.http.post("/v1/sessions", json=known).json()["token"])

    def act(self, method: str, path: str, body: object | None = None) -> Any:  # noqa: ANN401 - JSON
        headers = bearer(self.token) | keyed(method)
        answer = self.world.http.request(method, path, json=body, headers=headers)
        assert answer.is_success, (method, path, answer.text)
        return answer.json() if answer.content else None

    def code_now(self) -> dict[str, str]:
        self.world.wait(seconds=30)
        return {"code": pyotp.TOTP(self.secret).at(self.world.hands.moment)}

    @property
    def reference(self) -> str:
        people = items(self.world, self.code, "/v1/people")
        return next(
            str(row["reference"]) for row in people if row["email"] == self.email
        )


def people_mind_their_sign_in(world: World) -> None:
    """Somebody of each role sets a factor up, shows it, loses it and removes it."""
    for number, (role, code) in enumerate(PERSONS.items()):
        own = Newcomer(world, code, role, number)
        own.secret = _secret(own.act("POST", "/v1/second-factor"))
        own.act("POST", "/v1/second-factor/confirm", own.code_now())
        own.token = own.sign_in(PASSWORD)
        shown = "/v1/sessions/current/second-factor"
        own.token = own.act("POST", shown, own.code_now())["token"]
        assert own.act("GET", "/v1/second-factor")["stage"] == "active"
        own.act("POST", "/v1/sessions/current/step-up", own.code_now())
        changed = {"present_password": PASSWORD, "password": ANOTHER}
        own.act("POST", "/v1/password", changed)
        own.sign_in(ANOTHER)
        listed = own.act("GET", "/v1/sessions")["items"]
        other = next(row["reference"] for row in listed if not row["current"])
        own.act("DELETE", f"/v1/sessions/{other}")
        _a_passkey_is_shown(world, own)
        own.act("DELETE", "/v1/second-factor")
        _a_colleague_helps(world, own)


def _a_passkey_is_shown(world: World, own: Newcomer) -> None:
    """Add a passkey, come in with it, and remove it, at a name of the service's own."""
    name = "desk.example.org"
    device = Device(name, f"https://{name}")
    with reached_by(world, device.origin):
        asked = own.act("POST", "/v1/passkeys/questions")
        own.act("POST", "/v1/passkeys", device.make(asked["challenge"]))
        own.token = own.sign_in(ANOTHER)
        current = "/v1/sessions/current"
        asked = own.act("POST", f"{current}/passkey-questions")
        shown = device.show(asked["challenge"])
        own.token = own.act("POST", f"{current}/passkey", shown)["token"]
        (kept,) = own.act("GET", "/v1/passkeys")["items"]
        own.act("DELETE", f"/v1/passkeys/{kept['reference']}")


def _a_colleague_helps(world: World, own: Newcomer) -> None:
    path = f"/v1/people/{own.reference}"
    own.secret = _secret(own.act("POST", "/v1/second-factor"))
    own.act("POST", "/v1/second-factor/confirm", own.code_now())
    for method, what in (("POST", "second-factor-reset"), ("DELETE", "sessions")):
        helped = world.call(own.code, method, f"{path}/{what}")
        assert helped.status_code == 204, helped.text
    own.token = own.sign_in(ANOTHER)
    own.secret = _secret(own.act("POST", "/v1/second-factor"))
    own.act("POST", "/v1/second-factor/confirm", own.code_now())
    own.act("DELETE", "/v1/sessions")


def _secret(shown: dict[str, str]) -> str:
    return shown["letters"].replace(" ", "")


def somebody_signs_in_elsewhere(world: World) -> None:
    """A landlord's lead signs in with its own provider, at the provider's own hour."""
    code, moment = PERSONS[Role.NAMED_LEAD], world.hands.moment
    world.hands.on(datetime.now(UTC))
    world.working.roads = Roads(to_loopback=True)
    with provider([claims("lead", sign_in_name(code, "lead"))]) as idp:
        settle(world, code, idp)
        asked = {"organisation_code": code}
        started = world.http.post("/v1/single-sign-on", json=asked).json()
        came = idp.sign_in(started["go_to"], "lead")
        back = came | {"binding": started["binding"]}
        answer = world.http.post("/v1/single-sign-on/complete", json=back)
        assert answer.status_code == 201, answer.text
    world.hands.moment = moment

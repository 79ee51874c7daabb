"""A passkey is added beside a code app, shown after the password, and refused."""

from collections.abc import Callable, Iterator
from typing import Any

import pyotp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fixtures.people import PASSWORD, sign_in_name
from fixtures.scenarios import CAMDEN, HACKNEY, chain_from_a_void
from tests.support.authenticator import Device, reached_by
from tests.support.world import DAY, MakeWorld, World, bearer, keyed

NAME, ORIGIN = "desk.example.org", "https://desk.example.org"
REFUSED = (422, "passkey_refused")
ADDING, SHOWING = "/v1/passkeys/questions", "/v1/sessions/current/passkey-questions"
SHOWN = "/v1/sessions/current/passkey"


class Owner:
    """A lead with a code app, whose device holds a passkey."""

    def __init__(self, world: World, code: str = CAMDEN) -> None:
        self.world = world
        self.email = sign_in_name(code, "lead")
        self.device = Device(NAME, ORIGIN)
        self.token = self.password()
        secret = self.made("POST", "/v1/second-factor")["letters"].replace(" ", "")
        self.app = pyotp.TOTP(secret)
        self.made("POST", "/v1/second-factor/confirm", self.code())

    def code(self) -> dict[str, str]:
        self.world.wait(seconds=30)
        return {"code": self.app.at(self.world.hands.moment)}

    def password(self) -> str:
        known = {"email": self.email, "password": PASSWORD}
        answer = self.world.http.post("/v1/sessions", json=known)
        return str(answer.json()["token"])

    def send(self, method: str, path: str, body: object = None) -> Any:  # noqa: ANN401 - httpx
        headers = bearer(self.token) | keyed(method)
        return self.world.http.request(method, path, json=body, headers=headers)

    def told(self, method: str, path: str, body: object = None) -> tuple[int, str]:
        answer = self.send(method, path, body)
        said = answer.json() if answer.content else {}
        return answer.status_code, said.get("code", "")

    def made(self, method: str, path: str, body: object = None) -> dict[str, Any]:
        answer = self.send(method, path, body)
        assert answer.is_success, (path, answer.text)
        told: dict[str, Any] = answer.json()
        return told

    def add(self) -> dict[str, Any]:
        asked = self.made("POST", ADDING)
        return self.made("POST", "/v1/passkeys", self.device.make(asked["challenge"]))

    def halfway(self) -> dict[str, Any]:
        """Sign in with the password, and ask for the passkey."""
        self.token = self.password()
        return self.made("POST", SHOWING)


@pytest.fixture
def owner(make_world: MakeWorld) -> Iterator[Owner]:
    world = make_world(chain_from_a_void(DAY))
    with reached_by(world, ORIGIN):
        yield Owner(world)


def test_a_passkey_opens_what_a_password_opened_halfway(owner: Owner) -> None:
    added = owner.add()
    asked = owner.halfway()
    assert asked["site"] == NAME
    assert len(asked["passkeys"]) == 1
    assert owner.told("GET", "/v1/homes") == (403, "second_factor_needed")
    old = owner.token
    shown = owner.made("POST", SHOWN, owner.device.show(asked["challenge"]))
    assert shown["stage"] == "open"
    assert owner.told("GET", "/v1/homes")[0] == 401, "the half-open one has ended"
    owner.token = shown["token"]
    assert old != owner.token
    assert owner.told("GET", "/v1/homes")[0] == 200
    (row,) = owner.made("GET", "/v1/passkeys")["items"]
    assert row["reference"] == added["reference"]
    assert row["last_used_at"]


def test_a_challenge_is_answered_once_and_within_five_minutes(owner: Owner) -> None:
    asked = owner.made("POST", ADDING)
    made = owner.device.make(asked["challenge"])
    owner.world.wait(seconds=301)
    proved = owner.told("POST", "/v1/sessions/current/step-up", owner.code())
    assert proved == (204, "")
    assert owner.told("POST", "/v1/passkeys", made) == REFUSED
    owner.add()
    again = Device(NAME, ORIGIN)
    assert owner.told("POST", "/v1/passkeys", again.make(asked["challenge"])) == REFUSED
    asked = owner.halfway()
    shown = owner.device.show(asked["challenge"])
    before = owner.token
    owner.token = owner.made("POST", SHOWN, shown)["token"]
    owner.token, opened = before, owner.token
    assert owner.told("POST", SHOWN, shown)[0] == 401
    owner.token = opened
    assert owner.told("POST", SHOWN, shown) == (409, "state_conflict")


def test_what_one_session_was_asked_answers_no_other(owner: Owner) -> None:
    owner.add()
    asked = owner.halfway()
    owner.halfway()
    assert owner.told("POST", SHOWN, owner.device.show(asked["challenge"])) == REFUSED


def test_what_was_asked_for_one_purpose_answers_no_other(owner: Owner) -> None:
    owner.add()
    asked = owner.halfway()
    shown = owner.device.show(asked["challenge"], "webauthn.create")
    assert owner.told("POST", SHOWN, shown) == REFUSED


WRONG: dict[str, Callable[[Device], Device]] = {
    "another site": lambda own: Device("evil.example", ORIGIN, 9, own.key, own.id),
    "another origin": lambda own: Device(NAME, "https://x.y", 9, own.key, own.id),
    "another key": lambda own: Device(NAME, ORIGIN, 9, id=own.id),
    "a key nobody has": lambda _: Device(NAME, ORIGIN, 9),
    "a copy that signed before": lambda own: Device(NAME, ORIGIN, 0, own.key, own.id),
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_what_another_device_signs_is_refused(
    owner: Owner, wrong: Callable[[Device], Device]
) -> None:
    owner.add()
    asked = owner.halfway()
    right = owner.device.show(asked["challenge"])
    owner.token = owner.made("POST", SHOWN, right)["token"]
    asked = owner.halfway()
    shown = wrong(owner.device).show(asked["challenge"])
    assert owner.told("POST", SHOWN, shown) == REFUSED
    # The way in by the app stands.
    opened = owner.made("POST", "/v1/sessions/current/second-factor", owner.code())
    assert opened["stage"] == "open"


def test_somebody_elses_passkey_opens_nothing(owner: Owner) -> None:
    owner.add()
    other = Owner(owner.world, HACKNEY)
    other.add()
    asked = other.halfway()
    assert other.told("POST", SHOWN, owner.device.show(asked["challenge"])) == REFUSED
    # Nor is one taken that somebody has.
    owner.token = owner.password()
    owner.token = owner.made(
        "POST", "/v1/sessions/current/second-factor", owner.code()
    )["token"]
    asked = owner.made("POST", ADDING)
    taken = other.device.make(asked["challenge"])
    assert owner.told("POST", "/v1/passkeys", taken) == REFUSED


def test_there_is_none_without_a_code_app(make_world: MakeWorld) -> None:
    world = make_world(chain_from_a_void(DAY))
    with reached_by(world, ORIGIN):
        answer = world.call(CAMDEN, "POST", ADDING)
        assert (answer.status_code, answer.json()["code"]) == (409, "code_app_first")
        made = Device(NAME, ORIGIN).make("3q2-7w")
        answer = world.call(CAMDEN, "POST", "/v1/passkeys", made)
        assert (answer.status_code, answer.json()["code"]) == (409, "code_app_first")


def test_there_is_none_where_the_service_is_reached_by_a_number(owner: Owner) -> None:
    with reached_by(owner.world, "http://127.0.0.1:8000"):
        assert owner.told("POST", ADDING) == (409, "passkeys_not_here")


def test_nobody_without_a_passkey_is_asked_for_one(owner: Owner) -> None:
    owner.token = owner.password()
    assert owner.told("POST", SHOWING) == (404, "not_found")


def test_five_are_kept_and_one_makes_room(owner: Owner) -> None:
    for _ in range(5):
        owner.device = Device(NAME, ORIGIN)
        added = owner.add()
    assert owner.told("POST", ADDING) == (409, "passkeys_full")
    assert owner.told("DELETE", f"/v1/passkeys/{added['reference']}") == (204, "")
    assert owner.told("DELETE", f"/v1/passkeys/{added['reference']}")[0] == 404
    owner.device = Device(NAME, ORIGIN)
    owner.add()


def test_they_go_with_the_app_and_with_a_reset(owner: Owner) -> None:
    owner.add()
    assert owner.told("DELETE", "/v1/second-factor") == (204, "")
    assert owner.made("GET", "/v1/passkeys")["items"] == []
    other = Owner(owner.world, HACKNEY)
    other.add()
    path = "/v1/people?limit=50"
    people = owner.world.call(HACKNEY, "GET", path, who="deputy").json()["items"]
    (row,) = [each for each in people if each["email"] == other.email]
    path = f"/v1/people/{row['reference']}/second-factor-reset"
    assert owner.world.call(HACKNEY, "POST", path, who="deputy").status_code == 204
    other.token = other.password()
    assert other.told("POST", SHOWING)[0] != 201


def test_a_device_that_names_its_maker_is_refused(owner: Owner) -> None:
    asked = owner.made("POST", ADDING)
    for form in ("packed", "tpm", "fido-u2f", "android-key", "of its own"):
        made = owner.device.make(asked["challenge"], form)
        assert owner.told("POST", "/v1/passkeys", made) == REFUSED


PART = st.text("ABab01_-", min_size=1, max_size=60)


def test_no_bytes_whatever_are_a_fault_of_ours(owner: Owner) -> None:
    owner.add()

    @settings(
        max_examples=15,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(PART, PART, PART)
    def shown(one: str, two: str, three: str) -> None:
        owner.world.wait(hours=1)
        asked = owner.halfway()
        good = owner.device.show(asked["challenge"])
        for part, wrong in (
            ("client_data", one),
            ("authenticator_data", two),
            ("signature", three),
        ):
            assert owner.told("POST", SHOWN, good | {part: wrong}) == REFUSED

    shown()

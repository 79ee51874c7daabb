"""Budgets: who asks too much is told when to come again, and learns nothing else."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from itertools import cycle
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.counts import Counts, OwnCounts
from api.limits import Limits, network_of
from api.lodge import Lodge, Window
from fixtures.people import PASSWORD, sign_in_name
from fixtures.scenarios import CAMDEN, HACKNEY
from reciprocal.access.actor import Role
from tests.api.standing import NOT_THERE, Standing

LEAD, SYSTEM, AUDITOR = Role.NAMED_LEAD, Role.LANDLORD_SYSTEM, Role.AUDITOR
LEFT = re.compile(r'"([a-z]+)";r=(\d+);t=(\d+)')
POLICY = re.compile(r'"([a-z]+)";q=(\d+);w=(\d+)')
STRANGER = "nobody.at.all@example.org"


class Counted:
    """A scheme's applications with small budgets, all unspent; callers take turns.

    Args:
        counts: Who counts for each of them: one for each process that serves.
    """

    def __init__(
        self, standing: Standing, counts: list[Counts], **budgets: int
    ) -> None:
        self.standing = standing
        working = standing.world.working
        changed = working.settings.model_copy(update=budgets)
        apps = [create_app(working, with_worker=False, counts=each) for each in counts]
        for app, each in zip(apps, counts, strict=True):
            app.state.limits = Limits(changed, each)
        self._next = cycle(apps)

    def ask(
        self,
        caller: str,
        path: str,
        address: str = "10.0.0.1",
        **more: Any,  # noqa: ANN401 - what httpx takes
    ) -> Any:  # noqa: ANN401 - httpx
        method = more.pop("method", "GET")
        known = self.standing.headers(caller, method, path)
        headers = known | more.pop("headers", {})
        client = self.from_(address)
        return client.request(method, path, headers=headers, **more)

    def sign_in(self, email: str, password: str, address: str = "10.0.0.1") -> Any:  # noqa: ANN401 - httpx
        body = {"email": email, "password": password}
        return self.from_(address).post("/v1/sessions", json=body)

    def from_(self, address: str) -> TestClient:
        app = next(self._next)
        return TestClient(app, raise_server_exceptions=False, client=(address, 50_000))


MakeCounted = Callable[..., Counted]


@pytest.fixture(params=[1, 2], ids=["one process", "two processes"])
def counted_by(
    request: pytest.FixtureRequest, standing: Standing
) -> Iterator[MakeCounted]:
    """Make applications that count alone, or two that have each call in turn."""
    with ExitStack() as stack:

        def make(**budgets: int) -> Counted:
            if request.param == 1:
                return Counted(standing, [OwnCounts()], **budgets)
            lodge = stack.enter_context(Lodge(standing.world.working))
            windows = [Window(lodge.address) for _ in range(request.param)]
            for window in windows:
                stack.enter_context(closing(window))
            return Counted(standing, [*windows], **budgets)

        yield make


def left(answer: Any) -> tuple[str, int, int]:  # noqa: ANN401 - httpx
    """Read both fields, which must speak of one policy."""
    found = LEFT.fullmatch(answer.headers["RateLimit"])
    policy = POLICY.fullmatch(answer.headers["RateLimit-Policy"])
    assert found
    assert policy
    assert found[1] == policy[1]
    assert 0 <= int(found[2]) <= int(policy[2])
    assert 1 <= int(found[3]) <= int(policy[3])
    return found[1], int(policy[2]), int(found[2])


def test_whatever_is_answered_says_what_is_left(
    counted_by: MakeCounted, standing: Standing
) -> None:
    counted = counted_by(person_requests_per_minute=9)
    tag = standing.send(LEAD, "GET", "/v1/me").headers["ETag"]
    answers = [
        counted.ask(LEAD, "/v1/me"),
        counted.ask(LEAD, "/v1/me", headers={"If-None-Match": tag}),
        counted.ask(LEAD, f"/v1/homes/{NOT_THERE}"),
        counted.ask(LEAD, "/v1/rounds"),
        counted.ask(LEAD, "/v1/homes?limit=0"),
        counted.ask(LEAD, "/v1/stock", method="POST", json={"no": 1}),
        counted.ask(LEAD, f"/v1/homes/{NOT_THERE}", method="PATCH", json={}),
    ]
    assert [each.status_code for each in answers] == [200, 304, 404, 403, 422, 422, 428]
    said = [left(each) for each in answers]
    assert said == [("person", 9, remaining) for remaining in range(8, 1, -1)]


def test_a_full_minute_is_refused_with_the_wait_and_is_nobody_elses(
    counted_by: MakeCounted,
) -> None:
    counted = counted_by(person_requests_per_minute=3, system_requests_per_minute=2)
    for _ in range(3):
        assert counted.ask(LEAD, "/v1/me").status_code == 200
    refused = counted.ask(LEAD, "/v1/me", "10.9.9.9")
    problem = refused.json()
    assert (refused.status_code, problem["code"]) == (429, "too_many_requests")
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert left(refused) == ("person", 3, 0)
    # A refused request is not counted, so the wait does not grow by asking.
    assert left(counted.ask(LEAD, "/v1/me")) == ("person", 3, 0)
    assert left(counted.ask(AUDITOR, "/v1/me")) == ("person", 3, 2)
    assert left(counted.ask(SYSTEM, "/v1/me")) == ("system", 2, 1)
    assert counted.ask(SYSTEM, "/v1/me").status_code == 200
    assert counted.ask(SYSTEM, "/v1/me").status_code == 429
    assert left(counted.ask(AUDITOR, "/v1/me")) == ("person", 3, 1)


def test_who_is_not_known_is_told_of_no_budget(counted_by: MakeCounted) -> None:
    counted = counted_by(person_requests_per_minute=1)
    for path in ("/", "/health/live", "/health/ready", "/openapi.json"):
        for _ in range(2):
            answer = counted.ask("nobody", path)
            assert answer.status_code in (200, 503)
            assert "RateLimit" not in answer.headers
    answer = counted.ask("nobody", "/v1/me")
    assert answer.status_code == 401
    assert "RateLimit" not in answer.headers


@pytest.mark.parametrize("name", [sign_in_name(CAMDEN, "lead"), STRANGER])
def test_a_name_is_tried_so_often_wherever_from_and_whoever_has_it(
    counted_by: MakeCounted, name: str
) -> None:
    counted = counted_by(sign_in_attempts_per_name=2)
    for number in range(2):
        tried = counted.sign_in(name, "not the password", f"10.0.1.{number}")
        assert tried.status_code == 401
        assert left(tried)[0] == "address"
    for number, spelt in enumerate((name, name.capitalize())):
        refused = counted.sign_in(spelt, PASSWORD, f"10.0.2.{number}")
        assert refused.json()["code"] == "too_many_requests", spelt
        # Neither what is left nor the wait tells that others were at this name.
        assert refused.headers["Retry-After"] == "900"
        assert left(refused) == ("address", 10**6, 10**6 - 1)
    other = counted.sign_in(sign_in_name(HACKNEY, "lead"), PASSWORD, "10.0.3.1")
    assert other.status_code == 201


def test_an_address_may_try_so_many_names(counted_by: MakeCounted) -> None:
    counted = counted_by(sign_in_attempts_per_address=2)
    join = {"token": "t" * 43, "password": "long enough to be one"}
    for number, (method, path, body) in enumerate(
        (
            ("POST", "/v1/sessions", {"email": STRANGER, "password": "x" * 12}),
            ("POST", "/v1/invitations/take-up", join),
        )
    ):
        answer = counted.ask("nobody", path, method=method, json=body)
        assert left(answer) == ("address", 2, 1 - number)
    refused = counted.sign_in(sign_in_name(HACKNEY, "lead"), PASSWORD)
    assert refused.json()["code"] == "too_many_requests"
    assert 1 <= int(refused.headers["Retry-After"]) <= 900
    elsewhere = counted.sign_in(sign_in_name(HACKNEY, "lead"), PASSWORD, "10.0.0.2")
    assert elsewhere.status_code == 201


def test_an_invitation_is_guessed_at_no_oftener_than_a_password(
    counted_by: MakeCounted,
) -> None:
    counted = counted_by(sign_in_attempts_per_name=1)
    join = {"token": "t" * 43, "password": "long enough to be one"}

    def take_up(address: str) -> Any:  # noqa: ANN401 - httpx
        return counted.from_(address).post("/v1/invitations/take-up", json=join)

    assert take_up("10.0.0.1").status_code != 429
    assert take_up("10.0.0.2").status_code == 429


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("10.0.0.1", "10.0.0.1"),
        ("2001:db8:0:7::1", "2001:db8:0:7::/64"),
        ("2001:db8:0:7:ffff::9", "2001:db8:0:7::/64"),
        ("2001:db8:0:8::1", "2001:db8:0:8::/64"),
        ("a socket", "a socket"),
        ("", ""),
    ],
)
def test_the_addresses_of_one_subscriber_are_one(address: str, network: str) -> None:
    assert network_of(address) == network

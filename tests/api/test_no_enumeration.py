"""Who is refused at the door cannot tell who is known there: the same work is done.

Statements and hashes are counted, not time. What time says is the bench's business.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pyotp
import pytest
from pwdlib import PasswordHash
from sqlalchemy import event

from fixtures.people import PASSWORD, sign_in_name
from fixtures.scenarios import CAMDEN, HACKNEY, ISLINGTON, chain_from_a_void
from reciprocal.access.actor import service
from reciprocal.organisations import operations as organisations
from reciprocal.organisations import queries as members
from tests.support.world import DAY, MakeWorld, World, bearer, keyed

HIT = sign_in_name(CAMDEN, "lead")
WITH_FACTOR = sign_in_name(CAMDEN, "deputy")
LEAVER = sign_in_name(HACKNEY, "deputy")
OF_A_LEAVER = sign_in_name(ISLINGTON, "lead")
MISS = "nobody@example.org"
WRONG = "not the password at all"


class Work:
    """What the service did: each statement as it was sent, and hashes checked."""

    def __init__(self) -> None:
        self.statements: list[str] = []
        self.hashes = 0

    def __eq__(self, other: object) -> bool:
        assert isinstance(other, Work)
        return (self.statements, self.hashes) == (other.statements, other.hashes)

    def __hash__(self) -> int:
        return hash((tuple(self.statements), self.hashes))


@contextmanager
def working(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Work]:
    """Write down what is done meanwhile."""
    work = Work()
    verify = PasswordHash.verify

    def counted(self: PasswordHash, password: str, hashed: str) -> bool:
        work.hashes += 1
        return verify(self, password, hashed)

    def listen(*said: Any) -> None:  # noqa: ANN401 - SQLAlchemy's own
        work.statements.append(said[2])

    engine = world.working.database.engine
    event.listen(engine, "before_cursor_execute", listen)
    monkeypatch.setattr(PasswordHash, "verify", counted)
    try:
        yield work
    finally:
        event.remove(engine, "before_cursor_execute", listen)
        monkeypatch.undo()


def act(world: World, token: str, method: str, path: str, body: object = None) -> Any:  # noqa: ANN401 - httpx
    headers = bearer(token) | keyed(method)
    return world.http.request(method, path, json=body, headers=headers)


@pytest.fixture
def world(make_world: MakeWorld) -> World:
    """A scheme with somebody of each kind at its door."""
    found = make_world(chain_from_a_void(DAY))
    token = found.token(CAMDEN, "deputy")
    letters = act(found, token, "POST", "/v1/second-factor").json()["letters"]
    code = pyotp.TOTP(letters.replace(" ", "")).at(found.hands.moment)
    confirm = "/v1/second-factor/confirm"
    assert act(found, token, "POST", confirm, {"code": code}).status_code == 201
    people = found.call(HACKNEY, "GET", "/v1/people").json()["items"]
    leaver = next(row["reference"] for row in people if row["email"] == LEAVER)
    assert found.call(HACKNEY, "DELETE", f"/v1/people/{leaver}").status_code == 204
    actor = service(found.loaded.scheme_id)
    with found.acting(actor) as session:
        code_of = members.organisation_coded(session, actor.scheme_id, ISLINGTON)
        assert code_of is not None
        organisations.leave_scheme(session, actor=actor, organisation=code_of)
    return found


def refused(
    world: World, monkeypatch: pytest.MonkeyPatch, email: str, password: str
) -> tuple[Work, bytes]:
    known = {"email": email, "password": password}
    with working(world, monkeypatch) as work:
        answer = world.http.post("/v1/sessions", json=known)
    assert answer.status_code == 401
    return work, answer.content


def test_whoever_is_refused_costs_the_same_work_and_reads_the_same(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = (
        *((name, WRONG) for name in (HIT, WITH_FACTOR, LEAVER, OF_A_LEAVER, MISS)),
        # Their right passwords, which open nothing any more.
        *((name, PASSWORD) for name in (LEAVER, OF_A_LEAVER, MISS)),
    )
    found = {refused(world, monkeypatch, *each) for each in tried}
    assert len(found) == 1
    ((work, _),) = found
    assert work.hashes == 1
    assert len([each for each in work.statements if "person" in each]) == 1


def test_a_right_password_with_a_second_factor_checks_no_second_hash(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashes = []
    for name in (HIT, WITH_FACTOR):
        known = {"email": name, "password": PASSWORD}
        with working(world, monkeypatch) as work:
            assert world.http.post("/v1/sessions", json=known).status_code == 201
        hashes.append((work.hashes, len(work.statements)))
    assert hashes[0] == hashes[1]


def test_other_work_would_be_seen(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The comparison is not blind: a sign-in that succeeds does more."""
    known = {"email": HIT, "password": PASSWORD}
    with working(world, monkeypatch) as work:
        world.http.post("/v1/sessions", json=known)
    assert work != refused(world, monkeypatch, HIT, WRONG)[0]

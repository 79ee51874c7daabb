"""Somebody signs in with their organisation's own provider, a process on loopback."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
from sqlmodel import select

from fixtures.people import PASSWORD, sign_in_name
from fixtures.scenarios import CAMDEN, HACKNEY, chain_from_a_void
from reciprocal.access.actor import service
from reciprocal.access.tables import Person
from reciprocal.audit.tables import AuditEntry
from reciprocal.single_sign_on import operations, rules
from reciprocal.single_sign_on import provider as calls
from reciprocal.single_sign_on.errors import SignOnRefused
from reciprocal.single_sign_on.tables import SignInProvider, SignOnStarted
from reciprocal.webhooks.post import Roads
from tests.support.provider import CLIENT_SECRET, Provider, claims, provider, settle
from tests.support.world import DAY, MakeWorld, World, bearer, keyed

START, COMPLETE = "/v1/single-sign-on", "/v1/single-sign-on/complete"
LEAD, DEPUTY = sign_in_name(CAMDEN, "lead"), sign_in_name(CAMDEN, "deputy")
NEW = "newcomer@example.org"
PEOPLE = (
    claims("lead", LEAD.upper()),
    claims("strong", LEAD, amr=["pwd", "mfa"]),
    claims("deputy", DEPUTY),
    claims("newcomer", NEW),
    claims("hackney", sign_in_name(HACKNEY, "lead")),
    claims("unverified", LEAD).replace("true", "false"),
)


@pytest.fixture(scope="module")
def idp() -> Iterator[Provider]:
    with provider(list(PEOPLE)) as found:
        yield found


@dataclass
class Desk:
    """A landlord whose people sign in with its own provider."""

    world: World
    idp: Provider

    def post(self, path: str, body: dict[str, str]) -> Any:  # noqa: ANN401 - httpx
        return self.world.http.post(path, json=body)

    def start(self, code: str = CAMDEN) -> dict[str, str]:
        answer = self.post(START, {"organisation_code": code})
        assert answer.status_code == 201, answer.text
        found: dict[str, str] = answer.json()
        return found

    def there_and_back(self, sub: str) -> dict[str, str]:
        """Start, and sign in with the provider; return what comes back."""
        started = self.start()
        came = self.idp.sign_in(started["go_to"], sub)
        return came | {"binding": started["binding"]}

    def sign_in(self, sub: str) -> Any:  # noqa: ANN401 - httpx
        return self.post(COMPLETE, self.there_and_back(sub))

    def rows(self, table: Any) -> list[Any]:  # noqa: ANN401 - a table
        with self.world.acting(service(self.world.loaded.scheme_id)) as session:
            return list(session.exec(select(table)))

    def me(self, token: str) -> Any:  # noqa: ANN401 - httpx
        return self.world.http.get("/v1/me", headers=bearer(token))


@pytest.fixture
def desk(make_world: MakeWorld, idp: Provider) -> Desk:
    """The landlord at the provider's own time of day."""
    world = make_world(chain_from_a_void(DAY))
    world.hands.on(datetime.now(UTC))
    world.working.roads = Roads(to_loopback=True)
    found = Desk(world, idp)
    settle(world, CAMDEN, idp, "mfa")
    return found


def refused(answer: Any) -> bool:  # noqa: ANN401 - httpx
    return (answer.status_code, answer.json()["code"]) == (401, "sign_on_refused")


def test_whoever_is_vouched_for_is_signed_in_as_who_they_are(desk: Desk) -> None:
    answer = desk.sign_in("lead")
    assert (answer.status_code, answer.json()["stage"]) == (201, "open")
    said = desk.me(answer.json()["token"]).json()
    assert (said["organisation_code"], said["role"]) == (CAMDEN, "named_lead")
    newest = desk.rows(AuditEntry)[-1]
    assert (newest.action, newest.code) == ("session.started", "provider")


def test_the_provider_is_asked_with_the_secret_and_the_verifier(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[tuple[Any, Any]] = []
    exchange = calls.exchange

    def seen(roads: Roads, url: str, form: Any, *, client: Any) -> str:  # noqa: ANN401
        sent.append((form, client))
        return exchange(roads, url, form, client=client)

    monkeypatch.setattr(calls, "exchange", seen)
    started = desk.start()
    came = desk.idp.sign_in(started["go_to"], "lead")
    desk.post(COMPLETE, came | {"binding": started["binding"]})
    ((form, client),) = sent
    assert client == ("reciprocal", CLIENT_SECRET)
    asked = parse_qs(urlsplit(started["go_to"]).query)
    assert asked["code_challenge"] == [rules.challenge_of(form["code_verifier"])]
    assert asked["redirect_uri"] == [form["redirect_uri"]]


def test_a_start_is_good_once(desk: Desk) -> None:
    came = desk.there_and_back("lead")
    assert desk.post(COMPLETE, came).status_code == 201
    assert refused(desk.post(COMPLETE, came))


def test_a_start_is_good_for_ten_minutes(desk: Desk) -> None:
    came = desk.there_and_back("lead")
    desk.world.wait(minutes=10)
    assert refused(desk.post(COMPLETE, came))
    desk.start()
    assert len(desk.rows(SignOnStarted)) == 1, "what ran out is swept"


@pytest.mark.parametrize("name", ["state", "binding", "code"])
def test_each_part_of_what_comes_back_counts(desk: Desk, name: str) -> None:
    """Another browser's binding, another start's state, a code that was made up."""
    came = desk.there_and_back("lead")
    assert refused(desk.post(COMPLETE, came | {name: "made-up"}))


def test_an_identity_of_another_start_is_not_believed(desk: Desk) -> None:
    """A code put in by somebody else carries the nonce of another start."""
    one, other = desk.there_and_back("lead"), desk.there_and_back("lead")
    assert refused(desk.post(COMPLETE, one | {"code": other["code"]}))


@pytest.mark.parametrize("sub", ["hackney", "unverified", "newcomer", "nobody"])
def test_whoever_was_not_invited_here_is_nobody(desk: Desk, sub: str) -> None:
    """Another organisation's person, an e-mail not verified, or no member at all."""
    people = len(desk.rows(Person))
    assert refused(desk.sign_in(sub))
    assert len(desk.rows(Person)) == people


def test_whoever_was_invited_joins_by_the_provider_s_word(desk: Desk) -> None:
    body = {"email": NEW, "role": "named_lead"}
    invited = desk.world.call(CAMDEN, "POST", "/v1/invitations", body)
    answer = desk.sign_in("newcomer")
    assert answer.json()["stage"] == "open"
    assert desk.me(answer.json()["token"]).json()["organisation_code"] == CAMDEN
    # They have no password of ours, and their invitation is used.
    for password in ("", PASSWORD, invited.json()["token"]):
        known = {"email": NEW, "password": password or " "}
        assert desk.post("/v1/sessions", known).status_code == 401
    taken = {"token": invited.json()["token"], "password": PASSWORD}
    assert desk.post("/v1/invitations/take-up", taken).status_code == 410
    assert desk.sign_in("newcomer").status_code == 201


def test_an_invitation_elsewhere_or_of_last_week_lets_nobody_join(desk: Desk) -> None:
    body = {"email": NEW, "role": "named_lead"}
    desk.world.call(HACKNEY, "POST", "/v1/invitations", body)
    assert refused(desk.sign_in("newcomer"))
    desk.world.call(CAMDEN, "POST", "/v1/invitations", body)
    actor = service(desk.world.loaded.scheme_id)
    who = rules.Identity(NEW, factor=False)
    desk.world.wait(days=7)
    with (
        pytest.raises(SignOnRefused),
        desk.world.acting(actor) as session,
    ):
        operations.come_in(
            session,
            organisation_id=desk.world.loaded.members[CAMDEN].id,
            who=who,
            absolute_minutes=480,
            factor_required=False,
        )


def test_a_leaver_is_nobody(desk: Desk) -> None:
    people = desk.world.call(CAMDEN, "GET", "/v1/people").json()["items"]
    leaver = next(row["reference"] for row in people if row["email"] == DEPUTY)
    assert desk.sign_in("deputy").status_code == 201
    desk.world.call(CAMDEN, "DELETE", f"/v1/people/{leaver}")
    assert refused(desk.sign_in("deputy"))


def test_a_second_factor_is_asked_for_unless_the_provider_saw_one(desk: Desk) -> None:
    token = desk.sign_in("lead").json()["token"]
    headers = bearer(token) | keyed("POST")
    letters = desk.world.http.post("/v1/second-factor", headers=headers).json()
    code = pyotp.TOTP(letters["letters"].replace(" ", "")).at(desk.world.hands.moment)
    desk.world.http.post(
        "/v1/second-factor/confirm",
        json={"code": code},
        headers=bearer(token) | keyed("POST"),
    )
    assert desk.sign_in("lead").json()["stage"] == "half_open"
    assert desk.sign_in("strong").json()["stage"] == "open"
    # Where the provider's words do not count, nor does what it saw.
    settle(desk.world, CAMDEN, desk.idp)
    assert desk.sign_in("strong").json()["stage"] == "half_open"


def test_where_one_is_required_the_provider_s_counts(desk: Desk) -> None:
    working = desk.world.working
    working.settings = working.settings.model_copy(update={"second_factor": True})
    assert desk.sign_in("lead").json()["stage"] == "enrolling"
    assert desk.sign_in("strong").json()["stage"] == "open"


def test_a_member_without_a_provider_is_as_good_as_none(desk: Desk) -> None:
    answers = [
        desk.post(START, {"organisation_code": code}) for code in (HACKNEY, "NOBODY")
    ]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content


def test_an_issuer_that_is_not_the_settled_one_is_not_believed(desk: Desk) -> None:
    with desk.world.acting(service(desk.world.loaded.scheme_id)) as session:
        session.exec(select(SignInProvider)).one().issuer = "https://login.example.org"
    assert refused(desk.sign_in("lead"))


def test_what_is_kept_opens_nothing(desk: Desk) -> None:
    started = desk.start()
    asked = parse_qs(urlsplit(started["go_to"]).query)
    told = {asked["state"][0], asked["nonce"][0], started["binding"], CLIENT_SECRET}
    kept = [*desk.rows(SignOnStarted), *desk.rows(SignInProvider)]
    text = " ".join(str(vars(row)) for row in kept)
    boxes = b"".join(row.verifier.box for row in kept if hasattr(row, "verifier"))
    assert not [each for each in told if each in text or each.encode() in boxes]


def test_an_ended_provider_lets_nobody_in(desk: Desk) -> None:
    came = desk.there_and_back("lead")
    actor = service(desk.world.loaded.scheme_id)
    organisation = desk.world.loaded.members[CAMDEN].id
    for there_was in (True, False):
        with desk.world.acting(actor) as session:
            assert (
                operations.end(session, actor=actor, organisation_id=organisation)
                is there_was
            )
    assert refused(desk.post(COMPLETE, came))
    assert desk.post(START, {"organisation_code": CAMDEN}).status_code == 404


def test_a_provider_that_is_inside_or_away_is_not_called(desk: Desk) -> None:
    """By the rule of webhooks: nothing private is called, and no redirect followed."""
    for roads in (Roads(), Roads(to_loopback=True, call_seconds=0.0)):
        came = desk.there_and_back("lead")
        desk.world.working.roads = roads
        answer = desk.post(COMPLETE, came)
        code = "provider_unreachable"
        assert (answer.status_code, answer.json()["code"]) == (503, code)
        desk.world.working.roads = Roads(to_loopback=True)


def test_attempts_are_counted_by_address(desk: Desk) -> None:
    limits = desk.world.http.app.state.limits  # type: ignore[attr-defined]
    limits.address = limits.address.__class__(limits.address.name, 3, 900)
    body = {"state": "x", "code": "x", "binding": "x"}
    found = [desk.post(COMPLETE, body).status_code for _ in range(4)]
    assert found == [401, 401, 401, 429]

"""What an operator does so that a member signs in with its own provider."""

from collections.abc import Iterator

import pytest
from sqlmodel import Session, select

from reciprocal.db import Database
from reciprocal.settings import Settings
from reciprocal.single_sign_on.tables import SignInProvider
from tests.reciprocal.test_command_line import refused
from tests.support import provider as providers
from tests.support.provider import CLIENT_SECRET, Provider
from tests.support.typed import INIT, Type, installed, provider, typed

__all__ = ["installed", "typed"]


@pytest.fixture(scope="module")
def idp() -> Iterator[Provider]:
    with providers.provider([]) as found:
        yield found


def words(issuer: str, code: str = "OAK", *more: str) -> tuple[str, ...]:
    return (
        *("member", "single-sign-on", "--code", code, "--issuer", issuer),
        *("--client-id", "reciprocal", "--client-secret", CLIENT_SECRET, *more),
    )


def settled(settings: Settings) -> list[tuple[str, str]]:
    database = Database(settings.database_url)
    with Session(database.engine) as session:
        rows = session.exec(select(SignInProvider)).all()
        found = [(row.issuer, row.factors) for row in rows]
    database.close()
    return found


def test_a_provider_is_settled_and_ended(
    typed: Type, installed: Settings, idp: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(*INIT)
    typed(*provider("OAK"))
    assert refused(typed, *words(idp.issuer)) == (
        "Give the provider's issuer as an https URL on the public network whose "
        "discovery document names the same issuer, its endpoints and its keys."
    )
    monkeypatch.setenv("RECIPROCAL_WEBHOOKS_TO_LOOPBACK", "true")
    for more in ((), ("--factor", "otp", "--factor", "mfa")):
        said = typed(*words(idp.issuer, "OAK", *more))
        assert said.code == 0
        assert said.last.endswith("/desk/sign-in/back")
        assert CLIENT_SECRET not in said.out
    assert settled(installed) == [(idp.issuer, "mfa otp")]
    ended = ("member", "no-single-sign-on", "--code", "OAK")
    assert typed(*ended).out == "Its people sign in with passwords alone.\n"
    assert settled(installed) == []
    assert refused(typed, *ended) == "No member of that code has a provider."


def test_what_is_no_provider_or_no_member_settles_nothing(
    typed: Type, installed: Settings, idp: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(*INIT)
    typed(*provider("OAK"))
    monkeypatch.setenv("RECIPROCAL_WEBHOOKS_TO_LOOPBACK", "true")
    for issuer in (f"{idp.issuer}/", "http://127.0.0.1:9", "no address"):
        assert refused(typed, *words(issuer)).startswith("Give the provider's issuer")
    assert refused(typed, *words(idp.issuer, "ELM")) == "No member has that code."
    assert settled(installed) == []

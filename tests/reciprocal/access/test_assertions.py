"""Assertions: what each must say of itself, and that every check costs the same."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from joserfc.jwk import OctKey, OKPKey

from reciprocal.access import assertions, jose
from reciprocal.access.assertions import AssertionFault, Claimed
from reciprocal.access.jose import PublicKey
from reciprocal.access.wording import OF_ASSERTIONS
from tests.support.machine import new_key, public_half, sign

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
SECOND = int(NOW.timestamp())
BASE = "https://homes.example.org"
ENDPOINT = f"{BASE}/v1/oauth/token"
CLIENT = "9f2c4e6a8b0d1f3e5a7c9b2d4f6e8a0c"
KEY, OTHER = new_key(), new_key()
CLAIMS = {
    "iss": CLIENT,
    "sub": CLIENT,
    "aud": ENDPOINT,
    "exp": SECOND + 60,
    "jti": "once",
}


def assertion(header: dict[str, Any] | None = None, **claims: object) -> str:
    """Return a good assertion, with other words in it where they are given."""
    said = {key: value for key, value in (CLAIMS | claims).items() if value != "gone"}
    return sign({"alg": "ES256"} | (header or {}), said, KEY)


def read(text: str, client: str = "") -> Claimed | AssertionFault:
    return assertions.read(text, audiences=(ENDPOINT, BASE), now=NOW, client=client)


def claimed(**claims: object) -> Claimed:
    found = read(assertion(**claims))
    assert isinstance(found, Claimed)
    return found


def public(key: Any) -> PublicKey:  # noqa: ANN401 - any JWK
    found = jose.public_key(public_half(key))
    assert isinstance(found, PublicKey)
    return found


def by_secret() -> str:
    return sign({"alg": "HS256"}, CLAIMS, OctKey.generate_key(256))


def without_signature() -> str:
    text = sign({"alg": "ES256"}, CLAIMS, KEY)
    return "eyJhbGciOiJub25lIn0." + text.partition(".")[2]


ATTACKS: dict[str, tuple[Callable[[], str], AssertionFault]] = {
    "nothing": (lambda: "", AssertionFault.UNREADABLE),
    "a critical extension": (
        lambda: assertion({"crit": ["x"]}),
        AssertionFault.CRITICAL,
    ),
    "a proof for an assertion": (
        lambda: assertion({"typ": "dpop+jwt"}),
        AssertionFault.TYPE,
    ),
    "a typ that is no word": (lambda: assertion({"typ": [1]}), AssertionFault.TYPE),
    "alg none": (without_signature, AssertionFault.ALGORITHM),
    "alg HS256": (by_secret, AssertionFault.ALGORITHM),
    "no iss": (lambda: assertion(iss="gone"), AssertionFault.PARTIES),
    "no sub": (lambda: assertion(sub="gone"), AssertionFault.PARTIES),
    "iss that is no word": (lambda: assertion(iss=1, sub=1), AssertionFault.PARTIES),
    "nobody": (lambda: assertion(iss="", sub=""), AssertionFault.PARTIES),
    "for somebody else": (lambda: assertion(sub="another"), AssertionFault.PARTIES),
    "no aud": (lambda: assertion(aud="gone"), AssertionFault.AUDIENCE),
    "meant for another": (
        lambda: assertion(aud="https://evil.example"),
        AssertionFault.AUDIENCE,
    ),
    "meant for others too": (
        lambda: assertion(aud=[BASE, "https://evil.example"]),
        AssertionFault.AUDIENCE,
    ),
    "meant for nobody": (lambda: assertion(aud=[]), AssertionFault.AUDIENCE),
    "aud that is no word": (lambda: assertion(aud=[{}]), AssertionFault.AUDIENCE),
    "no exp": (lambda: assertion(exp="gone"), AssertionFault.EXPIRY),
    "run out": (lambda: assertion(exp=SECOND), AssertionFault.EXPIRY),
    "good for too long": (lambda: assertion(exp=SECOND + 301), AssertionFault.EXPIRY),
    "good for ever": (lambda: assertion(exp=10**400), AssertionFault.EXPIRY),
    "exp that is no number": (lambda: assertion(exp="soon"), AssertionFault.EXPIRY),
    "exp as a truth": (lambda: assertion(exp=True), AssertionFault.EXPIRY),
    "not good yet": (lambda: assertion(nbf=SECOND + 1), AssertionFault.NOT_YET),
    "nbf that is no number": (lambda: assertion(nbf="now"), AssertionFault.NOT_YET),
    "no jti": (lambda: assertion(jti="gone"), AssertionFault.IDENTIFIER),
    "an empty jti": (lambda: assertion(jti=""), AssertionFault.IDENTIFIER),
    "a jti without end": (
        lambda: assertion(jti="j" * 257),
        AssertionFault.IDENTIFIER,
    ),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_each_attack_is_refused_by_name(attack: str) -> None:
    made, fault = ATTACKS[attack]
    assert read(made()) is fault


def test_every_fault_is_met_and_has_its_own_words() -> None:
    assert {fault for _, fault in ATTACKS.values()} == set(AssertionFault)
    assert set(OF_ASSERTIONS) == set(AssertionFault)


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"aud": BASE},
        {"aud": [ENDPOINT]},
        {"exp": SECOND + 300},
        {"exp": SECOND + 0.5},
        {"nbf": SECOND, "iat": SECOND},
    ],
)
def test_what_says_all_it_must_is_read(claims: dict[str, object]) -> None:
    found = claimed(**claims)
    assert (found.client, found.identifier) == (CLIENT, "once")
    assert found.expires_at.timestamp() == claims.get("exp", SECOND + 60)


@pytest.mark.parametrize("typ", ["JWT", "client-authentication+jwt"])
def test_an_assertion_may_say_what_it_is(typ: str) -> None:
    assert isinstance(read(assertion({"typ": typ})), Claimed)


def test_the_request_and_the_assertion_name_one_client() -> None:
    assert isinstance(read(assertion(), client=CLIENT), Claimed)
    assert read(assertion(), client="another") is AssertionFault.PARTIES


def test_the_signer_is_found_among_a_client_s_keys() -> None:
    assert assertions.signer(claimed(), [public(KEY)]) == 0
    assert assertions.signer(claimed(), [public(OTHER), public(KEY)]) == 1
    assert assertions.signer(claimed(), [public(OTHER)]) is None
    assert assertions.signer(claimed(), []) is None


def test_every_assertion_costs_two_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has no key, one of another kind, or does not exist at all."""
    checked: list[str] = []
    holds = jose.holds

    def counted(signed: jose.Signed, key: PublicKey) -> bool:
        checked.append(key.algorithm)
        return holds(signed, key)

    monkeypatch.setattr(jose, "holds", counted)
    edwards = public(OKPKey.generate_key("Ed25519", private=True))
    ours, others = public(KEY), public(OTHER)
    for keys in ([], [ours], [others], [edwards], [ours, others], [edwards, ours]):
        checked.clear()
        assertions.signer(claimed(), keys)
        assert checked == ["ES256", "ES256"]

"""When a provider's word is believed, claim by claim; and what it is asked for."""

import hashlib
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from reciprocal.single_sign_on import rules
from reciprocal.single_sign_on.rules import Discovered, Expected, Identity

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
ISSUER, CLIENT, NONCE = "https://login.example.org", "reciprocal", "n-0S6_WzA2Mj"
EXPECTED = Expected(
    ISSUER, CLIENT, hashlib.sha256(NONCE.encode()).hexdigest(), frozenset({"mfa"})
)
GOOD: dict[str, Any] = {
    "iss": ISSUER,
    "aud": CLIENT,
    "exp": NOW.timestamp() + 300,
    "iat": NOW.timestamp() - 5,
    "nonce": NONCE,
    "email": "Ann@Landlord.Example",
    "email_verified": True,
}
DOCUMENT = {
    "issuer": ISSUER,
    "authorization_endpoint": f"{ISSUER}/authorize",
    "token_endpoint": f"{ISSUER}/token",
    "jwks_uri": f"{ISSUER}/keys",
}


def believed(**changed: object) -> Identity | None:
    claims = {name: value for name, value in (GOOD | changed).items() if value != ...}
    return rules.identity(claims, EXPECTED, NOW)


def test_a_good_word_is_believed() -> None:
    assert believed() == Identity("ann@landlord.example", factor=False)


@pytest.mark.parametrize(
    ("claim", "wrong"),
    [
        ("iss", "https://login.example.net"),
        ("iss", f"{ISSUER}/"),
        ("iss", ...),
        ("aud", "another"),
        ("aud", ["another"]),
        ("aud", [CLIENT, "another"]),
        ("aud", []),
        ("aud", None),
        ("aud", ...),
        ("azp", "another"),
        ("exp", NOW.timestamp()),
        ("exp", NOW.timestamp() - 1),
        ("exp", "later"),
        ("exp", True),
        ("exp", ...),
        ("iat", NOW.timestamp() + 61),
        ("iat", ...),
        ("nonce", "another"),
        ("nonce", None),
        ("nonce", ...),
        ("email", ""),
        ("email", ["ann@landlord.example"]),
        ("email", ...),
        ("email_verified", False),
        ("email_verified", "true"),
        ("email_verified", 1),
        ("email_verified", ...),
    ],
)
def test_a_word_with_one_wrong_claim_is_not(claim: str, wrong: object) -> None:
    assert believed(**{claim: wrong}) is None


@pytest.mark.parametrize(
    "good",
    [
        {"aud": [CLIENT]},
        {"aud": [CLIENT, "another"], "azp": CLIENT},
        {"azp": CLIENT},
        {"iat": NOW.timestamp() + 60},
        {"exp": NOW.timestamp() + 1},
    ],
)
def test_a_word_at_the_border_is_believed(good: dict[str, object]) -> None:
    assert believed(**good)


@pytest.mark.parametrize(
    ("amr", "factor"),
    [
        (["pwd", "mfa"], True),
        (["mfa"], True),
        (["pwd"], False),
        ([], False),
        ("mfa", False),
        ([["mfa"]], False),
        (None, False),
    ],
)
def test_a_second_factor_counts_by_the_words_that_were_settled(
    amr: object,
    factor: bool,  # noqa: FBT001 - an outcome
) -> None:
    assert believed(amr=amr) == Identity("ann@landlord.example", factor)


def test_a_discovery_document_names_its_issuer_and_its_endpoints() -> None:
    found = rules.discovered(DOCUMENT, ISSUER)
    assert found == Discovered(
        f"{ISSUER}/authorize", f"{ISSUER}/token", f"{ISSUER}/keys"
    )
    assert rules.discovered(DOCUMENT, f"{ISSUER}/") is None
    for name in set(DOCUMENT) - {"issuer"}:
        for wrong in ("", "no address", None, 7):
            assert rules.discovered(DOCUMENT | {name: wrong}, ISSUER) is None
    for issuer in (ISSUER, f"{ISSUER}/"):
        assert rules.discovery_url(issuer) == (
            f"{ISSUER}/.well-known/openid-configuration"
        )


def test_a_challenge_is_the_standard_s_own() -> None:
    """RFC 7636, appendix B."""
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    assert rules.challenge_of(verifier) == challenge


@pytest.mark.parametrize("endpoint", [f"{ISSUER}/authorize", f"{ISSUER}/a?tenant=1"])
def test_an_address_to_go_to_holds_what_is_asked_and_no_verifier(endpoint: str) -> None:
    address = rules.address_to_go_to(
        endpoint,
        client_id=CLIENT,
        redirect_uri="https://homes.example.org/desk/sign-in/back",
        state="the state",
        nonce=NONCE,
        verifier="the verifier",
    )
    assert address.startswith(endpoint)
    asked = parse_qs(urlsplit(address).query)
    assert {name: values[0] for name, values in asked.items()} == {
        **({"tenant": "1"} if "?" in endpoint else {}),
        "response_type": "code",
        "client_id": CLIENT,
        "redirect_uri": "https://homes.example.org/desk/sign-in/back",
        "scope": "openid email",
        "state": "the state",
        "nonce": NONCE,
        "code_challenge": rules.challenge_of("the verifier"),
        "code_challenge_method": "S256",
    }
    assert "verifier" not in address

"""Signed texts and public keys: one reading, three algorithms, no private half."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc.jwk import ECKey, OKPKey, RSAKey

from reciprocal.access import jose
from reciprocal.access.jose import KeyFault, PublicKey
from tests.support.machine import base64url, public_half, sign

# RFC 7638 section 3.1, with its thumbprint.
RFC_7638_KEY = {
    "kty": "RSA",
    "n": "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAt"
    "VT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W"
    "-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQ"
    "MicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdk"
    "t-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-cs"
    "FCur-kEgU8awapJzKnqDKgw",
    "e": "AQAB",
    "alg": "RS256",
    "kid": "2011-04-29",
}
RFC_7638_THUMBPRINT = "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"
# RFC 8037 appendix A: the key, its thumbprint, and a signature by it.
RFC_8037_KEY = {
    "kty": "OKP",
    "crv": "Ed25519",
    "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
}
RFC_8037_THUMBPRINT = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"

EC, OKP, RSA = (
    ECKey.generate_key("P-256", private=True),
    OKPKey.generate_key("Ed25519", private=True),
    RSAKey.generate_key(2048, private=True),
)
KEYS: dict[str, Any] = {"ES256": EC, "EdDSA": OKP, "PS256": RSA}
TWICE = base64url(b'{"alg":"ES256","alg":"none"}')
HEADER, CLAIMS = base64url(b'{"alg":"ES256"}'), base64url(b"{}")


def known(jwk: object) -> PublicKey:
    key = jose.public_key(jwk)
    assert isinstance(key, PublicKey)
    return key


@pytest.mark.parametrize(
    ("jwk", "thumbprint"),
    [(RFC_7638_KEY, RFC_7638_THUMBPRINT), (RFC_8037_KEY, RFC_8037_THUMBPRINT)],
    ids=["RFC 7638 s. 3.1", "RFC 8037 A.3"],
)
def test_the_thumbprints_of_the_rfcs(jwk: dict[str, str], thumbprint: str) -> None:
    key = known(jwk)
    assert key.thumbprint == thumbprint
    assert set(key.members) == set(jwk) - {"alg", "kid"}


@pytest.mark.parametrize("algorithm", jose.ALGORITHMS)
def test_a_signature_holds_for_its_key_and_algorithm_alone(algorithm: str) -> None:
    signed = jose.parse(sign({"alg": algorithm}, {"a": 1}, KEYS[algorithm]))
    assert signed is not None
    assert (signed.algorithm, dict(signed.claims)) == (algorithm, {"a": 1})
    for name, key in KEYS.items():
        public = known(public_half(key))
        assert public.algorithm == name
        assert jose.holds(signed, public) is (name == algorithm)
    assert not jose.holds(signed, jose.nobodys_key(algorithm))
    short = jose.Signed(signed.signing_input, b"", signed.header, signed.claims)
    assert not jose.holds(short, known(public_half(KEYS[algorithm])))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "..",
        f"{HEADER}.{CLAIMS}",
        f"{HEADER}.{CLAIMS}.",
        f"{HEADER}.{CLAIMS}.AA.AA",
        f"{HEADER}.{CLAIMS}.AA\n",
        f"{HEADER}.{CLAIMS}.AA==",
        f" {HEADER}.{CLAIMS}.AA",
        f"{HEADER}.{CLAIMS}.é",
        f"{HEADER}.{CLAIMS}.A",
        f"{HEADER}.{base64url(b'[]')}.AA",
        f"{HEADER}.{base64url(b'{')}.AA",
        f"{HEADER}.{base64url(bytes([0xFF]))}.AA",
        f"{base64url(b'1')}.{CLAIMS}.AA",
        f"{HEADER}.{base64url(b'[' * 5_000)}.AA",
        f"{HEADER}.{CLAIMS}.{'A' * jose.TEXT_CHARACTERS_MAX}",
        f"{TWICE}.{CLAIMS}.AA",
        f"{HEADER}.{TWICE}.AA",
    ],
)
def test_what_has_not_one_reading_is_not_read(text: str) -> None:
    assert jose.parse(text) is None


@given(text=st.text(max_size=200) | st.from_regex(r"[\w-]+\.[\w-]+\.[\w-]+"))
def test_nothing_that_is_sent_breaks_the_reading(text: str) -> None:
    signed = jose.parse(text)
    assert signed is None or isinstance(signed.claims, dict)


@pytest.mark.parametrize("named", [None, 1, ["ES256"], {}])
def test_an_algorithm_that_is_no_word_is_none(named: object) -> None:
    text = f"{base64url(b'{}')}.{CLAIMS}.AA"
    signed = jose.parse(text)
    assert signed is not None
    assert jose.Signed(b"", b"", {"alg": named}, {}).algorithm == ""
    assert signed.algorithm == ""


@pytest.mark.parametrize("member", sorted(jose.PRIVATE_MEMBERS))
def test_a_private_half_is_told_from_an_unusable_key(member: str) -> None:
    for key in KEYS.values():
        assert jose.public_key(public_half(key) | {member: "AA"}) is KeyFault.PRIVATE


def spoilt() -> dict[str, object]:
    ec, okp, rsa = (public_half(key) for key in (EC, OKP, RSA))
    small = public_half(RSAKey.generate_key(2048, private=True))
    return {
        "no object": ["kty"],
        "nothing": {},
        "another curve": public_half(ECKey.generate_key("P-384", private=True)),
        "a point off the curve": ec | {"y": ec["x"]},
        "half a point": {name: ec[name] for name in ("kty", "crv", "x")},
        "a number for a word": ec | {"x": 1},
        "a short coordinate": ec | {"x": base64url(b"1" * 31)},
        "padding": ec | {"x": ec["x"] + "="},
        "not base64url": ec | {"x": "é" * 43},
        "a second way to write it": okp | {"x": okp["x"][:-1] + chr(ord("B"))},
        "Ed448": okp | {"crv": "Ed448"},
        "a small modulus": rsa | {"n": base64url(b"\xff" * 128)},
        "a huge modulus": rsa | {"n": base64url(b"\xff" * 1_024)},
        "zeros before it": small | {"n": base64url(bytes(1) + b"\xff" * 256)},
        "the exponent 1": rsa | {"e": "AQ"},
        "a shared secret": {"kty": "oct"},
    }


@pytest.mark.parametrize("what", spoilt())
def test_no_other_key_is_taken(what: str) -> None:
    assert jose.public_key(spoilt()[what]) is KeyFault.UNUSABLE

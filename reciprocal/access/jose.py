"""Signed texts and public keys, taken apart strictly: values in, values out.

A text is read here before anybody looks at its signature, with one reading only: three
base64url parts, JSON objects without a name said twice, no critical extension. Three
algorithms are taken and each belongs to one kind of key, so that no text can choose
how it is checked (RFC 8725 section 3.1). The primitives are joserfc's.
"""

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from joserfc.jwk import ECKey, OKPKey, RSAKey, import_key
from joserfc.jws import JWSRegistry

ALGORITHMS = ("ES256", "EdDSA", "PS256")
"""What is taken, in the order that a refusal names it; never `none`, never HMAC."""

TEXT_CHARACTERS_MAX = 8_192
RSA_BITS_MIN = 2_048
RSA_BITS_MAX = 4_096

_PART = re.compile(r"[A-Za-z0-9_-]+")
PRIVATE_MEMBERS = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
_MEMBERS = {
    "ES256": ("crv", "kty", "x", "y"),
    "EdDSA": ("crv", "kty", "x"),
    "PS256": ("e", "kty", "n"),
}
_COORDINATE_BYTES = 32
_EXPONENT = "AQAB"

_CHECK = {
    "ES256": JWSRegistry.algorithms["ES256"],
    # RFC 9864's name for what EdDSA means with an Ed25519 key.
    "EdDSA": JWSRegistry.algorithms["Ed25519"],
    "PS256": JWSRegistry.algorithms["PS256"],
}


class KeyFault(StrEnum):
    """Why a key is not taken."""

    PRIVATE = "private"
    UNUSABLE = "unusable"


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key that one algorithm is checked with.

    Attributes:
        members: What RFC 7638 hashes, and nothing else.
        thumbprint: Base64url of the SHA-256 of those members (RFC 7638).
    """

    algorithm: str
    members: Mapping[str, str]
    thumbprint: str
    key: ECKey | OKPKey | RSAKey


@dataclass(frozen=True, slots=True)
class Signed:
    """A compact JWS (RFC 7515 section 7.1) whose signature nobody has checked yet."""

    signing_input: bytes
    signature: bytes
    header: Mapping[str, object]
    claims: Mapping[str, object]

    @property
    def algorithm(self) -> str:
        """Return the algorithm it names, or nothing where that is not a word."""
        named = self.header.get("alg")
        return named if isinstance(named, str) else ""


def parse(text: str) -> Signed | None:
    """Return a compact JWS taken apart, or None where it is not exactly one."""
    parts = text.split(".")
    if len(text) > TEXT_CHARACTERS_MAX or not all(map(_PART.fullmatch, parts)):
        return None
    try:
        header, claims, signature = (_decoded(part) for part in parts)
        read = [_object(header), _object(claims)]
    except (ValueError, RecursionError):
        return None
    return Signed(text.rpartition(".")[0].encode(), signature, *read)


def public_key(jwk: object) -> PublicKey | KeyFault:
    """Return the key of a JWK (RFC 7517): P-256, Ed25519, or RSA of 2048 to 4096 bits.

    Other members, such as `kid` and `use`, are left out of account.
    """
    if not isinstance(jwk, Mapping):
        return KeyFault.UNUSABLE
    if PRIVATE_MEMBERS & set(jwk):
        return KeyFault.PRIVATE
    algorithm = _algorithm_of(jwk)
    if algorithm is None:
        return KeyFault.UNUSABLE
    members = {name: jwk.get(name) for name in _MEMBERS[algorithm]}
    try:
        words = {name: word for name, word in members.items() if isinstance(word, str)}
        if words.keys() != members.keys() or not _canonical(algorithm, words):
            return KeyFault.UNUSABLE
        key = import_key(dict(words))
    except ValueError:
        return KeyFault.UNUSABLE
    assert isinstance(key, ECKey | OKPKey | RSAKey)
    return PublicKey(algorithm, words, key.thumbprint(), key)


def holds(signed: Signed, key: PublicKey) -> bool:
    """Tell whether a text was signed with a key, by the key's own algorithm."""
    return signed.algorithm == key.algorithm and bool(
        _CHECK[key.algorithm].verify(signed.signing_input, signed.signature, key.key)
    )


@cache
def nobodys_key(algorithm: str) -> PublicKey:
    """Return a key whose private half is thrown away: a check that always fails."""
    made: ECKey | OKPKey | RSAKey
    if algorithm == "ES256":
        made = ECKey.generate_key("P-256", private=True)
    elif algorithm == "EdDSA":
        made = OKPKey.generate_key("Ed25519", private=True)
    else:
        made = RSAKey.generate_key(RSA_BITS_MIN, private=True)
    found = public_key(made.as_dict(private=False))
    assert isinstance(found, PublicKey)
    return found


def base64url(raw: bytes) -> str:
    """Return bytes as base64url without padding (RFC 7515 section 2)."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def _algorithm_of(jwk: Mapping[str, object]) -> str | None:
    kind, curve = jwk.get("kty"), jwk.get("crv")
    if kind == "EC" and curve == "P-256":
        return "ES256"
    if kind == "OKP" and curve == "Ed25519":
        return "EdDSA"
    return "PS256" if kind == "RSA" else None


def _canonical(algorithm: str, members: Mapping[str, str]) -> bool:
    """Tell whether a key is written in its only way: one key has one thumbprint."""
    numbers = {name: members[name] for name in ("x", "y", "n") if name in members}
    raw = {name: _decoded(word) for name, word in numbers.items()}
    if any(base64url(raw[name]) != word for name, word in numbers.items()):
        return False
    if algorithm != "PS256":
        return all(len(each) == _COORDINATE_BYTES for each in raw.values())
    # The usual exponent alone: 1 would let anybody sign, a huge one would never end.
    bits = int.from_bytes(raw["n"]).bit_length()
    return (
        members["e"] == _EXPONENT
        and RSA_BITS_MIN <= bits <= RSA_BITS_MAX
        and len(raw["n"]) == (bits + 7) // 8
    )


def _decoded(part: str) -> bytes:
    return urlsafe_b64decode(part.encode() + b"=" * (-len(part) % 4))


def _object(raw: bytes) -> dict[str, object]:
    read = json.loads(raw, object_pairs_hook=_once)
    if not isinstance(read, dict):
        raise ValueError  # noqa: TRY004 - told to `parse` alone
    return read


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Refuse a name that is said twice: two readers would take different ones."""
    read = dict(pairs)
    if len(read) != len(pairs):
        raise ValueError
    return read

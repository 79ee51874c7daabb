"""A DPoP proof (RFC 9449): that whoever calls holds the private key, for this call.

Pure: the proof, the call and the moment in; who holds the key, or what is wrong, out.
That a proof is used once is kept by the database (`reciprocal.access.tokens`).
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hmac import compare_digest
from urllib.parse import urlsplit

from reciprocal.access import jose
from reciprocal.access.holders import Binding, Holder

WINDOW = timedelta(seconds=60)
"""How far a proof's time may be from ours, either way (RFC 9449 section 11.1)."""

IDENTIFIER_CHARACTERS_MAX = 256

_TYPE = "dpop+jwt"
_PORTS = {"http": 80, "https": 443}
_ESCAPED = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")


class ProofFault(StrEnum):
    """What is wrong with a proof, in the order of RFC 9449 section 4.3."""

    NOT_ONE = "not_one"
    UNREADABLE = "unreadable"
    CRITICAL = "critical"
    CLAIMS = "claims"
    TYPE = "type"
    ALGORITHM = "algorithm"
    PRIVATE_KEY = "private_key"
    KEY = "key"
    SIGNATURE = "signature"
    METHOD = "method"
    ADDRESS = "address"
    TIME = "time"
    ATH = "ath"
    USED = "used"


@dataclass(frozen=True, slots=True)
class Proof:
    """A proof that holds, apart from whether it was used before.

    Attributes:
        holder: Of the key that signed it.
        identifier: Its `jti`.
        issued_at: Its `iat`.
    """

    holder: Holder
    identifier: str
    issued_at: datetime


def verify(
    proofs: Sequence[str],
    *,
    method: str,
    address: str,
    now: datetime,
    token: str | None = None,
) -> Proof | ProofFault:
    """Return what a call's proof shows, or the first thing that is wrong with it.

    Args:
        proofs: Every `DPoP` header of the call; there must be exactly one.
        address: Where the call went, by our own name for ourselves.
        token: The access token it came with; None where a token is asked for.
    """
    if len(proofs) != 1:
        return ProofFault.NOT_ONE
    signed = jose.parse(proofs[0])
    if signed is None:
        return ProofFault.UNREADABLE
    key = _key_of(signed)
    if isinstance(key, ProofFault):
        return key
    fault = _fault_of_call(signed, method=method, address=address, now=now)
    if fault is not None:
        return fault
    if token is not None and not _is_said(signed, "ath", token_hash(token)):
        return ProofFault.ATH
    moment = datetime.fromtimestamp(_seconds(signed.claims["iat"]), UTC)
    holder = Holder(Binding.KEY, key.thumbprint)
    return Proof(holder, str(signed.claims["jti"]), moment)


def token_hash(token: str) -> str:
    """Return the `ath` of an access token (RFC 9449 section 4.2)."""
    return jose.base64url(hashlib.sha256(token.encode()).digest())


def normalised(address: str) -> str | None:
    """Return an address as it is compared, or None where it is none.

    Query and fragment are left out (RFC 9449 section 4.3); scheme, host, port, path and
    escapes are written in one way (RFC 3986 sections 6.2.2 and 6.2.3).
    """
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in _PORTS or not host or "@" in parts.netloc:
        return None
    shown = "" if port in (None, _PORTS[parts.scheme]) else f":{port}"
    path = _ESCAPED.sub(_plainer, parts.path or "/")
    return f"{parts.scheme}://{host}{shown}{path}"


def _key_of(signed: jose.Signed) -> jose.PublicKey | ProofFault:
    """Return the key a text names for itself and was really signed with."""
    fault = _fault_of_text(signed)
    if fault is not None:
        return fault
    key = jose.public_key(signed.header.get("jwk"))
    if key is jose.KeyFault.PRIVATE:
        return ProofFault.PRIVATE_KEY
    if not isinstance(key, jose.PublicKey) or key.algorithm != signed.algorithm:
        return ProofFault.KEY
    return key if jose.holds(signed, key) else ProofFault.SIGNATURE


def _fault_of_text(signed: jose.Signed) -> ProofFault | None:
    if "crit" in signed.header:
        return ProofFault.CRITICAL
    if not _has_claims(signed):
        return ProofFault.CLAIMS
    if signed.header.get("typ") != _TYPE:
        return ProofFault.TYPE
    return None if signed.algorithm in jose.ALGORITHMS else ProofFault.ALGORITHM


def _has_claims(signed: jose.Signed) -> bool:
    claims = signed.claims
    words = all(isinstance(claims.get(name), str) for name in ("jti", "htm", "htu"))
    moment = claims.get("iat")
    return (
        words
        and 0 < len(str(claims["jti"])) <= IDENTIFIER_CHARACTERS_MAX
        and isinstance(moment, int | float)
        and not isinstance(moment, bool)
    )


def _fault_of_call(
    signed: jose.Signed, *, method: str, address: str, now: datetime
) -> ProofFault | None:
    if signed.claims["htm"] != method:
        return ProofFault.METHOD
    said = normalised(str(signed.claims["htu"]))
    if said is None or said != normalised(address):
        return ProofFault.ADDRESS
    # Written so that a number which is none is outside, too.
    if not abs(_seconds(signed.claims["iat"]) - now.timestamp()) <= WINDOW.seconds:
        return ProofFault.TIME
    return None


def _is_said(signed: jose.Signed, name: str, value: str) -> bool:
    said = signed.claims.get(name)
    return isinstance(said, str) and compare_digest(said.encode(), value.encode())


def _seconds(moment: object) -> float:
    assert isinstance(moment, int | float)
    try:
        return float(moment)
    except OverflowError:
        return float("inf")


def _plainer(found: re.Match[str]) -> str:
    character = chr(int(found[1], 16))
    return character if _UNRESERVED.fullmatch(character) else found[0].upper()

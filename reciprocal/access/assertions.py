"""A client's assertion (RFC 7523): that a system is itself, signed with its own key.

Pure, in two halves. What an assertion says of itself is read first and may be refused
by name, since that tells nobody anything of ours. Whether one of a client's keys signed
it comes second and is one answer, after the same work, whoever asks.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from reciprocal.access import jose

KIND = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
LIFE_MAX = timedelta(minutes=5)
KEYS_MAX = 2
"""How many keys a client may have live, and how many checks every assertion costs."""

IDENTIFIER_CHARACTERS_MAX = 256

_TYPES = (None, "JWT", "client-authentication+jwt")
"""Never another: a proof of possession must not pass for an assertion."""


class AssertionFault(StrEnum):
    """What an assertion says wrongly of itself."""

    UNREADABLE = "unreadable"
    CRITICAL = "critical"
    TYPE = "type"
    ALGORITHM = "algorithm"
    PARTIES = "parties"
    AUDIENCE = "audience"
    EXPIRY = "expiry"
    NOT_YET = "not_yet"
    IDENTIFIER = "identifier"


@dataclass(frozen=True, slots=True)
class Claimed:
    """An assertion that says all it must; nobody has looked who signed it.

    Attributes:
        client: Who it says to be from: both `iss` and `sub`.
        identifier: Its `jti`, good once until `expires_at`.
    """

    signed: jose.Signed
    client: str
    identifier: str
    expires_at: datetime


def read(
    text: str, *, audiences: Collection[str], now: datetime, client: str = ""
) -> Claimed | AssertionFault:
    """Return what an assertion claims, or the first thing that it says wrongly.

    Args:
        audiences: Our own names, one of which it must be meant for and no other.
        client: Who the request says to be from, where it says so beside it.
    """
    signed = jose.parse(text)
    if signed is None:
        return AssertionFault.UNREADABLE
    fault = _fault_of_header(signed)
    if fault is not None:
        return fault
    issuer, subject = signed.claims.get("iss"), signed.claims.get("sub")
    if not isinstance(issuer, str) or not issuer or issuer != subject:
        return AssertionFault.PARTIES
    if client not in ("", issuer):
        return AssertionFault.PARTIES
    if _one_word(signed.claims.get("aud")) not in audiences:
        return AssertionFault.AUDIENCE
    return _within_its_time(signed, issuer, now)


def signer(claimed: Claimed, keys: Sequence[jose.PublicKey]) -> int | None:
    """Return which of a client's keys signed, or None.

    Two checks by the algorithm that the assertion names, however many keys there are:
    whoever has none, and whoever does not exist, costs the same.
    """
    assert len(keys) <= KEYS_MAX
    algorithm = claimed.signed.algorithm
    found = None
    for place in range(KEYS_MAX):
        fits = place < len(keys) and keys[place].algorithm == algorithm
        key = keys[place] if fits else jose.nobodys_key(algorithm)
        if jose.holds(claimed.signed, key):
            found = place
    return found


def _fault_of_header(signed: jose.Signed) -> AssertionFault | None:
    if "crit" in signed.header:
        return AssertionFault.CRITICAL
    if signed.header.get("typ") not in _TYPES:
        return AssertionFault.TYPE
    if signed.algorithm not in jose.ALGORITHMS:
        return AssertionFault.ALGORITHM
    return None


def _within_its_time(
    signed: jose.Signed, client: str, now: datetime
) -> Claimed | AssertionFault:
    present = now.timestamp()
    expiry = _seconds(signed.claims.get("exp"))
    if expiry is None or not present < expiry <= present + LIFE_MAX.total_seconds():
        return AssertionFault.EXPIRY
    if "nbf" in signed.claims:
        start = _seconds(signed.claims["nbf"])
        if start is None or not start <= present:
            return AssertionFault.NOT_YET
    identifier = signed.claims.get("jti")
    if not isinstance(identifier, str):
        return AssertionFault.IDENTIFIER
    if not 0 < len(identifier) <= IDENTIFIER_CHARACTERS_MAX:
        return AssertionFault.IDENTIFIER
    return Claimed(signed, client, identifier, datetime.fromtimestamp(expiry, UTC))


def _one_word(audience: object) -> str:
    """Return the only audience: one that is meant for others too could be theirs."""
    if isinstance(audience, list) and len(audience) == 1:
        (audience,) = audience
    return audience if isinstance(audience, str) else ""


def _seconds(moment: object) -> float | None:
    if isinstance(moment, bool) or not isinstance(moment, int | float):
        return None
    try:
        return float(moment)
    except OverflowError:
        return None

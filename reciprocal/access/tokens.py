"""Access tokens for machines: asked for, bound to a key, shown on each call, ended.

OAuth 2 client credentials (RFC 6749 section 4.4) with a signed assertion (RFC 7523)
for the client, and for the token a proof of possession (RFC 9449) or, behind a listed
proxy, a client certificate (RFC 8705). A refusal is a value
here, so that what it has used up stays used up when the transaction ends.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Date, bindparam, delete, text
from sqlmodel import Session, col, select

from reciprocal import clock, ids
from reciprocal.access import assertions, certificates, dpop, jose, queries, secrets
from reciprocal.access.actor import NOBODY, Actor, Scope
from reciprocal.access.assertions import AssertionFault, Claimed
from reciprocal.access.certificates import CertificateFault
from reciprocal.access.dpop import Proof, ProofFault
from reciprocal.access.holders import Binding, Holder
from reciprocal.access.tables import (
    AccessToken,
    MachinePublicKey,
    SpentIdentifier,
    TokenRefusals,
)
from reciprocal.access.wording import OF_ASSERTIONS, OF_CERTIFICATES, OF_PROOFS
from reciprocal.audit import operations as audit
from reciprocal.db import Database, UTCDateTime
from reciprocal.errors import FieldFault, Kind, ReciprocalError

PATH = "/v1/oauth/token"
GRANT = "client_credentials"
LIFE = timedelta(minutes=10)

_NO_SIGNER = FieldFault(
    "client_assertion", "Sign with a live key of a system that is registered here."
)
_ASSERTION_USED = FieldFault(
    "client_assertion.jti", "Make a new assertion for each token."
)


class OAuthFault(StrEnum):
    """The errors of RFC 6749 section 5.2 and RFC 9449 section 5 that can be met."""

    REQUEST = "invalid_request"
    CLIENT = "invalid_client"
    GRANT = "unsupported_grant_type"
    SCOPE = "invalid_scope"
    PROOF = "invalid_dpop_proof"


class ProofRefused(ReciprocalError):
    code = "invalid_dpop_proof"
    kind = Kind.UNAUTHENTICATED
    sentence = "The proof in the `DPoP` header cannot be used for this call."


class CertificateRefused(ReciprocalError):
    code = "client_certificate_refused"
    kind = Kind.UNAUTHENTICATED
    sentence = "The connection's client certificate cannot be used for this call."


class TokenRefused(ReciprocalError):
    code = "invalid_token"
    kind = Kind.UNAUTHENTICATED
    sentence = (
        "The token has run out or was ended, or came with another key or certificate; "
        "ask for a new one."
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """A token request as it came; a field that was not sent is empty."""

    grant_type: str
    assertion_type: str
    assertion: str
    client_id: str
    scope: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What came with a token request to bind a token to.

    Attributes:
        proofs: Every `DPoP` header.
        certificates: Every `Client-Cert` header that a listed proxy set; they count
            where there is no proof.
    """

    proofs: Sequence[str] = ()
    certificates: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Issued:
    """A token, shown this once, and what it is bound to."""

    token: str
    bound_to: Binding
    scopes: frozenset[Scope]


@dataclass(frozen=True, slots=True)
class Refused:
    """Why there is none; `sentence` names the field and what to do."""

    fault: OAuthFault
    sentence: str


def ask(session: Session, asked: Asked, shown: Shown, *, base: str) -> Issued | Refused:
    """Give a machine a token bound to what it has shown to hold, or say why not.

    An unknown client, a signature by no key of its and an ended key are one answer
    after the same statements and checks.

    Args:
        base: Our own public address.
    """
    outcome = _ask(session, asked, shown, base)
    if isinstance(outcome, Refused):
        _count_refusal(session)
    return outcome


def prove(
    database: Database, token: str, proofs: Sequence[str], *, call: tuple[str, str]
) -> Holder:
    """Return whose key signed a call, and let its proof count no more.

    The proof is used up in a transaction of its own, so that it stays used when the
    call itself comes to nothing. A stranger's proof leaves no trace.

    Args:
        call: The method, and the address by our own name.

    Raises:
        ProofRefused: Naming what is wrong with the proof.
        TokenRefused: When no live token is bound to the key.
    """
    now = clock.now()
    proof = dpop.verify(proofs, method=call[0], address=call[1], now=now, token=token)
    if isinstance(proof, ProofFault):
        raise refused(proof)
    with database.transaction(NOBODY) as session:
        identify(session, token, proof.holder)
        fresh = _spend_proof(session, proof)
    if not fresh:
        raise refused(ProofFault.USED)
    return proof.holder


def carried(handed_on: Sequence[str]) -> Holder:
    """Return whose certificate a call's connection was made with.

    Args:
        handed_on: Every `Client-Cert` header that a listed proxy set.

    Raises:
        CertificateRefused: Naming what is wrong with it.
    """
    found = certificates.read(handed_on, now=clock.now())
    if isinstance(found, CertificateFault):
        raise CertificateRefused(faults=(OF_CERTIFICATES[found],))
    return found


def identify(session: Session, token: str, holder: Holder) -> Actor:
    """Return the machine of a token that is bound to a holder.

    Raises:
        TokenRefused: When it is not, or has ended.
    """
    actor = queries.token_actor(session, token, holder)
    if actor is None:
        raise TokenRefused
    return actor


def refused(fault: ProofFault) -> ProofRefused:
    """Return the fault of a call whose proof cannot be used."""
    return ProofRefused(faults=(OF_PROOFS[fault],))


def sweep(session: Session, *, actor: Actor) -> None:
    """Forget tokens and identifiers that are too old, and write down past refusals.

    The audit gets one entry for each day that is over, with the number as its code.
    """
    for kind in (AccessToken, SpentIdentifier):
        # What was found to be in time a moment ago may be spent a moment from now.
        long_over = clock.now() - dpop.WINDOW
        session.execute(delete(kind).where(col(kind.expires_at) <= long_over))
    for row in session.exec(
        select(TokenRefusals).where(col(TokenRefusals.day) < clock.today())
    ):
        subject = ("day", row.day.isoformat())
        code = str(row.refused)
        audit.record(session, actor, "tokens.refused", subject=subject, code=code)
        session.delete(row)


def _ask(session: Session, asked: Asked, shown: Shown, base: str) -> Issued | Refused:
    fault = _fault_of_form(asked)
    if fault is not None:
        return fault
    bearer = _bearer_of(shown, base)
    if isinstance(bearer, Refused):
        return bearer
    claimed = assertions.read(
        asked.assertion,
        audiences=(base + PATH, base),
        now=clock.now(),
        client=asked.client_id,
    )
    if isinstance(claimed, AssertionFault):
        return _refused(OAuthFault.CLIENT, OF_ASSERTIONS[claimed])
    return _for_client(session, claimed, bearer, asked.scope)


def _bearer_of(shown: Shown, base: str) -> Proof | Holder | Refused:
    """Return the proof, or else who holds the certificate, or what is wrong."""
    now = clock.now()
    if shown.certificates and not shown.proofs:
        holder = certificates.read(shown.certificates, now=now)
        if isinstance(holder, CertificateFault):
            return _refused(OAuthFault.REQUEST, OF_CERTIFICATES[holder])
        return holder
    proof = dpop.verify(shown.proofs, method="POST", address=base + PATH, now=now)
    if isinstance(proof, ProofFault):
        return _refused(OAuthFault.PROOF, OF_PROOFS[proof])
    return proof


def _for_client(
    session: Session, claimed: Claimed, bearer: Proof | Holder, scope: str
) -> Issued | Refused:
    signed_by = _signer(session, claimed)
    if signed_by is None:
        return _refused(OAuthFault.CLIENT, _NO_SIGNER)
    words = ("assertion", claimed.client, claimed.identifier)
    if not _spend(session, words, until=claimed.expires_at):
        return _refused(OAuthFault.CLIENT, _ASSERTION_USED)
    if isinstance(bearer, Holder):
        return _issue(session, scope, *signed_by, holder=bearer)
    if not _spend_proof(session, bearer):
        return _refused(OAuthFault.PROOF, OF_PROOFS[ProofFault.USED])
    return _issue(session, scope, *signed_by, holder=bearer.holder)


def _fault_of_form(asked: Asked) -> Refused | None:
    if not asked.grant_type:
        needed = FieldFault("grant_type", f"Say {GRANT}.")
        return _refused(OAuthFault.REQUEST, needed)
    if asked.grant_type != GRANT:
        return _refused(OAuthFault.GRANT, FieldFault("grant_type", f"Say {GRANT}."))
    if asked.assertion_type != assertions.KIND or not asked.assertion:
        needed = FieldFault(
            "client_assertion",
            f"Send one, with client_assertion_type {assertions.KIND}.",
        )
        return _refused(OAuthFault.CLIENT, needed)
    return None


def _signer(session: Session, claimed: Claimed) -> tuple[Actor, str] | None:
    """Return whose live key signed, and which; after the same work if nobody's did."""
    found = queries.client(session, claimed.client)
    place = assertions.signer(claimed, [_key(row) for _, _, row in found])
    if place is None:
        return None
    machine, organisation, row = found[place]
    return queries.actor_of_machine(machine, organisation, machine.scopes), row.id


def _key(row: MachinePublicKey) -> jose.PublicKey:
    key = jose.public_key(json.loads(row.members))
    assert isinstance(key, jose.PublicKey), "a key that was taken when registered"
    return key


def _issue(
    session: Session, scope: str, actor: Actor, key_id: str, *, holder: Holder
) -> Issued | Refused:
    words = set(scope.split())
    if not words <= actor.scopes:
        some = FieldFault("scope", "Ask for scopes that the system was given, or none.")
        return _refused(OAuthFault.SCOPE, some)
    scopes = frozenset(Scope(word) for word in words) or actor.scopes
    token = secrets.new_access_token()
    row = AccessToken(
        id=ids.new_id(),
        token_hash=secrets.digest(token),
        machine_id=actor.id,
        public_key_id=key_id,
        bound_to=holder.binding,
        thumbprint=holder.thumbprint,
        scopes=" ".join(sorted(scopes)),
        expires_at=clock.now() + LIFE,
    )
    session.add(row)
    audit.record(session, actor, "token.issued", subject=("machine", actor.id))
    return Issued(token, holder.binding, scopes)


def _spend_proof(session: Session, proof: Proof) -> bool:
    until = proof.issued_at + dpop.WINDOW
    return _spend(
        session, ("proof", proof.holder.thumbprint, proof.identifier), until=until
    )


def _spend(session: Session, words: tuple[str, str, str], *, until: datetime) -> bool:
    """Use an identifier up; False where another did, however closely before.

    The row is the promise: of two at once, the second waits for the first's end.
    """
    added = session.execute(
        text(
            "INSERT INTO spent_identifier (digest, expires_at)"
            " VALUES (:digest, :until) ON CONFLICT DO NOTHING"
        ).bindparams(bindparam("until", type_=UTCDateTime())),
        {"digest": secrets.digest("\n".join(words)), "until": until},
    )
    return added.rowcount == 1  # type: ignore[attr-defined, no-any-return]


def _count_refusal(session: Session) -> None:
    session.execute(
        text(
            "INSERT INTO token_refusals (day, refused) VALUES (:day, 1)"
            " ON CONFLICT (day) DO UPDATE SET refused = token_refusals.refused + 1"
        ).bindparams(bindparam("day", type_=Date())),
        {"day": clock.today()},
    )


def _refused(fault: OAuthFault, what: FieldFault) -> Refused:
    return Refused(fault, f"{what.field}: {what.fault}")

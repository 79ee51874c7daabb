"""Operations of passkeys: a key on somebody's own device, shown in place of a code.

W3C Web Authentication, level 3. A passkey stands beside a code app and never instead
of it, so that whoever loses the device still comes in, and after the password. What is
asked is bound to one session and one purpose, for five minutes, and answered once. The
device is told nothing of whose it is: neither a name nor an address.
"""

import hashlib
import struct
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from ipaddress import ip_address
from secrets import token_bytes
from urllib.parse import urlsplit

from sqlmodel import Session, col, select
from webauthn import verify_authentication_response, verify_registration_response
from webauthn.helpers import (
    base64url_to_bytes,
    bytes_to_base64url,
    parse_attestation_object,
)
from webauthn.helpers.cose import COSEAlgorithmIdentifier as Algorithm
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AttestationFormat,
    AuthenticationCredential,
    AuthenticatorAssertionResponse,
    AuthenticatorAttestationResponse,
    RegistrationCredential,
)

from reciprocal import clock, ids
from reciprocal.access import second_factor, sessions
from reciprocal.access.actor import Actor, SessionStage
from reciprocal.access.sessions import SignedIn
from reciprocal.access.tables import Passkey, SignedInSession
from reciprocal.audit import operations as audit
from reciprocal.errors import Kind, NotFound, ReciprocalError, StateConflict

PASSKEYS_MAX = 5
ASKED_FOR = timedelta(minutes=5)
ALGORITHMS = (
    Algorithm.ECDSA_SHA_256,
    Algorithm.EDDSA,
    Algorithm.RSASSA_PKCS1_v1_5_SHA_256,
)

_CHALLENGE_BYTES = 32
# What the library raises over bytes that are no passkey's: its own family, and what
# reading them as numbers, lists and keys raises beneath it.
_UNREADABLE = (
    WebAuthnException,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    OverflowError,
    struct.error,
)


class Purpose(StrEnum):
    """What a device is asked for: to make a key, or to show one."""

    ADD = "add"
    SHOW = "show"


class PasskeysNotHere(ReciprocalError):
    code = "passkeys_not_here"
    kind = Kind.CONFLICT
    sentence = (
        "This service is reached by a number, and a passkey needs a name; enter a "
        "code of your app."
    )


class CodeAppFirst(ReciprocalError):
    code = "code_app_first"
    kind = Kind.CONFLICT
    sentence = "Set a code app up first, with POST /v1/second-factor."


class PasskeysFull(ReciprocalError):
    code = "passkeys_full"
    kind = Kind.CONFLICT
    sentence = "You have as many passkeys as can be kept; remove one first."


class PasskeyRefused(ReciprocalError):
    code = "passkey_refused"
    kind = Kind.INVALID
    sentence = "That passkey was not taken; begin again, or enter a code of your app."


@dataclass(frozen=True, slots=True)
class Site:
    """Where the service is reached: what a passkey is bound to.

    Attributes:
        name: The host, without its port.
        origin: As a browser says it: scheme, host and port.
    """

    name: str
    origin: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What a device is asked, once; texts are base64url without padding."""

    challenge: str
    site: str
    owner: str
    passkeys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """What a device says when it has made a key; base64url."""

    passkey: str
    client_data: str
    attestation: str


@dataclass(frozen=True, slots=True)
class Signed:
    """What a device says when it shows a key; base64url."""

    passkey: str
    client_data: str
    authenticator_data: str
    signature: str


def site_of(public_base: str) -> Site:
    """Return where passkeys are bound to.

    Raises:
        PasskeysNotHere: When the service is reached by a number.
    """
    found = urlsplit(public_base)
    name = found.hostname or ""
    try:
        ip_address(name)
    except ValueError:
        return Site(name, f"{found.scheme}://{found.netloc}".lower())
    raise PasskeysNotHere


def mine(session: Session, *, actor: Actor) -> list[Passkey]:
    """Return the actor's own, the oldest first."""
    rows = session.exec(
        select(Passkey)
        .where(Passkey.person_id == actor.id)
        .order_by(col(Passkey.added_at), col(Passkey.id))
    )
    return list(rows)


def shown(row: Passkey) -> dict[str, object]:
    """Return what its owner may know of a passkey."""
    return {
        "reference": row.public_ref,
        "added_at": row.added_at,
        "last_used_at": row.last_used_at,
    }


def ask_to_add(session: Session, *, actor: Actor, token: str, site: Site) -> Asked:
    """Ask a device of the actor's to make a key.

    Raises:
        CodeAppFirst: When they have no code app.
        PasskeysFull: When they have as many as can be kept.
    """
    if not second_factor.has_one(session, actor.id):
        raise CodeAppFirst
    if len(mine(session, actor=actor)) >= PASSKEYS_MAX:
        raise PasskeysFull
    return _ask(session, actor, token, site, Purpose.ADD)


def add(
    session: Session, *, actor: Actor, token: str, site: Site, made: Made
) -> Passkey:
    """Keep a key that a device has made.

    Raises:
        CodeAppFirst, PasskeysFull: As when it was asked for.
        PasskeyRefused: When nothing was asked, or what came is not an answer to it.
    """
    if not second_factor.has_one(session, actor.id):
        raise CodeAppFirst
    challenge = _answered(session, token, Purpose.ADD)
    if len(mine(session, actor=actor)) >= PASSKEYS_MAX:
        raise PasskeysFull
    try:
        raw_id = base64url_to_bytes(made.passkey)
        attestation = base64url_to_bytes(made.attestation)
        # Who made the device is not asked, and its certificates are not read.
        if parse_attestation_object(attestation).fmt != AttestationFormat.NONE:
            raise PasskeyRefused
        found = verify_registration_response(
            credential=RegistrationCredential(
                id=made.passkey,
                raw_id=raw_id,
                response=AuthenticatorAttestationResponse(
                    client_data_json=base64url_to_bytes(made.client_data),
                    attestation_object=attestation,
                ),
            ),
            expected_challenge=challenge,
            expected_rp_id=site.name,
            expected_origin=site.origin,
            supported_pub_key_algs=list(ALGORITHMS),
        )
    except _UNREADABLE as fault:
        raise PasskeyRefused from fault
    kept_as = bytes_to_base64url(found.credential_id)
    if kept_as != made.passkey or _known(session, kept_as):
        raise PasskeyRefused
    row = Passkey(
        id=ids.new_id(),
        public_ref=ids.new_id(),
        person_id=actor.id,
        credential_id=kept_as,
        public_key=bytes_to_base64url(found.credential_public_key),
        sign_count=found.sign_count,
        added_at=clock.now(),
    )
    session.add(row)
    audit.record(session, actor, "passkey.added", subject=("person", actor.id))
    return row


def remove(session: Session, *, actor: Actor, passkey_ref: str) -> None:
    """Forget one of the actor's own.

    Raises:
        NotFound: When they have none of that reference.
    """
    for row in mine(session, actor=actor):
        if row.public_ref == passkey_ref:
            session.delete(row)
            audit.record(
                session, actor, "passkey.removed", subject=("person", actor.id)
            )
            return
    raise NotFound


def ask_to_show(session: Session, *, actor: Actor, token: str, site: Site) -> Asked:
    """Ask a device to show a key of a half-open session's owner.

    Raises:
        StateConflict: When the session is open already.
        NotFound: When they have none, or no code app beside it.
    """
    if actor.session_stage is not SessionStage.HALF_OPEN:
        raise StateConflict
    asked = _ask(session, actor, token, site, Purpose.SHOW)
    if not asked.passkeys or not second_factor.has_one(session, actor.id):
        raise NotFound
    return asked


def complete(
    session: Session,
    *,
    actor: Actor,
    token: str,
    site: Site,
    signed: Signed,
    absolute_minutes: int,
) -> SignedIn:
    """Show a passkey of a half-open session; return the open one in its place.

    Raises:
        StateConflict: When the session is open already.
        PasskeyRefused: When nothing was asked, the key is none of theirs, what it
            signed is something else, or a copy of it has signed since.
    """
    if actor.session_stage is not SessionStage.HALF_OPEN:
        raise StateConflict
    challenge = _answered(session, token, Purpose.SHOW)
    row = session.exec(
        select(Passkey)
        .where(Passkey.person_id == actor.id, Passkey.credential_id == signed.passkey)
        .with_for_update()
    ).first()
    if row is None or not second_factor.has_one(session, actor.id):
        raise PasskeyRefused
    row.sign_count = _signed_by(row, challenge, site, signed)
    row.last_used_at = clock.now()
    session.add(row)
    sessions.end(session, sessions.of_token(session, token))
    audit.record(session, actor, "passkey.used", subject=("person", actor.id))
    audit.record(session, actor, "session.started", subject=("person", actor.id))
    return sessions.begin(session, actor.id, SessionStage.OPEN, absolute_minutes)


def _signed_by(row: Passkey, challenge: bytes, site: Site, signed: Signed) -> int:
    """Return how often a key says that it has signed, once it is the one that did."""
    try:
        found = verify_authentication_response(
            credential=AuthenticationCredential(
                id=signed.passkey,
                raw_id=base64url_to_bytes(signed.passkey),
                response=AuthenticatorAssertionResponse(
                    client_data_json=base64url_to_bytes(signed.client_data),
                    authenticator_data=base64url_to_bytes(signed.authenticator_data),
                    signature=base64url_to_bytes(signed.signature),
                ),
            ),
            expected_challenge=challenge,
            expected_rp_id=site.name,
            expected_origin=site.origin,
            credential_public_key=base64url_to_bytes(row.public_key),
            credential_current_sign_count=row.sign_count,
        )
    except _UNREADABLE as fault:
        raise PasskeyRefused from fault
    return found.new_sign_count


def _ask(
    session: Session, actor: Actor, token: str, site: Site, purpose: Purpose
) -> Asked:
    row = sessions.of_token(session, token)
    challenge = bytes_to_base64url(token_bytes(_CHALLENGE_BYTES))
    row.passkey_asked = f"{purpose}:{challenge}"
    row.passkey_asked_at = clock.now()
    session.add(row)
    kept = tuple(each.credential_id for each in mine(session, actor=actor))
    # A handle that a device keeps: it says nothing of anybody, and stays the same.
    owner = hashlib.sha256(f"passkey|{actor.id}".encode()).digest()
    return Asked(challenge, site.name, bytes_to_base64url(owner), kept)


def _answered(session: Session, token: str, purpose: Purpose) -> bytes:
    """Take what this session was asked, so that it is answered once."""
    known = sessions.of_token(session, token)
    row = session.exec(
        select(SignedInSession).where(SignedInSession.id == known.id).with_for_update()
    ).one()
    asked_for, _, challenge = (row.passkey_asked or "").partition(":")
    at, row.passkey_asked, row.passkey_asked_at = row.passkey_asked_at, None, None
    session.add(row)
    if asked_for != purpose or at is None or clock.now() - at > ASKED_FOR:
        raise PasskeyRefused
    return base64url_to_bytes(challenge)


def _known(session: Session, credential_id: str) -> bool:
    found = select(Passkey.id).where(Passkey.credential_id == credential_id)
    return session.exec(found).first() is not None

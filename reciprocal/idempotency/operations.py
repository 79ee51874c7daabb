"""Keeping what was answered, so that a request sent twice takes effect once.

The answer is stored in the transaction whose effect it reports: either both stand or
neither does. So a caller that lost the reply asks again and hears the same bytes, and
one whose request failed may try again under the same key. (The header and the refusal
of another request follow the IETF's draft-ietf-httpapi-idempotency-key-header.)
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any, cast

from sqlmodel import Session, col, select

from reciprocal import clock, ids
from reciprocal.access.actor import Actor
from reciprocal.audit import operations as audit
from reciprocal.db import Duty, on_duty, serialise
from reciprocal.errors import FieldFault, FieldsInvalid, Kind, ReciprocalError
from reciprocal.idempotency.tables import KeptAnswer
from reciprocal.sealing import operations as sealing

HEADER = "Idempotency-Key"
KEY_LENGTH_MAX = 64
KEY_PATTERN = rf"^[!-~]{{1,{KEY_LENGTH_MAX}}}$"
"""What a key looks like: visible ASCII, no space."""

_KEY = re.compile(rf"[!-~]{{1,{KEY_LENGTH_MAX}}}")
_ANSWER = "kept_answer.answer"


class KeyRequired(ReciprocalError):
    code = "idempotency_key_required"
    kind = Kind.PRECONDITION_REQUIRED
    sentence = (
        "Send an Idempotency-Key header: a new value for each act, and the same one "
        "when you send that act again."
    )


class KeyReused(ReciprocalError):
    code = "idempotency_key_reused"
    kind = Kind.INVALID
    sentence = (
        "This Idempotency-Key was sent before with another request; use a new value "
        "for each act."
    )


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it goes out: status, headers of its own, and the body's bytes."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass(frozen=True, slots=True)
class Attempt:
    """One request under a key; while its transaction lasts no twin gets further."""

    actor: Actor
    key_digest: str
    request_digest: str


def key_among(sent: Sequence[str]) -> str:
    """Return the one key that was sent.

    Raises:
        KeyRequired: When there is none.
        FieldsInvalid: When it is not 1 to 64 visible ASCII characters, or not one.
    """
    if not sent:
        raise KeyRequired
    if len(sent) > 1 or not _KEY.fullmatch(sent[0]):
        fault = f"Give one value of 1 to {KEY_LENGTH_MAX} visible ASCII characters."
        raise FieldsInvalid(faults=(FieldFault(HEADER, fault),))
    return sent[0]


def attempt(session: Session, *, actor: Actor, key: str, request: bytes) -> Attempt:
    """Begin a request under a key; a twin waits here until this transaction ends.

    Args:
        request: Method, address and body, in bytes that tell any two apart.
    """
    key_digest = _blind(session, actor, "key", f"{actor.id}|{key}")
    # Of 64 bits: two keys that met under one lock would only wait for each other.
    lock = int.from_bytes(sha256(key_digest.encode()).digest()[:8], signed=True)
    serialise(session, lock)
    said = f"{key_digest}|{sha256(request).hexdigest()}"
    return Attempt(actor, key_digest, _blind(session, actor, "request", said))


def answered_before(session: Session, attempted: Attempt) -> Answer | None:
    """Return what this very request was answered before, if it was.

    Raises:
        KeyReused: When the key was sent with another request.
    """
    row = session.exec(
        select(KeptAnswer)
        .where(
            KeptAnswer.actor_id == attempted.actor.id,
            KeptAnswer.key_digest == attempted.key_digest,
        )
        .with_for_update()
    ).first()
    if row is None:
        return None
    if row.forget_at <= clock.now():
        _forget(session, row)
        return None
    if row.request_digest != attempted.request_digest:
        raise KeyReused(field=HEADER)
    kept = audit.reveal(
        session,
        attempted.actor,
        row.answer,
        _ANSWER,
        subject=("kept_answer", row.id),
        row_id=row.id,
    )
    status, headers, body = cast("tuple[int, list[Any], str]", kept)
    return Answer(status, tuple((name, said) for name, said in headers), body.encode())


def keep(
    session: Session, attempted: Attempt, answer: Answer, *, subject_ref: str, days: int
) -> None:
    """Keep an answer, sealed, for so many days; it stands with this transaction.

    Args:
        subject_ref: The caller's reference of the thing acted on, or nothing.
    """
    row_id = ids.new_id()
    key_id = sealing.create_key(
        session,
        subject_kind="kept_answer",
        subject_id=row_id,
        organisation_id=attempted.actor.organisation_id,
    )
    said = (answer.status, answer.headers, answer.body.decode())
    moment = clock.now()
    session.add(
        KeptAnswer(
            id=row_id,
            actor_id=attempted.actor.id,
            key_digest=attempted.key_digest,
            request_digest=attempted.request_digest,
            subject_ref=subject_ref,
            key_id=key_id,
            answer=sealing.seal(session, key_id, _ANSWER, row_id, said),
            answered_at=moment,
            forget_at=moment + timedelta(days=days),
        )
    )
    session.flush()


def forget_expired(session: Session) -> int:
    """Forget each answer whose time is over, and destroy its key; return how many."""
    expired = session.exec(
        select(KeptAnswer)
        .where(col(KeptAnswer.forget_at) <= clock.now())
        .with_for_update(skip_locked=True)
    ).all()
    for row in expired:
        _forget(session, row)
    return len(expired)


def forget_about(session: Session, references: Sequence[str]) -> int:
    """Forget what anybody was answered about these things, and return how many.

    Whoever asks again under the same key is then answered as anybody is now.
    """
    kept = session.exec(
        select(KeptAnswer)
        .where(col(KeptAnswer.subject_ref).in_(references))
        .with_for_update()
    ).all()
    for row in kept:
        _forget(session, row)
    return len(kept)


def _forget(session: Session, row: KeptAnswer) -> None:
    with on_duty(session, Duty.FORGETTING):
        sealing.destroy_key(session, row.key_id)
        session.flush()
    session.delete(row)
    session.flush()


def _blind(session: Session, actor: Actor, what: str, value: str) -> str:
    return sealing.blind_index(
        session,
        organisation_id=actor.organisation_id,
        column=f"kept_answer.{what}",
        value=value,
    )

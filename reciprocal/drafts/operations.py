"""Drafts: what a worker typed of a request, kept sealed until they save it.

A draft is no case: nobody but its writer finds it, no round reads it, and no query
looks into it. Its own key, wrapped with its service's, goes when it goes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from sqlmodel import Session, col, select

from reciprocal import clock, ids
from reciprocal.access.actor import Actor, ActorKind, Role
from reciprocal.audit import operations as audit
from reciprocal.db import serialise
from reciprocal.drafts.tables import KeptDraft
from reciprocal.sealing import operations as sealing

Typed = Sequence[tuple[str, str]]

_TYPED = "kept_draft.typed"
_LOCK = 7_211


@dataclass(frozen=True, slots=True)
class Begun:
    """A draft as a list shows it: nothing of what was typed."""

    draft_ref: str
    again_of: str
    begun_at: datetime
    changed_at: datetime


def keep(
    session: Session, *, actor: Actor, draft_ref: str, again_of: str, typed: Typed
) -> bool:
    """Keep what somebody has typed so far in place of what they had; tell whether.

    Nothing is kept for anybody but a worker, nor under a name that is no UUID.
    """
    if not (_is_worker(actor) and _is_name(draft_ref)):
        return False
    # Two clicks may begin one draft at once; the second finds it.
    serialise(session, _LOCK)
    row = _row(session, actor, draft_ref) or _begin(session, actor, draft_ref, again_of)
    row.typed = sealing.seal(session, row.key_id, _TYPED, row.id, list(typed))
    row.changed_at = clock.now()
    session.add(row)
    return True


def typed_in(session: Session, *, actor: Actor, draft_ref: str) -> Typed | None:
    """Return what somebody typed in a draft of theirs; None where it is not there."""
    row = _row(session, actor, draft_ref)
    if row is None:
        return None
    found = audit.reveal(
        session, actor, row.typed, _TYPED, subject=("kept_draft", row.id), row_id=row.id
    )
    return [(name, text) for name, text in cast("list[list[str]]", found)]


def begun(session: Session, *, actor: Actor) -> list[Begun]:
    """Return somebody's own drafts, the one they changed last first."""
    rows = session.exec(
        select(KeptDraft)
        .where(KeptDraft.person_id == actor.id)
        .order_by(col(KeptDraft.changed_at).desc(), col(KeptDraft.id))
    )
    return [
        Begun(row.draft_ref, row.again_of, row.begun_at, row.changed_at) for row in rows
    ]


def forget(session: Session, *, actor: Actor, draft_ref: str) -> None:
    """Forget a draft that was saved or is not wanted; one that is gone stays gone."""
    row = _row(session, actor, draft_ref)
    if row is not None:
        audit.record(session, actor, "draft.forgotten", subject=("kept_draft", row.id))
        _erase(session, row)


def old(session: Session, *, before: datetime) -> list[str]:
    """Return the drafts that nobody has changed since a moment."""
    query = select(KeptDraft.id).where(col(KeptDraft.changed_at) <= before)
    return list(session.exec(query))


def forget_old(session: Session, *, before: datetime) -> int:
    """Forget the drafts that nobody has changed since a moment; return how many."""
    found = old(session, before=before)
    for draft_id in found:
        _erase(session, session.get_one(KeptDraft, draft_id))
    return len(found)


def _begin(session: Session, actor: Actor, draft_ref: str, again_of: str) -> KeptDraft:
    row_id, moment = ids.new_id(), clock.now()
    key_id = sealing.create_key(
        session,
        subject_kind="kept_draft",
        subject_id=row_id,
        organisation_id=actor.organisation_id,
    )
    audit.record(session, actor, "draft.begun", subject=("kept_draft", row_id))
    return KeptDraft(
        id=row_id,
        person_id=actor.id,
        draft_ref=draft_ref,
        again_of=again_of,
        key_id=key_id,
        typed=sealing.seal(session, key_id, _TYPED, row_id, []),
        begun_at=moment,
        changed_at=moment,
    )


def _row(session: Session, actor: Actor, draft_ref: str) -> KeptDraft | None:
    query = select(KeptDraft).where(
        KeptDraft.person_id == actor.id, KeptDraft.draft_ref == draft_ref
    )
    return session.exec(query.with_for_update()).first()


def _erase(session: Session, row: KeptDraft) -> None:
    sealing.destroy_key(session, row.key_id)
    session.delete(row)
    session.flush()


def _is_worker(actor: Actor) -> bool:
    return actor.kind is ActorKind.PERSON and actor.role is Role.REFERRING_WORKER


def _is_name(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False

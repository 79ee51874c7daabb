"""The audit as its auditor reads it: acts and times, under pseudonyms.

Lives above the audit room because what may be shown is asked of the actor.
"""

import hashlib
from datetime import datetime

from sqlmodel import Session, select

from reciprocal.access.actor import Actor
from reciprocal.audit.tables import AuditEntry
from reciprocal.disclosure.pages import WHOLE, By, Page, Wanted, read

_SHOWN_DIGITS = 12


def entries(
    session: Session,
    actor: Actor,
    wanted: Wanted = WHOLE,
    *,
    action: str | None = None,
    since: datetime | None = None,
) -> Page:
    """Return the acts, the newest first: all, those of one code, or those of late."""
    query = select(AuditEntry)
    if action is not None:
        query = query.where(AuditEntry.action == action)
    if since is not None:
        query = query.where(AuditEntry.at >= since)
    return read(
        session,
        actor,
        "audit_entry",
        wanted,
        query,
        (By(AuditEntry.sequence, falls=True),),
        lambda entry: ("open", _row(actor, entry)),
    )


def pseudonym(actor: Actor, identifier: str) -> str:
    """Return a name of this auditor's own for somebody or something.

    It hides 128 random bits behind a digest, so it leads nowhere; another auditor
    gets another name, so that two of them hold no string in common.
    """
    text = f"{actor.organisation_id}|{identifier}"
    return hashlib.sha256(text.encode()).hexdigest()[:_SHOWN_DIGITS]


def _row(actor: Actor, entry: AuditEntry) -> dict[str, object]:
    return {
        "sequence": entry.sequence,
        "at": entry.at,
        "actor": pseudonym(actor, entry.actor_id),
        "organisation": pseudonym(actor, entry.organisation_id),
        "role": entry.role,
        "action": entry.action,
        "subject_kind": entry.subject_kind,
        "subject": pseudonym(actor, entry.subject_id),
        "code": entry.code,
        "row_hash": entry.row_hash,
    }

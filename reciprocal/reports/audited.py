"""The audit as its auditor reads it: acts and times, under pseudonyms.

Lives above the audit room because what may be shown is asked of the actor.
"""

import hashlib

from sqlmodel import Session, col, select

from reciprocal.access.actor import Actor
from reciprocal.audit.tables import AuditEntry
from reciprocal.disclosure import present_all

_LATEST = 1_000
_SHOWN_DIGITS = 12


def entries(session: Session, actor: Actor) -> list[dict[str, object]]:
    """Return the latest acts, the newest first."""
    rows = session.exec(
        select(AuditEntry).order_by(col(AuditEntry.sequence).desc()).limit(_LATEST)
    )
    return present_all(actor, "audit_entry", [("open", _row(actor, e)) for e in rows])


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

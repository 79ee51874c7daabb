"""The audit as its auditor reads it: acts and times, under pseudonyms.

Lives above the audit room because what may be shown is asked of the actor.
"""

import hashlib
from datetime import datetime

from sqlalchemy import CompoundSelect, union_all
from sqlmodel import Session, col, select

from reciprocal.access.actor import Actor
from reciprocal.audit.tables import AuditEntry
from reciprocal.disclosure.pages import WHOLE, By, Page, Wanted, read
from reciprocal.homes.tables import Home
from reciprocal.moves.tables import Move
from reciprocal.proposals.tables import Proposal
from reciprocal.requests.tables import (
    CaseLink,
    PersonQuestion,
    PropertyRequest,
    TenancyCheck,
)
from reciprocal.rounds.tables import StepDecision

_SHOWN_DIGITS = 12


def entries(
    session: Session,
    actor: Actor,
    wanted: Wanted = WHOLE,
    *,
    action: str | None = None,
    since: datetime | None = None,
) -> Page:
    """Return the acts, the newest first: all, those of one code, or those of late.

    Acts about a case that is closed to this auditor are left out.
    """
    query = select(AuditEntry).where(
        col(AuditEntry.subject_id).not_in(_subjects_closed(actor))
    )
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


def _subjects_closed(actor: Actor) -> CompoundSelect[str]:
    """Select what belongs to the cases that are closed to the actor, by identifier."""
    closed = sorted(actor.blocked)
    steps = col(Proposal.request_id).in_(closed)
    return union_all(
        select(PropertyRequest.id).where(col(PropertyRequest.id).in_(closed)),
        select(TenancyCheck.id).where(col(TenancyCheck.request_id).in_(closed)),
        select(Home.id).where(col(Home.vacated_by_request_id).in_(closed)),
        select(CaseLink.id).where(
            col(CaseLink.one_id).in_(closed) | col(CaseLink.other_id).in_(closed)
        ),
        select(PersonQuestion.id).where(col(PersonQuestion.request_id).in_(closed)),
        select(StepDecision.id).where(col(StepDecision.request_id).in_(closed)),
        select(Proposal.id).where(steps),
        select(Move.id)
        .join(Proposal, col(Proposal.id) == Move.proposal_id)
        .where(steps),
    )


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

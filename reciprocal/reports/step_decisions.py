"""What people decided of planned moves, as an auditor reads it: under pseudonyms."""

from sqlmodel import Session, select

from reciprocal.access.actor import Actor
from reciprocal.access.closed import in_scheme
from reciprocal.disclosure.pages import WHOLE, By, Page, Wanted, read
from reciprocal.reports.audited import pseudonym
from reciprocal.rounds.tables import StepDecision


def decisions(session: Session, actor: Actor, wanted: Wanted = WHOLE) -> Page:
    """Return every decision on a ready step, the newest first.

    Those on a case that is closed to this auditor are left out.
    """
    return read(
        session,
        actor,
        "step_decision",
        wanted,
        select(StepDecision).where(
            *in_scheme(actor, StepDecision.scheme_id, case=StepDecision.request_id)
        ),
        (By(StepDecision.decided_at, falls=True), By(StepDecision.id)),
        lambda row: ("open", _row(actor, row)),
    )


def _row(actor: Actor, row: StepDecision) -> dict[str, object]:
    return {
        "round": pseudonym(actor, row.round_id),
        "subject": pseudonym(actor, row.request_id),
        "decided_by": pseudonym(actor, row.decided_by),
        "decided_at": row.decided_at,
        "answer": row.answer,
        "reason": row.reason,
        "proposed": row.proposed,
    }

"""What becomes of a dispute when those who heard it have answered."""

from sqlmodel import Session, select

from reciprocal import clock
from reciprocal.ledger import hearing
from reciprocal.ledger.dispute_lifecycle import APPEALED_AFTER, DisputeEvent, after
from reciprocal.ledger.lifecycle import AdjustmentState
from reciprocal.ledger.tables import Adjustment, Dispute
from reciprocal.notices import operations as notices
from reciprocal.notices.terms import TaskKind

_FOLLOWS = {
    AdjustmentState.ENTERED: DisputeEvent.UPHOLD,
    AdjustmentState.DECLINED: DisputeEvent.REJECT,
}
"""What was overtaken by the book follows nothing: it lapses on its day."""


def follow(session: Session, heard: Adjustment) -> None:
    """Settle the dispute that an adjustment hears, where it hears one."""
    event = _FOLLOWS.get(heard.state)
    row = session.exec(select(Dispute).where(Dispute.adjustment_id == heard.id)).first()
    if row is not None and event is not None:
        settle(session, row, event)


def settle(session: Session, row: Dispute, event: DisputeEvent) -> None:
    """Settle a dispute; a first one that was lost may be appealed against.

    Raises:
        StateConflict: When it is settled.
    """
    row.state = after(row.state, event)
    row.settled_at = clock.now()
    if row.state in APPEALED_AFTER and row.appeals_id is None:
        row.appeal_by = hearing.appeal_by(row.settled_at)
    session.add(row)
    session.flush()
    if row.appeal_by is not None:
        notices.add_task(
            session,
            organisation_id=row.organisation_id,
            kind=TaskKind.DISPUTE_SETTLED,
            subject_id=row.id,
            subject_ref=row.landlord_ref,
            case_id=None,
            due_at=row.appeal_by,
        )

"""Correcting what the book has of a step: the coordinator names the step they know."""

from sqlmodel import Session, select

from reciprocal.access import policy
from reciprocal.access.actor import Actor
from reciprocal.access.closed import in_scheme
from reciprocal.errors import NotFound
from reciprocal.ledger import adjusting, entries
from reciprocal.ledger.stated import Stated
from reciprocal.ledger.tables import Adjustment
from reciprocal.ledger.terms import TransactionKind
from reciprocal.moves import operations as moves
from reciprocal.proposals.tables import Proposal


def propose(session: Session, *, actor: Actor, stated: Stated) -> Adjustment:
    """Propose an adjustment; of a step, the entry that its tenancy's start posted.

    Raises:
        NotFound: When there is no such step for this coordinator.
        FieldsInvalid, NothingToCorrect, WriteOffCapReached, StateConflict: As
            `adjusting.propose` says.
    """
    policy.require(actor, "adjustments.propose")
    posted_id = None if stated.step is None else _posted(session, actor, stated.step)
    return adjusting.propose(session, actor=actor, stated=stated, posted_id=posted_id)


def _posted(session: Session, actor: Actor, step_ref: str) -> str | None:
    """Return the identifier of a step's POST; None where it never became a move.

    None too where a change in risk hides the step: the two landlords that the entry
    stands between, and who of others may approve, would say where it leads.
    """
    step = session.exec(
        select(Proposal).where(
            Proposal.board_ref == step_ref,
            *in_scheme(actor, Proposal.scheme_id, case=Proposal.request_id),
        )
    ).first()
    if step is None:
        raise NotFound
    move = moves.of_proposal(session, step.id)
    if move is None or step.hidden_at is not None:
        return None
    return entries.event_id(move.move_ref, TransactionKind.POST)

"""Writes a random history through the room's operations."""

from sqlmodel import Session, select

from reciprocal.ledger import adjusting, adjustments, lots, operations, queries
from reciprocal.ledger.book import Book
from reciprocal.ledger.lifecycle import AdjustmentState
from reciprocal.ledger.stated import Stated
from reciprocal.ledger.tables import AdjustmentAsked
from reciprocal.ledger.terms import TransactionKind
from tests.reciprocal.ledger.conftest import (
    ACTOR,
    AGENCY,
    COORDINATOR,
    SCHEME,
    START,
    UNTIL,
    lead,
)
from tests.reciprocal.ledger.histories import Decision, Going

Kind = TransactionKind


class ByDatabase:
    """Writes what a history decides through the room's operations."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.references: dict[str, str] = {}

    def event(self, kind: TransactionKind, move: Going) -> None:
        match kind:
            case Kind.HOLD:
                operations.hold(
                    self.session,
                    actor=ACTOR,
                    scheme_id=SCHEME,
                    move_ref=move.ref,
                    chain_ref="chain",
                    round_id="round",
                    origin_id=move.origin,
                    receiver_id=move.receiver,
                    size_class=move.size_class,
                    hold_until=UNTIL,
                    rule_version="1",
                    effective_date=START,
                )
            case Kind.POST:
                operations.post(
                    self.session,
                    actor=ACTOR,
                    move_ref=move.ref,
                    effective_date=START,
                    settle_by=move.settle_by,
                )
            case Kind.VOID_HOLD:
                operations.void_hold(
                    self.session, actor=ACTOR, move_ref=move.ref, reason_code="refused"
                )
            case _:
                operations.reverse(
                    self.session, actor=ACTOR, move_ref=move.ref, reason_code="returned"
                )

    def decide(self, decision: Decision) -> str:
        row = adjusting.propose(
            self.session,
            actor=COORDINATOR,
            stated=self._stated(decision),
            posted_id=decision.entry_id if decision.move else None,
        )
        for name in decision.approvers:
            asked = self.session.exec(
                select(AdjustmentAsked).where(
                    AdjustmentAsked.adjustment_id == row.id,
                    AdjustmentAsked.organisation_id == name,
                )
            ).one()
            adjusting.answer(
                self.session,
                actor=lead(name),
                adjustment_ref=asked.landlord_ref,
                approved=True,
            )
        assert row.state is AdjustmentState.ENTERED
        self.references[str(row.transaction_id)] = row.board_ref
        return str(row.transaction_id)

    def _stated(self, decision: Decision) -> Stated:
        undone = decision.undone is not None
        return Stated(
            kind=decision.kind,
            reason=min(adjustments.REASONS[decision.kind]),
            approvers=decision.approvers,
            debt=decision.lot and lots.reference(AGENCY, decision.lot),
            step="step" if decision.move else None,
            adjustment=self.references[str(decision.entry_id)] if undone else None,
            to_size_class=decision.to,
            successor=decision.successor,
        )

    def book(self) -> Book:
        self.session.flush()
        return queries.whole(self.session)

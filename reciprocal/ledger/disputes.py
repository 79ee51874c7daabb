"""Reading disputes: a landlord its own, the board that there are some."""

from collections.abc import Iterable

from sqlmodel import Session, col, or_, select

from reciprocal.access.actor import Actor
from reciprocal.disclosure import Shown, show
from reciprocal.disclosure.pages import WHOLE, By, Page, Wanted, read
from reciprocal.errors import NotFound
from reciprocal.ids import short_code
from reciprocal.ledger import telling
from reciprocal.ledger.dispute_lifecycle import DisputeState
from reciprocal.ledger.lots import Disputed
from reciprocal.ledger.tables import Account, Dispute, Leg, Transaction
from reciprocal.ledger.terms import AccountKind
from reciprocal.organisations import queries as organisations


def own_disputes(session: Session, actor: Actor, wanted: Wanted = WHOLE) -> Page:
    """Return what the actor's landlord disputes, the newest first."""
    return read(
        session,
        actor,
        "dispute",
        wanted,
        select(Dispute).where(Dispute.organisation_id == actor.organisation_id),
        (By(Dispute.raised_at, falls=True), By(Dispute.landlord_ref)),
        lambda row: (row.state, _own_row(row)),
        stage=Dispute.state,
    )


def own_dispute(
    session: Session, actor: Actor, dispute_ref: str, *, lock: bool = False
) -> Dispute:
    """Return the dispute that the actor's landlord calls so, or raise NotFound."""
    query = select(Dispute).where(
        Dispute.landlord_ref == dispute_ref,
        Dispute.organisation_id == actor.organisation_id,
    )
    row = session.exec(query.with_for_update() if lock else query).first()
    if row is None:
        raise NotFound
    return row


def show_own(actor: Actor, row: Dispute) -> Shown:
    """Return one dispute as its landlord sees it."""
    return show(actor, "dispute", row.state, _own_row(row))


def board_disputes(session: Session, actor: Actor, wanted: Wanted = WHOLE) -> Page:
    """Return what the scheme's landlords dispute, the newest first.

    Neither who stands on the other side nor who hears it. What a change in risk hides
    is not there, as in all that is read live of the book.
    """
    hidden = sorted(telling.hidden(session))
    return read(
        session,
        actor,
        "board_dispute",
        wanted,
        select(Dispute)
        .join(Transaction, col(Transaction.id) == Dispute.transaction_id)
        .where(
            Dispute.scheme_id == actor.scheme_id,
            or_(
                col(Transaction.move_ref).is_(None),
                col(Transaction.move_ref).not_in(hidden),
            ),
        ),
        (By(Dispute.raised_at, falls=True), By(Dispute.board_ref)),
        lambda row: (row.state, _board_row(session, row)),
        stage=Dispute.state,
    )


def disputed_lots(session: Session, scheme_id: str) -> Disputed:
    """Return the debts that are disputed by whoever owes them, each with its landlord.

    What the other side of an entry disputes leaves the debt as it is: its age would
    tell of it.
    """
    rows = session.exec(
        select(Dispute.organisation_id, Dispute.transaction_id, Leg.lot_id)
        .join(Transaction, col(Transaction.id) == Dispute.transaction_id)
        .join(Leg, col(Leg.transaction_sequence) == Transaction.sequence)
        .join(Account, col(Account.id) == Leg.account_id)
        .where(
            Dispute.scheme_id == scheme_id,
            Dispute.state == DisputeState.OPEN,
            Account.owner_organisation_id == Dispute.organisation_id,
            Account.kind == AccountKind.PROVIDER,
            col(Leg.homes) < 0,
        )
    )
    return frozenset((owner, lot_id or entry_id) for owner, entry_id, lot_id in rows)


def of_lines(
    session: Session, organisation_id: str, line_refs: Iterable[str]
) -> dict[str, DisputeState]:
    """Return where a landlord's disputed lines stand, the appeal before the first."""
    rows = session.exec(
        select(Dispute)
        .where(
            Dispute.organisation_id == organisation_id,
            col(Dispute.line_ref).in_(sorted(line_refs)),
        )
        .order_by(col(Dispute.appeals_id).is_not(None))
    )
    return {row.line_ref: row.state for row in rows}


def is_open_with(session: Session, organisation_id: str) -> bool:
    """Tell whether a landlord waits for a dispute of its own."""
    query = select(Dispute.id).where(
        Dispute.organisation_id == organisation_id, Dispute.state == DisputeState.OPEN
    )
    return session.exec(query).first() is not None


def _own_row(row: Dispute) -> dict[str, object]:
    return {
        "reference": row.landlord_ref,
        "code": short_code(row.landlord_ref),
        "stage": row.state,
        "line": row.line_ref,
        "period": row.period,
        "kind": row.kind,
        "size_class": row.size_class,
        "homes": row.homes,
        "ground": row.ground,
        "to_size_class": row.to_size_class,
        "appeal": row.appeals_id is not None,
        "raised_at": row.raised_at,
        "answer_by": row.answer_by,
        "settled_at": row.settled_at,
        "appeal_by": row.appeal_by,
    }


def _board_row(session: Session, row: Dispute) -> dict[str, object]:
    landlord = organisations.organisation(session, row.organisation_id)
    return {
        "reference": row.board_ref,
        "code": short_code(row.board_ref),
        "stage": row.state,
        "landlord": landlord.name,
        "landlord_code": landlord.code,
        "kind": row.kind,
        "size_class": row.size_class,
        "ground": row.ground,
        "to_size_class": row.to_size_class,
        "appeal": row.appeals_id is not None,
        "raised_at": row.raised_at,
        "answer_by": row.answer_by,
        "settled_at": row.settled_at,
    }

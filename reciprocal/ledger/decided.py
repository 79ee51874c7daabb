"""Reading what people are asked of the book: the coordinator's view, and one's own."""

from sqlmodel import Session, col, select

from reciprocal.access.actor import Actor
from reciprocal.disclosure import Shown, show
from reciprocal.disclosure.pages import WHOLE, By, Page, Wanted, read
from reciprocal.errors import NotFound
from reciprocal.ids import short_code
from reciprocal.ledger import adjustments, entries, lots, telling, writing
from reciprocal.ledger.adjustments import Terms
from reciprocal.ledger.entries import Line, Slot
from reciprocal.ledger.lifecycle import AdjustmentState
from reciprocal.ledger.lots import Lot
from reciprocal.ledger.queries import open_lots, terms_of
from reciprocal.ledger.tables import (
    Account,
    Adjustment,
    AdjustmentAsked,
    Leg,
    Transaction,
)
from reciprocal.ledger.terms import AccountKind, SizeClass, TransactionKind
from reciprocal.organisations import queries as organisations


def board_adjustments(session: Session, actor: Actor, wanted: Wanted = WHOLE) -> Page:
    """Return what the scheme's coordinator proposed, the newest first."""
    return read(
        session,
        actor,
        "board_adjustment",
        wanted,
        select(Adjustment).where(
            Adjustment.scheme_id == actor.scheme_id,
            col(Adjustment.answer_by).is_(None),
        ),
        (By(Adjustment.proposed_at, falls=True), By(Adjustment.board_ref)),
        lambda row: (row.state, _board_row(session, actor, row)),
        stage=Adjustment.state,
    )


def board_adjustment(
    session: Session, actor: Actor, adjustment_ref: str, *, lock: bool = False
) -> Adjustment:
    """Return the scheme's adjustment of that reference, or raise NotFound.

    What hears a dispute is none of them: it names both landlords of an entry.
    """
    query = select(Adjustment).where(
        Adjustment.board_ref == adjustment_ref,
        Adjustment.scheme_id == actor.scheme_id,
        col(Adjustment.answer_by).is_(None),
    )
    row = session.exec(query.with_for_update() if lock else query).first()
    if row is None:
        raise NotFound
    return row


def show_board_adjustment(session: Session, actor: Actor, row: Adjustment) -> Shown:
    """Return one adjustment as the coordinator sees it."""
    return show(actor, "board_adjustment", row.state, _board_row(session, actor, row))


def own_adjustments(session: Session, actor: Actor, wanted: Wanted = WHOLE) -> Page:
    """Return what the actor's landlord is asked to approve, the longest asked first."""
    return read(
        session,
        actor,
        "adjustment",
        wanted,
        select(AdjustmentAsked, Adjustment)
        .join(Adjustment, col(Adjustment.id) == AdjustmentAsked.adjustment_id)
        .where(AdjustmentAsked.organisation_id == actor.organisation_id),
        (By(AdjustmentAsked.asked_at), By(AdjustmentAsked.landlord_ref)),
        lambda asked, row: (asked.state, _own_row(asked, row)),
        stage=AdjustmentAsked.state,
    )


def own_asked(
    session: Session, actor: Actor, adjustment_ref: str, *, lock: bool = False
) -> tuple[AdjustmentAsked, Adjustment]:
    """Return what the actor's landlord is asked, or raise NotFound."""
    query = (
        select(AdjustmentAsked, Adjustment)
        .join(Adjustment, col(Adjustment.id) == AdjustmentAsked.adjustment_id)
        .where(
            AdjustmentAsked.landlord_ref == adjustment_ref,
            AdjustmentAsked.organisation_id == actor.organisation_id,
        )
    )
    found = session.exec(query.with_for_update() if lock else query).first()
    if found is None:
        raise NotFound
    return found


def show_own(actor: Actor, asked: AdjustmentAsked, row: Adjustment) -> Shown:
    """Return one adjustment as a landlord that is asked sees it."""
    return show(actor, "adjustment", asked.state, _own_row(asked, row))


def asked_of(session: Session, actor: Actor, row: Adjustment) -> list[AdjustmentAsked]:
    """Return who is asked about an adjustment, in the order of their references."""
    del actor  # whoever asks has the adjustment
    return list(
        session.exec(
            select(AdjustmentAsked)
            .where(AdjustmentAsked.adjustment_id == row.id)
            .order_by(AdjustmentAsked.landlord_ref)
        )
    )


def is_open(session: Session, actor: Actor, terms: Terms) -> bool:
    """Tell whether an adjustment of the same debt or entry waits for answers.

    Disputes of it do not count: who disputes an entry is told to nobody else.
    """
    same = (
        Adjustment.corrects_transaction_id == terms.corrects
        if terms.lot_id is None
        else Adjustment.lot_id == terms.lot_id
    )
    query = select(Adjustment.id).where(
        Adjustment.scheme_id == actor.scheme_id,
        Adjustment.state == AdjustmentState.PROPOSED,
        col(Adjustment.answer_by).is_(None),
        same,
    )
    return session.exec(query).first() is not None


def lot_called(session: Session, actor: Actor, debt_ref: str) -> Lot | None:
    """Return the open lot that has this reference with the actor's organisation."""
    for lot in open_lots(session, actor):
        if lots.reference(actor.organisation_id, lot) == debt_ref:
            return lot
    return None


def lot_of(session: Session, actor: Actor, terms: Terms) -> Lot | None:
    """Return the lot an adjustment is about, while it is open."""
    for lot in open_lots(session, actor):
        wanted = (terms.lot_id, terms.debtor, terms.size_class)
        if (lot.debt.id, lot.owner, lot.size_class) == wanted:
            return lot
    return None


def landlord_coded(session: Session, actor: Actor, code: str) -> str | None:
    """Return the scheme's landlord of that code, if it has one that has not left."""
    row = organisations.organisation_coded(session, actor.scheme_id, code)
    if row is None or row.left_at is not None:
        return None
    landlord = organisations.provider(session, row.id)
    return None if landlord is None else row.id


def posted(
    session: Session, actor: Actor, landlord_id: str, size_class: SizeClass
) -> int:
    """Return a landlord's posted balance in one size class, as told. Units: homes."""
    slot = Slot(AccountKind.PROVIDER, landlord_id, size_class)
    account = entries.account_id(actor.scheme_id, slot)
    legs = session.exec(
        select(Leg.homes).where(
            Leg.account_id == account,
            telling.is_told(),
        )
    )
    return sum(legs)


def written_off_in(session: Session, actor: Actor, year: int) -> int:
    """Return how many homes the scheme gave up in a calendar year. Units: homes."""
    rows = session.exec(
        select(Transaction, Leg)
        .join(Leg, col(Leg.transaction_sequence) == Transaction.sequence)
        .join(Account, col(Account.id) == Leg.account_id)
        .where(
            Transaction.scheme_id == actor.scheme_id,
            Transaction.kind == TransactionKind.WRITE_OFF,
            Account.kind == AccountKind.WRITE_OFF,
        )
    )
    return -sum(leg.homes for row, leg in rows if row.effective_date.year == year)


def standing_post(
    session: Session, actor: Actor, posted_id: str | None
) -> Terms | None:
    """Return what stands of a POST as a correction's terms; None where nothing does."""
    row = None if posted_id is None else writing.entry(session, posted_id)
    if row is None or _taken_back(session, row) or row.scheme_id != actor.scheme_id:
        return None
    left = writing.standing(session, row)
    if not left:
        return None
    debtor, creditor = left[0], left[-1]
    assert debtor.slot.owner is not None, "a landlord owns its account"
    return Terms(
        kind=TransactionKind.POST,
        debtor=debtor.slot.owner,
        size_class=debtor.slot.size_class,
        homes=creditor.homes,
        other=creditor.slot.owner,
    )


def told_terms(session: Session, entry_id: str) -> Terms:
    """Return a CORRECT of an entry as it was written, whether it stands or not."""
    row = writing.entry(session, entry_id)
    assert row is not None, "a statement tells what is in the book"
    if row.kind is not TransactionKind.POST:
        adjusted = session.exec(
            select(Adjustment).where(Adjustment.transaction_id == row.id)
        ).one()
        terms = terms_of(adjusted)
        return Terms(
            kind=TransactionKind.CORRECT,
            debtor=terms.debtor,
            size_class=terms.size_class,
            homes=terms.homes,
            other=terms.other,
            corrects=row.id,
        )
    debtor, creditor = writing.posted(session, row)
    return Terms(
        kind=TransactionKind.CORRECT,
        debtor=str(debtor.slot.owner),
        size_class=debtor.slot.size_class,
        homes=creditor.homes,
        other=creditor.slot.owner,
        corrects=row.id,
    )


def move_of(session: Session, terms: Terms) -> str | None:
    """Return the move that a CORRECT is of, so that it is told when the move is."""
    row = None if terms.corrects is None else writing.entry(session, terms.corrects)
    return None if row is None else row.move_ref


def lines_of(session: Session, actor: Actor, terms: Terms) -> tuple[Line, ...] | None:
    """Return a CORRECT's legs; None when what it names does not stand as it did."""
    row = writing.entry(session, str(terms.corrects))
    assert row is not None, "an adjustment names an entry"
    if row.kind is TransactionKind.POST:
        left = standing_post(session, actor, row.id)
        wanted = (terms.debtor, terms.other, terms.size_class, terms.homes)
        if left is None or wanted != (
            left.debtor,
            left.other,
            left.size_class,
            left.homes,
        ):
            return None
        return adjustments.lines_correcting(terms, writing.standing(session, row))
    if _corrected(session, row):
        return None
    adjusted = session.exec(
        select(Adjustment).where(Adjustment.transaction_id == row.id)
    ).one()
    return adjustments.lines_correcting(
        terms, adjustments.lines_for(terms_of(adjusted))
    )


def _taken_back(session: Session, row: Transaction) -> bool:
    query = select(Transaction.id).where(Transaction.reverses_transaction_id == row.id)
    return session.exec(query).first() is not None


def _corrected(session: Session, row: Transaction) -> bool:
    query = select(Transaction.id).where(Transaction.corrects_transaction_id == row.id)
    return session.exec(query).first() is not None


def _own_row(asked: AdjustmentAsked, row: Adjustment) -> dict[str, object]:
    """Return what is asked: neither whose it is nor since when, nor of whom else."""
    return {
        "reference": asked.landlord_ref,
        "code": short_code(asked.landlord_ref),
        "stage": asked.state,
        "kind": row.kind,
        "reason": row.reason,
        "size_class": row.size_class,
        "homes": row.homes,
        "to_size_class": row.to_size_class,
        "to_homes": row.to_homes,
        "asked_at": asked.asked_at,
        "answer_by": row.answer_by,
    }


def _board_row(session: Session, actor: Actor, row: Adjustment) -> dict[str, object]:
    debtor = organisations.organisation(session, row.debtor_id)
    other = (
        None
        if row.other_id is None
        else organisations.organisation(session, row.other_id).code
    )
    return {
        "reference": row.board_ref,
        "code": short_code(row.board_ref),
        "stage": row.state,
        "kind": row.kind,
        "reason": row.reason,
        "landlord": debtor.name,
        "landlord_code": debtor.code,
        "size_class": row.size_class,
        "homes": row.homes,
        "to_size_class": row.to_size_class,
        "to_homes": row.to_homes,
        "other_landlord_code": other,
        "proposed_at": row.proposed_at,
        "settled_at": row.settled_at,
        "approvals": [
            {
                "landlord_code": organisations.organisation(
                    session, one.organisation_id
                ).code,
                "stage": one.state,
            }
            for one in asked_of(session, actor, row)
        ],
    }

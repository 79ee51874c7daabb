"""Writing the book: each event of a move once, in the caller's transaction.

Writers of the book pass one at a time until their transaction ends, so these
belong late in it, after whatever else is locked. Asked again for the same event
with the same content, each gives the first answer and writes nothing.
"""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import insert
from sqlmodel import Session, col, select

from reciprocal import clock, db
from reciprocal.access.actor import Actor
from reciprocal.audit import operations as audit
from reciprocal.ledger import entries
from reciprocal.ledger.entries import Line, Request, Slot
from reciprocal.ledger.errors import (
    HoldMissing,
    HoldResolved,
    LedgerConflict,
    PostMissing,
)
from reciprocal.ledger.tables import Account, Leg, Transaction, Untold
from reciprocal.ledger.terms import AccountKind, SizeClass, TransactionKind
from reciprocal.ledger.writing import (
    append,
    corrected,
    entry,
    legs_in,
    legs_of,
    open_among,
)
from reciprocal.migrations.triggers import BOOK_LOCK


def open_accounts(
    session: Session, *, actor: Actor, scheme_id: str, organisation_id: str
) -> None:
    """Open a landlord's accounts in every size class, and the scheme's own.

    Accounts that stand already are left as they are.
    """
    db.serialise(session, BOOK_LOCK)
    slots = [
        Slot(kind, organisation_id if kind in entries.OWNED else None, size_class)
        for kind in AccountKind
        for size_class in SizeClass
    ]
    wanted = {entries.account_id(scheme_id, slot): slot for slot in slots}
    missing = wanted.keys() - open_among(session, set(wanted))
    if not missing:
        return
    opened_at = clock.now()
    rows = [
        {
            "id": id_,
            "scheme_id": scheme_id,
            "owner_organisation_id": slot.owner,
            "size_class": slot.size_class,
            "kind": slot.kind,
            "normal_side": entries.NORMAL_SIDE[slot.kind],
            "opened_at": opened_at,
            "closed_at": None,
        }
        for id_, slot in wanted.items()
        if id_ in missing
    ]
    session.execute(insert(Account), rows)
    audit.record(
        session,
        actor,
        "ledger.accounts_opened",
        subject=("organisation", organisation_id),
    )


def hold(
    session: Session,
    *,
    actor: Actor,
    scheme_id: str,
    move_ref: str,
    chain_ref: str | None,
    round_id: str | None,
    origin_id: str,
    receiver_id: str,
    size_class: str,
    hold_until: datetime,
    rule_version: str,
    effective_date: date,
) -> Transaction | None:
    """Write a HOLD as the household's acceptance is recorded.

    Returns:
        The transaction; None when one landlord is on both sides, which the book
        does not record: such a move is neither posted nor voided afterwards.

    Raises:
        LedgerConflict: When the move is held with other content.
        AccountsNotOpen: When a landlord has none.
    """
    db.serialise(session, BOOK_LOCK)
    kind = TransactionKind.HOLD
    lines = entries.legs_for(kind, origin_id, receiver_id, SizeClass(size_class))
    request = Request(
        id=entries.event_id(move_ref, kind),
        scheme_id=scheme_id,
        kind=kind,
        move_ref=move_ref,
        chain_ref=chain_ref,
        round_id=round_id,
        hold_until=hold_until,
        rule_version=rule_version,
        effective_date=effective_date,
    )
    standing = _answered(session, request, lines)
    if standing is not None or not lines:
        return standing
    return append(session, actor, request, lines)


def leave_untold(session: Session, *, move_ref: str) -> None:
    """Leave a move's entries, those to come included, out of what is told."""
    db.serialise(session, BOOK_LOCK)
    if session.get(Untold, move_ref) is None:
        session.add(Untold(move_ref=move_ref, since=clock.now()))
        session.flush()


def post(
    session: Session,
    *,
    actor: Actor,
    move_ref: str,
    effective_date: date,
    settle_by: date,
) -> Transaction:
    """Release a move's HOLD and post it, as its tenancy start is recorded.

    The HOLD's own end is no bar: a tenancy that has started is a fact.

    Args:
        effective_date: The day the tenancy started.
        settle_by: The day the debt is due.

    Raises:
        HoldMissing: When the move was never held.
        HoldResolved: When its HOLD was voided.
        LedgerConflict: When it is posted with other content.
    """
    assert effective_date <= settle_by, "a debt is due after it is made"
    held, origin, receiver, size_class = _held(session, move_ref)
    kind = TransactionKind.POST
    request = replace(
        _of_move(held, kind),
        effective_date=effective_date,
        settle_by=settle_by,
        resolves_hold_id=held.id,
    )
    lines = entries.legs_for(kind, origin, receiver, size_class)
    return _resolve(session, actor, request, lines)


def void_hold(
    session: Session, *, actor: Actor, move_ref: str, reason_code: str
) -> Transaction:
    """Give a move's HOLD up: refused, lapsed or fallen through before it started.

    Raises:
        HoldMissing: When the move was never held.
        HoldResolved: When it is posted.
        LedgerConflict: When it was voided for another reason.
    """
    held, origin, receiver, size_class = _held(session, move_ref)
    kind = TransactionKind.VOID_HOLD
    request = replace(
        _of_move(held, kind),
        resolves_hold_id=held.id,
        reason_code=reason_code,
    )
    lines = entries.legs_for(kind, origin, receiver, size_class)
    return _resolve(session, actor, request, lines)


def reverse(
    session: Session, *, actor: Actor, move_ref: str, reason_code: str
) -> Transaction:
    """Take a move's POST back, when its tenancy fails inside the scheme's window.

    A correction of the POST is taken back first, so that both come to nothing.

    Raises:
        HoldMissing: When the move was never held.
        PostMissing: When it was not posted.
        LedgerConflict: When it was reversed for another reason.
    """
    held, origin, receiver, size_class = _held(session, move_ref)
    posted = entry(session, entries.event_id(move_ref, TransactionKind.POST))
    if posted is None:
        raise PostMissing
    kind = TransactionKind.REVERSAL
    request = replace(
        _of_move(held, kind),
        reverses_transaction_id=posted.id,
        reason_code=reason_code,
    )
    lines = entries.legs_for(kind, origin, receiver, size_class)
    standing = _answered(session, request, lines)
    if standing is not None:
        return standing
    _undo_corrections(session, actor, request, lines)
    return append(session, actor, request, lines)


def _undo_corrections(
    session: Session, actor: Actor, reversal: Request, lines: tuple[Line, ...]
) -> None:
    """Make what stands of a POST what was posted, where people corrected it."""
    assert reversal.move_ref is not None, "a REVERSAL is of a move"
    posted = entry(session, str(reversal.reverses_transaction_id))
    assert posted is not None, "what is reversed stands"
    left = corrected(session, posted)
    if left is None or left == entries.mirror(lines):
        return
    undone = replace(
        reversal,
        id=entries.event_id(reversal.move_ref, TransactionKind.CORRECT),
        kind=TransactionKind.CORRECT,
        reverses_transaction_id=None,
        corrects_transaction_id=posted.id,
    )
    append(session, actor, undone, entries.mirror(left) + entries.mirror(lines))


def _of_move(held: Transaction, kind: TransactionKind) -> Request:
    """Return the request for a later event of a held move, dated today."""
    assert held.move_ref is not None, "a HOLD is of a move"
    return Request(
        id=entries.event_id(held.move_ref, kind),
        scheme_id=held.scheme_id,
        kind=kind,
        move_ref=held.move_ref,
        chain_ref=held.chain_ref,
        round_id=held.round_id,
        rule_version=held.rule_version,
        effective_date=clock.today(),
    )


def _held(session: Session, move_ref: str) -> tuple[Transaction, str, str, SizeClass]:
    """Return a move's HOLD with its origin, its receiver and its size class."""
    db.serialise(session, BOOK_LOCK)
    held = entry(session, entries.event_id(move_ref, TransactionKind.HOLD))
    if held is None:
        raise HoldMissing
    rows = session.exec(
        select(Account.owner_organisation_id, Account.size_class, Leg.homes)
        .join(Leg, col(Leg.account_id) == Account.id)
        .where(
            Leg.transaction_sequence == held.sequence,
            Account.kind == AccountKind.PENDING,
        )
    ).all()
    parties = {homes: owner for owner, _, homes in rows}
    origin, receiver = parties[-1], parties[1]
    assert origin is not None, "a landlord owns its pending account"
    assert receiver is not None, "a landlord owns its pending account"
    return held, origin, receiver, SizeClass(rows[0][1])


def _resolve(
    session: Session, actor: Actor, request: Request, lines: tuple[Line, ...]
) -> Transaction:
    standing = _answered(session, request, lines)
    if standing is not None:
        return standing
    resolved = session.exec(
        select(Transaction.id).where(
            Transaction.resolves_hold_id == request.resolves_hold_id
        )
    ).first()
    if resolved is not None:
        raise HoldResolved
    return append(session, actor, request, lines)


def _answered(
    session: Session, request: Request, lines: tuple[Line, ...]
) -> Transaction | None:
    """Return what stands under a request's id, if it says the same.

    Giving up and taking back are dated by the day they are first asked for, and who
    asks may differ: the rest must be equal.
    """
    standing = entry(session, request.id)
    if standing is None:
        return None
    if request.kind in (TransactionKind.VOID_HOLD, TransactionKind.REVERSAL):
        request = replace(request, effective_date=standing.effective_date)
    same = entries.columns_of(request) == {
        name: getattr(standing, name) for name in entries.columns_of(request)
    }
    if not same or legs_in(request, lines, standing.sequence) != legs_of(
        session, standing.sequence
    ):
        raise LedgerConflict
    return standing

"""Appending to the book: the legs, then the row that proves and seals them.

Whoever calls these holds the book's lock.
"""

import secrets
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from sqlalchemy import insert
from sqlmodel import Session, col, select

from reciprocal import clock
from reciprocal.access.actor import Actor
from reciprocal.audit import operations as audit
from reciprocal.ledger import entries
from reciprocal.ledger.entries import Line, Request, Slot
from reciprocal.ledger.errors import AccountsNotOpen
from reciprocal.ledger.tables import Account, Leg, Transaction
from reciprocal.ledger.terms import AccountKind, SizeClass, TransactionKind

_ACT = {
    TransactionKind.HOLD: "ledger.held",
    TransactionKind.POST: "ledger.posted",
    TransactionKind.VOID_HOLD: "ledger.hold_voided",
    TransactionKind.REVERSAL: "ledger.reversed",
    TransactionKind.CONVERT: "ledger.converted",
    TransactionKind.OFFSET: "ledger.offset",
    TransactionKind.NOVATE: "ledger.novated",
    TransactionKind.WRITE_OFF: "ledger.written_off",
    TransactionKind.CORRECT: "ledger.corrected",
}


@dataclass(frozen=True, slots=True)
class Decided:
    """Who proposed what is written, and who approved it; see `adjustments`."""

    actor_id: str
    actor_organisation_id: str
    approver_id: str
    approver_organisation_id: str
    approval_ref: str
    evidence_hash: str


def append(
    session: Session,
    actor: Actor,
    request: Request,
    lines: Iterable[Line],
    decided: Decided | None = None,
) -> Transaction:
    """Write the legs, then the transaction that proves and seals them.

    Plain inserts in this order: a unit of work would write the transaction first.

    Raises:
        AccountsNotOpen: When a landlord has none.
    """
    newest = session.exec(
        select(Transaction).order_by(col(Transaction.sequence).desc()).limit(1)
    ).first()
    sequence = newest.sequence + 1 if newest else 1
    legs = legs_in(request, lines, sequence)
    if len(open_among(session, {leg.account_id for leg in legs})) < len(
        {leg.account_id for leg in legs}
    ):
        raise AccountsNotOpen
    columns: dict[str, object] = {
        **entries.columns_of(request),
        "sequence": sequence,
        "posted_at": clock.now(),
        "actor_id": actor.id,
        "actor_organisation_id": actor.organisation_id,
        "approver_id": None,
        "approver_organisation_id": None,
        "approval_ref": None,
        "evidence_hash": None,
        **(asdict(decided) if decided else {}),
        "nonce": secrets.token_hex(16),
    }
    previous = newest.row_hash if newest else entries.GENESIS
    columns["row_hash"] = entries.row_hash(previous, columns, legs)
    columns["previous_hash"] = previous
    session.execute(insert(Leg), [asdict(leg) for leg in legs])
    session.execute(insert(Transaction), [columns])
    audit.record(
        session, actor, _ACT[request.kind], subject=("ledger_transaction", request.id)
    )
    return session.exec(
        select(Transaction).where(Transaction.sequence == sequence)
    ).one()


def entry(session: Session, id_: str) -> Transaction | None:
    """Return the entry of that identifier."""
    return session.exec(select(Transaction).where(Transaction.id == id_)).first()


def legs_in(
    request: Request, lines: Iterable[Line], sequence: int
) -> list[entries.LegRow]:
    """Return lines as the legs of an entry, numbered from 1."""
    return [
        entries.LegRow(
            transaction_sequence=sequence,
            leg_no=number,
            account_id=entries.account_id(request.scheme_id, line.slot),
            homes=line.homes,
            lot_id=line.lot_id,
        )
        for number, line in enumerate(lines, start=1)
    ]


def legs_of(session: Session, sequence: int) -> list[entries.LegRow]:
    """Return the legs of an entry, by number."""
    rows = session.exec(
        select(Leg)
        .where(Leg.transaction_sequence == sequence)
        .order_by(col(Leg.leg_no))
    )
    return [entries.LegRow(**leg.model_dump()) for leg in rows]


def open_among(session: Session, wanted: set[str]) -> set[str]:
    """Return those of the accounts that are open."""
    return set(
        session.exec(
            select(Account.id).where(
                col(Account.id).in_(wanted), col(Account.closed_at).is_(None)
            )
        )
    )


def posted(session: Session, row: Transaction) -> tuple[Line, Line]:
    """Return what a POST wrote: its debtor's line, then its creditor's."""
    rows = session.exec(
        select(Account.owner_organisation_id, Account.size_class, Leg.homes)
        .join(Leg, col(Leg.account_id) == Account.id)
        .where(
            Leg.transaction_sequence == row.sequence,
            Account.kind == AccountKind.PROVIDER,
        )
        .order_by(col(Leg.homes))
    )
    debtor, creditor = (
        Line(Slot(AccountKind.PROVIDER, owner, SizeClass(size_class)), homes)
        for owner, size_class, homes in rows
    )
    return debtor, creditor


def corrected(session: Session, posted: Transaction) -> tuple[Line, ...] | None:
    """Return what stands of a POST that people corrected; None where nobody did."""
    named = Transaction.corrects_transaction_id == posted.id
    first = session.exec(select(Transaction.id).where(named)).first()
    return None if first is None else standing(session, posted)


def standing(session: Session, posted: Transaction) -> tuple[Line, ...]:
    """Return what corrections leave of a POST: both landlords' lines, or none."""
    named = Transaction.corrects_transaction_id == posted.id
    corrections = session.exec(select(Transaction.sequence).where(named)).all()
    sums: Counter[Slot] = Counter()
    rows = session.exec(
        select(Account.owner_organisation_id, Account.size_class, Leg.homes)
        .join(Leg, col(Leg.account_id) == Account.id)
        .where(
            col(Leg.transaction_sequence).in_([posted.sequence, *corrections]),
            Account.kind == AccountKind.PROVIDER,
        )
    )
    for owner, size_class, homes in rows:
        sums[Slot(AccountKind.PROVIDER, owner, SizeClass(size_class))] += homes
    left = {homes: slot for slot, homes in sums.items() if homes}
    if not left:
        return ()
    homes = max(left)
    debtor, creditor = left[-homes], left[homes]
    assert debtor.owner is not None, "a landlord owns its account"
    assert creditor.owner is not None, "a landlord owns its account"
    return entries.posted_lines(debtor.owner, creditor.owner, debtor.size_class, homes)

"""Reading the book: balances for those who may see them, and proof of the whole."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import and_, inspect
from sqlmodel import Session, col, func, select

from reciprocal.access.actor import Actor, Role
from reciprocal.audit.tables import AuditEntry
from reciprocal.disclosure.present import resources
from reciprocal.ledger import entries, lots, telling
from reciprocal.ledger.adjustments import Approval, Terms
from reciprocal.ledger.book import AdjustmentRow, Book, Facts, MoveRow, Violation
from reciprocal.ledger.entries import Balance, LegRow, TransactionRow
from reciprocal.ledger.laws import INVARIANTS
from reciprocal.ledger.laws_of_people import balances_are_shown_to_few
from reciprocal.ledger.lifecycle import AskedState
from reciprocal.ledger.lots import Lot
from reciprocal.ledger.sixteen import SIXTEEN, Proved
from reciprocal.ledger.tables import (
    Account,
    Adjustment,
    AdjustmentAsked,
    Dispute,
    Leg,
    Transaction,
)
from reciprocal.ledger.terms import AccountKind, SizeClass
from reciprocal.migrations import triggers

_SEE_ALL = frozenset({Role.COORDINATOR, Role.AUDITOR, Role.SERVICE})


def balances(
    session: Session, actor: Actor, *, scheme_id: str, told: bool | None = None
) -> dict[str, dict[SizeClass, Balance]]:
    """Return each landlord's balance in each size class, zeros included.

    What a change in risk hides is left out; see `telling`.

    Landlords see none before statements are released: a balance that changes on a
    known day would tell one landlord what another did. Anybody but the scheme's
    coordinator, its auditor and the service itself gets nothing.

    Args:
        told: Whether only what is told is counted; None leaves it to who asks.
    """
    own = actor.role is Role.SERVICE or actor.scheme_id == scheme_id
    if actor.role not in _SEE_ALL or not own:
        return {}
    counted = col(Leg.account_id) == Account.id
    if actor.role not in telling.TOLD_ALL if told is None else told:
        counted = and_(counted, telling.is_told())
    rows = session.exec(
        select(
            Account.owner_organisation_id,
            Account.size_class,
            Account.kind,
            func.coalesce(func.sum(col(Leg.homes)), 0),
        )
        .join(Leg, counted, isouter=True)
        .where(
            Account.scheme_id == scheme_id,
            col(Account.owner_organisation_id).is_not(None),
        )
        .group_by(
            col(Account.owner_organisation_id),
            col(Account.size_class),
            col(Account.kind),
        )
        .order_by(col(Account.owner_organisation_id), col(Account.size_class))
    ).all()
    sums: dict[tuple[str, SizeClass], dict[AccountKind, int]] = defaultdict(dict)
    for owner, size_class, kind, homes in rows:
        assert owner is not None, "only landlords' accounts were asked for"
        sums[owner, SizeClass(size_class)][AccountKind(kind)] = int(homes)
    found: dict[str, dict[SizeClass, Balance]] = defaultdict(dict)
    for (owner, size_class), pair in sums.items():
        found[owner][size_class] = Balance(
            posted=pair[AccountKind.PROVIDER], pending=pair[AccountKind.PENDING]
        )
    return dict(found)


def exposure(
    session: Session, actor: Actor, scheme_id: str
) -> dict[str, dict[SizeClass, int]]:
    """Return posted and pending together, so that two rounds cannot overshoot.

    A move that a change in risk hides is left out: a plan's level of balances, or what
    it would be without a home, would tell its landlords. Size classes at nothing are
    left out; landlords are not.
    """
    return {
        owner: {
            size_class: balance.posted + balance.pending
            for size_class, balance in classes.items()
            if balance.posted + balance.pending
        }
        for owner, classes in balances(
            session, actor, scheme_id=scheme_id, told=True
        ).items()
    }


def open_lots(session: Session, actor: Actor) -> tuple[Lot, ...]:
    """Return the open debts of the actor's scheme, by landlord and size, first due.

    They are as if what is not told to whoever asks had never been written.

    Who may see them is their caller's to ask: an approval brings landlords here, and
    tells them nothing of it.
    Cost: reads the book once.
    """
    book = whole(session)
    members = {
        account.owner_organisation_id
        for account in book.accounts.values()
        if account.scheme_id == actor.scheme_id
    }
    found = lots.open_lots(book.accounts, rows_told(session, actor, book))
    return tuple(lot for lot in found if lot.owner in members)


def rows_told(
    session: Session, actor: Actor, book: Book
) -> list[tuple[TransactionRow, tuple[LegRow, ...]]]:
    """Return the entries that whoever asks is told of, each with the day it was told.

    As `telling` has it: to nobody but an auditor and the service is a hidden move told.
    """
    untold = telling.untold(session, actor)
    rows = [each for each in book.rows() if each[0].move_ref not in untold]
    if actor.role in telling.TOLD_ALL:
        return rows
    return list(telling.as_told(rows, telling.told_on(session)))


def last_sequence(session: Session) -> int:
    """Return the number of the book's last entry; 0 while it has none."""
    return session.exec(select(func.max(Transaction.sequence))).one() or 0


def first_broken_link(session: Session) -> int | None:
    """Return where the stored chain first fails, or None if it holds."""
    return entries.first_broken(whole(session).rows())


def check(
    session: Session, moves: Iterable[MoveRow] | None = None
) -> tuple[Violation, ...]:
    """Prove the whole book; return every law it breaks, so none when it is sound.

    Args:
        moves: The move log, whose balances must be the book's; left out of the
            proof when None.

    Cost: reads the book once; one SHA-256 a transaction.
    """
    facts = Facts(moves=None if moves is None else tuple(moves))
    return tuple(
        fault for proved in prove(session, facts) for fault in proved.violations
    )


def prove(session: Session, facts: Facts | None = None) -> tuple[Proved, ...]:
    """Prove all sixteen laws; return for each what it says, over what, and its faults.

    Args:
        facts: What stands outside the book; what is not told is left out of the proof.
    """
    book = whole(session, facts)
    found: dict[int, list[Violation]] = defaultdict(list)
    beside = (
        _unguarded(session),
        _cut(session, book),
        _other_columns(session),
        balances_are_shown_to_few(resources()),
    )
    for faults in (*(law(book) for law in INVARIANTS), *beside):
        for fault in faults:
            found[fault.law].append(fault)
    return tuple(
        Proved(law.number, law.sentence, law.over(book), tuple(found[law.number]))
        for law in SIXTEEN
    )


def whole(session: Session, facts: Facts | None = None) -> Book:
    """Return the stored book, with what people decided of it, as rows."""
    accounts = [
        entries.AccountRow(**row.model_dump(exclude={"opened_at", "closed_at"}))
        for row in session.exec(select(Account).order_by(Account.id))
    ]
    transactions = [
        entries.TransactionRow(**row.model_dump())
        for row in session.exec(select(Transaction).order_by(col(Transaction.sequence)))
    ]
    legs = [
        entries.LegRow(**row.model_dump())
        for row in session.exec(
            select(Leg).order_by(col(Leg.transaction_sequence), col(Leg.leg_no))
        )
    ]
    return Book.of(accounts, transactions, legs, _adjustments(session), facts)


def _adjustments(session: Session) -> list[AdjustmentRow]:
    asked: dict[str, list[AdjustmentAsked]] = defaultdict(list)
    for one in session.exec(select(AdjustmentAsked).order_by(AdjustmentAsked.id)):
        asked[one.adjustment_id].append(one)
    return [
        AdjustmentRow(
            id=row.id,
            terms=terms_of(row),
            proposer_id=row.proposed_by_organisation_id,
            approvals=approvals_among(asked[row.id]),
            transaction_id=row.transaction_id,
        )
        for row in session.exec(select(Adjustment).order_by(Adjustment.id))
    ]


def terms_of(row: Adjustment) -> Terms:
    """Return what a stored adjustment does."""
    return Terms(
        kind=row.kind,
        debtor=row.debtor_id,
        size_class=row.size_class,
        homes=row.homes,
        lot_id=row.lot_id,
        to_size_class=row.to_size_class,
        to_homes=row.to_homes,
        other=row.other_id,
        corrects=row.corrects_transaction_id,
    )


def approvals_among(asked: Iterable[AdjustmentAsked]) -> tuple[Approval, ...]:
    """Return the approvals, as an entry's evidence has them."""
    return tuple(
        Approval(one.organisation_id, one.answered_by, one.answered_at)
        for one in asked
        if one.state is AskedState.APPROVED
        and one.answered_by is not None
        and one.answered_at is not None
    )


def _unguarded(session: Session) -> Iterable[Violation]:
    """Yield each trigger of the database that is missing, altered or unlisted."""
    for name in sorted(triggers.stray(session.connection())):
        yield Violation(4, name, "the trigger is not as it must be")


def _cut(session: Session, book: Book) -> Iterable[Violation]:
    """Yield each audited transaction that the book no longer has.

    The chain alone cannot show that its end was cut off; the audit's chain can.
    """
    known = {row.id for row in book.transactions}
    audited = session.exec(
        select(AuditEntry.subject_id)
        .where(AuditEntry.subject_kind == "ledger_transaction")
        .order_by(col(AuditEntry.sequence))
    )
    for subject in audited:
        if subject not in known:
            yield Violation(8, subject, "audited, and not in the book")


def _other_columns(session: Session) -> Iterable[Violation]:
    """Yield each table of the book that has a column which it was not made with."""
    catalogue = inspect(session.connection())
    for table in (Account, Transaction, Leg, Adjustment, AdjustmentAsked, Dispute):
        name = str(table.__tablename__)
        stands = {column["name"] for column in catalogue.get_columns(name)}
        if stands != set(table.model_fields):
            yield Violation(14, name, "the table has other columns than its own")

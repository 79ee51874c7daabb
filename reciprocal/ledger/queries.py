"""Reading the book: balances for those who may see them, and proof of the whole."""

from collections import defaultdict
from collections.abc import Iterable

from sqlmodel import Session, col, func, select

from reciprocal.access.actor import Actor, Role
from reciprocal.audit.tables import AuditEntry
from reciprocal.ledger import entries, lots
from reciprocal.ledger.entries import Balance
from reciprocal.ledger.laws import INVARIANTS, Book, MoveRow, Violation
from reciprocal.ledger.lots import Lot
from reciprocal.ledger.tables import Account, Leg, Transaction
from reciprocal.ledger.terms import AccountKind, SizeClass
from reciprocal.migrations import triggers

_SEE_ALL = frozenset({Role.COORDINATOR, Role.AUDITOR, Role.SERVICE})


def balances(
    session: Session, actor: Actor, *, scheme_id: str
) -> dict[str, dict[SizeClass, Balance]]:
    """Return each landlord's balance in each size class, zeros included.

    Landlords see none before statements are released: a balance that changes on a
    known day would tell one landlord what another did. Anybody but the scheme's
    coordinator, its auditor and the service itself gets nothing.
    """
    own = actor.role is Role.SERVICE or actor.scheme_id == scheme_id
    if actor.role not in _SEE_ALL or not own:
        return {}
    rows = session.exec(
        select(
            Account.owner_organisation_id,
            Account.size_class,
            Account.kind,
            func.coalesce(func.sum(col(Leg.homes)), 0),
        )
        .join(Leg, col(Leg.account_id) == Account.id, isouter=True)
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

    Size classes at nothing are left out; landlords are not.
    """
    return {
        owner: {
            size_class: balance.posted + balance.pending
            for size_class, balance in classes.items()
            if balance.posted + balance.pending
        }
        for owner, classes in balances(session, actor, scheme_id=scheme_id).items()
    }


def open_lots(session: Session, actor: Actor) -> tuple[Lot, ...]:
    """Return the open debts of the actor's scheme, by landlord and size, first due.

    Landlords have none before statements are released, as with balances. Those whom
    an adjustment's approval brings here are answered nothing of it.
    Cost: reads the book once.
    """
    book = _book(session, None)
    members = {
        account.owner_organisation_id
        for account in book.accounts.values()
        if account.scheme_id == actor.scheme_id
    }
    found = lots.open_lots(book.accounts, book.rows())
    return tuple(lot for lot in found if lot.owner in members)


def first_broken_link(session: Session) -> int | None:
    """Return where the stored chain first fails, or None if it holds."""
    book = _book(session, None)
    return entries.first_broken(book.rows())


def check(
    session: Session, moves: Iterable[MoveRow] | None = None
) -> tuple[Violation, ...]:
    """Prove the whole book; return every law it breaks, so none when it is sound.

    Args:
        moves: The move log, whose balances must be the book's; left out of the
            proof when None.

    Cost: reads the book once; one SHA-256 a transaction.
    """
    book = _book(session, None if moves is None else tuple(moves))
    found = [fault for law in INVARIANTS for fault in law(book)]
    return (*found, *_unguarded(session), *_cut(session, book))


def _book(session: Session, moves: tuple[MoveRow, ...] | None) -> Book:
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
    return Book.of(accounts, transactions, legs, moves)


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

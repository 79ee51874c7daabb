"""A book in memory, written by the same arithmetic and by no database."""

from dataclasses import replace
from datetime import UTC, date, datetime

from reciprocal.ledger import entries
from reciprocal.ledger.book import AdjustmentRow, Book, Facts, MoveRow
from reciprocal.ledger.entries import AccountRow, Line, Slot, TransactionRow
from reciprocal.ledger.terms import AccountKind, SizeClass, TransactionKind

SCHEME = "scheme-1"


class Pages:
    """Rows as a database would hold them, open to every kind of damage."""

    def __init__(self) -> None:
        self.accounts: dict[str, AccountRow] = {}
        self.transactions: list[TransactionRow] = []
        self.legs: list[entries.LegRow] = []
        self.moves: tuple[MoveRow, ...] | None = None
        self.adjustments: list[AdjustmentRow] = []
        self.facts = Facts()

    def book(self) -> Book:
        return Book.of(
            self.accounts.values(),
            self.transactions,
            self.legs,
            self.adjustments,
            replace(self.facts, moves=self.moves),
        )

    def add(
        self,
        move: str,
        kind: TransactionKind,
        origin: str = "alder",
        receiver: str = "birch",
        size_class: SizeClass = SizeClass.BED2,
    ) -> None:
        """Write one event of a move."""
        self.write(move, kind, entries.legs_for(kind, origin, receiver, size_class))

    def write(
        self,
        move: str,
        kind: TransactionKind,
        lines: tuple[Line, ...],
        **columns: object,
    ) -> None:
        """Write any lines under any columns, and hash them soundly."""
        sequence = len(self.transactions) + 1
        resolves = kind in (TransactionKind.POST, TransactionKind.VOID_HOLD)
        row = TransactionRow(
            id=f"{move}:{kind}",
            scheme_id=SCHEME,
            kind=kind,
            effective_date=date(2026, 3, 9),
            rule_version="1",
            move_ref=move,
            settle_by=(date(2026, 9, 9) if kind is TransactionKind.POST else None),
            resolves_hold_id=f"{move}:HOLD" if resolves else None,
            reverses_transaction_id=(
                f"{move}:POST" if kind is TransactionKind.REVERSAL else None
            ),
            sequence=sequence,
            posted_at=datetime(2026, 3, 9, 12, tzinfo=UTC),
            actor_id="a",
            actor_organisation_id="o",
            nonce=f"{sequence:032x}",
            previous_hash="",
            row_hash="",
        )
        self.transactions.append(replace(row, **columns))  # type: ignore[arg-type]
        for number, line in enumerate(lines, start=1):
            self.legs.append(
                entries.LegRow(
                    sequence,
                    number,
                    self.account(line.slot),
                    line.homes,
                    line.lot_id,
                )
            )
        self.link_last()

    def account(self, slot: Slot) -> str:
        """Return the identifier of a slot's account, opening it if need be."""
        id_ = entries.account_id(SCHEME, slot)
        self.accounts.setdefault(
            id_,
            AccountRow(
                id_,
                SCHEME,
                slot.owner,
                slot.size_class,
                slot.kind,
                entries.NORMAL_SIDE[slot.kind],
            ),
        )
        return id_

    def amend(self, index: int, **columns: object) -> None:
        """Alter a transaction and hash the book again, as a careful forger would."""
        row = self.transactions[index]
        self.transactions[index] = replace(row, **columns)  # type: ignore[arg-type]
        self.link()

    def link_last(self) -> None:
        """Hash the newest row onto the one before it."""
        row = self.transactions[-1]
        legs = [leg for leg in self.legs if leg.transaction_sequence == row.sequence]
        before = self.transactions[:-1]
        previous = before[-1].row_hash if before else entries.GENESIS
        hashed = entries.row_hash(previous, entries.columns_of(row), legs)
        self.transactions[-1] = replace(row, previous_hash=previous, row_hash=hashed)

    def link(self) -> None:
        """Hash every row again."""
        previous = entries.GENESIS
        for index, row in enumerate(self.transactions):
            legs = [
                leg for leg in self.legs if leg.transaction_sequence == row.sequence
            ]
            linked = entries.row_hash(previous, entries.columns_of(row), legs)
            self.transactions[index] = replace(
                row, previous_hash=previous, row_hash=linked
            )
            previous = linked


def sound() -> Pages:
    """A book with a move in each state: held, started, given up and reversed."""
    pages = Pages()
    kinds = TransactionKind
    pages.add("held", kinds.HOLD)
    pages.add("started", kinds.HOLD, "birch", "cedar")
    pages.add("given-up", kinds.HOLD, "cedar", "alder", SizeClass.BED3)
    pages.add("reversed", kinds.HOLD)
    pages.add("started", kinds.POST, "birch", "cedar")
    pages.add("given-up", kinds.VOID_HOLD, "cedar", "alder", SizeClass.BED3)
    pages.add("reversed", kinds.POST)
    pages.add("reversed", kinds.REVERSAL)
    return pages


def provider(owner: str, size_class: SizeClass = SizeClass.BED2) -> Slot:
    return Slot(AccountKind.PROVIDER, owner, size_class)


def pending(owner: str, size_class: SizeClass = SizeClass.BED2) -> Slot:
    return Slot(AccountKind.PENDING, owner, size_class)

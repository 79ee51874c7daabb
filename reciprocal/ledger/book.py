"""The book as plain rows: what every law is proved over."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from reciprocal.ledger.adjustments import Approval, Terms
from reciprocal.ledger.entries import AccountRow, LegRow, Slot, TransactionRow
from reciprocal.ledger.terms import AccountKind, SizeClass, TransactionKind


class MoveState(StrEnum):
    """Where a move stands, as far as the book has to know."""

    HELD = "held"
    STARTED = "started"
    GIVEN_UP = "given_up"
    REVERSED = "reversed"


@dataclass(frozen=True, slots=True)
class MoveRow:
    """A move as the move log has it; the book is proved against these.

    Attributes:
        origin_id: The landlord whose tenant moves.
        receiver_id: The landlord that lets the home.
    """

    move_ref: str
    origin_id: str
    receiver_id: str
    size_class: SizeClass
    state: MoveState


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedRow:
    """A step as its round published it; the HOLD of its move is proved against it."""

    move_ref: str
    round_id: str
    chain_ref: str
    rule_version: str
    origin_id: str
    receiver_id: str
    size_class: SizeClass


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjustmentRow:
    """What people were asked, as it is kept.

    Attributes:
        proposer_id: The organisation that proposed it.
        transaction_id: The entry it became; None before.
    """

    id: str
    terms: Terms
    proposer_id: str
    approvals: tuple[Approval, ...]
    transaction_id: str | None


@dataclass(frozen=True, slots=True)
class HomeAskedRow:
    """Homes owed that a landlord is asked for now, and what the plan itself makes.

    Attributes:
        asked: Requests for homes owed that are not answered. Units: homes.
        planned: What plans add to the landlord's balance that the book does not know
            of. Units: homes, signed as a balance is.
        through: The last entry of the book as it was asked; None for all of them.
    """

    owner: str
    size_class: SizeClass
    asked: int
    planned: int
    through: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What stands outside the book and is proved with it; None where nobody told.

    Attributes:
        moves: The move log.
        planned: The steps that rounds published.
        asked: What landlords were asked for, as each request for a home owed was made.
        caps: Homes that may be written off in a year, by scheme and version of its
            rules. Units: homes.
        heads: Hashes in which the book ended once, as others hold them.
        statements: How many statements went out, and each fault of one in words.
    """

    moves: tuple[MoveRow, ...] | None = None
    planned: tuple[PlannedRow, ...] | None = None
    asked: tuple[HomeAskedRow, ...] | None = None
    caps: Mapping[tuple[str, str], int] = field(default_factory=dict)
    heads: tuple[str, ...] = ()
    statements: tuple[int, tuple[str, ...]] | None = None


@dataclass(frozen=True, slots=True)
class Violation:
    """One law broken by one thing.

    Attributes:
        law: The law's number in docs/ledger.md.
        subject: A transaction's or account's identifier, or a size class.
        fault: What is wrong with it, in words.
    """

    law: int
    subject: str
    fault: str


@dataclass(frozen=True, slots=True)
class Book:
    """The rows of the book, legs by their transaction.

    Attributes:
        stray_legs: Legs whose account or transaction the book does not have.
        adjustments: What people were asked about it.
    """

    accounts: Mapping[str, AccountRow]
    transactions: tuple[TransactionRow, ...]
    legs: Mapping[int, tuple[LegRow, ...]]
    stray_legs: tuple[LegRow, ...]
    adjustments: tuple[AdjustmentRow, ...]
    facts: Facts

    @classmethod
    def of(
        cls,
        accounts: Iterable[AccountRow],
        transactions: Iterable[TransactionRow],
        legs: Iterable[LegRow],
        adjustments: Iterable[AdjustmentRow] = (),
        facts: Facts | None = None,
    ) -> "Book":
        """Sort rows, as stored, into a book."""
        by_id = {account.id: account for account in accounts}
        kept = tuple(transactions)
        sequences = {row.sequence for row in kept}
        sorted_in: dict[int, list[LegRow]] = defaultdict(list)
        stray = []
        for leg in legs:
            if leg.transaction_sequence in sequences and leg.account_id in by_id:
                sorted_in[leg.transaction_sequence].append(leg)
            else:
                stray.append(leg)
        by_sequence = {key: tuple(legs) for key, legs in sorted_in.items()}
        return cls(
            by_id,
            kept,
            by_sequence,
            tuple(stray),
            tuple(adjustments),
            facts or Facts(),
        )

    def legs_of(self, row: TransactionRow) -> tuple[LegRow, ...]:
        """Return a transaction's legs."""
        return self.legs.get(row.sequence, ())

    def rows(self) -> Iterator[tuple[TransactionRow, tuple[LegRow, ...]]]:
        """Yield each transaction with its legs, in order."""
        for row in self.transactions:
            yield row, self.legs_of(row)

    def net(self, row: TransactionRow, kind: AccountKind) -> Counter[Slot]:
        """Return what a transaction does to the accounts of a kind; zeros left out.

        Slots are told as PROVIDER's, so that PENDING and PROVIDER compare.
        """
        sums: Counter[Slot] = Counter()
        for leg in self.legs_of(row):
            account = self.accounts[leg.account_id]
            if account.kind is kind:
                told = Slot(
                    AccountKind.PROVIDER,
                    account.owner_organisation_id,
                    account.size_class,
                )
                sums[told] += leg.homes
        return Counter({slot: homes for slot, homes in sums.items() if homes})

    def of_kind(self, *kinds: TransactionKind) -> Iterator[TransactionRow]:
        """Yield the transactions of some kinds, in order."""
        return (row for row in self.transactions if row.kind in kinds)


Law = Callable[[Book], Iterator[Violation]]

"""Debts by the entry that made them: what is open, since when, and how old it is.

A debt lot is never stored. It follows from the entries that stand, so that whatever
takes one back leaves every lot as it would have been without it. A debit first draws
on what the landlord is owed in that size class, and the rest opens a lot; a credit
closes the lots that are due first, and the rest is owed to the landlord. An entry of
people's names its lot, and is of that one. Values in, values out.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from reciprocal.clock import months_after
from reciprocal.ledger.entries import AccountRow, LegRow, TransactionRow
from reciprocal.ledger.terms import AccountKind, SizeClass

Rows = Iterable[tuple[TransactionRow, Sequence[LegRow]]]
Place = tuple[str, SizeClass]
"""A landlord and a size class."""

Disputed = frozenset[tuple[str, str]]
"""Debts that their landlord disputes, each with that landlord; see `disputes`."""


class AgeBand(StrEnum):
    """How long a debt has been open, in whole months; none while it is disputed."""

    UNDER_3 = "under_3_months"
    TO_6 = "3_to_6_months"
    TO_12 = "6_to_12_months"
    OVER_12 = "over_12_months"
    DISPUTED = "disputed"


_BANDS = ((3, AgeBand.UNDER_3), (6, AgeBand.TO_6), (12, AgeBand.TO_12))


@dataclass(frozen=True, slots=True)
class Debt:
    """What made a debt; it stays the same wherever the debt goes.

    Attributes:
        id: The identifier of the entry that made it.
        sequence: That entry's.
        settle_by: The day it is due; nothing shortens it.
    """

    id: str
    sequence: int
    opened_on: date
    settle_by: date

    @property
    def due(self) -> tuple[date, int]:
        """Return what debts are closed in the order of: due first, then made first."""
        return self.settle_by, self.sequence


@dataclass(frozen=True, slots=True)
class Lot:
    """What is open of a debt with one landlord in one size class. Units: homes."""

    debt: Debt
    owner: str
    size_class: SizeClass
    homes_open: int


@dataclass(frozen=True, slots=True)
class Posted:
    """What an entry does to a landlord's posted balance; see `standing`."""

    place: Place
    lot_id: str | None
    homes: int


def standing(
    accounts: Mapping[str, AccountRow], rows: Rows
) -> Iterator[tuple[TransactionRow, tuple[Posted, ...]]]:
    """Yield each entry that posts, with what is left of it, credits first.

    A REVERSAL or CORRECT is counted into the entry it names and at that one's place:
    what was taken back is as if it had never been written.
    """
    kept = list(rows)
    names = {
        row.id: row.reverses_transaction_id or row.corrects_transaction_id
        for row, _ in kept
    }
    sums: dict[str, Counter[tuple[Place, str | None]]] = defaultdict(Counter)
    for row, legs in kept:
        of = names[row.id] or row.id
        for leg in legs:
            account = accounts[leg.account_id]
            if account.kind is AccountKind.PROVIDER:
                place = (str(account.owner_organisation_id), account.size_class)
                sums[of][place, leg.lot_id] += leg.homes
    for row, _ in kept:
        posted = [
            Posted(place, lot_id, homes)
            for (place, lot_id), homes in sums[row.id].items()
            if homes and names[row.id] is None
        ]
        if posted:
            yield row, tuple(sorted(posted, key=lambda one: one.homes, reverse=True))


def open_lots(accounts: Mapping[str, AccountRow], rows: Rows) -> tuple[Lot, ...]:
    """Return every lot that is open, by landlord and size, those due first before.

    With one landlord and size they add up to what it owes: no more, and no less.
    Cost: one pass over the entries, and a look at the open lots for each credit.
    """
    book = _Debts()
    for row, posted in standing(accounts, rows):
        for one in posted:
            if one.homes > 0:
                book.credit(one.place, one.homes, one.lot_id)
            else:
                book.debit(one.place, -one.homes, row, one.lot_id)
    lots = [
        Lot(book.debts[lot_id], *place, homes)
        for place, lots in book.open.items()
        for lot_id, homes in lots.items()
    ]
    order = sorted(lots, key=lambda lot: (lot.owner, lot.size_class, *lot.debt.due))
    return tuple(order)


def reference(asking_id: str, lot: Lot) -> str:
    """Return an asking organisation's own reference of a lot; no two share one.

    It hides the 128 random bits of the debt's entry behind a digest.
    """
    text = f"{asking_id}|{lot.owner}|{lot.size_class}|{lot.debt.id}"
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def age_band(opened_on: date, today: date) -> AgeBand:
    """Return how old a debt is; a month is over on the same day of the next one."""
    for months, band in _BANDS:
        if today < months_after(opened_on, months):
            return band
    return AgeBand.OVER_12


def band_of(lot: Lot, today: date, disputed: Disputed = frozenset()) -> AgeBand:
    """Return how old a lot is; while its landlord disputes it, it does not age.

    Once that is decided it is as old as if nobody had disputed it, so that disputing
    a debt buys no time.
    """
    if (lot.owner, lot.debt.id) in disputed:
        return AgeBand.DISPUTED
    return age_band(lot.debt.opened_on, today)


def ageing(
    lots: Iterable[Lot], today: date, disputed: Disputed = frozenset()
) -> dict[Place, Counter[AgeBand]]:
    """Return how many homes each landlord owes of each size, by age. Units: homes."""
    found: dict[Place, Counter[AgeBand]] = defaultdict(Counter)
    for lot in lots:
        band = band_of(lot, today, disputed)
        found[lot.owner, lot.size_class][band] += lot.homes_open
    return dict(found)


@dataclass(slots=True)
class _Debts:
    """The debts while the entries are gone through.

    Attributes:
        owed: What landlords are owed; only where no lot is open.
    """

    debts: dict[str, Debt] = field(default_factory=dict)
    open: dict[Place, dict[str, int]] = field(default_factory=dict)
    owed: Counter[Place] = field(default_factory=Counter)

    def debit(
        self, place: Place, homes: int, row: TransactionRow, lot_id: str | None
    ) -> None:
        """Draw on what the landlord is owed; open a lot for the rest."""
        drawn = min(self.owed[place], homes)
        self.owed[place] -= drawn
        name = lot_id or row.id
        settle_by = row.settle_by or row.effective_date
        self.debts.setdefault(
            name, Debt(name, row.sequence, row.effective_date, settle_by)
        )
        if homes > drawn:
            lots = self.open.setdefault(place, {})
            lots[name] = lots.get(name, 0) + homes - drawn

    def credit(self, place: Place, homes: int, lot_id: str | None) -> None:
        """Close the lot that is named, then those due first; owe the rest."""
        lots = self.open.get(place, {})
        order = sorted(lots, key=lambda name: (name != lot_id, *self.debts[name].due))
        for name in order:
            closed = min(lots[name], homes)
            homes -= closed
            lots[name] -= closed
            if not lots[name]:
                del lots[name]
        self.owed[place] += homes

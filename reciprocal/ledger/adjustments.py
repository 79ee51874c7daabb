"""What people may decide of the book: the legs, the published schedule, who approves.

An adjustment is about one debt, or takes back one entry. Values in, values out.

Source: maker and checker, as in payments: whoever proposes does not approve, and two
approve of two organisations that the entry does not touch.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from reciprocal.ledger import entries
from reciprocal.ledger.entries import Line, Slot
from reciprocal.ledger.terms import (
    AccountKind,
    AdjustmentReason,
    SizeClass,
    TransactionKind,
)

FORMAT = "reciprocal-adjustment-1"
APPROVERS = 2

_SMALLEST_FIRST = (
    (SizeClass.BED0, SizeClass.BED1, SizeClass.BED2, SizeClass.BED3, SizeClass.BED4P),
    (
        SizeClass.BED0_STEPFREE,
        SizeClass.BED1_STEPFREE,
        SizeClass.BED2_STEPFREE,
        SizeClass.BED3_STEPFREE,
        SizeClass.BED4P_STEPFREE,
    ),
)
SMALLER_FOR_ONE = 2
"""Homes of the next smaller size that meet one home, as the schedule is published."""

REASONS: Mapping[TransactionKind, frozenset[AdjustmentReason]] = {
    TransactionKind.CONVERT: frozenset({AdjustmentReason.AGREED_AT_REVIEW}),
    TransactionKind.OFFSET: frozenset({AdjustmentReason.AGREED_AT_REVIEW}),
    TransactionKind.NOVATE: frozenset(
        {
            AdjustmentReason.LANDLORD_LEFT,
            AdjustmentReason.LANDLORDS_MERGED,
            AdjustmentReason.STOCK_TRANSFERRED,
        }
    ),
    TransactionKind.WRITE_OFF: frozenset(
        {AdjustmentReason.CANNOT_BE_REPAID, AdjustmentReason.LANDLORD_LEFT}
    ),
    TransactionKind.CORRECT: frozenset(
        {
            AdjustmentReason.WRONG_SIZE,
            AdjustmentReason.NOT_STARTED,
            AdjustmentReason.NOT_THEIR_TENANT,
            AdjustmentReason.DUPLICATE,
            AdjustmentReason.OUTSIDE_SCHEME,
            AdjustmentReason.ENTERED_IN_ERROR,
            AdjustmentReason.FAILED_IN_WINDOW,
            AdjustmentReason.NOT_AGREED,
        }
    ),
}
"""The kinds that people decide, and why each may be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What an adjustment does, apart from who asked for it.

    Attributes:
        debtor: The landlord whose debt it is about; of a CORRECT, whose posted
            balance the entry lowered.
        homes: Of that size. Units: homes.
        lot_id: The debt; None for a CORRECT.
        to_size_class, to_homes: What the debt is met in; of a CORRECT, the right size.
        other: The successor of a NOVATE, the landlord on the other side of a POST that
            a CORRECT takes back; else None.
        corrects: The entry a CORRECT takes back.
    """

    kind: TransactionKind
    debtor: str
    size_class: SizeClass
    homes: int
    lot_id: str | None = None
    to_size_class: SizeClass | None = None
    to_homes: int | None = None
    other: str | None = None
    corrects: str | None = None


@dataclass(frozen=True, slots=True)
class Approval:
    """One organisation's word, by one of its people."""

    organisation_id: str
    person_id: str
    at: datetime


def homes_met_by(size_class: SizeClass, homes: int, to: SizeClass) -> int | None:
    """Return how many homes of another size meet these; None off the schedule.

    One home is met by two of the next smaller size, and two by one of the next
    larger. A step-free home is met by step-free homes alone.
    """
    for sizes in _SMALLEST_FIRST:
        if size_class in sizes and to in sizes:
            step = sizes.index(to) - sizes.index(size_class)
            if step == -1:
                return homes * SMALLER_FOR_ONE
            if step == 1 and homes % SMALLER_FOR_ONE == 0:
                return homes // SMALLER_FOR_ONE
    return None


def lines_for(terms: Terms) -> tuple[Line, ...]:
    """Return the legs of an adjustment that is no CORRECT."""
    debtor = Slot(AccountKind.PROVIDER, terms.debtor, terms.size_class)
    paid = Line(debtor, terms.homes, terms.lot_id)
    match terms.kind:
        case TransactionKind.WRITE_OFF:
            lost = Slot(AccountKind.WRITE_OFF, None, terms.size_class)
            return (paid, Line(lost, -terms.homes))
        case TransactionKind.NOVATE:
            assert terms.other is not None, "somebody takes the debt over"
            clearing = Slot(AccountKind.CLEARING, None, terms.size_class)
            successor = Slot(AccountKind.PROVIDER, terms.other, terms.size_class)
            return (
                paid,
                Line(clearing, -terms.homes),
                Line(clearing, terms.homes),
                Line(successor, -terms.homes, terms.lot_id),
            )
        case TransactionKind.CONVERT | TransactionKind.OFFSET:
            assert terms.to_size_class is not None, "it is met in another size"
            assert terms.to_homes is not None, "by so many homes"
            given = Slot(AccountKind.CONVERSION, None, terms.size_class)
            taken = Slot(AccountKind.CONVERSION, None, terms.to_size_class)
            owed = Slot(AccountKind.PROVIDER, terms.debtor, terms.to_size_class)
            return (
                paid,
                Line(given, -terms.homes),
                Line(taken, terms.to_homes),
                Line(owed, -terms.to_homes, terms.lot_id),
            )
        case _:
            raise AssertionError("not a kind that people decide about a debt")


def lines_correcting(terms: Terms, standing: Iterable[Line]) -> tuple[Line, ...]:
    """Return the legs of a CORRECT: the mirror of what stands, then what is right.

    Args:
        standing: What is left of the entry it names, both landlords or none.
    """
    back = entries.mirror(standing)
    if terms.to_size_class is None:
        return back
    assert terms.other is not None, "a POST is between two landlords"
    right = entries.posted_lines(
        terms.debtor, terms.other, terms.to_size_class, terms.homes
    )
    return back + right


def touched(terms: Terms) -> frozenset[str]:
    """Return the landlords whose balances it changes; none of them may approve it."""
    return frozenset(one for one in (terms.debtor, terms.other) if one is not None)


def may_approve(organisation_id: str, proposer_id: str, terms: Terms) -> bool:
    """Tell whether an organisation is neither the proposer's nor touched by it."""
    return organisation_id != proposer_id and organisation_id not in touched(terms)


def entry_id(adjustment_id: str, kind: TransactionKind) -> str:
    """Return the identifier of the entry an adjustment becomes, which happens once."""
    return f"{adjustment_id}:{kind.value}"


def evidence(adjustment_id: str, terms: Terms, approvals: Iterable[Approval]) -> str:
    """Return the SHA-256 of what was proposed and who approved, for the entry's row.

    The chain over the row so covers the approvals, which stand in another table.
    """
    columns = [
        adjustment_id,
        terms.kind,
        terms.debtor,
        terms.size_class,
        terms.homes,
        terms.lot_id,
        terms.to_size_class,
        terms.to_homes,
        terms.other,
        terms.corrects,
    ]
    told = [
        [one.organisation_id, one.person_id, entries.moment(one.at)]
        for one in sorted(approvals, key=lambda one: one.organisation_id)
    ]
    text = json.dumps([FORMAT, columns, told], separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()

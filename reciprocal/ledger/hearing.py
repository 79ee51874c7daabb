"""The rules of disputes: who hears one, on which grounds, and until when.

Values in, values out. Two landlords hear a dispute, drawn and not named by anybody:
whoever may not hear it would otherwise say who stands on the other side.

Source: ledger.md 5.8 for grounds, days and one appeal; docs/ledger.md.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from reciprocal import clock
from reciprocal.ledger.adjustments import APPROVERS
from reciprocal.ledger.terms import (
    AdjustmentReason,
    DisputeGround,
    SizeClass,
    TransactionKind,
)

RAISED_WITHIN = timedelta(days=28)
"""From the day on which the statement went out."""

APPEALED_WITHIN = timedelta(days=28)
"""From the day on which the first hearing ended."""

HEARD_WORKING_DAYS = 10
_PARTIES = 2

_OF_DECISIONS = frozenset({DisputeGround.DUPLICATE, DisputeGround.NOT_AGREED})
GROUNDS: Mapping[TransactionKind, frozenset[DisputeGround]] = {
    TransactionKind.POST: frozenset(DisputeGround) - {DisputeGround.NOT_AGREED},
    TransactionKind.CONVERT: _OF_DECISIONS,
    TransactionKind.OFFSET: _OF_DECISIONS,
    TransactionKind.NOVATE: _OF_DECISIONS,
    TransactionKind.WRITE_OFF: _OF_DECISIONS,
}
"""Entries that may be disputed, each with its grounds; the others take back already."""

REASONS: Mapping[DisputeGround, AdjustmentReason] = {
    DisputeGround.WRONG_SIZE: AdjustmentReason.WRONG_SIZE,
    DisputeGround.NOT_STARTED: AdjustmentReason.NOT_STARTED,
    DisputeGround.FAILED_IN_WINDOW: AdjustmentReason.FAILED_IN_WINDOW,
    DisputeGround.NOT_OUR_TENANT: AdjustmentReason.NOT_THEIR_TENANT,
    DisputeGround.DUPLICATE: AdjustmentReason.DUPLICATE,
    DisputeGround.OUTSIDE_SCHEME: AdjustmentReason.OUTSIDE_SCHEME,
    DisputeGround.NOT_AGREED: AdjustmentReason.NOT_AGREED,
}
"""What the landlords that hear it are told, and what its CORRECT says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a landlord says of a line of its own statement.

    Attributes:
        line_ref: The landlord's own reference of the line.
        period: The quarter of that statement, as `2026-Q1`.
        entry_id: The entry of the book that the line is of.
        to_size_class: The right size, on the ground of the size alone.
    """

    line_ref: str
    period: str
    entry_id: str
    kind: TransactionKind
    size_class: SizeClass
    homes: int
    ground: DisputeGround
    to_size_class: SizeClass | None = None


def is_in_time(told_at: datetime, today: date) -> bool:
    """Tell whether a line may still be disputed on a day, that day included."""
    return today <= told_at.astimezone(clock.LONDON).date() + RAISED_WITHIN


def heard_by(raised_at: datetime) -> datetime:
    """Return until when the two that hear it answer.

    Raises:
        CalendarExhausted: When the bank-holiday list does not reach that far.
    """
    return clock.working_days_after(raised_at, HEARD_WORKING_DAYS)


def appeal_by(settled_at: datetime) -> datetime:
    """Return until when a landlord may appeal: 17:00 UK of the last day."""
    return clock.end_of_day(
        settled_at.astimezone(clock.LONDON).date() + APPEALED_WITHIN
    )


def enough(landlords: int, *, is_appeal: bool) -> bool:
    """Tell whether a scheme has landlords to hear it, whoever the parties are.

    It counts the scheme's and not those left over: a refusal so says of nobody
    whether it is a party.
    """
    hearings = 1 + is_appeal
    return landlords >= _PARTIES + hearings * APPROVERS


def drawn(
    hearing_id: str, landlords: Iterable[str], kept_out: frozenset[str]
) -> tuple[str, ...]:
    """Draw who hears it, by the digest of the hearing's 128 random bits.

    Args:
        kept_out: Both parties, and whoever heard it before.
    """

    def place(landlord: str) -> str:
        return hashlib.sha256(f"{hearing_id}|{landlord}".encode()).hexdigest()

    found = sorted((one for one in landlords if one not in kept_out), key=place)
    assert len(found) >= APPROVERS, "a hearing opens where there are enough"
    return tuple(found[:APPROVERS])

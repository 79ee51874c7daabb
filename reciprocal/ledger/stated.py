"""An adjustment as a coordinator states it, and what is wrong with its shape."""

from collections.abc import Iterator
from dataclasses import dataclass

from reciprocal.errors import FieldFault
from reciprocal.ledger.adjustments import APPROVERS, REASONS
from reciprocal.ledger.terms import AdjustmentReason, SizeClass, TransactionKind

_SIZED = frozenset({TransactionKind.CONVERT, TransactionKind.OFFSET})


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What a coordinator proposes; references and codes as they were given.

    Attributes:
        debt: Of a lot; a CORRECT has none.
        step: The board's reference of a step whose POST is to be corrected.
        adjustment: That of an earlier adjustment which is to be taken back.
        to_size_class: What the debt is met in, or the right size of the home.
        successor: Public code of the landlord that takes the debt over.
        approvers: Public codes of the landlords asked.
    """

    kind: TransactionKind
    reason: AdjustmentReason
    approvers: tuple[str, ...]
    debt: str | None = None
    step: str | None = None
    adjustment: str | None = None
    to_size_class: SizeClass | None = None
    successor: str | None = None


def faults_of(stated: Stated) -> tuple[FieldFault, ...]:
    """Return every fault that shows without the book, by field."""
    return tuple(_faults(stated))


def _faults(stated: Stated) -> Iterator[FieldFault]:
    correcting = stated.kind is TransactionKind.CORRECT
    if stated.reason not in REASONS[stated.kind]:
        yield FieldFault("reason", "Give a reason of this kind of adjustment.")
    if len(set(stated.approvers)) != APPROVERS:
        yield FieldFault("approvers", "Name two different landlords.")
    if correcting == (stated.debt is not None):
        yield FieldFault("debt", "Name the debt, save to correct an entry.")
    named = [one for one in (stated.step, stated.adjustment) if one is not None]
    if len(named) != int(correcting):
        yield FieldFault("step", "Name one step or one adjustment, only to correct it.")
    wants_size = stated.kind in _SIZED
    may_have_size = wants_size or (correcting and stated.step is not None)
    if (wants_size and stated.to_size_class is None) or (
        stated.to_size_class is not None and not may_have_size
    ):
        yield FieldFault("to_size_class", "Name the size that this kind needs, if any.")
    if (stated.kind is TransactionKind.NOVATE) != (stated.successor is not None):
        yield FieldFault("successor", "Name who takes the debt over, and only then.")

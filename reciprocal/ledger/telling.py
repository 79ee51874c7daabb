"""What is told of the book: all of it, but for the moves that a change in risk hides.

A balance that moves by one home on the day of an acceptance names both landlords. So a
hidden move is in nothing that is read live but by the auditor; the proof counts it. It
is told first with a statement, as part of a quarter's net. From then on it is in what
is read live too, and counts from the day on which it was told: never from its own.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from reciprocal.access.actor import Actor, Role
from reciprocal.ledger.entries import LegRow, TransactionRow
from reciprocal.ledger.tables import Leg, Transaction, Untold

TOLD_ALL = frozenset({Role.AUDITOR, Role.SERVICE})
"""Who reads the whole book."""


def untold(session: Session, actor: Actor) -> frozenset[str]:
    """Return the references of the moves that are left out of what somebody reads."""
    if actor.role in TOLD_ALL:
        return frozenset()
    return hidden(session)


def hidden(session: Session) -> frozenset[str]:
    """Return the references of the moves that no statement told yet."""
    query = select(Untold.move_ref).where(col(Untold.told_on).is_(None))
    return frozenset(session.exec(query))


def told_on(session: Session) -> dict[str, date]:
    """Return the day on which statements told each move that was hidden."""
    rows = session.exec(select(Untold).where(col(Untold.told_on).is_not(None)))
    return {row.move_ref: row.told_on for row in rows if row.told_on is not None}


def tell(session: Session, move_refs: Iterable[str], day: date) -> None:
    """Count hidden moves among what is told, from that day on."""
    wanted = sorted(move_refs)
    for row in session.exec(select(Untold).where(col(Untold.move_ref).in_(wanted))):
        row.told_on = day
        session.add(row)
    session.flush()


def as_told(
    rows: Iterable[tuple[TransactionRow, tuple[LegRow, ...]]],
    days: Mapping[str, date],
) -> Iterator[tuple[TransactionRow, tuple[LegRow, ...]]]:
    """Yield entries with the day they were told for their own, where they were hidden.

    What they give until a debt is due stays as long as it was.
    """
    for row, legs in rows:
        day = days.get(row.move_ref or "")
        if day is None or day <= row.effective_date:
            yield row, legs
            continue
        settle_by = row.settle_by
        if settle_by is not None:
            settle_by = day + (settle_by - row.effective_date)
        yield replace(row, effective_date=day, settle_by=settle_by), legs


def is_told() -> ColumnElement[bool]:
    """Choose the legs that everybody may read of who may read the book at all.

    Every leg of an entry is told or none, so what is told comes to nothing as well.
    """
    hidden = select(Transaction.sequence).where(
        col(Transaction.move_ref).in_(
            select(Untold.move_ref).where(col(Untold.told_on).is_(None))
        )
    )
    return col(Leg.transaction_sequence).not_in(hidden)

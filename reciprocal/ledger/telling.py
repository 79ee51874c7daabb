"""What is told of the book: all of it, but for the moves that a change in risk hides.

A balance that moves by one home on the day of an acceptance names both landlords. So a
hidden move is in nothing that is read live but by the auditor; the proof counts it. It
is told first with a statement, as part of a quarter's net.
"""

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from reciprocal.access.actor import Actor, Role
from reciprocal.ledger.tables import Leg, Transaction, Untold

TOLD_ALL = frozenset({Role.AUDITOR, Role.SERVICE})
"""Who reads the whole book."""


def untold(session: Session, actor: Actor) -> frozenset[str]:
    """Return the references of the moves that are left out of what somebody reads."""
    if actor.role in TOLD_ALL:
        return frozenset()
    return frozenset(session.exec(select(Untold.move_ref)))


def is_told() -> ColumnElement[bool]:
    """Choose the legs that everybody may read of who may read the book at all.

    Every leg of an entry is told or none, so what is told comes to nothing as well.
    """
    hidden = select(Transaction.sequence).where(
        col(Transaction.move_ref).in_(select(Untold.move_ref))
    )
    return col(Leg.transaction_sequence).not_in(hidden)

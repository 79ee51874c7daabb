"""Endings of the audit on fixed days, for members to keep: bare hashes, and no counts.

The audit proves by its chain that nothing in it was altered. That it was not cut off
and written anew takes an ending that somebody else holds, so everybody who signs in may
read these and keep them; `reciprocal audit check --ending` finds each one again.
"""

from datetime import date, datetime, time, timedelta

from sqlmodel import Session, col, func, select

from reciprocal import clock
from reciprocal.access import policy
from reciprocal.access.actor import Actor
from reciprocal.audit.tables import AuditEntry
from reciprocal.disclosure import Shown, show

MONTHS_BACK = 24


def heads(session: Session, actor: Actor) -> Shown:
    """Return the audit's ending on the first of each month, the newest first.

    A hash tells nothing of the entries: each holds the random identifiers of who did it
    and of what to. Cost: for each month a search of the audit by time, and a day of it.
    """
    policy.require(actor, "audit_heads.read")
    rows = []
    for day in _firsts(clock.today()):
        head = _ending_before(session, day)
        if head is not None:
            rows.append({"day": day, "head": head})
    return show(actor, "audit_heads", "open", {"heads": rows})


def _firsts(today: date) -> list[date]:
    """Return the first day of this month and of those before it."""
    months = [today.year * 12 + today.month - 1 - back for back in range(MONTHS_BACK)]
    return [date(month // 12, month % 12 + 1, 1) for month in months]


def _ending_before(session: Session, day: date) -> str | None:
    """Return the hash of the entry before the first that was written from a day on.

    Not of the last one that was written before the day: an act may be written down a
    moment after midnight with the moment before it, and a head never changes. For the
    same reason the first entry is the first in the chain, and not by the clock.
    """
    since = datetime.combine(day, time(), clock.LONDON)
    earliest = session.exec(
        select(AuditEntry.at)
        .where(AuditEntry.at >= since)
        .order_by(col(AuditEntry.at))
        .limit(1)
    ).first()
    if earliest is None:
        return None
    first = session.exec(
        select(func.min(AuditEntry.sequence)).where(
            AuditEntry.at >= since, AuditEntry.at <= earliest + timedelta(days=1)
        )
    ).one()
    return session.exec(
        select(AuditEntry.row_hash).where(col(AuditEntry.sequence) == first - 1)
    ).first()

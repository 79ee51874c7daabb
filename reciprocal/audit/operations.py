"""Writing down who did what, and the only door to a sealed field.

An entry waits until the transaction's last moment, when the chain's link is taken:
so the chain is locked as briefly as can be, and entries follow commits in order.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import insert
from sqlmodel import Session, col, select

from reciprocal import clock, db
from reciprocal.audit import chain
from reciprocal.audit.tables import AuditEntry
from reciprocal.sealing import operations as sealing
from reciprocal.sealing.column import Sealed

_WAITING = "audit_waiting"
_CHAIN_LOCK = 7_201
_COLUMNS = (
    "sequence",
    "at",
    "actor_id",
    "actor_kind",
    "organisation_id",
    "role",
    "action",
    "subject_kind",
    "subject_id",
    "code",
)
"""What a link covers, in the order of `chain.Row`."""


class Acting(Protocol):
    """Who acts, as far as the audit has to know."""

    @property
    def id(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def organisation_id(self) -> str: ...
    @property
    def role(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Unopened:
    """A sealed field on its way to somebody: what is stored, and the look into it.

    Whoever only has to know whether it changed compares `sealed`, and nobody is
    written down as having looked.

    Attributes:
        sealed: As it is stored; None when nothing will be seen of it.
        look: Opens it through `reveal`.
    """

    sealed: Sealed | None
    look: Callable[[], object]

    def __call__(self) -> object:
        """Open it, writing down who looked."""
        return self.look()


def record(
    session: Session,
    actor: Acting,
    action: str,
    *,
    subject: tuple[str, str],
    code: str = "",
) -> None:
    """Write down one act; it stands or falls with the transaction.

    Args:
        action: A code such as `home.posted`.
        subject: Kind and internal identifier of the thing acted on.
        code: A coded reason; never free text.
    """
    waiting = session.info.setdefault(_WAITING, [])
    waiting.append((clock.now(), actor, action, subject, code))
    db.before_commit(session, _take_links)


def reveal(
    session: Session,
    actor: Acting,
    sealed: Sealed,
    column: str,
    *,
    subject: tuple[str, str],
    row_id: str,
) -> object:
    """Open a sealed field, writing down who looked.

    What the service looks at for itself, within whoever's act, is opened on its duty.

    Raises:
        SealBroken: When it cannot be opened.
    """
    record(session, actor, "sealed.read", subject=subject, code=column)
    opens = sealing.unseal_on_duty if actor.role == "service" else sealing.unseal
    return opens(session, sealed, column, row_id)


def unopened(
    session: Session,
    actor: Acting,
    sealed: Sealed | None,
    column: str,
    *,
    subject: tuple[str, str],
    row_id: str,
) -> Unopened:
    """Return a sealed field for somebody to open, or not; None stays None."""

    def look() -> object:
        if sealed is None:
            return None
        assert session.in_transaction(), "the look would be written down nowhere"
        return reveal(session, actor, sealed, column, subject=subject, row_id=row_id)

    return Unopened(sealed, look)


def first_broken_link(session: Session) -> int | None:
    """Return where the stored chain first fails, or None if it holds."""
    rows = session.exec(select(AuditEntry).order_by(col(AuditEntry.sequence)))
    return chain.first_broken(
        (_row(entry), entry.previous_hash, entry.row_hash) for entry in rows
    )


def ending(session: Session) -> str:
    """Return the hash of the newest entry, which proves every entry before it."""
    newest = _newest(session)
    return newest.row_hash if newest else chain.GENESIS


def holds(session: Session, noted: str) -> bool:
    """Tell whether an ending that was noted before is still in the chain.

    A chain that was cut at its end is still a chain: only an ending kept somewhere
    else can tell.
    """
    query = select(AuditEntry).where(AuditEntry.row_hash == noted)
    return noted == chain.GENESIS or session.exec(query).first() is not None


def _newest(session: Session) -> AuditEntry | None:
    return session.exec(
        select(AuditEntry).order_by(col(AuditEntry.sequence).desc()).limit(1)
    ).first()


def _take_links(session: Session) -> None:
    waiting = session.info.pop(_WAITING)
    db.serialise(session, _CHAIN_LOCK)
    newest = _newest(session)
    sequence = newest.sequence if newest else 0
    previous = newest.row_hash if newest else chain.GENESIS
    rows = []
    for at, actor, action, (subject_kind, subject_id), code in waiting:
        sequence += 1
        row = (
            sequence,
            at,
            actor.id,
            actor.kind,
            actor.organisation_id,
            actor.role,
            action,
            subject_kind,
            subject_id,
            code,
        )
        link = chain.link(previous, row)
        rows.append(
            dict(zip(_COLUMNS, row, strict=True))
            | {"previous_hash": previous, "row_hash": link}
        )
        previous = link
    # One statement however many acts: a file brings in twenty thousand homes.
    session.execute(insert(AuditEntry), rows)


def _row(entry: AuditEntry) -> chain.Row:
    return (
        entry.sequence,
        entry.at,
        entry.actor_id,
        entry.actor_kind,
        entry.organisation_id,
        entry.role,
        entry.action,
        entry.subject_kind,
        entry.subject_id,
        entry.code,
    )

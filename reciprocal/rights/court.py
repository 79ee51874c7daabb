"""All that is held of one case, for a court: two coordinators hand it out.

It holds what `court.toml` lists and nothing else: no reference of any party, nobody of
staff, no other household, and not where this one went.
"""

from datetime import date, datetime, timedelta

from sqlalchemy import Table
from sqlmodel import Session, SQLModel, col, select

from reciprocal import clock
from reciprocal.access.actor import Actor, Role, service
from reciprocal.access.closed import in_scheme
from reciprocal.audit import operations as audit
from reciprocal.audit.tables import AuditEntry
from reciprocal.db import Duty, on_duty
from reciprocal.errors import Forbidden, NotFound
from reciprocal.homes.operations import SecondPersonNeeded
from reciprocal.requests.tables import PropertyRequest
from reciprocal.rights.listed import Held, held
from reciprocal.sealing import operations as sealing
from reciprocal.sealing.column import Sealed

WITHIN = timedelta(days=7)
"""How long one coordinator's word waits for another's."""

_ASKED, _MADE = "case.court_file_asked", "case.court_file_made"

File = dict[str, list[dict[str, object]]]


def hand_out(session: Session, *, actor: Actor, board_ref: str) -> File | None:
    """Return all that is held of a case once two coordinators said so; else None.

    The first word waits a week for another's. Who spoke last is read from the audit,
    which keeps both words however the file fares. Each sealed field that is opened is
    written down as opened by the service.

    Raises:
        Forbidden: For anybody but a coordinator.
        NotFound: When the coordinator has no such case.
        SecondPersonNeeded: When it was this person who asked.
    """
    if actor.role != Role.COORDINATOR:
        raise Forbidden
    request = _locked(session, actor, board_ref)
    asked_by = _asked_by(session, request.id)
    subject = ("request", request.id)
    if asked_by is None:
        audit.record(session, actor, _ASKED, subject=subject)
        return None
    if asked_by == actor.id:
        raise SecondPersonNeeded
    audit.record(session, actor, _MADE, subject=subject)
    return file_of(session, request)


def file_of(session: Session, request: PropertyRequest) -> File:
    """Return every listed column of every row of a case.

    Cost: one statement for each table of the list.
    """
    ids: dict[str, list[str]] = {"": [request.id]}
    file: File = {}
    for name, line in held().items():
        rows = _rows(session, name, line, ids[line.of])
        ids[name] = [str(row["id"]) for row in rows]
        file[name] = [
            {
                column: _plain(session, request, f"{name}.{column}", row)
                for column in line.columns
            }
            for row in rows
        ]
    return file


def _locked(session: Session, actor: Actor, board_ref: str) -> PropertyRequest:
    query = select(PropertyRequest).where(
        PropertyRequest.board_ref == board_ref,
        *in_scheme(actor, PropertyRequest.scheme_id, case=PropertyRequest.id),
    )
    found = session.exec(query.with_for_update()).first()
    if found is None:
        raise NotFound
    return found


def _asked_by(session: Session, request_id: str) -> str | None:
    """Return who asked for the file, unless that is a week ago or it was made since."""
    last = session.exec(
        select(AuditEntry)
        .where(
            AuditEntry.subject_kind == "request",
            AuditEntry.subject_id == request_id,
            col(AuditEntry.action).in_((_ASKED, _MADE)),
            AuditEntry.at > clock.now() - WITHIN,
        )
        .order_by(col(AuditEntry.sequence).desc())
        .limit(1)
    ).first()
    return last.actor_id if last is not None and last.action == _ASKED else None


def _rows(
    session: Session, name: str, line: Held, parents: list[str]
) -> list[dict[str, object]]:
    table: Table = SQLModel.metadata.tables[name]
    query = table.select().where(table.c[line.by].in_(sorted(parents))).order_by("id")
    return [dict(row) for row in session.execute(query).mappings()]


def _plain(
    session: Session, request: PropertyRequest, column: str, row: dict[str, object]
) -> object:
    value = row[column.partition(".")[2]]
    if isinstance(value, datetime | date):
        return value.isoformat()
    if not isinstance(value, Sealed):
        return value
    with on_duty(session, Duty.LOOKING_AGAIN):
        if sealing.is_destroyed(session, value.key_id):
            return None
    return audit.reveal(
        session,
        service(request.scheme_id),
        value,
        column,
        subject=("request", request.id),
        row_id=str(row["id"]),
    )

"""Keeping a case beyond its day, and letting it go: two coordinators for each."""

from datetime import date

from sqlmodel import Session, col, select

from reciprocal import clock, ids
from reciprocal.access.actor import Actor, Role
from reciprocal.access.closed import in_scheme
from reciprocal.audit import operations as audit
from reciprocal.errors import (
    FieldFault,
    FieldsInvalid,
    Forbidden,
    NotFound,
    StateConflict,
)
from reciprocal.homes.operations import SecondPersonNeeded
from reciprocal.requests.tables import PropertyRequest
from reciprocal.retention import holds
from reciprocal.retention.holds import Asked, HoldReason
from reciprocal.retention.tables import LegalHold


def ask(
    session: Session, *, actor: Actor, board_ref: str, reason: HoldReason, until: date
) -> None:
    """Keep a case from now on; after a week only if another coordinator agreed.

    A case that is held is held on: the day of its review moves.

    Args:
        until: When somebody is to say whether it must still be kept.

    Raises:
        NotFound: When the coordinator has no such case.
        FieldsInvalid: When the day of review is not to come.
    """
    request_id = _case(session, actor, board_ref)
    if until <= clock.today():
        fault = FieldFault("review_on", "Give a day that is still to come.")
        raise FieldsInvalid(faults=(fault,))
    row = _standing(session, request_id)
    if row is None:
        row = LegalHold(
            id=ids.new_id(),
            scheme_id=actor.scheme_id,
            request_id=request_id,
            reason=reason,
            asked_by=actor.id,
            asked_at=clock.now(),
            review_on=until,
        )
    elif not holds.in_effect(as_asked(row), clock.now()):
        row.asked_by, row.asked_at = actor.id, clock.now()
    row.reason, row.review_on, row.release_asked_by = reason, until, None
    _keep(session, actor, row, "case.hold_asked")


def confirm(session: Session, *, actor: Actor, board_ref: str) -> None:
    """Agree, as another than who asked, that a case is kept until both let it go.

    Raises:
        NotFound: When the coordinator has no such case.
        StateConflict: When nobody asked within the week, or it is agreed already.
        SecondPersonNeeded: When it is who asked.
    """
    row = _standing(session, _case(session, actor, board_ref))
    if (
        row is None
        or row.confirmed_by
        or not holds.in_effect(as_asked(row), clock.now())
    ):
        raise StateConflict
    if row.asked_by == actor.id:
        raise SecondPersonNeeded
    row.confirmed_by = actor.id
    _keep(session, actor, row, "case.hold_confirmed")


def release(session: Session, *, actor: Actor, board_ref: str) -> bool:
    """Say that a case need not be kept; tell whether two have said so, and it ended.

    Raises:
        NotFound: When the coordinator has no such case.
        StateConflict: When it is not held.
        SecondPersonNeeded: When this person has said so already.
    """
    row = _standing(session, _case(session, actor, board_ref))
    if row is None:
        raise StateConflict
    if row.release_asked_by == actor.id:
        raise SecondPersonNeeded
    if row.release_asked_by is None:
        row.release_asked_by = actor.id
        _keep(session, actor, row, "case.hold_release_asked")
        return False
    row.ended_by, row.ended_at = actor.id, clock.now()
    _keep(session, actor, row, "case.hold_ended")
    return True


def held(session: Session, scheme_id: str) -> dict[str, Asked]:
    """Return the holds in effect, by the internal identifier of their case."""
    rows = session.exec(
        select(LegalHold).where(
            LegalHold.scheme_id == scheme_id, col(LegalHold.ended_at).is_(None)
        )
    )
    known = {row.request_id: as_asked(row) for row in rows}
    now = clock.now()
    return {case: each for case, each in known.items() if holds.in_effect(each, now)}


def for_review(session: Session, scheme_id: str) -> int:
    """Count the holds of which somebody is to say whether they must go on."""
    today, now = clock.today(), clock.now()
    return sum(
        holds.is_for_review(each, now, today)
        for each in held(session, scheme_id).values()
    )


def as_asked(row: LegalHold) -> Asked:
    """Return what decides whether a hold is in effect."""
    return Asked(
        at=row.asked_at,
        review_on=row.review_on,
        confirmed=row.confirmed_by is not None,
        ended=row.ended_at is not None,
    )


def _case(session: Session, actor: Actor, board_ref: str) -> str:
    if actor.role != Role.COORDINATOR:
        raise Forbidden
    query = select(PropertyRequest.id).where(
        PropertyRequest.board_ref == board_ref,
        *in_scheme(actor, PropertyRequest.scheme_id, case=PropertyRequest.id),
    )
    found = session.exec(query.with_for_update()).first()
    if found is None:
        raise NotFound
    return found


def _standing(session: Session, request_id: str) -> LegalHold | None:
    query = select(LegalHold).where(
        LegalHold.request_id == request_id, col(LegalHold.ended_at).is_(None)
    )
    return session.exec(query.with_for_update()).first()


def _keep(session: Session, actor: Actor, row: LegalHold, action: str) -> None:
    session.add(row)
    session.flush()
    subject = ("property_request", row.request_id)
    audit.record(session, actor, action, subject=subject, code=row.reason)

"""Naming staff who must never see anything of a case, by what they sign in with.

Its referring worker names them and alone ends that; no date does. The name is kept
as a digest, so nobody can read back whom a case is closed to, its worker no more than
others. It holds for whoever signs in by that name, now or later, in any role.
"""

from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session

from reciprocal import clock, ids
from reciprocal.access import blocks
from reciprocal.access.actor import Actor
from reciprocal.access.closed import BlockReason
from reciprocal.access.tables import Person, StaffBlock
from reciprocal.audit import operations as audit
from reciprocal.errors import (
    FieldFault,
    FieldsInvalid,
    Kind,
    NotFound,
    ReciprocalError,
)
from reciprocal.notices import operations as notices
from reciprocal.notices.terms import TaskKind
from reciprocal.requests import standing
from reciprocal.requests.amending import amendable, ask_workers
from reciprocal.requests.areas import past_days, review_day
from reciprocal.requests.lifecycle import RequestState
from reciprocal.requests.tables import PropertyRequest

_NOT_CLOSED = frozenset(RequestState) - {RequestState.CLOSED}


class StaffBlockedAlready(ReciprocalError):
    code = "staff_blocked_already"
    kind = Kind.CONFLICT
    sentence = "The case is closed to this sign-in already; end that block first."


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedBlock:
    """Who must never see a case, as its worker states it.

    Attributes:
        sign_in: The name they sign in with, or would; it is forgotten here.
        review_on: None for the scheme's usual interval. It ends nothing.
        expected_end_on: None if none is known. It ends nothing either.
    """

    sign_in: str = field(repr=False)
    reason: BlockReason
    review_on: date | None = None
    expected_end_on: date | None = None


def block(
    session: Session, *, actor: Actor, case_ref: str, stated: StatedBlock
) -> PropertyRequest:
    """Close a case to whoever signs in by a name, from their next request on.

    A name that nobody has is taken after the same statements and digests as one that
    somebody has: who is a member stays as unknown as it was.

    Raises:
        FieldsInvalid: With a day that has come, or the worker's own sign-in.
        StaffBlockedAlready: When the case is closed to it.
    """
    request, scheme_rules = amendable(session, actor, case_ref, among=_NOT_CLOSED)
    own = session.get_one(Person, actor.id).email
    mark, own_mark = blocks.marks(session, request.scheme_id, [stated.sign_in, own])
    found = _days_come(stated)
    if mark == own_mark:
        fault = "Name somebody else; a colleague can close a case to you."
        found.append(FieldFault("sign_in", fault))
    if found:
        raise FieldsInvalid(faults=tuple(found))
    if any(row.mark == mark for row in blocks.standing(session, request.id)):
        raise StaffBlockedAlready(field="sign_in")
    row = StaffBlock(
        id=ids.new_id(),
        block_ref=ids.new_id(),
        request_id=request.id,
        mark=mark,
        reason=stated.reason,
        stated_by=actor.id,
        stated_at=clock.now(),
        review_on=review_day(stated, rules=scheme_rules, today=clock.today()),
        expected_end_on=stated.expected_end_on,
    )
    session.add(row)
    session.flush()
    _record(session, actor, "case.staff_blocked", row)
    return request


def review(
    session: Session,
    *,
    actor: Actor,
    case_ref: str,
    block_ref: str,
    review_on: date | None,
    expected_end_on: date | None,
) -> PropertyRequest:
    """Say that a block still stands, and when to ask again.

    Raises:
        FieldsInvalid: When a date is not after today.
        NotFound: When the case has no such block, or it was ended.
    """
    request, scheme_rules = amendable(session, actor, case_ref, among=_NOT_CLOSED)
    row = _standing_block(session, request, block_ref)
    again = StatedBlock(
        sign_in="",
        reason=row.reason,
        review_on=review_on,
        expected_end_on=expected_end_on,
    )
    found = _days_come(again)
    if found:
        raise FieldsInvalid(faults=tuple(found))
    row.review_on = review_day(again, rules=scheme_rules, today=clock.today())
    row.expected_end_on = expected_end_on
    session.add(row)
    _ask_no_more(session, request)
    _record(session, actor, "case.staff_block_reviewed", row)
    return request


def end(
    session: Session, *, actor: Actor, case_ref: str, block_ref: str
) -> PropertyRequest:
    """End a block; nothing but this ends one.

    Raises:
        NotFound: When the case has no such block, or it was ended.
    """
    request, _ = amendable(session, actor, case_ref, among=_NOT_CLOSED)
    row = _standing_block(session, request, block_ref)
    row.ended_by = actor.id
    row.ended_at = clock.now()
    session.add(row)
    session.flush()
    _ask_no_more(session, request)
    _record(session, actor, "case.staff_block_ended", row)
    return request


def ask_lapsed(session: Session, *, actor: Actor) -> int:
    """Ask workers about blocks whose review or expected end has come; none ends.

    Returns how many cases were asked about, each once until its worker has looked.
    """
    return ask_workers(
        session,
        actor=actor,
        kind=TaskKind.STAFF_REVIEW,
        lapsed=standing.blocks_lapsed(clock.today()),
    )


def _days_come(stated: StatedBlock) -> list[FieldFault]:
    return [
        FieldFault(name, "Give a day after today.")
        for name in past_days(stated, today=clock.today())
    ]


def _standing_block(
    session: Session, request: PropertyRequest, block_ref: str
) -> StaffBlock:
    for row in blocks.standing(session, request.id):
        if row.block_ref == block_ref:
            return row
    raise NotFound


def _record(session: Session, actor: Actor, action: str, row: StaffBlock) -> None:
    audit.record(session, actor, action, subject=("request", row.request_id))


def _ask_no_more(session: Session, request: PropertyRequest) -> None:
    """Close the task about a case's blocks once its worker has looked at each."""
    today = clock.today()
    rows = blocks.standing(session, request.id)
    if not any(standing.day_has_come(row, today) for row in rows):
        notices.finish_tasks(session, subject_id=request.id, kind=TaskKind.STAFF_REVIEW)

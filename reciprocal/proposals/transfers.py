"""Handing a case to another referring service, whole, in the middle of what goes on.

Two people of two services do it, at the household's word. Its service offers a case to
one service that it names, and never to a list. Who the household is was never here: it
is handed over outside, and only the day is written down.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, select

from reciprocal import clock, ids
from reciprocal.access import operations as access
from reciprocal.access import policy
from reciprocal.access.actor import Actor
from reciprocal.access.closed import open_to
from reciprocal.audit import operations as audit
from reciprocal.disclosure import Shown, show
from reciprocal.disclosure.pages import WHOLE, By, Page, Wanted, read
from reciprocal.errors import FieldFault, FieldsInvalid, NotFound, StateConflict
from reciprocal.idempotency import operations as idempotency
from reciprocal.ids import short_code
from reciprocal.notices import operations as notices
from reciprocal.notices.terms import TaskKind
from reciprocal.organisations import queries as organisations
from reciprocal.proposals import operations, queries, recheck
from reciprocal.proposals.tables import CaseTransfer, Proposal
from reciprocal.proposals.transfer_lifecycle import (
    TransferEvent,
    TransferReason,
    TransferState,
    after,
)
from reciprocal.requests import handing_over
from reciprocal.requests.lifecycle import RequestState
from reciprocal.requests.tables import PropertyRequest
from reciprocal.support import deputies
from reciprocal.webhooks import outbox


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A case as its worker offers it.

    Attributes:
        service_code: Public code of the one service that may take it.
        household_agrees: Given in a conversation; a case goes nowhere without it.
    """

    service_code: str
    reason: TransferReason
    household_agrees: bool


def offer(
    session: Session, *, actor: Actor, case_ref: str, offered: Offer
) -> CaseTransfer:
    """Offer a case to one other service, whose workers are given a task.

    Raises:
        FieldsInvalid: Without the household's word, or when the service is none that
            can take this case: one answer for every reason.
        StateConflict: Once the case is closed, or while it is offered already.
    """
    policy.require(actor, "cases.hand_over")
    request = queries.case_of(session, actor, case_ref)
    if request.state is RequestState.CLOSED or _offered(session, request.id):
        raise StateConflict
    to = organisations.organisation_coded(
        session, actor.scheme_id, offered.service_code
    )
    if not offered.household_agrees:
        sentence = "Ask the household first; its case goes to nobody without its word."
        raise FieldsInvalid(faults=(FieldFault("household_agrees", sentence),))
    if to is None or not _can_take(session, request, to.id):
        sentence = (
            "Name another service of the scheme that is not closing, is independent "
            "of the household's landlord, and has people on call."
        )
        raise FieldsInvalid(faults=(FieldFault("service_code", sentence),))
    row = CaseTransfer(
        id=ids.new_id(),
        sent_ref=ids.new_id(),
        received_ref=ids.new_id(),
        request_id=request.id,
        from_service_id=request.service_id,
        to_service_id=to.id,
        reason=offered.reason,
        state=TransferState.OFFERED,
        offered_by=actor.id,
        offered_at=clock.now(),
    )
    session.add(row)
    session.flush()
    notices.add_task(
        session,
        organisation_id=to.id,
        kind=TaskKind.CASE_TRANSFER,
        subject_id=row.id,
        subject_ref=row.received_ref,
        case_id=request.id,
    )
    _record(session, actor, "case.transfer_offered", row)
    return row


def take(
    session: Session, *, actor: Actor, transfer_ref: str, handed_over_on: date
) -> PropertyRequest:
    """Take a case over: all that hangs on it goes on, by references of one's own.

    Steps, homes reserved, clocks, support, notes and tasks go on as they stood; the
    landlords and the coordinator know the case by what they knew it by. The old
    service is answered from now on as if there were no such case.

    Raises:
        NotFound: When the actor's service is offered no such case, or it is closed to
            them.
        StateConflict: When it is offered no more, or this service cannot take it now.
        FieldsInvalid: When it was not handed over yet.
    """
    policy.require(actor, "cases.hand_over")
    row, request = _received(session, actor, transfer_ref)
    following = after(row.state, TransferEvent.TAKE)
    if not _can_take(session, request, actor.organisation_id):
        raise StateConflict
    if handed_over_on > clock.today():
        sentence = "Take the case once you were told who it is about."
        raise FieldsInvalid(faults=(FieldFault("handed_over_on", sentence),))
    row.taken_by, row.handed_over_on = actor.id, handed_over_on
    _over(session, row, following)
    # What anybody of the old service was answered is forgotten under its old names.
    idempotency.forget_about(session, queries.references_of(session, actor, request))
    idempotency.forget_about(session, _references(session, request.id))
    # Its systems hear no more of the case, not even of what happened before.
    outbox.forget(session, request.case_ref)
    access.end_assignments(session, actor=actor, request_id=request.id)
    deputies.end_standing(session, actor=actor, request=request)
    handing_over.hand_over(session, actor=actor, request=request)
    _steps(session, request)
    access.assign(session, actor=actor, person_id=actor.id, request_id=request.id)
    outbox.case_changed(session, request)
    _record(session, actor, "case.transfer_taken", row)
    return request


def decline(session: Session, *, actor: Actor, transfer_ref: str) -> CaseTransfer:
    """Decline a case that the actor's service is offered; its worker is told.

    Raises:
        NotFound, StateConflict: As for taking it.
    """
    policy.require(actor, "cases.hand_over")
    row, request = _received(session, actor, transfer_ref)
    _over(session, row, after(row.state, TransferEvent.DECLINE))
    operations.tell_service(session, request)
    _record(session, actor, "case.transfer_declined", row)
    return row


def withdraw(session: Session, *, actor: Actor, transfer_ref: str) -> CaseTransfer:
    """Take an offer of one's own case back before it is taken.

    Raises:
        NotFound: When a case of theirs has no such offer.
        StateConflict: When it is offered no more.
    """
    policy.require(actor, "cases.hand_over")
    row, _ = _locked(session, own(session, actor, transfer_ref))
    if row.from_service_id != actor.organisation_id:
        raise NotFound
    _over(session, row, after(row.state, TransferEvent.WITHDRAW))
    _record(session, actor, "case.transfer_withdrawn", row)
    return row


def withdraw_offered(
    session: Session, *, actor: Actor, request: PropertyRequest
) -> None:
    """Take the offer of a case back as the case ends, if there is one."""
    row = _offered(session, request.id)
    if row is not None:
        _over(session, row, after(row.state, TransferEvent.WITHDRAW))
        _record(session, actor, "case.transfer_withdrawn", row)


def withdraw_from_landlord(
    session: Session, *, actor: Actor, proposal: Proposal
) -> None:
    """Take back the offer of a case to the team of the landlord whose home it is now.

    The team could not take it; a refusal would tell it whose home was proposed.
    """
    row = _offered(session, proposal.request_id)
    if row is None:
        return
    to = organisations.referring_service(session, row.to_service_id)
    assert to is not None, "a case is offered to a referring service"
    if to.owner_provider_id == proposal.new_provider_id:
        _over(session, row, after(row.state, TransferEvent.WITHDRAW))
        _record(session, actor, "case.transfer_withdrawn", row)


def own(session: Session, actor: Actor, transfer_ref: str) -> CaseTransfer:
    """Return a transfer that the actor's service sent or is to receive.

    Raises:
        NotFound: When there is none by the actor's own reference, or its case is
            closed to them.
    """
    row = session.exec(
        select(CaseTransfer).where(
            _is_theirs(actor),
            or_(
                and_(
                    col(CaseTransfer.sent_ref) == transfer_ref,
                    col(CaseTransfer.from_service_id) == actor.organisation_id,
                ),
                and_(
                    col(CaseTransfer.received_ref) == transfer_ref,
                    col(CaseTransfer.to_service_id) == actor.organisation_id,
                ),
            ),
        )
    ).first()
    if row is None:
        raise NotFound
    return row


def own_transfers(session: Session, actor: Actor, wanted: Wanted = WHOLE) -> Page:
    """Return what the actor's service was offered, and what the actor sent."""
    return read(
        session,
        actor,
        "case_transfer",
        wanted,
        select(CaseTransfer).where(_is_theirs(actor)),
        (By(CaseTransfer.offered_at, falls=True), By(CaseTransfer.sent_ref)),
        lambda row: (row.state, _row(session, actor, row)),
    )


def show_transfer(session: Session, actor: Actor, row: CaseTransfer) -> Shown:
    """Return one as the actor's side reads it: of the case itself, nothing."""
    return show(actor, "case_transfer", row.state, _row(session, actor, row))


def _is_theirs(actor: Actor) -> ColumnElement[bool]:
    """Choose what a service is offered, and what this person sent or still has."""
    sent = and_(
        col(CaseTransfer.from_service_id) == actor.organisation_id,
        or_(
            col(CaseTransfer.offered_by) == actor.id,
            col(CaseTransfer.request_id).in_(sorted(actor.assignments)),
        ),
    )
    received = col(CaseTransfer.to_service_id) == actor.organisation_id
    return and_(open_to(actor, CaseTransfer.request_id), or_(sent, received))


def _row(session: Session, actor: Actor, row: CaseTransfer) -> Mapping[str, object]:
    sent = row.from_service_id == actor.organisation_id
    reference = row.sent_ref if sent else row.received_ref
    other = row.to_service_id if sent else row.from_service_id
    return {
        "reference": reference,
        "code": short_code(reference),
        "stage": row.state,
        "sent": sent,
        "service": organisations.organisation(session, other).name,
        "service_on_call": organisations.organisation(session, other).on_call_number,
        "reason": row.reason,
        "offered_at": row.offered_at,
    }


def _received(
    session: Session, actor: Actor, transfer_ref: str
) -> tuple[CaseTransfer, PropertyRequest]:
    row = own(session, actor, transfer_ref)
    if row.to_service_id != actor.organisation_id:
        raise NotFound
    return _locked(session, row)


def _locked(
    session: Session, row: CaseTransfer
) -> tuple[CaseTransfer, PropertyRequest]:
    """Lock a case and then its transfer, in the order in which all do."""
    request = session.exec(
        select(PropertyRequest)
        .where(PropertyRequest.id == row.request_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    again = session.exec(
        select(CaseTransfer)
        .where(CaseTransfer.id == row.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    return again, request


def _offered(session: Session, request_id: str) -> CaseTransfer | None:
    return session.exec(
        select(CaseTransfer)
        .where(
            CaseTransfer.request_id == request_id,
            CaseTransfer.state == TransferState.OFFERED,
        )
        .with_for_update()
    ).first()


def _can_take(session: Session, request: PropertyRequest, service_id: str) -> bool:
    """Tell whether a service may hold a case: another, independent, open and on call.

    An independent service holds a case before a home is proposed, and one that nobody
    can ring never holds a live offer. It is no landlord's of any home that the case was
    proposed: a change in risk may hide such a home from that landlord's own people.
    """
    receiving = organisations.referring_service(session, service_id, lock=True)
    return (
        receiving is not None
        and service_id != request.service_id
        and receiving.closing_since is None
        and receiving.owner_provider_id not in _landlords(session, request)
        and organisations.organisation(session, service_id).left_at is None
        and recheck.reachable(session, service_id)
    )


def _landlords(session: Session, request: PropertyRequest) -> set[str]:
    """Return the landlord of a household, and those whose homes it was proposed."""
    proposed = session.exec(
        select(Proposal.new_provider_id).where(Proposal.request_id == request.id)
    )
    return {request.provider_id, *proposed}


def _over(session: Session, row: CaseTransfer, state: TransferState) -> None:
    row.state, row.ended_at = state, clock.now()
    session.add(row)
    notices.finish_tasks(session, subject_id=row.id, kind=TaskKind.CASE_TRANSFER)


def _steps(session: Session, request: PropertyRequest) -> None:
    """Give each step of a case to its new service, by a reference of its own."""
    rows = session.exec(
        select(Proposal).where(Proposal.request_id == request.id).with_for_update()
    )
    for row in rows:
        row.service_id, row.case_ref = request.service_id, ids.new_id()
        session.add(row)
    session.flush()


def _references(session: Session, request_id: str) -> list[str]:
    rows = session.exec(
        select(CaseTransfer).where(CaseTransfer.request_id == request_id)
    ).all()
    return [ref for row in rows for ref in (row.sent_ref, row.received_ref)]


def _record(session: Session, actor: Actor, action: str, row: CaseTransfer) -> None:
    audit.record(
        session, actor, action, subject=("request", row.request_id), code=row.reason
    )

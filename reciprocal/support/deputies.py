"""Naming a case's deputy: who serves a household when its worker cannot.

A case has one named worker, who referred it or to whom it was handed on, and one
deputy of the same service, who reads and does all that the worker may. Naming another
ends the one before.
"""

from sqlmodel import Session, col, select

from reciprocal import clock, ids
from reciprocal.access import blocks, policy
from reciprocal.access import operations as access
from reciprocal.access import queries as people
from reciprocal.access.actor import Actor, Role
from reciprocal.access.tables import Assignment, Person
from reciprocal.errors import FieldFault, FieldsInvalid, StateConflict
from reciprocal.idempotency import operations as idempotency
from reciprocal.organisations.support_items import SupportItem
from reciprocal.requests import queries as requests
from reciprocal.requests.lifecycle import RequestState
from reciprocal.requests.tables import PropertyRequest
from reciprocal.support import operations
from reciprocal.support.standing import StatedFact
from reciprocal.support.tables import CaseDeputy
from reciprocal.support.terms import SupportOutcome, SupportOwner


def name(
    session: Session, *, actor: Actor, case_ref: str, person_ref: str
) -> PropertyRequest:
    """Name a colleague as the deputy of a case, in place of whoever was.

    Raises:
        FieldsInvalid: For who is no colleague, works on the case already, or is one
            to whom it is closed: one answer for all of them.
        StateConflict: Once the case is closed.
    """
    policy.require(actor, "cases.support")
    request = requests.own_case(session, actor, case_ref, lock=True)
    if request.state is RequestState.CLOSED:
        raise StateConflict
    before = standing(session, actor, request.id)
    worker = _serving(session, actor, request)[0]
    person = colleague(session, actor, request, person_ref)
    served_by = {worker, before.person_id if before else None}
    if person is None or person.id in served_by:
        fault = "Name a colleague who can work on this case and does not yet."
        raise FieldsInvalid(faults=(FieldFault("person", fault),))
    if before is not None:
        before.ended_at = clock.now()
        session.add(before)
        session.flush()
        if before.person_id in people.assigned_to(session, actor, request.id):
            access.end_assignment(
                session, actor=actor, person_id=before.person_id, request_id=request.id
            )
        # Else they would be answered as they once were, under a key sent again.
        idempotency.forget_about(session, [request.case_ref])
    session.add(
        CaseDeputy(
            id=ids.new_id(),
            request_id=request.id,
            person_id=person.id,
            named_by=actor.id,
            named_at=clock.now(),
        )
    )
    access.assign(session, actor=actor, person_id=person.id, request_id=request.id)
    operations.add(
        session,
        actor=actor,
        request=request,
        step_id=None,
        owner=SupportOwner.REFERRING_WORKER,
        fact=StatedFact(
            item=SupportItem.DEPUTY_NAMED,
            outcome=SupportOutcome.NAMED,
            happened_on=clock.today(),
        ),
    )
    return request


def standing(session: Session, actor: Actor, request_id: str) -> CaseDeputy | None:
    """Return the deputy of a case, if it has one."""
    del actor  # the caller has found the case to be theirs
    return session.exec(
        select(CaseDeputy).where(
            CaseDeputy.request_id == request_id, col(CaseDeputy.ended_at).is_(None)
        )
    ).first()


def serving(
    session: Session, actor: Actor, request: PropertyRequest
) -> dict[str, str | None]:
    """Return the references of the named worker and of the deputy."""
    worker, deputy = _serving(session, actor, request)
    return {
        "worker": session.get_one(Person, worker).public_ref,
        "deputy": session.get_one(Person, deputy).public_ref if deputy else None,
    }


def end(
    session: Session, *, actor: Actor, request: PropertyRequest, person_id: str
) -> None:
    """End a deputy as their work on the case ends; nobody else is touched."""
    deputy = standing(session, actor, request.id)
    if deputy is not None and deputy.person_id == person_id:
        deputy.ended_at = clock.now()
        session.add(deputy)


def end_standing(session: Session, *, actor: Actor, request: PropertyRequest) -> None:
    """End whoever is a case's deputy, as the case goes to another service."""
    deputy = standing(session, actor, request.id)
    if deputy is not None:
        end(session, actor=actor, request=request, person_id=deputy.person_id)


def _serving(
    session: Session, actor: Actor, request: PropertyRequest
) -> tuple[str, str | None]:
    """Return the identifiers of the named worker and of the deputy.

    The worker is who referred the case and, once they work on it no more, who has
    worked on it longest; the deputy only where nobody else is left.
    """
    named = standing(session, actor, request.id)
    deputy = named.person_id if named else None
    working = session.exec(
        select(Person.id)
        .join(Assignment, col(Assignment.person_id) == Person.id)
        .where(
            Assignment.request_id == request.id,
            col(Assignment.ended_at).is_(None),
            Person.organisation_id == request.service_id,
            col(Person.left_at).is_(None),
        )
        .order_by(col(Assignment.assigned_at), col(Person.public_ref))
    ).all()
    others = [each for each in working if each != deputy]
    if not working or request.referred_by in others:
        worker = request.referred_by
    else:
        worker = (others or list(working))[0]
    return worker, deputy if deputy in working and deputy != worker else None


def colleague(
    session: Session, actor: Actor, request: PropertyRequest, person_ref: str
) -> Person | None:
    """Return the service's worker of that reference, if the case is open to them.

    Args:
        request: Found to be the actor's; closed to whom its worker named.
    """
    person = session.exec(
        select(Person).where(
            Person.public_ref == person_ref,
            Person.organisation_id == actor.organisation_id,
            Person.role == Role.REFERRING_WORKER,
            col(Person.left_at).is_(None),
        )
    ).first()
    if person is None:
        return None
    closed = blocks.closed_to(session, request.scheme_id, person.email)
    return None if request.id in closed else person

"""Who of a referring service works on a case: handed on, and never left to nobody."""

from sqlmodel import Session, col, select

from reciprocal.access import operations as access
from reciprocal.access import policy
from reciprocal.access import queries as people
from reciprocal.access.actor import Actor
from reciprocal.access.tables import Assignment, Person
from reciprocal.disclosure.pages import WHOLE, By, Page, Wanted, read
from reciprocal.errors import (
    FieldFault,
    FieldsInvalid,
    Kind,
    NotFound,
    ReciprocalError,
    StateConflict,
)
from reciprocal.idempotency import operations as idempotency
from reciprocal.proposals import leads, queries
from reciprocal.requests.lifecycle import IN_HAND
from reciprocal.requests.tables import PropertyRequest
from reciprocal.support import deputies


class CasesLeft(ReciprocalError):
    code = "cases_left"
    kind = Kind.CONFLICT
    sentence = (
        "Cases would be left without anybody; let a colleague work on each, hand it "
        "to another service, or close it."
    )


def leave(session: Session, *, actor: Actor, person_ref: str) -> None:
    """End somebody's membership, and all their sign-ins, once no case hangs on them.

    A lead to whom a hidden step is left may leave: to refuse would tell of it. Its
    worker is asked to name another.

    Raises:
        NotFound: When they are not of the actor's organisation, or have left.
        CasesLeft: When a case in hand has nobody else to work on it.
    """
    policy.require(actor, "people.leave")
    person = people.colleague(session, actor, person_ref)
    if person is None:
        raise NotFound
    if _has_alone(session, person):
        raise CasesLeft
    left_to_them = leads.known_to_one(session, person.id)
    access.leave(session, actor=actor, person_ref=person_ref)
    for request in left_to_them:
        leads.ask(session, actor, request)


def _has_alone(session: Session, person: Person) -> bool:
    """Tell whether a case is in hand on which a person works and nobody else does.

    The cases are locked first, so that two who share one do not leave it at once.
    """
    mine = session.exec(
        select(PropertyRequest.id)
        .join(Assignment, col(Assignment.request_id) == PropertyRequest.id)
        .where(
            Assignment.person_id == person.id,
            col(Assignment.ended_at).is_(None),
            PropertyRequest.service_id == person.organisation_id,
            col(PropertyRequest.state).in_(IN_HAND),
        )
        .order_by(PropertyRequest.id)
        .with_for_update(of=PropertyRequest)
    ).all()
    shared = session.exec(
        select(Assignment.request_id)
        .join(Person, col(Person.id) == Assignment.person_id)
        .where(
            col(Assignment.request_id).in_(mine),
            col(Assignment.ended_at).is_(None),
            Person.id != person.id,
            Person.organisation_id == person.organisation_id,
            col(Person.left_at).is_(None),
        )
    ).all()
    return bool(set(mine) - set(shared))


def add_worker(
    session: Session, *, actor: Actor, case_ref: str, person_ref: str
) -> PropertyRequest:
    """Let a colleague work on a case too: its new worker, or a deputy.

    Raises:
        FieldsInvalid: When it is nobody who works on cases in the actor's own service,
            or one to whom this case is closed: one answer for both.
        StateConflict: When they work on it already.
    """
    policy.require(actor, "cases.amend")
    request = queries.case_of(session, actor, case_ref)
    person = deputies.colleague(session, actor, request, person_ref)
    if person is None:
        sentence = "Name a colleague who works on cases, by their reference."
        raise FieldsInvalid(faults=(FieldFault("person", sentence),))
    if person.id in people.assigned_to(session, actor, request.id):
        raise StateConflict
    access.assign(session, actor=actor, person_id=person.id, request_id=request.id)
    return request


def remove_worker(
    session: Session, *, actor: Actor, case_ref: str, person_ref: str
) -> PropertyRequest:
    """End somebody's work on a case; from their next request on it is not theirs.

    What they were answered about it is forgotten, so that nothing is told again.

    Raises:
        FieldsInvalid: When they do not work on it.
        StateConflict: When nobody else does.
    """
    policy.require(actor, "cases.amend")
    request = queries.case_of(session, actor, case_ref)
    person = people.colleague(session, actor, person_ref)
    working = people.assigned_to(session, actor, request.id)
    if person is None or person.id not in working:
        sentence = "Name somebody who works on this case, by their reference."
        raise FieldsInvalid(faults=(FieldFault("person", sentence),))
    if working == {person.id}:
        raise StateConflict
    access.end_assignment(
        session, actor=actor, person_id=person.id, request_id=request.id
    )
    deputies.end(session, actor=actor, request=request, person_id=person.id)
    idempotency.forget_about(session, queries.references_of(session, actor, request))
    return request


def workers(
    session: Session, actor: Actor, request: PropertyRequest, wanted: Wanted = WHOLE
) -> Page:
    """Return who works on a case, the first assigned first."""
    return read(
        session,
        actor,
        "case_worker",
        wanted,
        select(Assignment, Person)
        .join(Person, col(Person.id) == Assignment.person_id)
        .where(
            Assignment.request_id == request.id,
            col(Assignment.ended_at).is_(None),
            Person.organisation_id == actor.organisation_id,
            col(Person.left_at).is_(None),
        ),
        (By(Assignment.assigned_at), By(Person.public_ref)),
        lambda row, person: (
            "open",
            {"reference": person.public_ref, "assigned_at": row.assigned_at},
        ),
    )

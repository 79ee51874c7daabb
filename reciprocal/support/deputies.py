"""Naming a case's deputy: who serves a household when its worker cannot.

A case has one named worker, who referred it, and one deputy of the same service, who
reads and does all that the worker may. Naming another ends the one before.
"""

from sqlmodel import Session, col, select

from reciprocal import clock, ids
from reciprocal.access import blocks, policy
from reciprocal.access import operations as access
from reciprocal.access.actor import Actor, Role
from reciprocal.access.tables import Person
from reciprocal.errors import FieldFault, FieldsInvalid, StateConflict
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
    person = _colleague(session, actor, request, person_ref)
    if person is None or (before is not None and before.person_id == person.id):
        fault = "Name a colleague who can work on this case and does not yet."
        raise FieldsInvalid(faults=(FieldFault("person", fault),))
    if before is not None:
        before.ended_at = clock.now()
        session.add(before)
        session.flush()
        access.unassign(
            session, actor=actor, person_id=before.person_id, request_id=request.id
        )
    session.add(
        CaseDeputy(
            id=ids.new_id(),
            request_id=request.id,
            person_id=person.id,
            named_by=actor.id,
            named_at=clock.now(),
        )
    )
    access.assign_again(
        session, actor=actor, person_id=person.id, request_id=request.id
    )
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
    deputy = standing(session, actor, request.id)
    return {
        "worker": session.get_one(Person, request.referred_by).public_ref,
        "deputy": session.get_one(Person, deputy.person_id).public_ref
        if deputy
        else None,
    }


def _colleague(
    session: Session, actor: Actor, request: PropertyRequest, person_ref: str
) -> Person | None:
    """Return the colleague of that reference, if the case is open to them."""
    person = session.exec(
        select(Person).where(
            Person.public_ref == person_ref,
            Person.organisation_id == actor.organisation_id,
            Person.role == Role.REFERRING_WORKER,
            Person.id != request.referred_by,
            col(Person.left_at).is_(None),
        )
    ).first()
    if person is None:
        return None
    closed = blocks.closed_to(session, request.scheme_id, person.email)
    return None if request.id in closed else person

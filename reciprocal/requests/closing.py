"""A referring service that closes, and every household of it that is handed on first.

The coordinator marks it, a second person closes it, and neither can while a case of it
is in hand: a service that is gone leaves nobody behind.
"""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from reciprocal import clock
from reciprocal.access import policy
from reciprocal.access.actor import Actor
from reciprocal.access.closed import open_to
from reciprocal.audit import operations as audit
from reciprocal.disclosure import Shown, show
from reciprocal.disclosure.pages import WHOLE, Page, Place, Wanted, cut
from reciprocal.disclosure.present import Row
from reciprocal.errors import Kind, NotFound, ReciprocalError
from reciprocal.homes.operations import SecondPersonNeeded
from reciprocal.notices import operations as notices
from reciprocal.notices.terms import TaskKind
from reciprocal.organisations import operations as members
from reciprocal.organisations import queries as organisations
from reciprocal.organisations.lifecycle import ServiceEvent, ServiceState, after
from reciprocal.organisations.tables import (
    Organisation,
    OrganisationKind,
    ReferringService,
)
from reciprocal.requests import operations
from reciprocal.requests.lifecycle import IN_HAND, WITH_A_HOME
from reciprocal.requests.tables import PropertyRequest


class ServiceHasCases(ReciprocalError):
    code = "service_has_cases"
    kind = Kind.CONFLICT
    sentence = (
        "Cases of this service are still in hand; each is handed to another service "
        "or closed first."
    )


class LandlordHasTenants(ReciprocalError):
    code = "landlord_has_tenants"
    kind = Kind.CONFLICT
    sentence = (
        "Tenants of this landlord still wait for a home or have just moved; it stays "
        "in the scheme for them until their cases are closed."
    )


@dataclass(frozen=True, slots=True)
class Service:
    """A referring service, as the coordinator's board has it."""

    member: Organisation
    row: ReferringService

    @property
    def state(self) -> ServiceState:
        """Where it stands."""
        if self.member.left_at is not None:
            return ServiceState.CLOSED
        closing = self.row.closing_since is not None
        return ServiceState.CLOSING if closing else ServiceState.OPEN


def mark(session: Session, *, actor: Actor, code: str) -> Service:
    """Mark a service as closing: it takes nobody on, and each case is asked about.

    Raises:
        NotFound: When no service of the scheme has that public code.
        StateConflict: When it is closing, or has closed.
    """
    policy.require(actor, "services.close")
    service = _service(session, actor, code)
    after(service.state, ServiceEvent.MARK)
    service.row.closing_since, service.row.closing_by = clock.now(), actor.id
    session.add(service.row)
    for request in _in_hand(session, service.member.id):
        operations.ask_where_to(session, request)
    _record(session, actor, "service.closing", service)
    return service


def keep_open(session: Session, *, actor: Actor, code: str) -> Service:
    """Take back that a service closes; it refers again.

    Raises:
        NotFound: When no service of the scheme has that public code.
        StateConflict: Unless it is closing.
    """
    policy.require(actor, "services.close")
    service = _service(session, actor, code)
    after(service.state, ServiceEvent.KEEP_OPEN)
    service.row.closing_since = service.row.closing_by = None
    session.add(service.row)
    for request in _in_hand(session, service.member.id):
        notices.finish_tasks(
            session, subject_id=request.id, kind=TaskKind.SERVICE_CLOSING
        )
    _record(session, actor, "service.kept_open", service)
    return service


def close(session: Session, *, actor: Actor, code: str) -> Service:
    """Close a service by a second person: its people and systems are out at once.

    Raises:
        NotFound: When no service of the scheme has that public code.
        StateConflict: Unless it is closing.
        SecondPersonNeeded: For who marked it.
        ServiceHasCases: While one is in hand, also one that is closed to the actor.
    """
    policy.require(actor, "services.close")
    service = _service(session, actor, code)
    after(service.state, ServiceEvent.CLOSE)
    if service.row.closing_by == actor.id:
        raise SecondPersonNeeded
    require_no_cases(session, service.member)
    members.leave_scheme(session, actor=actor, organisation=service.member)
    return service


def require_no_cases(session: Session, member: Organisation) -> None:
    """Refuse to let a member go while a case of it is in hand.

    Raises:
        ServiceHasCases: Then.
    """
    if _in_hand(session, member.id):
        raise ServiceHasCases


def require_no_tenants(session: Session, member: Organisation) -> None:
    """Refuse to let a landlord go while a case of one of its tenants is in hand.

    Somebody has to attest the tenancy, end it and take the debt; nobody could.

    Raises:
        LandlordHasTenants: Then.
    """
    query = select(PropertyRequest.id).where(
        PropertyRequest.provider_id == member.id,
        col(PropertyRequest.state).in_(IN_HAND),
    )
    if session.exec(query).first() is not None:
        raise LandlordHasTenants


def board_services(session: Session, actor: Actor, wanted: Wanted = WHOLE) -> Page:
    """Return the scheme's services by code, and how many cases each has in hand."""
    rows: list[tuple[Place, str, Row]] = [
        ((member.code,), service.state, _row(session, actor, service))
        for member in organisations.members(
            session, actor.scheme_id, OrganisationKind.REFERRING_SERVICE
        )
        for service in (Service(member, session.get_one(ReferringService, member.id)),)
    ]
    return cut(actor, "board_service", wanted, rows)


def show_service(session: Session, actor: Actor, service: Service) -> Shown:
    """Return one as its coordinator may see it."""
    row = _row(session, actor, service)
    return show(actor, "board_service", service.state, row)


def _service(session: Session, actor: Actor, code: str) -> Service:
    member = organisations.organisation_coded(session, actor.scheme_id, code)
    if member is None:
        raise NotFound
    row = session.exec(
        select(ReferringService)
        .where(ReferringService.organisation_id == member.id)
        .with_for_update()
    ).first()
    if row is None:
        raise NotFound
    return Service(member, row)


def _row(session: Session, actor: Actor, service: Service) -> dict[str, object]:
    states = session.exec(
        select(PropertyRequest.state).where(
            PropertyRequest.service_id == service.member.id,
            col(PropertyRequest.state).in_(IN_HAND),
            open_to(actor, PropertyRequest.id),
        )
    ).all()
    return {
        "service": service.member.code,
        "name": service.member.name,
        "stage": service.state,
        "closing_since": service.row.closing_since,
        "cases_in_hand": len(states),
        "cases_with_a_home": sum(state in WITH_A_HOME for state in states),
    }


def _in_hand(session: Session, service_id: str) -> list[PropertyRequest]:
    return list(
        session.exec(
            select(PropertyRequest)
            .where(
                PropertyRequest.service_id == service_id,
                col(PropertyRequest.state).in_(IN_HAND),
            )
            .order_by(PropertyRequest.id)
        )
    )


def _record(session: Session, actor: Actor, action: str, service: Service) -> None:
    audit.record(session, actor, action, subject=("organisation", service.member.id))

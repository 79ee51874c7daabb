"""Who will live in the new home, stated anew, and the bedrooms that changes.

A child has a birthday, a child that was due comes to count, a board decides for the
other standard: each changes the need of a household that said nothing new, and so the
need is worked out again before each round.
"""

from dataclasses import asdict

from sqlmodel import Session

from reciprocal import clock
from reciprocal.access import policy
from reciprocal.access.actor import Actor
from reciprocal.audit import operations as audit
from reciprocal.errors import FieldsInvalid, StateConflict
from reciprocal.notices import operations as notices
from reciprocal.notices.terms import TaskKind
from reciprocal.organisations import queries as organisations
from reciprocal.organisations.rules import SchemeRules
from reciprocal.requests import queries
from reciprocal.requests.fit import Fit, fit_of, kept_fit
from reciprocal.requests.household import (
    Composition,
    as_plain,
    faults,
    from_plain,
)
from reciprocal.requests.lifecycle import OPEN
from reciprocal.requests.tables import PropertyRequest
from reciprocal.sealing import operations as sealing
from reciprocal.webhooks import outbox


def restate(
    session: Session, *, actor: Actor, case_ref: str, household: Composition
) -> PropertyRequest:
    """State the household anew; every later step is checked against its need.

    Raises:
        FieldsInvalid: With every field at fault.
        StateConflict: Once the case is at its end.
    """
    policy.require(actor, "cases.amend")
    request = queries.own_case(session, actor, case_ref, lock=True)
    if request.state not in OPEN:
        raise StateConflict
    today = clock.today()
    found = tuple(faults(household, today))
    if found:
        raise FieldsInvalid(faults=found)
    _, rules = organisations.rules_on(session, actor.scheme_id, today)
    request.household = sealing.seal(
        session,
        request.key_id,
        "property_request.household",
        request.id,
        as_plain(household),
    )
    request.persons = household.persons
    _keep(session, request, fit_of(household, rules, today))
    audit.record(
        session, actor, "case.household_stated", subject=("request", request.id)
    )
    return request


def renew(session: Session, *, actor: Actor, rules: SchemeRules) -> int:
    """Bring the need of every request a round may match to what it is today.

    A step already proposed stays as its round found it suitable. Returns how many
    requests need other homes than before; their services are told, but where only a
    landlord's own standard, or an age that homes are kept from, says so.
    """
    changed = 0
    for request in queries.waiting(session, actor):
        plain = queries.reveal(session, actor, request, "household", request.household)
        fit, before = fit_of(from_plain(plain), rules, clock.today()), kept_fit(request)
        if fit != before:
            _keep(session, request, fit)
            told = _bedrooms(fit) != _bedrooms(before)
            _record(session, actor, request, told=told)
            changed += told
    return changed


def _bedrooms(fit: Fit) -> tuple[int, int]:
    return fit.bedrooms_needed, fit.bedrooms_max


def _keep(session: Session, request: PropertyRequest, fit: Fit) -> None:
    for name, value in asdict(fit).items():
        setattr(request, name, value)
    session.add(request)


def _record(
    session: Session, actor: Actor, request: PropertyRequest, *, told: bool
) -> None:
    audit.record(session, actor, "case.need_renewed", subject=("request", request.id))
    if not told:
        return
    outbox.case_changed(session, request)
    notices.finish_tasks(session, subject_id=request.id, kind=TaskKind.CASE_CHANGED)
    notices.add_task(
        session,
        organisation_id=request.service_id,
        kind=TaskKind.CASE_CHANGED,
        subject_id=request.id,
        subject_ref=request.case_ref,
        case_id=request.id,
    )

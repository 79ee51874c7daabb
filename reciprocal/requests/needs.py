"""The bedrooms each waiting household needs, worked out anew before a round.

A child has a birthday, a child that was due comes to count, a board decides for the
other standard: each changes the need of a household that said nothing new.
"""

from sqlmodel import Session

from reciprocal import clock
from reciprocal.access.actor import Actor
from reciprocal.audit import operations as audit
from reciprocal.notices import operations as notices
from reciprocal.notices.terms import TaskKind
from reciprocal.organisations.rules import SchemeRules
from reciprocal.requests import queries
from reciprocal.requests.bedrooms import suitable_bedrooms
from reciprocal.requests.household import from_plain
from reciprocal.requests.tables import PropertyRequest
from reciprocal.webhooks import outbox


def renew(session: Session, *, actor: Actor, rules: SchemeRules) -> int:
    """Bring the need of every request a round may match to what it is today.

    A step already proposed stays as its round found it suitable. Returns how many
    requests need other homes than before; their services are told.
    """
    changed = 0
    for request in queries.waiting(session, actor):
        plain = queries.reveal(session, actor, request, "household", request.household)
        suit = suitable_bedrooms(from_plain(plain), rules, clock.today())
        if suit != (request.bedrooms_needed, request.bedrooms_max):
            request.bedrooms_needed, request.bedrooms_max = suit
            _record(session, actor, request)
            changed += 1
    return changed


def _record(session: Session, actor: Actor, request: PropertyRequest) -> None:
    session.add(request)
    audit.record(session, actor, "case.need_renewed", subject=("request", request.id))
    outbox.case_changed(session, request)
    notices.finish_tasks(session, subject_id=request.id, kind=TaskKind.CASE_CHANGED)
    notices.add_task(
        session,
        organisation_id=request.service_id,
        kind=TaskKind.CASE_CHANGED,
        subject_id=request.id,
        subject_ref=request.case_ref,
    )

"""Which homelessness duty a household is owed: its worker states it, and reads it.

Refusing an offer may end a duty (Housing Act 1996 ss.189B, 193, 193A-193C, 195), so
nothing is guessed: what is not stated is not none.
"""

from sqlmodel import Session

from reciprocal import clock, ids
from reciprocal.access import policy
from reciprocal.access.actor import Actor
from reciprocal.audit import operations as audit
from reciprocal.requests import queries
from reciprocal.requests.rules import HomelessnessDuty
from reciprocal.requests.standing import duty_of
from reciprocal.requests.tables import DutyStated, PropertyRequest


def state(
    session: Session, *, actor: Actor, case_ref: str, duty: HomelessnessDuty
) -> PropertyRequest:
    """State which duty a council owes the household now; what was stated is kept."""
    policy.require(actor, "cases.amend")
    request = queries.own_case(session, actor, case_ref, lock=True)
    before = duty_of(session, actor, request.id)
    session.add(
        DutyStated(
            id=ids.new_id(),
            request_id=request.id,
            number=1 if before is None else before.number + 1,
            duty=duty,
            stated_by=actor.id,
            stated_at=clock.now(),
        )
    )
    session.flush()
    audit.record(session, actor, "case.duty_stated", subject=("request", request.id))
    return request

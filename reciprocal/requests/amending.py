"""What every act of a worker on what stands of a case begins with, and is asked by.

Areas and blocked staff are stated, reviewed and ended in one form: their worker alone
acts, on a case that is still open to it, and no date does more than ask them.
"""

from collections.abc import Container

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from reciprocal import clock
from reciprocal.access import policy
from reciprocal.access.actor import Actor
from reciprocal.errors import StateConflict
from reciprocal.notices import operations as notices
from reciprocal.notices.terms import TaskKind
from reciprocal.organisations import queries as organisations
from reciprocal.organisations.rules import SchemeRules
from reciprocal.requests import queries
from reciprocal.requests.lifecycle import OPEN, RequestState
from reciprocal.requests.tables import PropertyRequest


def amendable(
    session: Session, actor: Actor, case_ref: str, *, among: Container[RequestState]
) -> tuple[PropertyRequest, SchemeRules]:
    """Return a worker's own case, locked, and the rules of the day.

    Args:
        among: The states in which it may still be amended.

    Raises:
        NotFound: When there is none, or it is not theirs.
        StateConflict: When it is in another state.
    """
    policy.require(actor, "cases.amend")
    request = queries.own_case(session, actor, case_ref, lock=True)
    if request.state not in among:
        raise StateConflict
    _, scheme_rules = organisations.rules_on(session, actor.scheme_id, clock.today())
    return request, scheme_rules


def ask_workers(
    session: Session, *, actor: Actor, kind: TaskKind, lapsed: SelectOfScalar[str]
) -> int:
    """Give the worker of each open case among some a task; return how many cases.

    A case is asked about once, until its worker has done the task.

    Args:
        kind: Of the task.
        lapsed: Selects the cases by their internal ids.
    """
    rows = session.exec(
        select(PropertyRequest)
        .where(
            PropertyRequest.scheme_id == actor.scheme_id,
            col(PropertyRequest.state).in_(OPEN),
            col(PropertyRequest.id).in_(lapsed),
        )
        .order_by(PropertyRequest.id)
    ).all()
    asked = 0
    for request in rows:
        if not notices.is_open(session, subject_id=request.id, kind=kind):
            notices.add_task(
                session,
                organisation_id=request.service_id,
                kind=kind,
                subject_id=request.id,
                subject_ref=request.case_ref,
                case_id=request.id,
            )
            asked += 1
    return asked

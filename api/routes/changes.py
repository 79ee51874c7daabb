from typing import Annotated

from fastapi import Query

from api.door import Visit, door
from api.routing import Router
from api.schemas import cases as bodies
from api.schemas import filters
from api.schemas.answers import answer_of, list_of
from api.schemas.kinds import Reference
from reciprocal.disclosure import Shown
from reciprocal.proposals import failing, risk
from reciprocal.proposals import queries as proposals
from reciprocal.requests import queries

router = Router(prefix="/v1/cases", tags=["Referring services"])


@router.get("/{reference}/steps", response_model=list_of("case_step"))
def case_steps(
    reference: Reference,
    query: Annotated[filters.StepsQuery, Query()],
    visit: Annotated[Visit, door("cases.read")],
) -> object:
    """List every step the case has had and what became of each, the newest first."""
    request = queries.own_case(visit.session, visit.actor, reference)
    return visit.page(
        query,
        lambda session, actor, wanted: proposals.case_steps(
            session, actor, request, wanted
        ),
    )


@router.post("/{reference}/change-in-risk", response_model=answer_of("case"))
def change_in_risk(
    reference: Reference,
    body: bodies.ChangeInRisk,
    visit: Annotated[Visit, door("cases.answer")],
) -> object:
    """Hide at once where the household would go, and stop the step or let it go on."""
    visit.expect(lambda: _case(visit, reference, lock=True))
    risk.record_change(
        visit.session, actor=visit.actor, case_ref=reference, change=body.change()
    )
    return visit.shown(_case(visit, reference))


@router.post("/{reference}/tenancy-failed", response_model=answer_of("case"))
def tenancy_failed(
    reference: Reference,
    body: bodies.FailedTenancy,
    visit: Annotated[Visit, door("cases.answer")],
) -> object:
    """Say that the new tenancy did not last; the household keeps its old one."""
    visit.expect(lambda: _case(visit, reference, lock=True))
    failing.record_failure(
        visit.session, actor=visit.actor, case_ref=reference, code=body.code
    )
    return visit.shown(_case(visit, reference))


@router.post(
    "/{reference}/refer-again", status_code=201, response_model=answer_of("case")
)
def refer_again(
    reference: Reference,
    body: bodies.ReferCase,
    visit: Annotated[Visit, door("cases.refer")],
) -> object:
    """Refer a household anew from the tenancy it moved to; its date is kept."""
    request = failing.refer_again(
        visit.session, actor=visit.actor, case_ref=reference, referral=body.referral()
    )
    worker = visit.actor_with(request.id)
    return visit.shown(queries.show_case(visit.session, worker, request))


def _case(visit: Visit, reference: str, *, lock: bool = False) -> Shown:
    request = queries.own_case(visit.session, visit.actor, reference, lock=lock)
    return queries.show_case(visit.session, visit.actor, request)

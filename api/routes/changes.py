from typing import Annotated

from fastapi import Query

from api.door import Visit, door
from api.paging import PageQuery
from api.routing import Router
from api.schemas import cases as bodies
from api.schemas import filters
from api.schemas.answers import answer_of, list_of
from api.schemas.kinds import Reference
from reciprocal.disclosure import present
from reciprocal.proposals import failing, leads, risk, signing, workers
from reciprocal.proposals import queries as proposals
from reciprocal.proposals.rows import case_step_row
from reciprocal.requests import queries

router = Router(prefix="/v1/cases", tags=["Changes in a case"])


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


@router.post("/{reference}/change-in-risk", response_model=answer_of("case_step"))
def change_in_risk(
    reference: Reference,
    body: bodies.ChangeInRisk,
    visit: Annotated[Visit, door("cases.answer")],
) -> object:
    """Hide at once where the household would go, and stop the step or let it go on."""
    step = risk.record_change(
        visit.session, actor=visit.actor, case_ref=reference, change=body.change()
    )
    return present(visit.actor, "case_step", step.state, case_step_row(step))


@router.post("/{reference}/name-lead", status_code=204)
def name_lead(
    reference: Reference,
    body: bodies.NameLead,
    visit: Annotated[Visit, door("cases.answer")],
) -> None:
    """Leave what a change in risk hides to another lead of the landlord."""
    leads.name_lead(
        visit.session, actor=visit.actor, case_ref=reference, sign_in=body.sign_in
    )


@router.post("/{reference}/tenancy-failed", response_model=answer_of("case_step"))
def tenancy_failed(
    reference: Reference,
    body: bodies.FailedTenancy,
    visit: Annotated[Visit, door("cases.answer")],
) -> object:
    """Say that the new tenancy did not last; the household keeps its old one."""
    step = failing.record_failure(
        visit.session, actor=visit.actor, case_ref=reference, code=body.code
    )
    return present(visit.actor, "case_step", step.state, case_step_row(step))


@router.post("/{reference}/notice-plan", response_model=answer_of("case_step"))
def notice_plan(
    reference: Reference,
    body: bodies.NoticePlan,
    visit: Annotated[Visit, door("cases.answer")],
) -> object:
    """Say from which day your safety plan lets a joint tenancy end."""
    step = signing.plan_notice(
        visit.session,
        actor=visit.actor,
        case_ref=reference,
        safe_from=body.safe_from,
    )
    return present(visit.actor, "case_step", step.state, case_step_row(step))


@router.get("/{reference}/workers", response_model=list_of("case_worker"))
def case_workers(
    reference: Reference,
    query: Annotated[PageQuery, Query()],
    visit: Annotated[Visit, door("cases.read")],
) -> object:
    """List who works on the case, by the references of your list of people."""
    request = queries.own_case(visit.session, visit.actor, reference)
    return visit.page(
        query,
        lambda session, actor, wanted: workers.workers(session, actor, request, wanted),
    )


@router.post("/{reference}/workers", status_code=204)
def add_worker(
    reference: Reference,
    body: bodies.Colleague,
    visit: Annotated[Visit, door("cases.amend")],
) -> None:
    """Let a colleague work on the case too."""
    workers.add_worker(
        visit.session, actor=visit.actor, case_ref=reference, person_ref=body.person
    )


@router.post("/{reference}/workers/leave", status_code=204)
def remove_worker(
    reference: Reference,
    body: bodies.Colleague,
    visit: Annotated[Visit, door("cases.amend")],
) -> None:
    """End somebody's work on the case, if another goes on with it."""
    workers.remove_worker(
        visit.session, actor=visit.actor, case_ref=reference, person_ref=body.person
    )

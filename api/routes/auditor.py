from functools import partial
from typing import Annotated

from fastapi import Query

from api.door import Visit, door
from api.paging import PageQuery
from api.routing import Router
from api.schemas import filters
from api.schemas.answers import answer_of, list_of
from reciprocal.laboratory import queries as laboratory
from reciprocal.reports import audit_heads as heads
from reciprocal.reports import (
    audited,
    balances,
    quarters_of_the_book,
    who_sees_what,
)
from reciprocal.reports import step_decisions as decided_steps

router = Router(prefix="/v1", tags=["Audit and balances"])


@router.get("/audit", response_model=list_of("audit_entry"))
def audit_entries(
    query: Annotated[filters.AuditQuery, Query()],
    visit: Annotated[Visit, door("audit.read")],
) -> object:
    """List the acts, the newest first: metadata, never payload."""
    some = partial(audited.entries, action=query.action, since=query.since)
    return visit.page(query, some)


@router.get("/step-decisions", response_model=list_of("step_decision"))
def step_decisions(
    query: Annotated[PageQuery, Query()],
    visit: Annotated[Visit, door("audit.read")],
) -> object:
    """List what people decided of planned moves before anybody was asked about them."""
    return visit.page(query, decided_steps.decisions)


@router.get("/disclosure", response_model=list_of("disclosure_row"))
def disclosure(
    query: Annotated[filters.DisclosureQuery, Query()],
    visit: Annotated[Visit, door("disclosure.read")],
) -> object:
    """List what each role is told of each thing, stage by stage."""
    return visit.page(query, partial(who_sees_what.rows, role=query.role))


@router.get("/audit-heads", response_model=answer_of("audit_heads"))
def audit_heads(visit: Annotated[Visit, door("audit_heads.read")]) -> object:
    """Read in which hashes the audit ended, to keep them out of our reach."""
    return visit.shown(heads.heads(visit.session, visit.actor))


@router.get("/balances-by-quarter", response_model=answer_of("book_by_quarter"))
def balances_by_quarter(visit: Annotated[Visit, door("balances.read")]) -> object:
    """Read what each landlord owed the pot or was owed as each quarter ended."""
    return visit.shown(quarters_of_the_book.balances(visit.session, visit.actor))


@router.get("/laboratory", response_model=answer_of("laboratory"))
def laboratory_published(visit: Annotated[Visit, door("laboratory.read")]) -> object:
    """Read what policies came to when they were tried on made-up schemes."""
    return visit.shown(laboratory.published(visit.actor))


@router.get("/balances", response_model=list_of("balance"))
def balances_now(
    query: Annotated[PageQuery, Query()],
    visit: Annotated[Visit, door("balances.read")],
) -> object:
    """List what each landlord owes the pot or is owed; landlords see none yet."""
    return visit.page(query, balances.rows)

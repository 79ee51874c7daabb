from typing import Annotated

from fastapi import Query

from api.door import Visit, door
from api.forms import Form, described
from api.paging import PageQuery
from api.routing import Router
from api.schemas import filters
from api.schemas.answers import answer_of, list_of
from api.schemas.kinds import Reference
from api.schemas.statements import AcknowledgeStatement
from reciprocal.statements import forms, operations, queries

router = Router(prefix="/v1", tags=["The book"])

_FORMS = (
    Form("text/csv", "csv", forms.as_csv),
    Form("text/html", "html", forms.as_page),
)


@router.get("/statements", response_model=list_of("statement"))
def statements(
    query: Annotated[filters.StatementsQuery, Query()],
    visit: Annotated[Visit, door("statements.read")],
) -> object:
    """List the statements that went out, the oldest first: a landlord its own."""
    return visit.page(query, queries.statements)


@router.get(
    "/statements/{reference}",
    response_model=answer_of("statement"),
    responses=described(_FORMS),
)
def statement(
    reference: Reference, visit: Annotated[Visit, door("statements.read")]
) -> object:
    """Read one: balances by size, lines without a day, and the head of the book."""
    shown = queries.statement(visit.session, visit.actor, reference)
    return visit.told(shown, _FORMS, f"statement-{shown['period']}")


@router.post(
    "/statements/{reference}/acknowledge", response_model=answer_of("statement")
)
def acknowledge(
    reference: Reference,
    body: AcknowledgeStatement,
    visit: Annotated[Visit, door("statements.acknowledge")],
) -> object:
    """Say which head you hold, so that the book can be proved against it."""
    operations.acknowledge(
        visit.session, actor=visit.actor, statement_ref=reference, head=body.head
    )
    return visit.shown(queries.statement(visit.session, visit.actor, reference))


@router.get("/board/statements", response_model=list_of("board_statements"))
def board_statements(
    query: Annotated[PageQuery, Query()],
    visit: Annotated[Visit, door("board.read")],
) -> object:
    """List what went out for each quarter, and which sizes are held and why."""
    return visit.page(query, queries.releases)

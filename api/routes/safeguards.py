from typing import Annotated

from fastapi import Query

from api.door import Visit, door
from api.paging import PageQuery
from api.routing import Router
from api.schemas import safeguards as bodies
from api.schemas.answers import answer_of, list_of
from api.schemas.kinds import Reference
from reciprocal.disclosure import Shown
from reciprocal.proposals import blocking
from reciprocal.requests import blocked_staff, linking, queries

of_cases = Router(prefix="/v1/cases", tags=["Referring services"])
of_the_board = Router(prefix="/v1/board", tags=["Coordinators"])


@of_cases.post("/{reference}/blocked-staff", response_model=answer_of("case"))
def block_staff(
    reference: Reference,
    body: bodies.BlockStaff,
    visit: Annotated[Visit, door("cases.amend")],
) -> object:
    """Close the case to whoever signs in by a name; to them there is no such case."""
    visit.expect(lambda: _case(visit, reference, lock=True))
    request = blocking.block_staff(
        visit.session, actor=visit.actor, case_ref=reference, stated=body.stated()
    )
    return visit.shown(queries.show_case(visit.session, visit.actor, request))


@of_cases.post(
    "/{reference}/blocked-staff/{block_reference}/review",
    response_model=answer_of("case"),
)
def review_block(
    reference: Reference,
    block_reference: Reference,
    body: bodies.ReviewBlock,
    visit: Annotated[Visit, door("cases.amend")],
) -> object:
    """Say that a block still stands, and when to ask you again."""
    visit.expect(lambda: _case(visit, reference, lock=True))
    request = blocked_staff.review(
        visit.session,
        actor=visit.actor,
        case_ref=reference,
        block_ref=block_reference,
        review_on=body.review_on,
        expected_end_on=body.expected_end_on,
    )
    return visit.shown(queries.show_case(visit.session, visit.actor, request))


@of_cases.post(
    "/{reference}/blocked-staff/{block_reference}/end",
    response_model=answer_of("case"),
)
def end_block(
    reference: Reference,
    block_reference: Reference,
    visit: Annotated[Visit, door("cases.amend")],
) -> object:
    """End a block; no day and nobody else ends one."""
    visit.expect(lambda: _case(visit, reference, lock=True))
    request = blocking.end_block(
        visit.session, actor=visit.actor, case_ref=reference, block_ref=block_reference
    )
    return visit.shown(queries.show_case(visit.session, visit.actor, request))


@of_cases.post("/{reference}/links", response_model=answer_of("case"))
def link_case(
    reference: Reference,
    body: bodies.LinkCase,
    visit: Annotated[Visit, door("cases.amend")],
) -> object:
    """Say that two of your cases know of each other."""
    visit.expect(lambda: _case(visit, reference))
    request = linking.link_own(
        visit.session,
        actor=visit.actor,
        case_ref=reference,
        other_ref=body.other,
        reason=body.reason,
    )
    return visit.shown(queries.show_case(visit.session, visit.actor, request))


@of_cases.post(
    "/{reference}/links/{link_reference}/end", response_model=answer_of("case")
)
def end_link(
    reference: Reference,
    link_reference: Reference,
    visit: Annotated[Visit, door("cases.amend")],
) -> object:
    """End a link between two of your cases."""
    visit.expect(lambda: _case(visit, reference))
    request = linking.end_own(
        visit.session, actor=visit.actor, case_ref=reference, link_ref=link_reference
    )
    return visit.shown(queries.show_case(visit.session, visit.actor, request))


@of_the_board.get("/links", response_model=list_of("board_link"))
def board_links(
    query: Annotated[PageQuery, Query()],
    visit: Annotated[Visit, door("board.link")],
) -> object:
    """List the links that your agency stated."""
    return visit.page(query, linking.board_links)


@of_the_board.post("/links", status_code=201, response_model=answer_of("board_link"))
def link_requests(
    body: bodies.LinkRequests, visit: Annotated[Visit, door("board.link")]
) -> object:
    """Say that two requests know of each other, after speaking with both services."""
    link = linking.link_on_board(
        visit.session,
        actor=visit.actor,
        request_ref=body.request,
        other_ref=body.other,
        reason=body.reason,
    )
    return visit.shown(linking.show_board_link(visit.session, visit.actor, link))


@of_the_board.post("/links/{reference}/end", status_code=204)
def end_board_link(
    reference: Reference, visit: Annotated[Visit, door("board.link")]
) -> None:
    """End a link that your agency stated."""
    linking.end_on_board(visit.session, actor=visit.actor, link_ref=reference)


def _case(visit: Visit, reference: str, *, lock: bool = False) -> Shown:
    request = queries.own_case(visit.session, visit.actor, reference, lock=lock)
    return queries.show_case(visit.session, visit.actor, request)

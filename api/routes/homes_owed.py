from typing import Annotated

from fastapi import Query

from api.door import Visit, door
from api.routing import Router
from api.schemas import filters
from api.schemas.answers import answer_of, list_of
from api.schemas.homes_owed import AnswerHomeOwed, DeclineHomeOwed
from api.schemas.kinds import Reference
from reciprocal.disclosure import Shown
from reciprocal.homes_owed import operations, queries

router = Router(prefix="/v1", tags=["Homes owed"])


@router.get("/homes-owed", response_model=list_of("home_owed"))
def homes_owed(
    query: Annotated[filters.HomesOwedQuery, Query()],
    visit: Annotated[Visit, door("homes_owed.read")],
) -> object:
    """List the homes you are, or were, asked for since you owe them, newest first."""
    return visit.page(query, queries.own_requests)


@router.get("/homes-owed/{reference}", response_model=answer_of("home_owed"))
def home_owed(
    reference: Reference, visit: Annotated[Visit, door("homes_owed.read")]
) -> object:
    """Read one: a size, whether step-free, and by when; never where or for whom."""
    return visit.shown(_own(visit, reference))


@router.post("/homes-owed/{reference}/answer", response_model=answer_of("home_owed"))
def answer_home_owed(
    reference: Reference,
    body: AnswerHomeOwed,
    visit: Annotated[Visit, door("homes_owed.answer")],
) -> object:
    """Give a letting of that size that you posted for it; the next round may use it."""
    visit.expect(lambda: _own(visit, reference, lock=True))
    row = operations.answer(
        visit.session, actor=visit.actor, request_ref=reference, home_ref=body.letting
    )
    return visit.shown(queries.show_own(visit.session, visit.actor, row))


@router.post("/homes-owed/{reference}/decline", response_model=answer_of("home_owed"))
def decline_home_owed(
    reference: Reference,
    body: DeclineHomeOwed,
    visit: Annotated[Visit, door("homes_owed.decline")],
) -> object:
    """Say that there is no such home to give, and why; none of your tenants waits."""
    visit.expect(lambda: _own(visit, reference, lock=True))
    row = operations.decline(
        visit.session, actor=visit.actor, request_ref=reference, reason=body.reason
    )
    return visit.shown(queries.show_own(visit.session, visit.actor, row))


@router.get("/board/homes-owed", response_model=list_of("board_home_owed"))
def board_homes_owed(
    query: Annotated[filters.HomesOwedQuery, Query()],
    visit: Annotated[Visit, door("board.read")],
) -> object:
    """List what landlords are asked for, and how often lately one gave no reason."""
    return visit.page(query, queries.board_requests)


@router.post(
    "/board/homes-owed/{reference}/withdraw",
    response_model=answer_of("board_home_owed"),
)
def withdraw_home_owed(
    reference: Reference, visit: Annotated[Visit, door("homes_owed.withdraw")]
) -> object:
    """Take a request back before it is answered; it counts against nobody."""
    row = operations.withdraw(visit.session, actor=visit.actor, request_ref=reference)
    return visit.shown(queries.show_on_board(visit.session, visit.actor, row))


def _own(visit: Visit, reference: str, *, lock: bool = False) -> Shown:
    row = queries.own(visit.session, visit.actor, reference, lock=lock)
    return queries.show_own(visit.session, visit.actor, row)

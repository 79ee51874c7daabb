from typing import Annotated

from fastapi import Query

from api.door import Visit, door
from api.paging import PageQuery
from api.routing import Router
from api.schemas import adjustments as bodies
from api.schemas import filters
from api.schemas.answers import answer_of, list_of
from api.schemas.kinds import Reference
from reciprocal.disclosure import Shown
from reciprocal.ledger import adjusting, decided
from reciprocal.proposals import correcting
from reciprocal.reports import debts

router = Router(prefix="/v1", tags=["The book"])


@router.get("/debts", response_model=list_of("debt"))
def open_debts(
    query: Annotated[PageQuery, Query()],
    visit: Annotated[Visit, door("balances.read")],
) -> object:
    """List the debts that are open, how old they are and when they are due."""
    return visit.page(query, debts.rows)


@router.get("/board/adjustments", response_model=list_of("board_adjustment"))
def board_adjustments(
    query: Annotated[filters.BoardAdjustmentsQuery, Query()],
    visit: Annotated[Visit, door("adjustments.follow")],
) -> object:
    """List what your agency proposed of the book, the newest first."""
    return visit.page(query, decided.board_adjustments)


@router.post(
    "/board/adjustments", status_code=201, response_model=answer_of("board_adjustment")
)
def propose(
    body: bodies.ProposeAdjustment,
    visit: Annotated[Visit, door("adjustments.propose")],
) -> object:
    """Propose a change of the book and ask two landlords that it does not touch."""
    row = correcting.propose(visit.session, actor=visit.actor, stated=body.stated())
    return visit.shown(decided.show_board_adjustment(visit.session, visit.actor, row))


@router.get(
    "/board/adjustments/{reference}", response_model=answer_of("board_adjustment")
)
def board_adjustment(
    reference: Reference, visit: Annotated[Visit, door("adjustments.follow")]
) -> object:
    """Read one: what it does, who is asked, and where it stands."""
    return visit.shown(_board(visit, reference))


@router.post(
    "/board/adjustments/{reference}/withdraw",
    response_model=answer_of("board_adjustment"),
)
def withdraw(
    reference: Reference, visit: Annotated[Visit, door("adjustments.propose")]
) -> object:
    """Take a proposal back before both have answered."""
    visit.expect(lambda: _board(visit, reference, lock=True))
    row = adjusting.withdraw(visit.session, actor=visit.actor, adjustment_ref=reference)
    return visit.shown(decided.show_board_adjustment(visit.session, visit.actor, row))


@router.get("/adjustments", response_model=list_of("adjustment"))
def adjustments(
    query: Annotated[filters.AdjustmentsQuery, Query()],
    visit: Annotated[Visit, door("adjustments.read")],
) -> object:
    """List what you are asked to approve: what it does, and not whose it is."""
    return visit.page(query, decided.own_adjustments)


@router.get("/adjustments/{reference}", response_model=answer_of("adjustment"))
def adjustment(
    reference: Reference, visit: Annotated[Visit, door("adjustments.read")]
) -> object:
    """Read one that you are asked to approve."""
    return visit.shown(_own(visit, reference))


@router.post("/adjustments/{reference}/answer", response_model=answer_of("adjustment"))
def answer(
    reference: Reference,
    body: bodies.AnswerAdjustment,
    visit: Annotated[Visit, door("adjustments.answer")],
) -> object:
    """Approve or decline under your own name; nobody else is told which."""
    visit.expect(lambda: _own(visit, reference, lock=True))
    adjusting.answer(
        visit.session,
        actor=visit.actor,
        adjustment_ref=reference,
        approved=body.approved,
    )
    return visit.shown(_own(visit, reference))


def _board(visit: Visit, reference: str, *, lock: bool = False) -> Shown:
    row = decided.board_adjustment(visit.session, visit.actor, reference, lock=lock)
    return decided.show_board_adjustment(visit.session, visit.actor, row)


def _own(visit: Visit, reference: str, *, lock: bool = False) -> Shown:
    asked, row = decided.own_asked(visit.session, visit.actor, reference, lock=lock)
    return decided.show_own(visit.actor, asked, row)

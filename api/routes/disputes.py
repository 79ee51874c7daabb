from typing import Annotated

from fastapi import Query

from api.door import Visit, door
from api.routing import Router
from api.schemas import filters
from api.schemas.answers import answer_of, list_of
from api.schemas.disputes import RaiseDispute
from api.schemas.kinds import Reference
from reciprocal.disclosure import Shown
from reciprocal.ledger import disputes, disputing
from reciprocal.statements import disputed

router = Router(prefix="/v1", tags=["The book"])


@router.get("/disputes", response_model=list_of("dispute"))
def own_disputes(
    query: Annotated[filters.DisputesQuery, Query()],
    visit: Annotated[Visit, door("disputes.raise")],
) -> object:
    """List the lines of your statements that you disputed, the newest first."""
    return visit.page(query, disputes.own_disputes)


@router.post("/disputes", status_code=201, response_model=answer_of("dispute"))
def raise_dispute(
    body: RaiseDispute, visit: Annotated[Visit, door("disputes.raise")]
) -> object:
    """Dispute a line of your own statement; two landlords drawn by lot hear it."""
    row = disputed.dispute(
        visit.session,
        actor=visit.actor,
        statement_ref=body.statement,
        line_ref=body.line,
        ground=body.ground,
        to_size_class=body.to_size_class,
    )
    return visit.shown(disputes.show_own(visit.actor, row))


@router.get("/disputes/{reference}", response_model=answer_of("dispute"))
def own_dispute(
    reference: Reference, visit: Annotated[Visit, door("disputes.raise")]
) -> object:
    """Read one: what you said, until when it is heard, and how it was decided."""
    return visit.shown(_own(visit, reference))


@router.post("/disputes/{reference}/withdraw", response_model=answer_of("dispute"))
def withdraw_dispute(
    reference: Reference, visit: Annotated[Visit, door("disputes.raise")]
) -> object:
    """Take a dispute back before it is decided; the line is not disputed again."""
    visit.expect(lambda: _own(visit, reference, lock=True))
    row = disputing.withdraw(visit.session, actor=visit.actor, dispute_ref=reference)
    return visit.shown(disputes.show_own(visit.actor, row))


@router.post(
    "/disputes/{reference}/appeal",
    status_code=201,
    response_model=answer_of("dispute"),
)
def appeal_dispute(
    reference: Reference, visit: Annotated[Visit, door("disputes.raise")]
) -> object:
    """Have a dispute that was lost heard once more, by two others."""
    visit.expect(lambda: _own(visit, reference, lock=True))
    row = disputing.appeal(visit.session, actor=visit.actor, dispute_ref=reference)
    return visit.shown(disputes.show_own(visit.actor, row))


@router.get("/board/disputes", response_model=list_of("board_dispute"))
def board_disputes(
    query: Annotated[filters.DisputesQuery, Query()],
    visit: Annotated[Visit, door("board.read")],
) -> object:
    """List what landlords dispute: not the other side of it, nor who hears it."""
    return visit.page(query, disputes.board_disputes)


def _own(visit: Visit, reference: str, *, lock: bool = False) -> Shown:
    row = disputes.own_dispute(visit.session, visit.actor, reference, lock=lock)
    return disputes.show_own(visit.actor, row)

from collections.abc import Callable
from typing import Annotated

from fastapi import Query

from api.door import Visit, door
from api.paging import PageQuery
from api.routing import Router
from api.schemas import handing_over as bodies
from api.schemas.answers import answer_of, list_of
from api.schemas.kinds import Reference
from reciprocal.disclosure import Shown
from reciprocal.proposals import household_changes, transfers
from reciprocal.requests import closing, queries

of_cases = Router(prefix="/v1/cases", tags=["Handing over"])
of_transfers = Router(prefix="/v1/case-transfers", tags=["Handing over"])
of_the_board = Router(prefix="/v1/board/services", tags=["Handing over"])


@of_cases.post("/{reference}/household-changes", response_model=answer_of("case"))
def tell_change(
    reference: Reference,
    body: bodies.TellChange,
    visit: Annotated[Visit, door("cases.amend")],
) -> object:
    """Tell what changed in the household; what hangs on the case follows at once."""
    visit.expect(lambda: _case(visit, reference, lock=True))
    household_changes.record(
        visit.session, actor=visit.actor, case_ref=reference, told=body.told()
    )
    return visit.shown(_case(visit, reference))


@of_cases.get(
    "/{reference}/household-changes", response_model=list_of("household_change")
)
def changes_told(
    reference: Reference,
    query: Annotated[PageQuery, Query()],
    visit: Annotated[Visit, door("cases.read")],
) -> object:
    """List what was told of the household, in that order."""
    request = queries.own_case(visit.session, visit.actor, reference)
    return visit.page(
        query,
        lambda session, actor, wanted: household_changes.changes_told(
            session, actor, request, wanted
        ),
    )


@of_cases.post(
    "/{reference}/transfer",
    status_code=201,
    response_model=answer_of("case_transfer"),
)
def offer_case(
    reference: Reference,
    body: bodies.OfferCase,
    visit: Annotated[Visit, door("cases.hand_over")],
) -> object:
    """Ask one other service to take the case, at the household's word."""
    visit.expect(lambda: _case(visit, reference, lock=True))
    row = transfers.offer(
        visit.session, actor=visit.actor, case_ref=reference, offered=body.offer()
    )
    return visit.shown(transfers.show_transfer(visit.session, visit.actor, row))


@of_transfers.get("", response_model=list_of("case_transfer"))
def own_transfers(
    query: Annotated[PageQuery, Query()],
    visit: Annotated[Visit, door("transfers.read")],
) -> object:
    """List the cases your service is offered, and those that you sent."""
    return visit.page(query, transfers.own_transfers)


@of_transfers.get("/{reference}", response_model=answer_of("case_transfer"))
def own_transfer(
    reference: Reference, visit: Annotated[Visit, door("transfers.read")]
) -> object:
    """Read one: who sends it and who to ring, and nothing of the case."""
    return visit.shown(_transfer(visit, reference))


@of_transfers.post("/{reference}/take", response_model=answer_of("case"))
def take_case(
    reference: Reference,
    body: bodies.TakeCase,
    visit: Annotated[Visit, door("cases.hand_over")],
) -> object:
    """Take the case over, with all that goes on in it; it is yours from now on."""
    visit.expect(lambda: _transfer(visit, reference))
    request = transfers.take(
        visit.session,
        actor=visit.actor,
        transfer_ref=reference,
        handed_over_on=body.handed_over_on,
    )
    worker = visit.actor_with(request.id)
    return visit.shown(queries.show_case(visit.session, worker, request))


@of_transfers.post("/{reference}/decline", response_model=answer_of("case_transfer"))
def decline_case(
    reference: Reference, visit: Annotated[Visit, door("cases.hand_over")]
) -> object:
    """Decline a case that your service is offered; it stays where it is."""
    visit.expect(lambda: _transfer(visit, reference))
    transfers.decline(visit.session, actor=visit.actor, transfer_ref=reference)
    return visit.shown(_transfer(visit, reference))


@of_transfers.post("/{reference}/withdraw", response_model=answer_of("case_transfer"))
def withdraw_case(
    reference: Reference, visit: Annotated[Visit, door("cases.hand_over")]
) -> object:
    """Take your offer of a case back before it is taken."""
    visit.expect(lambda: _transfer(visit, reference))
    transfers.withdraw(visit.session, actor=visit.actor, transfer_ref=reference)
    return visit.shown(_transfer(visit, reference))


@of_the_board.get("", response_model=list_of("board_service"))
def services(
    query: Annotated[PageQuery, Query()],
    visit: Annotated[Visit, door("services.close")],
) -> object:
    """List the referring services, and how many cases each has in hand."""
    return visit.page(query, closing.board_services)


@of_the_board.post("/closing", response_model=answer_of("board_service"))
def mark_service_closing(
    body: bodies.ServiceClosing, visit: Annotated[Visit, door("services.close")]
) -> object:
    """Mark a service as closing: it takes nobody on, and hands each case on."""
    return _service(visit, body, closing.mark)


@of_the_board.post("/keep-open", response_model=answer_of("board_service"))
def keep_service_open(
    body: bodies.ServiceClosing, visit: Annotated[Visit, door("services.close")]
) -> object:
    """Take back that a service closes."""
    return _service(visit, body, closing.keep_open)


@of_the_board.post("/close", response_model=answer_of("board_service"))
def close_service(
    body: bodies.ServiceClosing, visit: Annotated[Visit, door("services.close")]
) -> object:
    """Close a service that has no case left, as a second person."""
    return _service(visit, body, closing.close)


def _service(
    visit: Visit,
    body: bodies.ServiceClosing,
    act: Callable[..., closing.Service],
) -> object:
    service = act(visit.session, actor=visit.actor, code=body.service_code)
    return visit.shown(closing.show_service(visit.session, visit.actor, service))


def _case(visit: Visit, reference: str, *, lock: bool = False) -> Shown:
    request = queries.own_case(visit.session, visit.actor, reference, lock=lock)
    return queries.show_case(visit.session, visit.actor, request)


def _transfer(visit: Visit, reference: str) -> Shown:
    row = transfers.own(visit.session, visit.actor, reference)
    return transfers.show_transfer(visit.session, visit.actor, row)

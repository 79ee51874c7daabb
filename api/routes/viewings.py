"""The viewing of a home on offer, and what is said before the household answers."""

from typing import Annotated

from api.door import Visit, door
from api.routing import Router
from api.schemas import viewings as bodies
from api.schemas.kinds import Reference
from reciprocal.disclosure import Shown
from reciprocal.proposals import conversation, queries, viewing
from reciprocal.requests import duties
from reciprocal.requests import queries as requests

router = Router(prefix="/v1", tags=["Viewings"])


@router.post("/offers/{reference}/viewing", status_code=204)
def offer_viewing(
    reference: Reference,
    body: bodies.OfferViewing,
    visit: Annotated[Visit, door("offers.answer")],
) -> None:
    """Name a day to view the home; or photographs, where somebody lives there."""
    visit.expect(lambda: _offer(visit, reference, lock=True))
    viewing.offer(
        visit.session,
        actor=visit.actor,
        offer_ref=reference,
        way=body.way,
        on=body.on,
    )


@router.post("/cases/{reference}/proposal/viewing", status_code=204)
def record_viewing(
    reference: Reference,
    body: bodies.RecordViewing,
    visit: Annotated[Visit, door("cases.answer")],
) -> None:
    """Record how the viewing went; the household's time to answer begins."""
    visit.expect(lambda: _proposal(visit, reference, lock=True))
    viewing.record(
        visit.session,
        actor=visit.actor,
        case_ref=reference,
        outcome=body.outcome,
        on=body.on,
    )


@router.post("/cases/{reference}/proposal/final-offer-warning", status_code=204)
def warn_of_final_offer(
    reference: Reference,
    body: bodies.WarnOfFinalOffer,
    visit: Annotated[Visit, door("cases.answer")],
) -> None:
    """Record what you told a household that is owed a homelessness duty."""
    visit.expect(lambda: _proposal(visit, reference, lock=True))
    conversation.warn(
        visit.session, actor=visit.actor, case_ref=reference, words=body.words
    )


@router.post("/cases/{reference}/homelessness-duty", status_code=204)
def state_duty(
    reference: Reference,
    body: bodies.StateDuty,
    visit: Annotated[Visit, door("cases.amend")],
) -> None:
    """State which homelessness duty is owed; without it no answer is recorded."""
    visit.expect(lambda: _case(visit, reference, lock=True))
    duties.state(visit.session, actor=visit.actor, case_ref=reference, duty=body.duty)


def _case(visit: Visit, reference: str, *, lock: bool = False) -> Shown:
    request = requests.own_case(visit.session, visit.actor, reference, lock=lock)
    return requests.show_case(visit.session, visit.actor, request)


def _proposal(visit: Visit, reference: str, *, lock: bool = False) -> Shown:
    request = requests.own_case(visit.session, visit.actor, reference, lock=lock)
    return queries.show_case_proposal(visit.session, visit.actor, request)


def _offer(visit: Visit, reference: str, *, lock: bool = False) -> Shown:
    proposal = queries.own_offer(visit.session, visit.actor, reference, lock=lock)
    return queries.show_offer(visit.session, visit.actor, proposal)

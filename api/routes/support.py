from typing import Annotated

from fastapi import Query

from api.door import Visit, door
from api.paging import PageQuery
from api.routing import Router
from api.schemas import support as bodies
from api.schemas.answers import answer_of, list_of
from api.schemas.kinds import Reference
from reciprocal.disclosure import Shown
from reciprocal.proposals import departures, supporting
from reciprocal.proposals import queries as proposals
from reciprocal.requests import queries as requests
from reciprocal.support import deputies, queries
from reciprocal.support import operations as support

of_cases = Router(prefix="/v1/cases", tags=["Support"])
of_landlords = Router(prefix="/v1", tags=["Support"])
of_the_board = Router(prefix="/v1/board", tags=["Support"])


@of_cases.get("/{reference}/support", response_model=answer_of("case_support"))
def case_support(
    reference: Reference, visit: Annotated[Visit, door("cases.support")]
) -> object:
    """Read the whole checklist of a case, and how its urgency was judged."""
    return visit.shown(_case(visit, reference))


@of_cases.post("/{reference}/support", response_model=answer_of("case_support"))
def record_case_support(
    reference: Reference,
    body: bodies.RecordSupport,
    visit: Annotated[Visit, door("cases.support")],
) -> object:
    """Write down what you did for the household; nothing is changed or taken back."""
    visit.expect(lambda: _case(visit, reference, lock=True))
    request = supporting.record_for_case(
        visit.session, actor=visit.actor, case_ref=reference, stated=body.stated()
    )
    return visit.shown(
        supporting.show_case_support(visit.session, visit.actor, request)
    )


@of_cases.post("/{reference}/support/note", response_model=answer_of("case_support"))
def write_case_note(
    reference: Reference,
    body: bodies.WriteNote,
    visit: Annotated[Visit, door("cases.support")],
) -> object:
    """Write the one note of the step to the receiving landlord's lead."""
    visit.expect(lambda: _case(visit, reference, lock=True))
    request = supporting.note_for_case(
        visit.session, actor=visit.actor, case_ref=reference, words=body.note
    )
    return visit.shown(
        supporting.show_case_support(visit.session, visit.actor, request)
    )


@of_cases.put("/{reference}/deputy", response_model=answer_of("case"))
def name_deputy(
    reference: Reference,
    body: bodies.NameDeputy,
    visit: Annotated[Visit, door("cases.support")],
) -> object:
    """Name a colleague as the case's deputy, in place of whoever was."""
    visit.expect(lambda: _whole_case(visit, reference, lock=True))
    deputies.name(
        visit.session, actor=visit.actor, case_ref=reference, person_ref=body.person
    )
    return visit.shown(_whole_case(visit, reference))


@of_cases.put("/{reference}/urgency", response_model=answer_of("case"))
def assess_urgency(
    reference: Reference,
    body: bodies.AssessUrgency,
    visit: Annotated[Visit, door("cases.support")],
) -> object:
    """Judge the urgency anew, as after an incident; what it was is kept."""
    visit.expect(lambda: _whole_case(visit, reference, lock=True))
    support.assess_urgency(
        visit.session, actor=visit.actor, case_ref=reference, judged=body.judged()
    )
    return visit.shown(_whole_case(visit, reference))


@of_landlords.get(
    "/offers/{reference}/support", response_model=answer_of("offer_support")
)
def offer_support(
    reference: Reference, visit: Annotated[Visit, door("offers.support")]
) -> object:
    """Read what you do for the household that comes, once it has accepted."""
    return visit.shown(_offer(visit, reference))


@of_landlords.post(
    "/offers/{reference}/support", response_model=answer_of("offer_support")
)
def record_offer_support(
    reference: Reference,
    body: bodies.RecordSupport,
    visit: Annotated[Visit, door("offers.support")],
) -> object:
    """Write down what you did for the household that comes."""
    visit.expect(lambda: _offer(visit, reference, lock=True))
    proposal = supporting.record_for_offer(
        visit.session, actor=visit.actor, offer_ref=reference, stated=body.stated()
    )
    return visit.shown(
        supporting.show_offer_support(visit.session, visit.actor, proposal)
    )


@of_landlords.get(
    "/departures/{reference}/support", response_model=answer_of("departure_support")
)
def departure_support(
    reference: Reference, visit: Annotated[Visit, door("departures.support")]
) -> object:
    """Read what you do for the tenant who leaves; nothing here says where to."""
    return visit.shown(_departure(visit, reference))


@of_landlords.post(
    "/departures/{reference}/support", response_model=answer_of("departure_support")
)
def record_departure_support(
    reference: Reference,
    body: bodies.RecordSupport,
    visit: Annotated[Visit, door("departures.support")],
) -> object:
    """Write down what you did for the tenant who leaves."""
    visit.expect(lambda: _departure(visit, reference, lock=True))
    proposal = supporting.record_for_departure(
        visit.session, actor=visit.actor, departure_ref=reference, stated=body.stated()
    )
    return visit.shown(
        supporting.show_departure_support(visit.session, visit.actor, proposal)
    )


@of_the_board.get(
    "/first-contacts-overdue", response_model=list_of("board_first_contact")
)
def first_contacts_overdue(
    query: Annotated[PageQuery, Query()],
    visit: Annotated[Visit, door("board.read")],
) -> object:
    """List the requests whose household nobody has spoken with in time."""
    return visit.page(query, queries.first_contacts_overdue)


def _whole_case(visit: Visit, reference: str, *, lock: bool = False) -> Shown:
    request = requests.own_case(visit.session, visit.actor, reference, lock=lock)
    return requests.show_case(visit.session, visit.actor, request)


def _case(visit: Visit, reference: str, *, lock: bool = False) -> Shown:
    request = requests.own_case(visit.session, visit.actor, reference, lock=lock)
    return supporting.show_case_support(visit.session, visit.actor, request)


def _offer(visit: Visit, reference: str, *, lock: bool = False) -> Shown:
    proposal = proposals.own_offer(visit.session, visit.actor, reference, lock=lock)
    return supporting.show_offer_support(visit.session, visit.actor, proposal)


def _departure(visit: Visit, reference: str, *, lock: bool = False) -> Shown:
    session, actor = visit.session, visit.actor
    proposal = departures.own_departure(session, actor, reference, lock=lock)
    return supporting.show_departure_support(session, actor, proposal)

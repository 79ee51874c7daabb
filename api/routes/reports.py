from typing import Annotated

from fastapi import Query

from api.door import Visit, door
from api.forms import Form, described
from api.paging import PageQuery
from api.routing import Router
from api.schemas import filters
from api.schemas.answers import answer_of, list_of
from api.schemas.kinds import Reference
from reciprocal.reports import (
    readings,
    reservations,
    tenures,
    timelines,
    urgency,
    urgency_forms,
)
from reciprocal.requests import queries

of_the_board = Router(prefix="/v1/board", tags=["Reports"])
of_landlords = Router(prefix="/v1", tags=["Reports"])
of_cases = Router(prefix="/v1/cases", tags=["Reports"])
of_auditors = Router(prefix="/v1", tags=["Reports"])

_FORMS = (
    Form("text/csv", "csv", urgency_forms.as_csv),
    Form("image/svg+xml", "svg", urgency_forms.as_picture),
)


@of_the_board.get("/timelines", response_model=list_of("board_timeline"))
def board_timelines(
    query: Annotated[filters.CasesQuery, Query()],
    visit: Annotated[Visit, door("board.read")],
) -> object:
    """List what happened to each household, in days, the longest waiting first."""
    return visit.page(query, timelines.rows)


@of_the_board.get("/reservations", response_model=list_of("board_reservation"))
def board_reservations(
    query: Annotated[filters.StepsQuery, Query()],
    visit: Annotated[Visit, door("board.read")],
) -> object:
    """List how long homes were set aside, against the scheme's limits."""
    return visit.page(query, reservations.board_rows)


@of_the_board.get("/rent-lost", response_model=list_of("board_rent_lost"))
def board_rent_lost(
    query: Annotated[PageQuery, Query()],
    visit: Annotated[Visit, door("board.read")],
) -> object:
    """List what each round's reservations cost all landlords together."""
    return visit.page(query, reservations.by_round)


@of_landlords.get("/rent-lost", response_model=answer_of("rent_lost"))
def rent_lost(visit: Annotated[Visit, door("rent_lost.read")]) -> object:
    """Read what reservations cost you in rent, home by home and together."""
    return visit.shown(reservations.own_rent_lost(visit.session, visit.actor))


@of_cases.get("/{reference}/readings", response_model=list_of("case_reading"))
def readings_of_case(
    reference: Reference,
    query: Annotated[PageQuery, Query()],
    visit: Annotated[Visit, door("cases.read")],
) -> object:
    """List who opened one of your cases: within which hour, in whose role, and what."""
    request = queries.own_case(visit.session, visit.actor, reference)
    return visit.page(
        query,
        lambda session, actor, wanted: readings.of_case(
            session, actor, request, wanted
        ),
    )


@of_auditors.get(
    "/urgency", response_model=answer_of("urgency_chart"), responses=described(_FORMS)
)
def urgency_chart(visit: Annotated[Visit, door("urgency.read")]) -> object:
    """Read how urgent the cases of each landlord and service were judged to be."""
    shown = urgency.chart(visit.session, visit.actor)
    return visit.told(shown, _FORMS, "urgency")


@of_auditors.get("/promised-and-granted", response_model=answer_of("tenures_chart"))
def tenures_chart(visit: Annotated[Visit, door("tenures.read")]) -> object:
    """Read which tenancies moves were promised, and which were granted."""
    return visit.shown(tenures.chart(visit.session, visit.actor))

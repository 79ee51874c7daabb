from typing import Annotated

from api.door import Visit, door
from api.routing import Router
from api.schemas import tenancies as bodies
from api.schemas.answers import answer_of
from api.schemas.kinds import Reference
from reciprocal.disclosure import Shown
from reciprocal.proposals import departures, possession

router = Router(prefix="/v1/departures", tags=["Handing over"])


@router.post("/{reference}/possession", response_model=answer_of("departure"))
def record_possession(
    reference: Reference,
    body: bodies.RecordPossession,
    visit: Annotated[Visit, door("departures.confirm")],
) -> object:
    """Record that you seek, or have, possession of a home somebody stayed in."""
    visit.expect(lambda: _departure(visit, reference, lock=True))
    possession.record(
        visit.session,
        actor=visit.actor,
        departure_ref=reference,
        event=body.event,
        on=body.on,
    )
    return visit.shown(_departure(visit, reference))


def _departure(visit: Visit, reference: str, *, lock: bool = False) -> Shown:
    session, actor = visit.session, visit.actor
    proposal = departures.own_departure(session, actor, reference, lock=lock)
    return departures.show_departure(session, actor, proposal)

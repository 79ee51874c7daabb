"""A home that somebody else still lives in after its household has moved.

Its landlord records that possession is sought, and that it is obtained: a code and a
day, and nothing of who or why. Until then the home is supply to nobody, and nobody is
asked for it; the debt of the move stands meanwhile.
"""

from datetime import date

from sqlmodel import Session

from reciprocal import clock
from reciprocal.access import policy
from reciprocal.access.actor import Actor
from reciprocal.errors import FieldFault, FieldsInvalid, NotFound, StateConflict
from reciprocal.homes import operations as homes
from reciprocal.homes import queries as home_queries
from reciprocal.moves import operations as moves
from reciprocal.moves.lifecycle import PossessionEvent
from reciprocal.proposals import departures
from reciprocal.proposals.tables import Proposal


def record(
    session: Session,
    *,
    actor: Actor,
    departure_ref: str,
    event: PossessionEvent,
    on: date,
) -> Proposal:
    """Record that an old landlord seeks, or has, possession of the home left.

    Raises:
        TooEarly: Before it was told that notice is due.
        NotFound: When no home was to come back.
        StateConflict: When the home was called empty, or possession stands where this
            cannot follow.
        FieldsInvalid: For a day that is still to come, or before possession was sought.
    """
    policy.require(actor, "departures.confirm")
    proposal = departures.own_departure(session, actor, departure_ref, lock=True)
    move = moves.of_proposal(session, proposal.id)
    told = departures.departure_stage(session, proposal) == "notice_due"
    if move is None or not told:
        raise moves.TooEarly(field="on")
    if home_queries.has_been_left(session, actor, proposal.request_id):
        raise StateConflict
    home = home_queries.vacated_by(session, actor, proposal.request_id)
    if home is None:
        raise NotFound
    if on > clock.today() or on < (move.possession_on or on):
        sentence = "Give a day up to today, and not before possession was sought."
        raise FieldsInvalid(faults=(FieldFault("on", sentence),))
    moves.record_possession(session, actor=actor, move=move, event=event, on=on)
    homes.record_possession(
        session, home=home, recorded=event is PossessionEvent.OBTAIN
    )
    return proposal

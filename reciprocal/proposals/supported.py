"""When each event of a case and of its step was: values in, values out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from reciprocal import clock
from reciprocal.moves.lifecycle import MoveState
from reciprocal.moves.tables import Move
from reciprocal.organisations.support_items import SupportItem
from reciprocal.proposals.tables import Proposal
from reciprocal.requests.lifecycle import OPEN
from reciprocal.requests.tables import PropertyRequest
from reciprocal.support.tables import SupportFact
from reciprocal.support.terms import Event, SupportOwner


@dataclass(frozen=True, slots=True)
class Step:
    """A proposed step with what of it starts a clock of the checklist.

    Attributes:
        move, accepted_at: None before the household's yes.
        signed_at: None before the sign-up.
    """

    proposal: Proposal
    move: Move | None
    accepted_at: datetime | None
    signed_at: datetime | None


def events_known_to(
    owner: SupportOwner,
    request: PropertyRequest,
    step: Step | None,
    facts: Sequence[SupportFact],
) -> dict[Event, datetime]:
    """Return when each event was, as far as an item's owner knows of it.

    The old landlord's know one alone, the hour its task appeared.
    """
    found = _events(request, step, facts)
    if owner is SupportOwner.OLD_LEAD:
        return {event: at for event, at in found.items() if event in _OF_A_DEPARTURE}
    return found


_OF_A_DEPARTURE = frozenset({Event.DEPARTURE_ASKED})


def _events(
    request: PropertyRequest, step: Step | None, facts: Sequence[SupportFact]
) -> dict[Event, datetime]:
    found = {Event.REFERRED: clock.end_of_day(request.waiting_since)}
    incidents = [
        fact.recorded_at for fact in facts if fact.item is SupportItem.INCIDENT
    ]
    # Once a household has moved there is no urgency left to judge.
    if incidents and request.state in OPEN:
        found[Event.INCIDENT] = incidents[-1]
    if step is None:
        return found
    found[Event.PROPOSED] = step.proposal.proposed_at
    if step.proposal.departure_visible_at is not None:
        found[Event.DEPARTURE_ASKED] = step.proposal.departure_visible_at
    if step.accepted_at is not None:
        found[Event.ACCEPTED] = step.accepted_at
    if step.signed_at is not None:
        found[Event.SIGNED] = step.signed_at
    move = step.move
    if move and move.state is MoveState.STARTED and move.tenancy_start is not None:
        found[Event.KEYS] = clock.end_of_day(move.tenancy_start)
    return found

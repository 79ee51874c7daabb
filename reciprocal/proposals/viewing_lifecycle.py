"""The states of a viewing, who moves it on, and what each move does."""

from dataclasses import dataclass
from enum import StrEnum

from reciprocal.stages import follow


class ViewingState(StrEnum):
    DUE = "due"
    OFFERED = "offered"
    HELD = "held"
    PHOTOGRAPHS = "photographs"
    DECLINED = "declined"


class ViewingEvent(StrEnum):
    OFFER = "offer"
    VIEW = "view"
    SHOW = "show"
    DECLINE = "decline"


class ViewingWay(StrEnum):
    """How a landlord lets a home be seen."""

    IN_PERSON = "in_person"
    PHOTOGRAPHS = "photographs"


class ViewingOutcome(StrEnum):
    """What a worker says came of it."""

    HELD = "held"
    PHOTOGRAPHS = "photographs"
    DECLINED = "declined"


EVENTS = {
    ViewingOutcome.HELD: ViewingEvent.VIEW,
    ViewingOutcome.PHOTOGRAPHS: ViewingEvent.SHOW,
    ViewingOutcome.DECLINED: ViewingEvent.DECLINE,
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table, as for a proposed step."""

    state: ViewingState
    event: ViewingEvent
    to: ViewingState
    by: str
    effect: str


_S, _E = ViewingState, ViewingEvent
_ANSWER = "the household's time to answer begins"

TABLE: tuple[Line, ...] = tuple(
    line
    for state in (_S.DUE, _S.OFFERED)
    for line in (
        Line(state, _E.OFFER, _S.OFFERED, "receiving landlord", "the worker is told"),
        Line(state, _E.VIEW, _S.HELD, "worker", _ANSWER),
        Line(state, _E.SHOW, _S.PHOTOGRAPHS, "worker", _ANSWER),
        Line(state, _E.DECLINE, _S.DECLINED, "worker", _ANSWER),
    )
)
"""Every step there is. A worker may record a viewing that was arranged by telephone."""

TRANSITIONS = {(line.state, line.event): line.to for line in TABLE}

RECORDED = frozenset({_S.HELD, _S.PHOTOGRAPHS, _S.DECLINED})
"""The household has seen what there is to see, or would rather not."""


def after(state: ViewingState, event: ViewingEvent) -> ViewingState:
    """Return the state an event leads to.

    Raises:
        StateConflict: When it leads nowhere from here.
    """
    return follow(TRANSITIONS, state, event)


def state_after(events: tuple[ViewingEvent, ...]) -> ViewingState:
    """Return where a viewing stands after its events, in their order."""
    state = ViewingState.DUE
    for event in events:
        state = after(state, event)
    return state

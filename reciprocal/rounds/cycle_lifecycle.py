"""What a cycle needs before it is carried out, and how carrying it out ends."""

from enum import StrEnum

from reciprocal.stages import follow


class Missing(StrEnum):
    """What keeps a cycle from being carried out; a word, and no home's."""

    INTERIM_HOME = "interim_home"
    DATES = "dates"
    DATES_IN_ORDER = "dates_in_order"


class CycleState(StrEnum):
    UNDER_WAY = "under_way"
    DONE = "done"
    BROKEN = "broken"
    LAPSED = "lapsed"


class CycleEvent(StrEnum):
    COMPLETE = "complete"
    BREAK = "break"
    LAPSE = "lapse"


TRANSITIONS: dict[tuple[CycleState, CycleEvent], CycleState] = {
    (CycleState.UNDER_WAY, CycleEvent.COMPLETE): CycleState.DONE,
    (CycleState.UNDER_WAY, CycleEvent.BREAK): CycleState.BROKEN,
    (CycleState.UNDER_WAY, CycleEvent.LAPSE): CycleState.LAPSED,
}
"""Every step there is.

Whichever of them ends it, each household holds the tenancy that it held: whoever has
moved keeps the new one, and whoever has not is in the pot with its date.
"""

NOTES: dict[tuple[CycleState, CycleEvent], str] = {
    (CycleState.UNDER_WAY, CycleEvent.COMPLETE): (
        "the service: the household of the interim home has the keys of its own; the "
        "interim home comes back as any home that is left"
    ),
    (CycleState.UNDER_WAY, CycleEvent.BREAK): (
        "the service, once one of its steps has ended: nothing more is proposed in it"
    ),
    (CycleState.UNDER_WAY, CycleEvent.LAPSE): (
        "the clock: the last home was not left in time; nothing more is proposed in it"
    ),
}


def after(state: CycleState, event: CycleEvent) -> CycleState:
    """Return the state an event leads to.

    Raises:
        StateConflict: When it leads nowhere from here.
    """
    return follow(TRANSITIONS, state, event)

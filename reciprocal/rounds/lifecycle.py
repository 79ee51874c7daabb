"""The states of a match round and the events between them."""

from enum import StrEnum

from reciprocal.stages import follow


class RoundState(StrEnum):
    FROZEN = "frozen"
    SOLVED = "solved"
    PUBLISHED = "published"
    REFUSED = "refused"


class RoundEvent(StrEnum):
    SOLVE = "solve"
    REFUSE = "refuse"
    PUBLISH = "publish"


TRANSITIONS: dict[tuple[RoundState, RoundEvent], RoundState] = {
    (RoundState.FROZEN, RoundEvent.SOLVE): RoundState.SOLVED,
    (RoundState.FROZEN, RoundEvent.REFUSE): RoundState.REFUSED,
    (RoundState.SOLVED, RoundEvent.PUBLISH): RoundState.PUBLISHED,
}
"""Every step there is; a refused plan is never published."""


def after(state: RoundState, event: RoundEvent) -> RoundState:
    """Return the state an event leads to.

    Raises:
        StateConflict: When it leads nowhere from here.
    """
    return follow(TRANSITIONS, state, event)

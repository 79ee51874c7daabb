"""The states of a move from acceptance to keys."""

from enum import StrEnum

from reciprocal.stages import follow


class MoveState(StrEnum):
    HELD = "held"
    SIGNED = "signed"
    STARTED = "started"
    FELL_THROUGH = "fell_through"


class MoveEvent(StrEnum):
    SIGN = "sign"
    START = "start"
    FALL_THROUGH = "fall_through"


TRANSITIONS: dict[tuple[MoveState, MoveEvent], MoveState] = {
    (MoveState.HELD, MoveEvent.SIGN): MoveState.SIGNED,
    (MoveState.HELD, MoveEvent.FALL_THROUGH): MoveState.FELL_THROUGH,
    (MoveState.SIGNED, MoveEvent.START): MoveState.STARTED,
}
"""Every step there is; a signed move can only start."""


def after(state: MoveState, event: MoveEvent) -> MoveState:
    """Return the state an event leads to.

    Raises:
        StateConflict: When it leads nowhere from here.
    """
    return follow(TRANSITIONS, state, event)

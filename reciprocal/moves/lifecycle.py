"""The states of a move from acceptance to keys."""

from enum import StrEnum

from reciprocal.stages import follow


class MoveState(StrEnum):
    HELD = "held"
    SIGNED = "signed"
    STARTED = "started"
    FELL_THROUGH = "fell_through"
    FAILED = "failed"


class MoveEvent(StrEnum):
    SIGN = "sign"
    START = "start"
    FALL_THROUGH = "fall_through"
    FAIL = "fail"


TRANSITIONS: dict[tuple[MoveState, MoveEvent], MoveState] = {
    (MoveState.HELD, MoveEvent.SIGN): MoveState.SIGNED,
    (MoveState.HELD, MoveEvent.FALL_THROUGH): MoveState.FELL_THROUGH,
    (MoveState.SIGNED, MoveEvent.START): MoveState.STARTED,
    (MoveState.SIGNED, MoveEvent.FALL_THROUGH): MoveState.FELL_THROUGH,
    (MoveState.STARTED, MoveEvent.FAIL): MoveState.FAILED,
}
"""Every step there is.

A signed move falls through, and a started one fails, only while no end of the old
tenancy is recorded: the household then still has that one.
"""


def after(state: MoveState, event: MoveEvent) -> MoveState:
    """Return the state an event leads to.

    Raises:
        StateConflict: When it leads nowhere from here.
    """
    return follow(TRANSITIONS, state, event)

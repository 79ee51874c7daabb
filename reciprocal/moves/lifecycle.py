"""The states of a move from acceptance to keys."""

from enum import StrEnum

from reciprocal.stages import follow


class MoveState(StrEnum):
    HELD = "held"
    SIGNED = "signed"
    STARTED = "started"
    FELL_THROUGH = "fell_through"
    FAILED = "failed"
    PASSED = "passed"


class PossessionState(StrEnum):
    """Where a home stands that somebody else still lives in after a move."""

    NOT_NEEDED = "not_needed"
    SOUGHT = "sought"
    OBTAINED = "obtained"


class PossessionEvent(StrEnum):
    SEEK = "seek"
    EXPECT = "expect"
    OBTAIN = "obtain"


class MoveEvent(StrEnum):
    SIGN = "sign"
    START = "start"
    FALL_THROUGH = "fall_through"
    FAIL = "fail"
    PASSES = "passes"


TRANSITIONS: dict[tuple[MoveState, MoveEvent], MoveState] = {
    (MoveState.HELD, MoveEvent.SIGN): MoveState.SIGNED,
    (MoveState.HELD, MoveEvent.FALL_THROUGH): MoveState.FELL_THROUGH,
    (MoveState.SIGNED, MoveEvent.START): MoveState.STARTED,
    (MoveState.SIGNED, MoveEvent.FALL_THROUGH): MoveState.FELL_THROUGH,
    (MoveState.SIGNED, MoveEvent.PASSES): MoveState.PASSED,
    (MoveState.STARTED, MoveEvent.FAIL): MoveState.FAILED,
}
"""Every step there is.

A signed move falls through, and a started one fails, only while no end of the old
tenancy is recorded: the household then still has that one. A signed one passes once
that end is recorded, and only where whoever signed has died and nobody succeeded.
"""

POSSESSION: dict[tuple[PossessionState, PossessionEvent], PossessionState] = {
    (PossessionState.NOT_NEEDED, PossessionEvent.SEEK): PossessionState.SOUGHT,
    (PossessionState.NOT_NEEDED, PossessionEvent.OBTAIN): PossessionState.OBTAINED,
    (PossessionState.SOUGHT, PossessionEvent.EXPECT): PossessionState.SOUGHT,
    (PossessionState.SOUGHT, PossessionEvent.OBTAIN): PossessionState.OBTAINED,
}
"""Every step there is: what an old landlord does where somebody stays behind.

Whoever it is, and in which court, is recorded nowhere.
"""


def possession_after(state: PossessionState, event: PossessionEvent) -> PossessionState:
    """Return the state an event leads to.

    Raises:
        StateConflict: When it leads nowhere from here.
    """
    return follow(POSSESSION, state, event)


def after(state: MoveState, event: MoveEvent) -> MoveState:
    """Return the state an event leads to.

    Raises:
        StateConflict: When it leads nowhere from here.
    """
    return follow(TRANSITIONS, state, event)

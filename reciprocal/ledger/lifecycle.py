"""The states of an adjustment: what two organisations make of what was proposed."""

from enum import StrEnum

from reciprocal.stages import follow


class AdjustmentState(StrEnum):
    PROPOSED = "proposed"
    ENTERED = "entered"
    DECLINED = "declined"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


class AdjustmentEvent(StrEnum):
    ENTER = "enter"
    DECLINE = "decline"
    LAPSE = "lapse"
    WITHDRAW = "withdraw"


class AskedState(StrEnum):
    """Where one organisation stands that was asked; it hears of no other's answer."""

    ASKED = "asked"
    APPROVED = "approved"
    DECLINED = "declined"
    ENDED = "ended"


TRANSITIONS: dict[tuple[AdjustmentState, AdjustmentEvent], AdjustmentState] = {
    (AdjustmentState.PROPOSED, AdjustmentEvent.ENTER): AdjustmentState.ENTERED,
    (AdjustmentState.PROPOSED, AdjustmentEvent.DECLINE): AdjustmentState.DECLINED,
    (AdjustmentState.PROPOSED, AdjustmentEvent.LAPSE): AdjustmentState.LAPSED,
    (AdjustmentState.PROPOSED, AdjustmentEvent.WITHDRAW): AdjustmentState.WITHDRAWN,
}
"""Every step there is. Nothing is settled before both have answered, so that neither
learns of the other's answer by its own having no effect."""


def after(state: AdjustmentState, event: AdjustmentEvent) -> AdjustmentState:
    """Return the state an event leads to.

    Raises:
        StateConflict: When it leads nowhere from here.
    """
    return follow(TRANSITIONS, state, event)

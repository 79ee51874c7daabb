"""The states of a dispute: what two other landlords make of it, and of an appeal."""

from enum import StrEnum

from reciprocal.stages import follow


class DisputeState(StrEnum):
    OPEN = "open"
    UPHELD = "upheld"
    REJECTED = "rejected"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


class DisputeEvent(StrEnum):
    UPHOLD = "uphold"
    REJECT = "reject"
    LAPSE = "lapse"
    WITHDRAW = "withdraw"


TRANSITIONS: dict[tuple[DisputeState, DisputeEvent], DisputeState] = {
    (DisputeState.OPEN, DisputeEvent.UPHOLD): DisputeState.UPHELD,
    (DisputeState.OPEN, DisputeEvent.REJECT): DisputeState.REJECTED,
    (DisputeState.OPEN, DisputeEvent.LAPSE): DisputeState.LAPSED,
    (DisputeState.OPEN, DisputeEvent.WITHDRAW): DisputeState.WITHDRAWN,
}
"""Every step there is. An appeal is a dispute of its own, which names the first."""

APPEALED_AFTER = frozenset({DisputeState.REJECTED, DisputeState.LAPSED})
"""What a landlord may appeal against, once."""


def after(state: DisputeState, event: DisputeEvent) -> DisputeState:
    """Return the state an event leads to.

    Raises:
        StateConflict: When it leads nowhere from here.
    """
    return follow(TRANSITIONS, state, event)

"""The states of a request for a home that is owed, and the events between them."""

from enum import StrEnum

from reciprocal.stages import follow


class HomeOwedState(StrEnum):
    """`ASKED` until its landlord answers; each of the others is final."""

    ASKED = "asked"
    ANSWERED = "answered"
    DECLINED = "declined"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


class HomeOwedEvent(StrEnum):
    ANSWER = "answer"
    DECLINE = "decline"
    LAPSE = "lapse"
    WITHDRAW = "withdraw"


TRANSITIONS: dict[tuple[HomeOwedState, HomeOwedEvent], HomeOwedState] = {
    (HomeOwedState.ASKED, HomeOwedEvent.ANSWER): HomeOwedState.ANSWERED,
    (HomeOwedState.ASKED, HomeOwedEvent.DECLINE): HomeOwedState.DECLINED,
    (HomeOwedState.ASKED, HomeOwedEvent.LAPSE): HomeOwedState.LAPSED,
    (HomeOwedState.ASKED, HomeOwedEvent.WITHDRAW): HomeOwedState.WITHDRAWN,
}
"""Every step there is. Whatever becomes of the home that answers a request is the
home's; the request stays answered."""


def after(state: HomeOwedState, event: HomeOwedEvent) -> HomeOwedState:
    """Return the state an event leads to.

    Raises:
        StateConflict: When it leads nowhere from here.
    """
    return follow(TRANSITIONS, state, event)

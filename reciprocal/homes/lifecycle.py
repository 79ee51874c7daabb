"""The states of a home in the pot and the events between them."""

from enum import StrEnum

from reciprocal.stages import follow


class HomeState(StrEnum):
    AWAITING_RELEASE = "awaiting_release"
    OCCUPIED = "occupied"
    IN_POT = "in_pot"
    RESERVED = "reserved"
    LET = "let"
    WITHDRAWN = "withdrawn"


class HomeEvent(StrEnum):
    RELEASE = "release"
    EMPTY = "empty"
    RESERVE = "reserve"
    FREE = "free"
    LET = "let"
    WITHDRAW = "withdraw"
    END_STAY = "end_stay"
    COME_BACK = "come_back"


TRANSITIONS: dict[tuple[HomeState, HomeEvent], HomeState] = {
    (HomeState.AWAITING_RELEASE, HomeEvent.RELEASE): HomeState.IN_POT,
    (HomeState.AWAITING_RELEASE, HomeEvent.WITHDRAW): HomeState.WITHDRAWN,
    (HomeState.OCCUPIED, HomeEvent.EMPTY): HomeState.IN_POT,
    (HomeState.IN_POT, HomeEvent.RESERVE): HomeState.RESERVED,
    (HomeState.IN_POT, HomeEvent.WITHDRAW): HomeState.WITHDRAWN,
    (HomeState.IN_POT, HomeEvent.END_STAY): HomeState.WITHDRAWN,
    (HomeState.RESERVED, HomeEvent.FREE): HomeState.IN_POT,
    (HomeState.RESERVED, HomeEvent.LET): HomeState.LET,
    (HomeState.IN_POT, HomeEvent.COME_BACK): HomeState.AWAITING_RELEASE,
    (HomeState.LET, HomeEvent.COME_BACK): HomeState.AWAITING_RELEASE,
}
"""Every step there is; a pair that is not here cannot happen.

A home whose tenancy failed comes back to its landlord, as does one that it promised and
does not supply: it says when the home is ready, and its second person releases it, as
with a home that is posted.

A home somebody lives in is not withdrawn: posted anew as a void, it would no longer
be known as the one they leave, and the team they go to could enter it.
"""

LIVE = frozenset(
    {
        HomeState.AWAITING_RELEASE,
        HomeState.OCCUPIED,
        HomeState.IN_POT,
        HomeState.RESERVED,
    }
)


def as_its_landlord_sees(state: HomeState, *, offer_shown: bool) -> HomeState:
    """Return the stage its landlord is told: in the pot until there is an offer.

    Until the worker has looked, a proposal is nobody else's: a landlord that sees
    which of its homes a round drew, or is refused when it withdraws one, has a probe
    for where a household may be safe.
    """
    unseen = state is HomeState.RESERVED and not offer_shown
    return HomeState.IN_POT if unseen else state


def after(state: HomeState, event: HomeEvent) -> HomeState:
    """Return the state an event leads to.

    Raises:
        StateConflict: When it leads nowhere from here.
    """
    return follow(TRANSITIONS, state, event)

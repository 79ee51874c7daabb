"""The states of a referring service, and what moves it on."""

from enum import StrEnum

from reciprocal.stages import follow


class ServiceState(StrEnum):
    """Whether a service takes households on."""

    OPEN = "open"
    CLOSING = "closing"
    CLOSED = "closed"


class ServiceEvent(StrEnum):
    MARK = "mark"
    KEEP_OPEN = "keep_open"
    CLOSE = "close"


TRANSITIONS: dict[tuple[ServiceState, ServiceEvent], ServiceState] = {
    (ServiceState.OPEN, ServiceEvent.MARK): ServiceState.CLOSING,
    (ServiceState.CLOSING, ServiceEvent.KEEP_OPEN): ServiceState.OPEN,
    (ServiceState.CLOSING, ServiceEvent.CLOSE): ServiceState.CLOSED,
}
"""Every step there is; none closes a service at once."""

EFFECTS: dict[tuple[ServiceState, ServiceEvent], str] = {
    (ServiceState.OPEN, ServiceEvent.MARK): (
        "coordinator: no new household is referred and no case taken; every worker is "
        "asked to hand each case on or to close it"
    ),
    (ServiceState.CLOSING, ServiceEvent.KEEP_OPEN): (
        "coordinator: the service refers again, and is asked no more"
    ),
    (ServiceState.CLOSING, ServiceEvent.CLOSE): (
        "a second person of the coordinator, once no case is left: its people and "
        "systems are out at once"
    ),
}
"""Who brings each about, and what happens with it."""


def after(state: ServiceState, event: ServiceEvent) -> ServiceState:
    """Return the state an event leads to.

    Raises:
        StateConflict: When it leads nowhere from here.
    """
    return follow(TRANSITIONS, state, event)

"""The states of a message in the outbox and the events between them."""

from reciprocal.stages import follow
from reciprocal.webhooks.terms import MessageEvent, MessageState

_S, _E = MessageState, MessageEvent

TRANSITIONS: dict[tuple[MessageState, MessageEvent], MessageState] = {
    (_S.WAITING, _E.CLAIM): _S.SENDING,
    (_S.WAITING, _E.GIVE_UP): _S.FAILED,
    # The one who held it died; it may have arrived, and arrives again.
    (_S.SENDING, _E.CLAIM): _S.SENDING,
    (_S.SENDING, _E.TAKE): _S.DELIVERED,
    (_S.SENDING, _E.MISS): _S.WAITING,
    (_S.SENDING, _E.GIVE_UP): _S.FAILED,
    (_S.FAILED, _E.SEND_AGAIN): _S.WAITING,
}
"""Every step there is; a pair that is not here cannot happen."""


def after(state: MessageState, event: MessageEvent) -> MessageState:
    """Return the state an event leads to.

    Raises:
        StateConflict: When it leads nowhere from here.
    """
    return follow(TRANSITIONS, state, event)

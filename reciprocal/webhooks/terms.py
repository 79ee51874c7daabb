"""What webhooks are spoken of in."""

from enum import StrEnum


class About(StrEnum):
    """The one kind of thing an endpoint hears of: where its receiver then reads."""

    HOMES = "homes"
    OFFERS = "offers"
    CASES = "cases"
    HOMES_OWED = "homes_owed"


class EndpointState(StrEnum):
    """DISABLED hears nothing until a ping of it is answered; ENDED is final."""

    LIVE = "live"
    DISABLED = "disabled"
    ENDED = "ended"


class MessageKind(StrEnum):
    CHANGED = "changed"
    PING = "ping"


class MessageState(StrEnum):
    """SENDING is a lease: whoever finds it run out sends again."""

    WAITING = "waiting"
    SENDING = "sending"
    DELIVERED = "delivered"
    FAILED = "failed"


class MessageEvent(StrEnum):
    CLAIM = "claim"
    TAKE = "take"
    MISS = "miss"
    GIVE_UP = "give_up"
    SEND_AGAIN = "send_again"


class Outcome(StrEnum):
    """What is remembered of an attempt: a class, never an answer's text.

    REFUSED means that the destination may not be called at all; UNREACHABLE that it
    could not be, or did not answer in time.
    """

    SUCCESS = "2xx"
    REDIRECT = "3xx"
    CALLER_FAULT = "4xx"
    GONE = "410"
    SERVER_FAULT = "5xx"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"

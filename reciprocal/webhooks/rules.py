"""When messages go out and how often they are tried: values in, values out."""

import json
from datetime import UTC, datetime, timedelta

from reciprocal.webhooks.terms import About, MessageKind, Outcome

EVERY = timedelta(minutes=5)
"""Messages leave on these minutes, so that none tells the moment of an act."""

ATTEMPTS_MAX = 10
_FIRST_WAIT_SECONDS = 60.0
_GROWTH = 2.3
_JITTER = 0.2

DISABLE_AFTER = timedelta(days=3)
"""How long an endpoint may fail without one success between."""

ENDPOINTS_MAX = 10
SECRETS_MAX = 2
KEEP_DELIVERED = timedelta(days=30)
KEEP_FAILED = timedelta(days=90)

READS = {
    About.HOMES: ("landlord_system", "home"),
    About.OFFERS: ("landlord_system", "offer"),
    About.CASES: ("referring_system", "case"),
    About.HOMES_OWED: ("landlord_system", "home_owed"),
}
"""Which system an endpoint stands for, and the thing of the disclosure file it reads.

What that system may not see at this moment is not announced. Departures and tenancy
checks have no line: no system reads them, so an old landlord's never goes out.
"""

OPEN_TO = {
    "named_lead": frozenset({About.HOMES, About.OFFERS, About.HOMES_OWED}),
    "referring_worker": frozenset({About.CASES}),
}
"""What people of a role may ask to be told of."""


def next_minute(moment: datetime) -> datetime:
    """Return the first sending minute that is not before `moment`, in UTC."""
    start = datetime(2026, 1, 1, tzinfo=UTC)
    return start - (start - moment) // EVERY * EVERY


def wait_after(attempts: int, draw: float) -> timedelta:
    """Return how long to wait after so many failed attempts.

    Ten attempts lie over about a day; the jitter keeps the messages of an endpoint
    that comes back from arriving together.

    Args:
        attempts: Failed so far, 1 or more.
        draw: A chance number from 0 to 1.
    """
    assert attempts >= 1, "an attempt was made"
    assert 0 <= draw <= 1, "a share"
    seconds = _FIRST_WAIT_SECONDS * _GROWTH ** (attempts - 1)
    return timedelta(seconds=seconds * (1 + _JITTER * (2 * draw - 1)))


def attempts_max(kind: MessageKind) -> int:
    """Return how often a message is tried: a ping once, since somebody waits for it."""
    return 1 if kind is MessageKind.PING else ATTEMPTS_MAX


def must_be_disabled(
    outcome: Outcome, failing_since: datetime, moment: datetime
) -> bool:
    """Tell whether an endpoint has failed for good: it is gone, or long silent."""
    return outcome is Outcome.GONE or moment - failing_since >= DISABLE_AFTER


def body_of(kind: MessageKind, told_at: datetime, reference: str) -> bytes:
    """Return the body: the same for every event, save the receiver's own reference."""
    stamp = told_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    body = {"type": kind, "timestamp": stamp, "data": {"reference": reference}}
    return json.dumps(body, separators=(",", ":")).encode()


def outcome_of(status: int) -> Outcome:
    """Return the class of a status; only 2xx is a success, and nothing is followed."""
    if status == 410:  # noqa: PLR2004 - HTTP's own word for: never again
        return Outcome.GONE
    classes = {2: Outcome.SUCCESS, 3: Outcome.REDIRECT, 4: Outcome.CALLER_FAULT}
    return classes.get(status // 100, Outcome.SERVER_FAULT)

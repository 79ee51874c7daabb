"""How a route says that it will end: two headers on every answer, and the description.

`Deprecation` is RFC 9745's, a moment as a structured date; `Sunset` is RFC 8594's, a
date of HTTP. What is promised about both is in docs/compatibility.md.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import format_datetime
from typing import Any, TypeVar

Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])

NOTICE_DAYS = 365
"""Between a route's deprecation and its end, at least."""

_ENDING = "reciprocal_ending"


@dataclass(frozen=True, slots=True)
class Ending:
    """From when a route is deprecated, and the day from which it may be gone."""

    since: date
    sunset: date

    @property
    def headers(self) -> dict[str, str]:
        """Return what each answer of the route says of it."""
        return {
            "Deprecation": f"@{int(_midnight(self.since).timestamp())}",
            "Sunset": format_datetime(_midnight(self.sunset), usegmt=True),
        }

    @property
    def described(self) -> dict[str, str]:
        """Return what the description says of it."""
        return {
            "x-deprecated-since": self.since.isoformat(),
            "x-sunset": self.sunset.isoformat(),
        }


def ends(*, since: date, sunset: date) -> Callable[[Endpoint], Endpoint]:
    """Mark a route's function, below its `@router…`, as one that ends.

    Args:
        since: The day of the release that says so.
        sunset: The first day it may be gone, a year later at least.
    """
    assert (sunset - since).days >= NOTICE_DAYS, "the notice is too short"

    def mark(endpoint: Endpoint) -> Endpoint:
        setattr(endpoint, _ENDING, Ending(since, sunset))
        return endpoint

    return mark


def ending_of(endpoint: Callable[..., Any]) -> Ending | None:
    """Return when a route's function ends, if it was marked."""
    return getattr(endpoint, _ENDING, None)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)

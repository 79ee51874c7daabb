"""Which acts in the audit somebody should be asked about: values in, values out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

HOUR = timedelta(hours=1)
BASELINE = timedelta(days=28)
"""How far back it is looked for what somebody usually opens in an hour."""

MOST_AN_HOUR = 30
"""Cases that one person may open within an hour before somebody is told."""

FEWEST_UNUSUAL = 10
"""Twice the usual is no sign while it is fewer than these: nobody begins at twice 1."""


class Standing(StrEnum):
    """What was asked for, when the answer was that there is no such thing."""

    OUTSIDE = "outside"
    THEIRS = "theirs"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Opened:
    """One sealed field of one case that somebody opened."""

    actor_id: str
    request_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TooMany:
    """Somebody opened more cases within the hour than they may, or ever do.

    Attributes:
        cases: Different cases within the hour.
        usual: The mean over the hours of the four weeks before in which they opened
            any; 0 when they opened none.
    """

    actor_id: str
    cases: int
    usual: float


def standing(*, known: bool, own: bool, blocked: bool) -> Standing:
    """Return what somebody asked for who was answered that it is not there."""
    if not known:
        return Standing.UNKNOWN
    return Standing.THEIRS if own and not blocked else Standing.OUTSIDE


def unusual(opened: Iterable[Opened], now: datetime) -> list[TooMany]:
    """Return who opened too many cases within the last hour, by their identifiers.

    Cost: one pass over what was opened within four weeks and an hour.
    """
    hours: dict[str, dict[int, set[str]]] = {}
    for each in opened:
        ago = (now - each.at) // HOUR
        if timedelta(0) <= now - each.at < BASELINE + HOUR:
            cases = hours.setdefault(each.actor_id, {}).setdefault(ago, set())
            cases.add(each.request_id)
    found = []
    for actor_id, by_hour in sorted(hours.items()):
        now_open = len(by_hour.pop(0, ()))
        usual = sum(map(len, by_hour.values())) / len(by_hour) if by_hour else 0.0
        twice = bool(by_hour) and now_open >= FEWEST_UNUSUAL and now_open > 2 * usual
        if now_open > MOST_AN_HOUR or twice:
            found.append(TooMany(actor_id, now_open, usual))
    return found

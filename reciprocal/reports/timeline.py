"""What happened to one household, day by day: rows in, words and days out.

Pure. Nothing here names a home, a landlord or a place: a step is its number among the
household's own, and an event is the word of the lifecycle that it came from.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from reciprocal import clock


class TimelineEvent(StrEnum):
    """One thing that happened to a household on its way, in the order of the way."""

    WAITING = "waiting"
    PROPOSED = "proposed"
    LOOKED_AT = "looked_at"
    LANDLORDS_AGREED = "landlords_agreed"
    VIEWED = "viewed"
    ACCEPTED = "accepted"
    SIGNED = "signed"
    KEYS = "keys"
    WINDOW_OVER = "window_over"
    ENDED = "ended"


_IN_ORDER = {event: place for place, event in enumerate(TimelineEvent)}


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDays:
    """When each thing of one step was; None for what has not been.

    Attributes:
        agreed_at: When the second of both landlords agreed.
        keys_on: The first day of the tenancy, once it has begun.
        end_code: Why it ended, where it did.
    """

    proposed_at: datetime
    looked_at: datetime | None = None
    agreed_at: datetime | None = None
    viewed_on: date | None = None
    accepted_at: datetime | None = None
    signed_at: datetime | None = None
    keys_on: date | None = None
    ended_at: datetime | None = None
    end_code: str | None = None


@dataclass(frozen=True, slots=True)
class Happened:
    """One event of a timeline.

    Attributes:
        step: The step's number among the household's own, from 1; 0 for the waiting
            before any.
        on: A day in England; never an hour.
    """

    step: int
    event: TimelineEvent
    on: date
    end_code: str | None = None


def timeline(
    waiting_since: date, steps: Iterable[StepDays], *, window_days: int, today: date
) -> tuple[Happened, ...]:
    """Return what happened to a household, in order.

    Args:
        steps: The oldest first.
        window_days: For how long after its start a failed tenancy is taken back; its
            end is an event once it has come.
    """
    found = [Happened(0, TimelineEvent.WAITING, waiting_since)]
    for number, step in enumerate(steps, start=1):
        found += sorted(
            _of_step(number, step, window_days, today),
            key=lambda each: (each.on, _IN_ORDER[each.event]),
        )
    return tuple(found)


def _of_step(
    number: int, step: StepDays, window_days: int, today: date
) -> Iterator[Happened]:
    for event, moment in (
        (TimelineEvent.PROPOSED, step.proposed_at),
        (TimelineEvent.LOOKED_AT, step.looked_at),
        (TimelineEvent.LANDLORDS_AGREED, step.agreed_at),
        (TimelineEvent.ACCEPTED, step.accepted_at),
        (TimelineEvent.SIGNED, step.signed_at),
    ):
        if moment is not None:
            yield Happened(number, event, day_of(moment))
    if step.viewed_on is not None:
        yield Happened(number, TimelineEvent.VIEWED, step.viewed_on)
    if step.keys_on is not None:
        yield Happened(number, TimelineEvent.KEYS, step.keys_on)
    if step.end_code is not None:
        assert step.ended_at is not None, "what ended has its moment"
        ended_on = day_of(step.ended_at)
        yield Happened(number, TimelineEvent.ENDED, ended_on, step.end_code)
    elif step.keys_on is not None:
        over_on = step.keys_on + timedelta(days=window_days)
        if over_on < today:
            yield Happened(number, TimelineEvent.WINDOW_OVER, over_on)


def day_of(moment: datetime) -> date:
    """Return the day of a moment in England."""
    return moment.astimezone(clock.LONDON).date()

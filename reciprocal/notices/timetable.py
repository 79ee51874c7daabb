"""When a task may appear: values in, values out.

Fixed runs at 09:00 and 14:00 UK on working days keep an observer from pairing one
party's act with another's notice.
"""

from datetime import UTC, datetime, time, timedelta

from reciprocal import clock

RUNS = (time(9), time(14))
APART = timedelta(hours=1)
TELEPHONE_WITHIN_WORKING_DAYS = 3


def next_run(moment: datetime) -> datetime:
    """Return the first fixed run at least an hour after `moment`, in UTC."""
    earliest = (moment + APART).astimezone(clock.LONDON)
    day = earliest.date()
    while True:
        if clock.is_working_day(day):
            for run in RUNS:
                candidate = datetime.combine(day, run, tzinfo=clock.LONDON)
                if candidate >= earliest:
                    return candidate.astimezone(UTC)
        day += timedelta(days=1)


def must_be_telephoned(created_at: datetime, due_at: datetime | None) -> bool:
    """Tell whether a task is due so soon that it must also be rung through."""
    if due_at is None:
        return False
    soon = clock.working_days_after(created_at, TELEPHONE_WITHIN_WORKING_DAYS)
    return due_at <= soon

"""The one clock of the service; everything is UTC and aware.

Deadlines count England's working days from the bank-holiday list that ships with
govuk-bank-holidays. Beyond the list's last year a deadline is refused, since one
that is silently wrong could lose a household its offer.
"""

import calendar
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from govuk_bank_holidays.bank_holidays import BankHolidays

from reciprocal.errors import Kind, ReciprocalError

LONDON = ZoneInfo("Europe/London")

CALENDAR_MONTHS_MIN = 6
"""GOV.UK publishes two years ahead; below this an operator is told to update."""

_SATURDAY = 5


class CalendarExhausted(ReciprocalError):
    code = "calendar_exhausted"
    kind = Kind.UNAVAILABLE
    sentence = "The bank-holiday list ends before that date; update the service."


def _system() -> datetime:
    return datetime.now(UTC)


_source: Callable[[], datetime] = _system


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return _source()


def today() -> date:
    """Return today's date in England."""
    return now().astimezone(LONDON).date()


@contextmanager
def source(tell: Callable[[], datetime]) -> Iterator[None]:
    """Take the time from `tell` for a while: for tests and the demonstration."""
    global _source  # noqa: PLW0603 - one process, one clock
    before = _source
    _source = tell
    try:
        yield
    finally:
        _source = before


def working_days_after(moment: datetime, days: int) -> datetime:
    """Return the end (17:00 UK) of the day that is `days` working days after `moment`.

    Raises:
        CalendarExhausted: When the bank-holiday list does not reach that far.
    """
    day = moment.astimezone(LONDON).date()
    left = days
    while left > 0:
        day += timedelta(days=1)
        left -= is_working_day(day)
    return end_of_day(day)


def working_day_from(day: date) -> date:
    """Return the day itself, or the first working day after it.

    Raises:
        CalendarExhausted: When the bank-holiday list does not reach that far.
    """
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def is_working_day(day: date) -> bool:
    """Tell whether England works that day (Monday to Friday, no bank holiday)."""
    holidays, last = _bank_holidays()
    if day.year > last:
        raise CalendarExhausted
    return day.weekday() < _SATURDAY and day not in holidays


def calendar_ends() -> date:
    """Return the last day for which the shipped list knows England's bank holidays."""
    _, last = _bank_holidays()
    return date(last, 12, 31)


def calendar_is_short() -> bool:
    """Tell whether the list ends so soon that the service should be updated now."""
    return calendar_ends() < months_after(today(), CALENDAR_MONTHS_MIN)


@cache
def _bank_holidays() -> tuple[frozenset[date], int]:
    """Load the shipped list; the flag keeps the library from asking the network."""
    rows = BankHolidays(use_cached_holidays=True).get_holidays(
        division=BankHolidays.ENGLAND_AND_WALES
    )
    days = frozenset(row["date"] for row in rows)
    return days, max(day.year for day in days)


def months_after(day: date, months: int) -> date:
    """Return the same day so many months on, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def end_of_day(day: date) -> datetime:
    """Return 17:00 UK on a day, in UTC: when a working day closes."""
    return datetime(day.year, day.month, day.day, 17, tzinfo=LONDON).astimezone(UTC)

"""Time is UTC and aware, and a deadline is England's working days or a refusal."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from reciprocal import clock
from reciprocal.clock import CalendarExhausted, end_of_day, months_after

LAST_YEAR = max(day.year for day in clock._bank_holidays()[0])
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def utc(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def test_the_system_s_own_time_is_utc() -> None:
    told = clock.now()

    assert told.utcoffset() == timedelta(0)
    assert abs(told - datetime.now(UTC)) < timedelta(hours=1)


def test_time_is_taken_from_a_source_for_a_while_only() -> None:
    """The source before comes back, also where what was done failed."""
    with clock.source(lambda: NOON):
        with pytest.raises(RuntimeError), clock.source(lambda: NOON):
            raise RuntimeError
        with clock.source(lambda: NOON + timedelta(days=1)):
            assert clock.now() == NOON + timedelta(days=1)
        assert clock.now() == NOON
    assert clock._source is clock._system


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (utc(2026, 6, 1, 22, 59), date(2026, 6, 1)),
        (utc(2026, 6, 1, 23, 0), date(2026, 6, 2)),
        (utc(2026, 1, 1, 23, 59), date(2026, 1, 1)),
    ],
    ids=["summer evening", "summer after midnight", "winter"],
)
def test_today_is_england_s(moment: datetime, day: date) -> None:
    with clock.source(lambda: moment):
        assert clock.today() == day


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2025, 12, 24), True),
        (date(2025, 12, 25), False),
        (date(2025, 12, 26), False),
        (date(2025, 12, 27), False),
        (date(2025, 12, 28), False),
        (date(2025, 12, 29), True),
        (date(2026, 1, 1), False),
        (date(2026, 4, 3), False),
        (date(2026, 4, 6), False),
        (date(2026, 11, 30), True),
    ],
    ids=[
        "Christmas Eve",
        "Christmas Day",
        "Boxing Day",
        "Saturday",
        "Sunday",
        "Monday",
        "New Year",
        "Good Friday",
        "Easter Monday",
        "St Andrew's, a holiday in Scotland only",
    ],
)
def test_working_days_are_england_s(day: date, works: bool) -> None:  # noqa: FBT001
    assert clock.is_working_day(day) is works


@pytest.mark.parametrize(
    ("moment", "days", "due"),
    [
        (utc(2026, 3, 2, 9), 1, utc(2026, 3, 3, 17)),
        (utc(2026, 3, 6, 9), 1, utc(2026, 3, 9, 17)),
        (utc(2026, 3, 7, 9), 1, utc(2026, 3, 9, 17)),
        (utc(2025, 12, 23, 9), 3, utc(2025, 12, 30, 17)),
        (utc(2025, 12, 24, 18), 4, utc(2026, 1, 2, 17)),
        (utc(2026, 4, 2, 9), 1, utc(2026, 4, 7, 16)),
        (utc(2026, 3, 27, 9), 1, utc(2026, 3, 30, 16)),
        (utc(2026, 6, 1, 23, 30), 1, utc(2026, 6, 3, 16)),
        (utc(2026, 3, 7, 9), 0, utc(2026, 3, 7, 17)),
    ],
    ids=[
        "the next day",
        "over a weekend",
        "from a Saturday",
        "over Christmas",
        "over New Year",
        "over Easter",
        "into summer time",
        "from England's date, not that of UTC",
        "none is the same day",
    ],
)
def test_deadlines_fall_at_five_in_the_afternoon(
    moment: datetime, days: int, due: datetime
) -> None:
    found = clock.working_days_after(moment, days)

    assert found == due
    assert found.tzinfo is UTC


def test_the_last_year_of_the_calendar_still_answers() -> None:
    assert clock.is_working_day(date(LAST_YEAR, 12, 25)) is False


def test_no_deadline_is_guessed_beyond_the_calendar() -> None:
    """A deadline that is silently wrong could lose a household its offer."""
    with pytest.raises(CalendarExhausted):
        clock.is_working_day(date(LAST_YEAR + 1, 1, 2))
    with pytest.raises(CalendarExhausted):
        clock.working_days_after(utc(LAST_YEAR, 12, 31, 9), 1)


@pytest.mark.parametrize(
    ("day", "months", "found"),
    [
        (date(2026, 1, 15), 1, date(2026, 2, 15)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2026, 3, 31), 0, date(2026, 3, 31)),
    ],
)
def test_months_end_on_the_last_day_of_a_shorter_one(
    day: date, months: int, found: date
) -> None:
    assert months_after(day, months) == found


@pytest.mark.parametrize(
    ("day", "hour"), [(date(2026, 1, 5), 17), (date(2026, 7, 6), 16)]
)
def test_a_day_closes_at_five_by_england_s_clock(day: date, hour: int) -> None:
    assert end_of_day(day) == utc(day.year, day.month, day.day, hour)


def test_another_zone_s_moment_is_the_same_moment() -> None:
    east = datetime(2026, 3, 3, 1, tzinfo=timezone(timedelta(hours=9)))

    assert clock.working_days_after(east, 1) == utc(2026, 3, 3, 17)


@pytest.mark.parametrize(
    ("month", "day", "short"), [(6, 29, False), (6, 30, False), (7, 1, True)]
)
def test_a_list_that_ends_within_six_months_is_short(
    *, month: int, day: int, short: bool
) -> None:
    """An operator hears of it long before a deadline has to be refused."""
    assert clock.calendar_ends() == date(LAST_YEAR, 12, 31)
    with clock.source(lambda: utc(LAST_YEAR, month, day, 12)):
        assert clock.calendar_is_short() is short


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(2026, 3, 2), date(2026, 3, 2)),
        (date(2026, 3, 7), date(2026, 3, 9)),
        (date(2026, 4, 3), date(2026, 4, 7)),
        (date(2027, 12, 25), date(2027, 12, 29)),
    ],
    ids=["itself", "a Saturday", "Good Friday", "Christmas with its substitutes"],
)
def test_the_first_working_day_from_a_day(day: date, found: date) -> None:
    assert clock.working_day_from(day) == found

"""When a task appears: at nine and two on England's working days, an hour later."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reciprocal import clock
from reciprocal.clock import CalendarExhausted
from reciprocal.notices.timetable import must_be_telephoned, next_run


def uk(text: str) -> datetime:
    """Read a moment by England's clock."""
    return datetime.fromisoformat(text).replace(tzinfo=clock.LONDON)


@pytest.mark.parametrize(
    ("moment", "run"),
    [
        ("2026-03-02 07:59", "2026-03-02 09:00"),
        ("2026-03-02 08:00", "2026-03-02 09:00"),
        ("2026-03-02 08:00:01", "2026-03-02 14:00"),
        ("2026-03-02 09:00", "2026-03-02 14:00"),
        ("2026-03-02 13:00", "2026-03-02 14:00"),
        ("2026-03-02 13:01", "2026-03-03 09:00"),
        ("2026-03-02 23:30", "2026-03-03 09:00"),
        ("2026-03-06 13:30", "2026-03-09 09:00"),
        ("2026-03-07 10:00", "2026-03-09 09:00"),
        ("2026-04-02 14:00", "2026-04-07 09:00"),
        ("2025-12-24 13:00", "2025-12-24 14:00"),
        ("2025-12-24 13:01", "2025-12-29 09:00"),
        ("2025-12-31 18:00", "2026-01-02 09:00"),
        ("2026-03-29 00:30", "2026-03-30 09:00"),
        ("2026-03-27 13:30", "2026-03-30 09:00"),
        ("2026-10-25 01:30", "2026-10-26 09:00"),
        ("2026-10-23 13:30", "2026-10-26 09:00"),
        ("2026-06-01 08:00", "2026-06-01 09:00"),
    ],
    ids=[
        "more than an hour before",
        "exactly an hour before",
        "a second less than an hour",
        "at a run itself",
        "exactly an hour before the second",
        "after the second",
        "an hour that crosses midnight",
        "over a weekend",
        "on a Saturday",
        "over Easter",
        "Christmas Eve still works",
        "over Christmas",
        "over New Year",
        "the night the clocks go forward",
        "over that night",
        "the night they go back",
        "over this one",
        "in summer",
    ],
)
def test_the_next_run(moment: str, run: str) -> None:
    found = next_run(uk(moment).astimezone(UTC))

    assert found == uk(run)
    assert found.tzinfo is UTC


def test_summer_s_runs_are_an_hour_earlier_in_utc() -> None:
    assert next_run(uk("2026-06-01 07:00")) == datetime(2026, 6, 1, 8, tzinfo=UTC)


@given(
    st.datetimes(
        datetime(2026, 1, 1),  # noqa: DTZ001 - the zone is given beside it
        datetime(2026, 12, 1),  # noqa: DTZ001 - likewise
        timezones=st.just(UTC),
    )
)
def test_a_run_is_never_within_the_hour_and_never_missed(moment: datetime) -> None:
    """An observer cannot pair one party's act with another's notice."""
    run = next_run(moment)
    there = run.astimezone(clock.LONDON)

    assert run - moment >= timedelta(hours=1)
    assert (there.hour, there.minute, there.second) in {(9, 0, 0), (14, 0, 0)}
    assert clock.is_working_day(there.date())
    assert next_run(run - timedelta(hours=1)) == run


def test_no_run_is_guessed_beyond_the_calendar() -> None:
    last = max(day.year for day in clock._bank_holidays()[0])
    with pytest.raises(CalendarExhausted):
        next_run(datetime(last, 12, 31, 18, tzinfo=UTC))


@pytest.mark.parametrize(
    ("due", "rung"),
    [
        ("2026-03-02 17:00", True),
        ("2026-03-05 17:00", True),
        ("2026-03-05 17:01", False),
        ("2026-03-09 17:00", False),
        (None, False),
    ],
)
def test_what_is_due_within_three_working_days_is_rung_through(
    due: str | None,
    rung: bool,  # noqa: FBT001
) -> None:
    created = uk("2026-03-02 09:00")

    assert must_be_telephoned(created, None if due is None else uk(due)) is rung


def test_a_weekend_does_not_count() -> None:
    assert must_be_telephoned(uk("2026-03-06 09:00"), uk("2026-03-11 17:00"))

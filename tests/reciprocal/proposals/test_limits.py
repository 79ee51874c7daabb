"""How long each party has: England's working days, whole days, and two odd nights."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reciprocal import clock
from reciprocal.organisations.rules import SchemeRules
from reciprocal.proposals import limits

RULES = SchemeRules()


def uk(text: str) -> datetime:
    """Read a moment by England's clock."""
    there = datetime.fromisoformat(text).replace(tzinfo=clock.LONDON)
    return there.astimezone(UTC)


def test_the_defaults_are_the_scheme_s() -> None:
    assert (
        RULES.landlord_answer_working_days,
        RULES.viewing_working_days,
        RULES.household_answer_days,
        RULES.release_working_days,
    ) == (1, 3, 2, 5)


@pytest.mark.parametrize(
    ("agreed", "by"),
    [
        ("2026-03-02 10:00", "2026-03-05 17:00"),
        ("2026-03-05 10:00", "2026-03-10 17:00"),
        ("2026-04-01 10:00", "2026-04-08 17:00"),
        ("2026-03-26 23:59", "2026-03-31 17:00"),
        ("2026-10-23 00:01", "2026-10-28 17:00"),
    ],
    ids=["three days", "a weekend", "Easter", "clocks forward", "clocks back"],
)
def test_a_viewing_is_due_three_working_days_on(agreed: str, by: str) -> None:
    assert limits.viewing_by(uk(agreed), RULES) == uk(by)


@pytest.mark.parametrize(
    ("day", "by"),
    [
        (date(2026, 3, 2), "2026-03-05 17:00"),
        (date(2026, 3, 4), "2026-03-05 17:00"),
        (date(2026, 3, 5), "2026-03-06 17:00"),
    ],
    ids=["early, not shortened", "the day before", "the last day, one more to say so"],
)
def test_an_offered_viewing_leaves_a_day_to_say_how_it_went(day: date, by: str) -> None:
    agreed = uk("2026-03-02 10:00")
    assert limits.viewing_recorded_by(agreed, day, RULES) == uk(by)


@pytest.mark.parametrize(
    ("viewed", "recorded", "by"),
    [
        ("2026-03-02", "2026-03-02 18:30", "2026-03-05 17:00"),
        ("2026-03-03", "2026-03-03 09:00", "2026-03-06 17:00"),
        ("2026-03-04", "2026-03-04 09:00", "2026-03-09 17:00"),
        ("2026-03-06", "2026-03-06 09:00", "2026-03-09 17:00"),
        ("2026-03-31", "2026-03-31 09:00", "2026-04-07 17:00"),
        ("2026-03-27", "2026-03-27 16:00", "2026-03-30 17:00"),
        ("2026-10-23", "2026-10-23 16:00", "2026-10-26 17:00"),
        ("2026-03-02", "2026-03-06 09:00", "2026-03-09 17:00"),
    ],
    ids=[
        "an evening costs no day",
        "two whole days between",
        "the third day is a Saturday",
        "the two days may be a weekend",
        "the third day is Good Friday",
        "the night of 23 hours",
        "the night of 25",
        "recorded late",
    ],
)
def test_two_whole_days_lie_before_the_answer(
    viewed: str, recorded: str, by: str
) -> None:
    found = limits.household_answers_by(date.fromisoformat(viewed), uk(recorded), RULES)
    assert found == uk(by)


@given(
    day=st.dates(date(2026, 1, 1), date(2027, 12, 1)),
    minute=st.integers(0, 24 * 60 - 1),
    whole_days=st.integers(2, 6),
)
def test_no_household_has_less_than_its_days(
    day: date, minute: int, whole_days: int
) -> None:
    """By England's calendar and by the hours that pass, on every night of two years."""
    rules = SchemeRules(household_answer_days=whole_days)
    midnight = datetime(day.year, day.month, day.day, tzinfo=clock.LONDON)
    viewed_at = midnight.astimezone(UTC) + timedelta(minutes=minute)
    viewed_on = viewed_at.astimezone(clock.LONDON).date()

    by = limits.household_answers_by(viewed_on, viewed_at, rules)
    there = by.astimezone(clock.LONDON)

    assert (there.date() - viewed_on).days > whole_days
    assert by - viewed_at >= timedelta(days=whole_days)
    assert clock.is_working_day(there.date())
    assert (there.hour, there.minute, by.tzinfo) == (17, 0, UTC)


@pytest.mark.parametrize(
    ("ready", "accepted", "until"),
    [
        (date(2026, 3, 2), date(2026, 3, 2), "2026-03-09 17:00"),
        (date(2026, 3, 16), date(2026, 3, 2), "2026-03-23 17:00"),
        (date(2026, 2, 2), date(2026, 3, 2), "2026-03-09 17:00"),
        (None, date(2026, 3, 2), "2026-03-09 17:00"),
        (date(2026, 3, 26), date(2026, 3, 2), "2026-04-02 17:00"),
        (date(2026, 3, 27), date(2026, 3, 2), "2026-04-07 17:00"),
    ],
    ids=["today", "later", "long ready", "unknown", "before Easter", "over Easter"],
)
def test_a_home_is_released_five_working_days_after_it_is_ready(
    ready: date | None, accepted: date, until: str
) -> None:
    assert limits.reserved_until(ready, accepted, RULES) == uk(until)


@pytest.mark.parametrize(
    ("ready", "until", "days"),
    [
        (date(2026, 2, 1), date(2026, 3, 9), 7),
        (date(2026, 3, 5), date(2026, 3, 9), 4),
        (date(2026, 3, 9), date(2026, 3, 9), 0),
        (date(2026, 3, 20), date(2026, 3, 9), 0),
        (None, date(2026, 3, 9), 7),
    ],
    ids=["ready long since", "ready meanwhile", "ready today", "not yet", "unknown"],
)
def test_only_a_ready_home_loses_rent(
    ready: date | None, until: date, days: int
) -> None:
    assert limits.days_reserved(date(2026, 3, 2), ready, until) == days


@pytest.mark.parametrize(
    ("days", "weekly", "lost"),
    [(0, 11_875, 0), (1, 11_875, 1_696), (7, 11_875, 11_875), (6, 11_875, 10_178)],
)
def test_rent_is_lost_by_the_day_in_whole_pence(
    days: int, weekly: int, lost: int
) -> None:
    assert limits.rent_lost_pence(days, weekly) == lost


@pytest.mark.parametrize(
    ("reserved", "ready", "by"),
    [
        # Looked at on the 3rd, told on the 4th, agreed on the 5th, viewed by the
        # 10th, answered by Friday the 13th; then five working days.
        ("2026-03-02 10:00", date(2026, 3, 2), "2026-03-20 17:00"),
        ("2026-03-02 10:00", None, "2026-03-20 17:00"),
        ("2026-03-02 10:00", date(2026, 3, 30), "2026-04-08 17:00"),
        # Agreed on Christmas Eve, viewed on New Year's Eve, recorded on Monday the
        # 4th, answered a working day later.
        ("2026-12-21 10:00", date(2026, 12, 21), "2027-01-12 17:00"),
    ],
    ids=["ready now", "no ready date", "ready later, over Easter", "over Christmas"],
)
def test_a_reservation_that_everybody_draws_out_ends_by_then(
    reserved: str, ready: date | None, by: str
) -> None:
    assert limits.freed_by(uk(reserved), ready, RULES) == uk(by)


@given(
    st.integers(0, 24 * 330),
    st.integers(-30, 60),
    st.integers(1, 10),
)
def test_a_longer_limit_never_frees_a_home_sooner(
    hours: int, ready_in_days: int, longer: int
) -> None:
    reserved = uk("2026-01-02 10:00") + timedelta(hours=hours)
    ready = (reserved + timedelta(days=ready_in_days)).date()
    shortest = limits.freed_by(reserved, ready, RULES)
    for name in (
        "landlord_answer_working_days",
        "viewing_working_days",
        "household_answer_days",
        "release_working_days",
    ):
        value = getattr(RULES, name) + longer
        rules = RULES.model_copy(update={name: value})
        assert limits.freed_by(reserved, ready, rules) >= shortest

"""What happened to a household, as a table: rows in, words and days out."""

from datetime import UTC, date, datetime

import pytest

from reciprocal.reports.timeline import Happened, StepDays, TimelineEvent, timeline

E = TimelineEvent
SINCE = date(2026, 1, 5)
WINDOW_DAYS = 56


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def told(*steps: StepDays, today: date) -> list[tuple[int, str, str, str | None]]:
    found = timeline(SINCE, steps, window_days=WINDOW_DAYS, today=today)
    assert found[0] == Happened(0, E.WAITING, SINCE)
    return [(each.step, each.event, str(each.on), each.end_code) for each in found[1:]]


HOUSED = StepDays(
    proposed_at=at("2026-03-02T10:00"),
    looked_at=at("2026-03-02T11:00"),
    agreed_at=at("2026-03-02T15:00"),
    viewed_on=date(2026, 3, 4),
    accepted_at=at("2026-03-06T14:00"),
    signed_at=at("2026-03-09T10:00"),
    keys_on=date(2026, 3, 11),
    ended_at=at("2026-03-11T12:00"),
)
TO_KEYS = [
    (1, "proposed", "2026-03-02", None),
    (1, "looked_at", "2026-03-02", None),
    (1, "landlords_agreed", "2026-03-02", None),
    (1, "viewed", "2026-03-04", None),
    (1, "accepted", "2026-03-06", None),
    (1, "signed", "2026-03-09", None),
    (1, "keys", "2026-03-11", None),
]


def test_who_waits_has_a_first_day_and_nothing_else() -> None:
    assert told(today=date(2026, 3, 2)) == []


def test_things_of_one_day_stand_in_the_order_of_the_way() -> None:
    assert told(HOUSED, today=date(2026, 3, 20)) == TO_KEYS


@pytest.mark.parametrize(
    ("today", "over"),
    [(date(2026, 5, 6), []), (date(2026, 5, 7), ["window_over"])],
    ids=["its last day", "the day after"],
)
def test_the_window_is_over_once_its_last_day_has_gone(
    today: date, over: list[str]
) -> None:
    events = [event for _, event, _, _ in told(HOUSED, today=today)]
    assert events[len(TO_KEYS) :] == over


def test_a_step_that_came_to_nothing_says_by_which_code_and_the_next_is_numbered() -> (
    None
):
    lapsed = StepDays(
        proposed_at=at("2026-02-02T10:00"),
        ended_at=at("2026-02-03T17:00"),
        end_code="lapsed",
    )
    assert told(lapsed, HOUSED, today=date(2026, 3, 20)) == [
        (1, "proposed", "2026-02-02", None),
        (1, "ended", "2026-02-03", "lapsed"),
        *((2, *rest) for _, *rest in TO_KEYS),
    ]


def test_a_failed_tenancy_has_keys_and_an_end_and_no_window() -> None:
    failed = StepDays(
        proposed_at=at("2026-03-02T10:00"),
        keys_on=date(2026, 3, 11),
        ended_at=at("2026-03-20T10:00"),
        end_code="household_returned",
    )
    assert told(failed, today=date(2026, 9, 1)) == [
        (1, "proposed", "2026-03-02", None),
        (1, "keys", "2026-03-11", None),
        (1, "ended", "2026-03-20", "household_returned"),
    ]


def test_a_day_is_england_s() -> None:
    late = StepDays(proposed_at=at("2026-07-01T23:30"))
    assert told(late, today=date(2026, 7, 3)) == [(1, "proposed", "2026-07-02", None)]

"""When messages leave, how often they are tried, and what they say."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reciprocal.disclosure.present import resources
from reciprocal.webhooks import rules, signing
from reciprocal.webhooks.terms import About, MessageKind, Outcome

START = datetime(2025, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 15 * 366 * 86_400 * 1_000).map(
    lambda milliseconds: START + timedelta(milliseconds=milliseconds)
)


@given(MOMENTS)
def test_messages_leave_on_fixed_minutes_and_never_before(moment: datetime) -> None:
    leaves = rules.next_minute(moment)
    assert timedelta(0) <= leaves - moment < rules.EVERY
    assert leaves.minute % 5 == 0
    assert (leaves.second, leaves.microsecond) == (0, 0)
    assert rules.next_minute(leaves) == leaves


@given(st.integers(1, rules.ATTEMPTS_MAX - 1), st.floats(0, 1))
def test_each_wait_is_longer_than_the_last_whatever_the_chance(
    attempts: int, draw: float
) -> None:
    shortest = rules.wait_after(attempts, 0)
    longest = rules.wait_after(attempts, 1)
    assert shortest <= rules.wait_after(attempts, draw) <= longest
    assert longest < rules.wait_after(attempts + 1, 0)


def test_ten_attempts_lie_over_about_a_day() -> None:
    waits = [rules.wait_after(n, 0.5) for n in range(1, rules.ATTEMPTS_MAX)]
    assert waits[0] == timedelta(minutes=1)
    assert timedelta(hours=20) < sum(waits, timedelta(0)) < timedelta(hours=28)


@pytest.mark.parametrize(("attempts", "draw"), [(0, 0.5), (1, -0.1), (1, 1.1)])
def test_a_wait_without_an_attempt_or_a_share_is_our_mistake(
    attempts: int, draw: float
) -> None:
    with pytest.raises(AssertionError):
        rules.wait_after(attempts, draw)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, Outcome.SUCCESS),
        (204, Outcome.SUCCESS),
        (301, Outcome.REDIRECT),
        (404, Outcome.CALLER_FAULT),
        (410, Outcome.GONE),
        (500, Outcome.SERVER_FAULT),
        (503, Outcome.SERVER_FAULT),
        (999, Outcome.SERVER_FAULT),
    ],
)
def test_only_the_class_of_a_status_is_kept(status: int, outcome: Outcome) -> None:
    assert rules.outcome_of(status) is outcome


@pytest.mark.parametrize(
    ("outcome", "days", "disabled"),
    [
        (Outcome.SERVER_FAULT, 2.9, False),
        (Outcome.SERVER_FAULT, 3, True),
        (Outcome.UNREACHABLE, 3, True),
        (Outcome.GONE, 0, True),
    ],
)
def test_an_endpoint_is_disabled_when_gone_or_long_silent(
    outcome: Outcome, days: float, *, disabled: bool
) -> None:
    since = datetime(2026, 3, 2, tzinfo=UTC)
    moment = since + timedelta(days=days)
    assert rules.must_be_disabled(outcome, since, moment) is disabled


def test_a_body_says_that_something_changed_and_nothing_else() -> None:
    reference = "9f2c4e6a8b0d1f3e5a7c9b2d4f6e8a0c"
    told_at = datetime(2026, 3, 2, 9, 5, tzinfo=UTC)

    body = rules.body_of(MessageKind.CHANGED, told_at, reference)

    assert json.loads(body) == {
        "type": "changed",
        "timestamp": "2026-03-02T09:05:00Z",
        "data": {"reference": reference},
    }


def test_nothing_of_the_old_landlord_is_announced_at_all() -> None:
    assert {resource for _, resource in rules.READS.values()} == {
        "home",
        "offer",
        "case",
        "home_owed",
    }
    assert set(rules.READS) == set(About)
    for role, resource in rules.READS.values():
        assert role in resources()[resource].roles
    for resource in ("departure", "departure_in_list", "tenancy_check"):
        assert not resources()[resource].roles & {"landlord_system", "referring_system"}


def test_everybody_may_ask_only_for_what_their_system_reads() -> None:
    systems = {"named_lead": "landlord_system", "referring_worker": "referring_system"}
    for role, abouts in rules.OPEN_TO.items():
        assert {rules.READS[about][0] for about in abouts} == {systems[role]}


def test_a_message_without_a_secret_is_our_mistake() -> None:
    with pytest.raises(AssertionError):
        signing.headers("0" * 32, datetime.now(UTC), b"{}", [])

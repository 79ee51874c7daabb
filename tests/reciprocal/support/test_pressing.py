"""From when an owner is asked about what is left of their items."""

from datetime import UTC, date, datetime

import pytest

from reciprocal.organisations.support_items import SupportItem
from reciprocal.support.items import switched_on
from reciprocal.support.pressing import presses_from
from reciprocal.support.standing import Fact
from reciprocal.support.terms import (
    Event,
    SupportOutcome,
    SupportOwner,
    SupportTopic,
)

_WORKER = SupportOwner.REFERRING_WORKER
REFERRED = datetime(2026, 3, 9, 17, tzinfo=UTC)  # a Monday


def at(day: int, hour: int = 9, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


def made(outcome: str, topic: SupportTopic | None = None) -> Fact:
    return Fact(
        outcome=SupportOutcome(outcome),
        topic=topic,
        happened_on=date(2026, 3, 9),
        recorded_at=REFERRED,
    )


def presses(
    item: SupportItem,
    now: datetime,
    *facts: Fact,
    owner: SupportOwner = _WORKER,
    events: dict[Event, datetime] | None = None,
) -> datetime | None:
    items = [each for each in switched_on(frozenset()) if each.code is item]
    told = {Event.REFERRED: REFERRED} if events is None else events
    return presses_from(items, {item: facts}, told, owner=owner, now=now)


DUE_IN_FIVE = at(16, 17)
CASES = {
    "its clock is younger than a day": (at(12, 16), None),
    "the working day before it is due": (at(13), DUE_IN_FIVE),
    "the weekend between": (at(15), DUE_IN_FIVE),
    "overdue": (at(25), DUE_IN_FIVE),
}


@pytest.mark.parametrize("case", CASES)
def test_an_item_presses_from_the_working_day_before_it_is_due(case: str) -> None:
    now, due_at = CASES[case]
    assert presses(SupportItem.SANCTUARY, now) == due_at


def test_what_is_settled_presses_no_more_and_what_is_left_open_does() -> None:
    item = SupportItem.FIRST_CONTACT
    assert presses(item, at(10), made("not_reached")) == at(10, 17)
    assert presses(item, at(10), made("made")) is None


def test_what_went_stale_was_due_on_the_last_day_it_counted() -> None:
    fact = made("confirmed_safe", SupportTopic.TELEPHONE)
    assert presses(SupportItem.SAFE_CONTACT, at(8, month=4), fact) is None
    stale = presses(SupportItem.SAFE_CONTACT, at(9, month=4), fact)
    assert stale == datetime(2026, 4, 8, 16, tzinfo=UTC)


def test_nothing_presses_before_its_clock_has_started_or_without_one() -> None:
    assert presses(SupportItem.FIRST_CONTACT, at(25), events={}) is None
    assert presses(SupportItem.MARAC_HEARD, at(25), made("referred")) is None


def test_nobody_is_asked_about_another_s_item() -> None:
    others = set(SupportOwner) - {_WORKER}
    item = SupportItem.FIRST_CONTACT
    assert {presses(item, at(25), owner=owner) for owner in others} == {None}


def test_the_first_of_several_is_told() -> None:
    events = {Event.REFERRED: REFERRED}
    items = switched_on(frozenset())
    due = presses_from(items, {}, events, owner=_WORKER, now=at(25))
    assert due == at(10, 17)

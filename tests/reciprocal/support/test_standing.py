"""Where an item of support stands: a table of cases, and what no order changes."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reciprocal import clock
from reciprocal.organisations.support_items import SupportItem
from reciprocal.support.checklist import CHECKLIST
from reciprocal.support.item import Item
from reciprocal.support.items import ITEMS
from reciprocal.support.standing import Fact, StatedFact, faults, standing
from reciprocal.support.terms import (
    Event,
    Needs,
    SupportEvidence,
    SupportOutcome,
    SupportOwner,
    SupportState,
    SupportTopic,
)

# A Monday with no bank holiday near it.
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = MONDAY.date()
_I, _O, _T, _E = SupportItem, SupportOutcome, SupportTopic, Event


def fact(
    outcome: SupportOutcome, topic: SupportTopic | None = None, *, days: float = 0
) -> Fact:
    """Return what was written down so many days after Monday morning."""
    at = MONDAY + timedelta(days=days)
    return Fact(outcome=outcome, topic=topic, happened_on=at.date(), recorded_at=at)


class Case(NamedTuple):
    """An item, what is known, and where it stands so many days after Monday."""

    item: SupportItem
    facts: tuple[Fact, ...]
    event: Event | None
    days: float
    state: SupportState
    left: tuple[SupportTopic, ...] = ()


_IMPACTS = ITEMS[_I.IMPACT_TALKED_THROUGH].topics
_WAYS = ITEMS[_I.SAFE_CONTACT].topics
_PURPOSES = ITEMS[_I.FLEXIBLE_FUND].topics
_EACH = tuple(fact(_O.PLANNED_FOR, topic) for topic in _IMPACTS)

CASES = (
    # One working day: Monday's referral is due on Tuesday at five.
    Case(_I.FIRST_CONTACT, (), None, 0, SupportState.LATER),
    Case(_I.FIRST_CONTACT, (), _E.REFERRED, 0, SupportState.OPEN),
    Case(_I.FIRST_CONTACT, (), _E.REFERRED, 1.3, SupportState.OPEN),
    Case(_I.FIRST_CONTACT, (), _E.REFERRED, 1.4, SupportState.OVERDUE),
    Case(
        _I.FIRST_CONTACT,
        (fact(_O.NOT_REACHED),),
        _E.REFERRED,
        1.4,
        SupportState.OVERDUE,
    ),
    Case(_I.FIRST_CONTACT, (fact(_O.MADE),), _E.REFERRED, 1.4, SupportState.SETTLED),
    # What is newest counts.
    Case(
        _I.FIRST_CONTACT,
        (fact(_O.MADE), fact(_O.NOT_REACHED, days=0.1)),
        _E.REFERRED,
        1,
        SupportState.OPEN,
    ),
    # An item without a clock is never overdue.
    Case(_I.MARAC_HEARD, (), _E.REFERRED, 400, SupportState.LATER),
    Case(_I.MARAC_HEARD, (fact(_O.REFERRED),), None, 400, SupportState.OPEN),
    Case(_I.MARAC_HEARD, (fact(_O.HEARD),), None, 1, SupportState.SETTLED),
    # Each part of an impact, and not one less.
    Case(_I.IMPACT_TALKED_THROUGH, (), _E.PROPOSED, 0, SupportState.OPEN, _IMPACTS),
    Case(
        _I.IMPACT_TALKED_THROUGH,
        _EACH[1:],
        _E.PROPOSED,
        0,
        SupportState.OPEN,
        _IMPACTS[:1],
    ),
    Case(_I.IMPACT_TALKED_THROUGH, _EACH, _E.PROPOSED, 0, SupportState.SETTLED),
    Case(
        _I.IMPACT_TALKED_THROUGH,
        (*_EACH, fact(_O.TOO_MUCH, _T.WORK, days=0.1)),
        _E.PROPOSED,
        0.2,
        SupportState.OPEN,
        (_T.WORK,),
    ),
    # Money that was asked for is open until it is paid or refused; other purposes stay.
    Case(
        _I.FLEXIBLE_FUND,
        (fact(_O.PAID, _T.REMOVALS), fact(_O.REQUESTED, _T.TRAVEL)),
        None,
        1,
        SupportState.OPEN,
        tuple(topic for topic in _PURPOSES if topic is not _T.REMOVALS),
    ),
    Case(
        _I.FLEXIBLE_FUND,
        (fact(_O.REQUESTED, _T.TRAVEL), fact(_O.REFUSED, _T.TRAVEL, days=1)),
        None,
        1,
        SupportState.SETTLED,
    ),
    # One safe way is enough; it goes stale, and a way that is not safe counts no more.
    Case(
        _I.SAFE_CONTACT,
        (fact(_O.CONFIRMED_SAFE, _T.E_MAIL), fact(_O.NOT_SAFE, _T.TELEPHONE)),
        _E.REFERRED,
        30,
        SupportState.SETTLED,
    ),
    Case(
        _I.SAFE_CONTACT,
        (fact(_O.CONFIRMED_SAFE, _T.E_MAIL),),
        _E.REFERRED,
        31,
        SupportState.STALE,
        _WAYS,
    ),
    Case(
        _I.SAFE_CONTACT,
        (
            fact(_O.CONFIRMED_SAFE, _T.E_MAIL),
            fact(_O.NOT_SAFE, _T.E_MAIL, days=1),
        ),
        _E.REFERRED,
        1,
        SupportState.OPEN,
        _WAYS,
    ),
    # Each incident asks anew: what was judged before it counts no more.
    Case(
        _I.URGENCY_ASSESSED,
        (fact(_O.ASSESSED, _T.BAND_HIGH, days=-1),),
        _E.INCIDENT,
        0,
        SupportState.OPEN,
        ITEMS[_I.URGENCY_ASSESSED].topics,
    ),
    Case(
        _I.URGENCY_ASSESSED,
        (fact(_O.ASSESSED, _T.BAND_HIGH, days=-1),),
        None,
        0,
        SupportState.SETTLED,
    ),
    Case(
        _I.URGENCY_ASSESSED,
        (fact(_O.ASSESSED, _T.BAND_HIGH, days=0.1),),
        _E.INCIDENT,
        5,
        SupportState.SETTLED,
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.item}-{case.state}")
def test_an_item_stands_where_the_table_says(case: Case) -> None:
    events = {case.event: MONDAY} if case.event else {}
    now = MONDAY + timedelta(days=case.days)
    found = standing(ITEMS[case.item], case.facts, events, now=now)
    assert (found.state, found.outstanding) == (case.state, case.left)


@given(data=st.data(), item=st.sampled_from(CHECKLIST))
def test_a_fact_that_settles_each_part_settles_the_item(
    data: st.DataObject, item: Item
) -> None:
    """Whatever was written down before, in whatever order the parts come."""
    parts = st.sampled_from(item.topics or (None,))
    outcomes = st.sampled_from((*item.settled_by, *item.left_open_by))
    before = data.draw(st.lists(st.builds(fact, outcomes, parts), max_size=5))
    last = [
        fact(data.draw(st.sampled_from(item.settled_by)), topic)
        for topic in data.draw(st.permutations(item.topics or (None,)))
    ]
    for facts in (last, [*before, *last]):
        now = standing(item, facts, {}, now=MONDAY)
        assert (now.state, now.outstanding) == (SupportState.SETTLED, ())
    if item.needs is Needs.EACH:
        assert (
            standing(item, last[1:], {}, now=MONDAY).state is not SupportState.SETTLED
        )


@given(item=st.sampled_from(CHECKLIST), hours=st.integers(0, 24 * 60))
def test_an_item_falls_due_once_and_stays_due(item: Item, hours: int) -> None:
    if item.due_from is None:
        return
    now = MONDAY + timedelta(hours=hours)
    found = standing(item, (), {item.due_from: MONDAY}, now=now)
    assert found.due_at == clock.working_days_after(MONDAY, item.due_working_days)
    assert (found.state is SupportState.OVERDUE) is (now > found.due_at)


STATED = StatedFact(item=_I.FIRST_CONTACT, outcome=_O.MADE, happened_on=DAY)
_MONEY = StatedFact(
    item=_I.FLEXIBLE_FUND,
    outcome=_O.PAID,
    happened_on=DAY,
    topic=_T.TRAVEL,
    amount_pence=1250,
    evidence=SupportEvidence.RECEIPT,
)
_LOCKS = StatedFact(
    item=_I.TARGET_HARDENING, outcome=_O.DONE, happened_on=DAY, topic=_T.LOCKS
)


@pytest.mark.parametrize(
    ("stated", "owner", "fields"),
    [
        (STATED, SupportOwner.REFERRING_WORKER, []),
        (_MONEY, SupportOwner.REFERRING_WORKER, []),
        (_LOCKS, SupportOwner.RECEIVING_LEAD, []),
        (_LOCKS, SupportOwner.OLD_LEAD, ["item"]),
        (_LOCKS, SupportOwner.REFERRING_WORKER, ["item"]),
        (STATED, SupportOwner.RECEIVING_LEAD, ["item"]),
        (replace(STATED, item=_I.PETS), SupportOwner.REFERRING_WORKER, ["item"]),
        (
            replace(STATED, item=_I.URGENCY_ASSESSED),
            SupportOwner.REFERRING_WORKER,
            ["item"],
        ),
        (replace(STATED, outcome=_O.PAID), SupportOwner.REFERRING_WORKER, ["outcome"]),
        (replace(STATED, topic=_T.WORK), SupportOwner.REFERRING_WORKER, ["topic"]),
        (replace(_MONEY, topic=None), SupportOwner.REFERRING_WORKER, ["topic"]),
        (replace(_MONEY, topic=_T.WORK), SupportOwner.REFERRING_WORKER, ["topic"]),
        (
            replace(_MONEY, amount_pence=None),
            SupportOwner.REFERRING_WORKER,
            ["amount_pence"],
        ),
        (
            replace(STATED, amount_pence=1),
            SupportOwner.REFERRING_WORKER,
            ["amount_pence"],
        ),
        (
            replace(STATED, evidence=SupportEvidence.ORDER),
            SupportOwner.REFERRING_WORKER,
            ["evidence"],
        ),
        (
            replace(STATED, happened_on=date(2026, 3, 3)),
            SupportOwner.REFERRING_WORKER,
            ["happened_on"],
        ),
        (
            replace(_MONEY, outcome=_O.MADE, topic=None, amount_pence=None),
            SupportOwner.REFERRING_WORKER,
            ["outcome", "topic", "amount_pence"],
        ),
    ],
)
def test_what_cannot_be_written_down_is_named(
    stated: StatedFact, owner: SupportOwner, fields: list[str]
) -> None:
    found = faults(stated, owner=owner, off=frozenset({_I.PETS}), today=DAY)
    assert [fault.field for fault in found] == fields

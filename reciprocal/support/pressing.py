"""When what is left of a checklist presses: values in, values out."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from reciprocal import clock
from reciprocal.organisations.support_items import SupportItem
from reciprocal.support.item import Item
from reciprocal.support.standing import Events, Fact, standing
from reciprocal.support.terms import SupportOwner, SupportState

ASKED_WORKING_DAYS: Final = 1
"""An item's owner is asked about it when no more than this is left of its time."""


def presses_from(
    items: Iterable[Item],
    facts: Mapping[SupportItem, Sequence[Fact]],
    events: Events,
    *,
    owner: SupportOwner,
    now: datetime,
) -> datetime | None:
    """Return when the first of an owner's pressing items is or was due.

    None where nothing presses. An item presses while it is overdue, while it is due
    within a working day, and once what was written down of it is too old to count.

    Args:
        facts: Of the case and of the step, by item, the oldest first.
    """
    found = [
        _due(item, facts.get(item.code, ()), events, now)
        for item in items
        if item.owner is owner
    ]
    return min((due for due in found if due is not None), default=None)


def _due(
    item: Item, facts: Sequence[Fact], events: Events, now: datetime
) -> datetime | None:
    stands = standing(item, facts, events, now=now)
    if stands.state is SupportState.STALE:
        assert item.stale_after_days is not None, "what goes stale says after how long"
        last = max(fact.happened_on for fact in facts)
        return clock.end_of_day(last + timedelta(days=item.stale_after_days))
    if stands.state not in (SupportState.OPEN, SupportState.OVERDUE):
        return None
    soon = clock.working_days_after(now, ASKED_WORKING_DAYS)
    return stands.due_at if stands.due_at is None or stands.due_at <= soon else None

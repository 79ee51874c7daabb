"""Where each item of a checklist stands: values in, values out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from reciprocal import clock
from reciprocal.errors import FieldFault
from reciprocal.organisations.support_items import SupportItem
from reciprocal.support.item import Item
from reciprocal.support.items import ITEMS
from reciprocal.support.terms import (
    Event,
    Needs,
    SupportEvidence,
    SupportOutcome,
    SupportOwner,
    SupportState,
    SupportTopic,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedFact:
    """What somebody writes down of an item; a code for each thing, and no sentence.

    Attributes:
        happened_on: The day it happened, not the day it is written down.
        evidence: The kind of paper that its owner files under the fact's own code.
    """

    item: SupportItem
    outcome: SupportOutcome
    happened_on: date
    topic: SupportTopic | None = None
    amount_pence: int | None = None
    evidence: SupportEvidence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What was written down of an item, as far as where it stands depends on it."""

    outcome: SupportOutcome
    topic: SupportTopic | None
    happened_on: date
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an item stands now.

    Attributes:
        due_at: None before its clock starts, and where it has none.
        outstanding: Its parts that are not settled; none where it has no parts.
    """

    state: SupportState
    due_at: datetime | None
    outstanding: tuple[SupportTopic, ...]


Events = Mapping[Event, datetime]
"""When each event of a case and of its step was, as far as it has been."""


def standing(
    item: Item, facts: Iterable[Fact], events: Events, *, now: datetime
) -> Standing:
    """Return where an item stands.

    Args:
        facts: Those of this item, the oldest first; of an item of a step, those of
            that step alone.
    """
    begun = events.get(item.due_from) if item.due_from else None
    due_at = clock.working_days_after(begun, item.due_working_days) if begun else None
    since = begun if item.asked_again else None
    counted = [fact for fact in facts if since is None or fact.recorded_at >= since]
    fresh = [fact for fact in counted if not is_stale(item, fact, now=now)]
    newest = {fact.topic: fact.outcome for fact in fresh}
    left = _outstanding(item, newest)
    if _is_settled(item, newest, left):
        return Standing(SupportState.SETTLED, due_at, ())
    if len(fresh) < len(counted):
        return Standing(SupportState.STALE, due_at, left)
    if due_at is None:
        return Standing(SupportState.OPEN if newest else SupportState.LATER, None, left)
    return Standing(
        SupportState.OVERDUE if due_at < now else SupportState.OPEN, due_at, left
    )


def is_stale(item: Item, fact: Fact, *, now: datetime) -> bool:
    """Tell whether a fact is too old to count."""
    if item.stale_after_days is None:
        return False
    last = fact.happened_on + timedelta(days=item.stale_after_days)
    return last < now.astimezone(clock.LONDON).date()


def faults(
    stated: StatedFact, *, owner: SupportOwner, off: frozenset[SupportItem], today: date
) -> list[FieldFault]:
    """Return what of a fact cannot be written down, by this owner, in this scheme."""
    item = ITEMS[stated.item]
    if item.owner is not owner or item.code in off:
        return [FieldFault("item", "Name an item of your own checklist.")]
    if item.by_an_act:
        sentence = "It is written down by the act itself: the urgency, the deputy."
        return [FieldFault("item", sentence)]
    found = []
    if stated.outcome not in (*item.settled_by, *item.left_open_by):
        found.append(FieldFault("outcome", "Give an outcome that this item can have."))
    if stated.topic not in (item.topics or (None,)):
        found.append(FieldFault("topic", "Name the part of the item it is about."))
    if item.amount is (stated.amount_pence is None):
        found.append(FieldFault("amount_pence", "Give it where money is asked for."))
    if stated.evidence is not None and stated.evidence not in item.evidence:
        found.append(
            FieldFault("evidence", "Name a paper of those this item can have.")
        )
    if stated.happened_on > today:
        found.append(FieldFault("happened_on", "Give a day that has come."))
    return found


def _outstanding(
    item: Item, newest: Mapping[SupportTopic | None, SupportOutcome]
) -> tuple[SupportTopic, ...]:
    return tuple(
        topic for topic in item.topics if newest.get(topic) not in item.settled_by
    )


def _is_settled(
    item: Item,
    newest: Mapping[SupportTopic | None, SupportOutcome],
    left: tuple[SupportTopic, ...],
) -> bool:
    settled = [outcome in item.settled_by for outcome in newest.values()]
    if item.needs is Needs.ONE:
        return any(settled)
    if item.needs is Needs.EACH:
        return not left
    return bool(settled) and all(settled)

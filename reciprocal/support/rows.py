"""What one party reads of a checklist, before the disclosure file says whether."""

from collections.abc import Sequence
from datetime import datetime

from reciprocal.ids import short_code
from reciprocal.support.item import Item
from reciprocal.support.queries import fact_of
from reciprocal.support.standing import Events, standing
from reciprocal.support.tables import SupportFact
from reciprocal.support.terms import SupportOwner


def item_rows(
    items: Sequence[Item],
    facts: Sequence[SupportFact],
    events: Events,
    *,
    reader: SupportOwner,
    organisation_id: str,
    now: datetime,
) -> list[dict[str, object]]:
    """Return each item with where it stands and what was written down of it.

    What another owner filed, and under which code, is that owner's alone; so is what
    the service filed that held the case before.
    """
    return [
        _item_row(
            item,
            [fact for fact in facts if fact.item is item.code],
            events,
            reader=reader,
            organisation_id=organisation_id,
            now=now,
        )
        for item in items
    ]


def _item_row(
    item: Item,
    facts: Sequence[SupportFact],
    events: Events,
    *,
    reader: SupportOwner,
    organisation_id: str,
    now: datetime,
) -> dict[str, object]:
    found = standing(item, [fact_of(row) for row in facts], events, now=now)
    return {
        "item": item.code,
        "part_of_way": item.stage,
        "owner": item.owner,
        "sentence": item.sentence,
        "state": found.state,
        "due_at": found.due_at,
        "gates_acceptance": item.gates_acceptance,
        "outstanding": found.outstanding,
        "facts": [
            _fact_row(
                row,
                own=row.owner is reader and row.organisation_id == organisation_id,
            )
            for row in facts
        ],
    }


def _fact_row(row: SupportFact, *, own: bool) -> dict[str, object]:
    return {
        "outcome": row.outcome,
        "topic": row.topic,
        "happened_on": row.happened_on,
        "amount_pence": row.amount_pence,
        "evidence": row.evidence if own else None,
        "filed_under": short_code(row.filing_ref) if own else None,
    }

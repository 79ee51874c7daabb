"""Lists, a page at a time: what comes after the last item that was seen.

A place in a list is the values that the list is ordered by, never a count of rows:
whatever is added or removed meanwhile, an item that stands throughout is shown once.
That holds because a list is ordered by what never changes of its items, and ends
with a reference, so that no two items have the same place.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_
from sqlalchemy.orm import Session as Plain
from sqlmodel import Session, col

from reciprocal.disclosure.present import Row, Seeing, present, stages_seen
from reciprocal.errors import FieldFault, FieldsInvalid, Kind, ReciprocalError

Place = tuple[str | int | date | datetime | None, ...]
"""The values that an item is ordered by, its reference last."""

STAGE_UNSEEN = "Give a stage of which you may see something."


class CursorRefused(ReciprocalError):
    code = "cursor_refused"
    kind = Kind.INVALID
    sentence = (
        "This cursor is not one of this list with these filters; "
        "start again without a cursor."
    )


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which part of a list is wanted.

    Attributes:
        limit: How many items at most; None for all of them.
        after: The place of the last item that was seen; None at the beginning.
        stage: Only items at this stage, as this party sees it.
    """

    limit: int | None = None
    after: Place | None = None
    stage: str | None = None


WHOLE = Wanted()
"""All of a list."""


class Page(list[dict[str, object]]):
    """Some items of a list, as one party may see them.

    Attributes:
        last: The place of the last of them when more follow, else None.
    """

    last: Place | None = None


@dataclass(frozen=True, slots=True)
class By:
    """One column of a list's order; where one may be empty, the empty come last.

    Attributes:
        falls: From the greatest to the least; such a column is never empty.
    """

    column: Any
    falls: bool = False

    @property
    def may_be_empty(self) -> bool:
        """Tell whether a row may have nothing there."""
        return not self.falls and bool(self.column.property.columns[0].nullable)

    @property
    def terms(self) -> list[Any]:
        """Return how a query is ordered by it."""
        column = col(self.column)
        if self.falls:
            return [column.desc()]
        return [column.is_(None), column] if self.may_be_empty else [column]

    def after(self, value: object) -> ColumnElement[bool]:
        """Choose what comes after a value."""
        column = col(self.column)
        if value is None:
            return false()
        behind = column < value if self.falls else column > value
        return or_(behind, column.is_(None)) if self.may_be_empty else behind

    def at(self, value: object) -> ColumnElement[bool]:
        """Choose what has the same value."""
        column = col(self.column)
        return column.is_(None) if value is None else column == value


Item = tuple[str, Row]
"""A stage and a row, as `present` takes them."""


def read(
    session: Session,
    actor: Seeing,
    resource: str,
    wanted: Wanted,
    query: Any,  # noqa: ANN401 - a Select of any rows
    order: tuple[By, ...],
    item: Callable[..., Item],
    stage: Any = None,  # noqa: ANN401 - a column, or an expression
) -> Page:
    """Return one page of what a query finds, as this actor may see it.

    Args:
        order: Columns that never change of an item, the last of them unique.
        item: Makes stage and row of what the query selects.
        stage: The stage as it is shown, where the database can tell it; it then leaves
            out what is not seen, and `item` otherwise.

    Raises:
        FieldsInvalid: When the wanted stage is hidden from this actor.

    Cost: the query for limit + 1 rows; again while rows are left out.
    """
    seen = _stages(actor, resource, wanted)
    if stage is not None:
        query = query.where(stage.in_(sorted(seen)))
    query = query.add_columns(*(by.column for by in order))
    query = query.order_by(*(term for by in order for term in by.terms))

    def rows() -> Iterator[tuple[Place, str, Row]]:
        place = wanted.after
        while True:
            some = query if place is None else query.where(_after(order, place))
            batch = None if wanted.limit is None else wanted.limit + 1
            # SQLModel's own would drop the columns that were added.
            found = Plain.execute(session, some.limit(batch)).all()
            for each in found:
                place = tuple(each[-len(order) :])
                yield (place, *item(*each[: -len(order)]))
            if batch is None or len(found) < batch:
                return

    return _page(actor, resource, wanted, seen, rows())


def cut(
    actor: Seeing,
    resource: str,
    wanted: Wanted,
    rows: Iterable[tuple[Place, str, Row]],
) -> Page:
    """Return one page of rows that are here already, each with place and stage.

    Raises:
        FieldsInvalid: When the wanted stage is hidden from this actor.
    """
    after = wanted.after
    following = sorted(
        (row for row in rows if after is None or _rank(row[0]) > _rank(after)),
        key=lambda row: _rank(row[0]),
    )
    seen = _stages(actor, resource, wanted)
    return _page(actor, resource, wanted, seen, iter(following))


def _page(
    actor: Seeing,
    resource: str,
    wanted: Wanted,
    seen: frozenset[str],
    rows: Iterator[tuple[Place, str, Row]],
) -> Page:
    """Fill a page with what is seen; nothing tells how much was not."""
    page = Page()
    last: Place | None = None
    for place, stage, row in rows:
        if stage not in seen:
            continue
        if wanted.limit is not None and len(page) == wanted.limit:
            page.last = last
            break
        page.append(present(actor, resource, stage, row))
        last = place
    return page


def _stages(actor: Seeing, resource: str, wanted: Wanted) -> frozenset[str]:
    seen = stages_seen(actor, resource)
    if wanted.stage is None:
        return seen
    if wanted.stage not in seen:
        raise FieldsInvalid(faults=(FieldFault("stage", STAGE_UNSEEN),))
    return frozenset({str(wanted.stage)})


def _after(order: tuple[By, ...], place: Place) -> ColumnElement[bool]:
    """Choose the rows behind a place: behind by one column, level in those before."""
    assert len(order) == len(place), "a place of another list"
    return or_(
        *(
            and_(
                *(order[n].at(place[n]) for n in range(number)),
                by.after(place[number]),
            )
            for number, by in enumerate(order)
        )
    )


def _rank(place: Place) -> tuple[tuple[bool, Any], ...]:
    return tuple((value is None, value) for value in place)

"""Pages of a list that others change meanwhile, on both databases.

A plain reading of the promise stands beside the service's: an item that was there
from the first page to the last is shown exactly once, and nothing is shown twice.
"""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from reciprocal.access.actor import Actor, ActorKind, Role
from reciprocal.audit.tables import AuditEntry
from reciprocal.disclosure.pages import WHOLE, By, Page, Wanted, cut, read
from reciprocal.errors import FieldsInvalid
from reciprocal.notices import operations, queries
from reciprocal.notices.tables import Task
from reciprocal.notices.terms import TaskKind
from reciprocal.reports import audited
from tests.reciprocal.members import LANDLORD, Office
from tests.support.minutes import examples

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
DUE = st.one_of(st.none(), st.integers(0, 3))
CHANGES = st.lists(
    st.tuples(st.sampled_from(("add", "remove")), DUE, st.integers(0, 50)), max_size=4
)
_numbers = count()


def reader(office: Office) -> Actor:
    return Actor(
        "p",
        ActorKind.PERSON,
        office.members[LANDLORD],
        office.scheme_id,
        Role.NAMED_LEAD,
    )


class List:
    """One organisation's tasks, which others add to and take from."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.reader = reader(office)
        self.there: dict[str, str] = {}

    def add(self, hours: int | None) -> None:
        """Add a task that is due then; several may be due at once, some never."""
        subject = f"s{next(_numbers)}"
        due = None if hours is None else START + timedelta(days=9, hours=hours)
        with self.office.acting() as session:
            row = operations.add_task(
                session,
                organisation_id=self.reader.organisation_id,
                kind=TaskKind.OFFER,
                subject_id=subject,
                subject_ref=subject,
                case_id=None,
                due_at=due,
            )
            self.there[row.public_ref] = subject

    def remove(self, pick: int) -> None:
        if not self.there:
            return
        reference = sorted(self.there)[pick % len(self.there)]
        with self.office.acting() as session:
            operations.finish_tasks(
                session, subject_id=self.there.pop(reference), kind=TaskKind.OFFER
            )

    def page(self, wanted: Wanted) -> Page:
        with self.office.acting(self.reader) as session:
            return queries.open_tasks(session, self.reader, wanted)

    def clear(self) -> None:
        for _ in range(len(self.there)):
            self.remove(0)


def read_all(shelf: List, limit: int) -> Iterator[Page]:
    """Read page after page to the end."""
    place = None
    while True:
        page = shelf.page(Wanted(limit=limit, after=place))
        yield page
        place = page.last
        if place is None:
            return


@settings(
    max_examples=examples(12, 400),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    first=st.lists(DUE, max_size=9),
    changes=st.lists(CHANGES, max_size=6),
    limit=st.integers(1, 4),
)
def test_what_stands_throughout_is_shown_once_whatever_changes_meanwhile(
    office: Office,
    first: list[int | None],
    changes: list[list[tuple[str, int | None, int]]],
    limit: int,
) -> None:
    shelf = List(office)
    for due in first:
        shelf.add(due)
    throughout, ever = set(shelf.there), set(shelf.there)
    coming = iter(changes)
    shown: list[str] = []
    for page in read_all(shelf, limit):
        shown += [str(row["reference"]) for row in page]
        assert len(page) == limit or page.last is None
        for what, due, pick in next(coming, ()):
            if what == "add":
                shelf.add(due)
            else:
                shelf.remove(pick)
        throughout &= set(shelf.there)
        ever |= set(shelf.there)
    assert len(shown) == len(set(shown))
    assert throughout <= set(shown) <= ever
    # Undisturbed, the pages are the list, in its order, and each but the last is full.
    pages = list(read_all(shelf, limit))
    assert [row for page in pages for row in page] == shelf.page(WHOLE)
    assert all(len(page) == limit for page in pages[:-1])
    assert pages[-1] or len(pages) == 1
    shelf.clear()


def test_pages_stand_while_others_write(office: Office) -> None:
    shelf = List(office)
    for number in range(30):
        shelf.add(None if number % 3 else number % 5)
    standing = set(shelf.there)
    ended = threading.Event()
    failed: list[Exception] = []

    def write() -> None:
        try:
            while not ended.is_set():
                for hours in (0, 2, None):
                    shelf.add(hours)
                for reference in sorted(set(shelf.there) - standing)[:2]:
                    with office.acting() as session:
                        operations.finish_tasks(
                            session,
                            subject_id=shelf.there.pop(reference),
                            kind=TaskKind.OFFER,
                        )
        except Exception as fault:  # noqa: BLE001 - shown by the test itself
            failed.append(fault)

    writer = threading.Thread(target=write)
    writer.start()
    shown: list[str] = []
    for number, page in enumerate(read_all(shelf, 3)):
        shown += [str(row["reference"]) for row in page]
        if number == 40:
            ended.set()
    ended.set()
    writer.join()
    assert failed == []
    assert len(shown) == len(set(shown))
    assert standing <= set(shown)


def test_acts_are_paged_and_narrowed(office: Office) -> None:
    auditor = Actor("a", ActorKind.PERSON, "o", office.scheme_id, Role.AUDITOR)

    def acts(wanted: Wanted = WHOLE, **only: Any) -> Page:  # noqa: ANN401
        with office.acting(auditor) as session:
            return audited.entries(session, auditor, wanted, **only)

    whole = acts()
    assert len(whole) > 3
    first = acts(Wanted(limit=2))
    assert (first, first.last) == (whole[:2], (whole[1]["sequence"],))
    assert acts(Wanted(limit=500, after=first.last)) == whole[2:]
    action = str(whole[0]["action"])
    assert acts(action=action) == [row for row in whole if row["action"] == action]
    assert acts(action="no.such_act") == []
    with office.acting(auditor) as session:
        moments = session.exec(select(AuditEntry.at)).all()
    assert len(acts(since=min(moments))) == len(whole)
    assert acts(since=max(moments) + timedelta(seconds=1)) == []


@pytest.mark.parametrize("limit", [1, 2, 3, 20])
def test_what_is_left_out_after_it_was_read_leaves_no_gap(
    office: Office, limit: int
) -> None:
    """A stage that is worked out, and not stored, narrows a list just the same."""
    shelf = List(office)
    for number in range(11):
        shelf.add(number)
    order = (By(Task.due_at), By(Task.public_ref))

    def item(task: Task) -> tuple[str, dict[str, object]]:
        assert task.due_at is not None
        asked = (task.due_at - START).seconds // 3600 % 3 == 0
        row = dict.fromkeys(("code", "tenancy_end")) | {"reference": task.due_at.hour}
        return ("asked" if asked else "ended"), row | {"stage": "asked"}

    shown: list[object] = []
    wanted = Wanted(limit=limit, stage="asked")
    mine = select(Task).where(Task.organisation_id == shelf.reader.organisation_id)
    while True:
        with office.acting(shelf.reader) as session:
            page = read(
                session, _Lead(), "departure_in_list", wanted, mine, order, item
            )
        shown += [row["reference"] for row in page]
        if page.last is None:
            break
        assert len(page) == limit
        wanted = replace(wanted, after=page.last)
    assert shown == [9 + number for number in (0, 3, 6, 9)]


class _Lead:
    role = "named_lead"


class _System:
    role = "landlord_system"


def rows_at(*stages: str) -> list[tuple[tuple[int], str, dict[str, object]]]:
    blank: dict[str, object] = {"tenancy_end": None, "code": None}
    return [
        ((number,), stage, blank | {"reference": number, "stage": stage})
        for number, stage in enumerate(stages)
    ]


def test_what_is_not_seen_leaves_no_gap_and_is_no_filter() -> None:
    stages = ("asked", "ended", "waiting", "asked", "notice_due", "asked")
    rows = rows_at(*stages)

    def references(who: Any, wanted: Wanted) -> list[object]:  # noqa: ANN401
        return [row["reference"] for row in cut(who, "departure_in_list", wanted, rows)]

    assert references(_Lead(), WHOLE) == [0, 1, 2, 3, 4, 5]
    assert references(_Lead(), Wanted(limit=2, after=(2,), stage="asked")) == [3, 5]
    full = cut(_Lead(), "departure_in_list", Wanted(limit=3, stage="asked"), rows)
    assert full.last is None
    first = cut(_Lead(), "departure_in_list", Wanted(limit=2, stage="asked"), rows)
    assert (len(first), first.last) == (2, (3,))
    assert references(_System(), WHOLE) == []
    assert cut(_System(), "departure_in_list", Wanted(limit=1), rows).last is None
    for who, stage in ((_System(), "asked"), (_Lead(), "nonsense")):
        with pytest.raises(FieldsInvalid) as refused:
            references(who, Wanted(stage=stage))
        assert [fault.field for fault in refused.value.faults] == ["stage"]
        assert "nonsense" not in str(refused.value)

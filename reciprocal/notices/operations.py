"""Tasks on screen; what goes out beside them says only that there is something."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import insert
from sqlmodel import Session, col, select

from reciprocal import clock, ids
from reciprocal.notices.tables import Task
from reciprocal.notices.terms import OF_A_HOME, TaskKind
from reciprocal.notices.timetable import must_be_telephoned


class About(NamedTuple):
    """Whose task it is, and what it is about; the rest as of `add_task`."""

    organisation_id: str
    subject_id: str
    subject_ref: str
    case_id: str | None


def add_task(
    session: Session,
    *,
    organisation_id: str,
    kind: TaskKind,
    subject_id: str,
    subject_ref: str,
    case_id: str | None,
    due_at: datetime | None = None,
    visible_at: datetime | None = None,
    person_id: str | None = None,
    by_telephone: bool = False,
) -> Task:
    """Give an organisation something to look at.

    Args:
        case_id: The property request it belongs to, or None said on purpose: a task
            that names no case is shown to whom the case is closed to.
        person_id: The one person it is shown to, or None for all of them.
        by_telephone: It is rung through, however late it is due.
    """
    now = clock.now()
    row = Task(
        id=ids.new_id(),
        public_ref=ids.new_id(),
        organisation_id=organisation_id,
        kind=kind,
        subject_id=subject_id,
        subject_ref=subject_ref,
        case_id=case_id,
        created_at=now,
        visible_at=visible_at or now,
        due_at=due_at,
        person_id=person_id,
        telephone=by_telephone or must_be_telephoned(visible_at or now, due_at),
    )
    session.add(row)
    return row


def add_tasks(
    session: Session,
    *,
    kind: TaskKind,
    about: Sequence[About],
    due_at: datetime | None,
) -> None:
    """Give organisations many tasks of one kind at once; nobody is rung about them."""
    now = clock.now()
    rows = [
        {
            "id": ids.new_id(),
            "public_ref": ids.new_id(),
            "kind": kind,
            "created_at": now,
            "visible_at": now,
            "due_at": due_at,
            "telephone": False,
        }
        | each._asdict()
        for each in about
    ]
    if rows:
        session.execute(insert(Task), rows)


def finish_tasks(session: Session, *, subject_id: str, kind: TaskKind) -> None:
    """Mark the open tasks of one kind about one thing as done."""
    finish_tasks_of(session, subject_ids=(subject_id,), kinds=(kind,))


def finish_tasks_of(
    session: Session, *, subject_ids: Sequence[str], kinds: Sequence[TaskKind]
) -> None:
    """Mark the open tasks of some kinds about some things as done.

    Cost: one look-up, however many kinds and things there are.
    """
    rows = session.exec(
        select(Task).where(
            col(Task.subject_id).in_(subject_ids),
            col(Task.kind).in_(kinds),
            col(Task.done_at).is_(None),
        )
    )
    for row in rows:
        row.done_at = clock.now()
        session.add(row)


def leave_to(
    session: Session, *, subject_id: str, organisation_id: str, person_id: str
) -> None:
    """Show an organisation's open tasks about one thing to one person alone."""
    rows = session.exec(
        select(Task).where(
            Task.subject_id == subject_id,
            Task.organisation_id == organisation_id,
            col(Task.done_at).is_(None),
        )
    )
    for row in rows:
        row.person_id = person_id
        session.add(row)


def put_off(
    session: Session,
    *,
    subject_id: str,
    organisation_id: str,
    kinds: Sequence[TaskKind],
    due_at: datetime,
) -> None:
    """Let an organisation's open tasks of some kinds be due no earlier than that."""
    rows = session.exec(
        select(Task).where(
            Task.subject_id == subject_id,
            Task.organisation_id == organisation_id,
            col(Task.kind).in_(kinds),
            col(Task.done_at).is_(None),
            col(Task.due_at) < due_at,
        )
    )
    for row in rows:
        row.due_at = due_at
        session.add(row)


def is_open(session: Session, *, subject_id: str, kind: TaskKind) -> bool:
    """Tell whether somebody has a task of this kind about this thing to do."""
    query = select(Task.id).where(
        Task.subject_id == subject_id, Task.kind == kind, col(Task.done_at).is_(None)
    )
    return session.exec(query).first() is not None


def finish_tasks_of_case(session: Session, *, case_id: str) -> None:
    """Mark every open task that belongs to a case as done, whoever's it is.

    What a landlord has to do with a home of its own goes on.
    """
    rows = session.exec(
        select(Task).where(
            Task.case_id == case_id,
            col(Task.kind).not_in(OF_A_HOME),
            col(Task.done_at).is_(None),
        )
    )
    for row in rows:
        row.done_at = clock.now()
        session.add(row)


def hand_over(
    session: Session, *, case_id: str, from_id: str, to_id: str, subject_ref: str
) -> None:
    """Give an organisation's open tasks of a case to another, under its reference.

    When each is due stays as it was.
    """
    rows = session.exec(
        select(Task).where(
            Task.case_id == case_id,
            Task.organisation_id == from_id,
            col(Task.done_at).is_(None),
        )
    )
    for row in rows:
        row.organisation_id = to_id
        row.public_ref, row.subject_ref = ids.new_id(), subject_ref
        row.person_id = None
        session.add(row)

"""Tasks: what an organisation has to look at, and nothing of any other."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from reciprocal.access.actor import Actor, ActorKind, Role
from reciprocal.notices import operations, queries
from reciprocal.notices.tables import Task
from reciprocal.notices.terms import TaskKind
from tests.reciprocal.members import LANDLORD, MONDAY, REFUGE, Office

LATER = MONDAY + timedelta(hours=5)


def somebody(office: Office, code: str, role: Role, *cases: str) -> Actor:
    return Actor(
        "p",
        ActorKind.PERSON,
        office.members[code],
        office.scheme_id,
        role,
        frozenset(cases),
    )


def add(
    office: Office,
    code: str = LANDLORD,
    subject: str = "s",
    kind: TaskKind = TaskKind.OFFER,
    due_at: datetime | None = None,
    visible_at: datetime | None = None,
) -> Task:
    with office.acting() as session:
        return operations.add_task(
            session,
            organisation_id=office.members[code],
            kind=kind,
            subject_id=subject,
            subject_ref=f"ref-{subject}",
            case_id=None,
            due_at=due_at,
            visible_at=visible_at,
        )


def seen(office: Office, actor: Actor) -> list[object]:
    with office.acting(actor) as session:
        return [row["about"] for row in queries.open_tasks(session, actor)]


def test_a_task_says_what_about_what_and_by_when(office: Office) -> None:
    due = MONDAY + timedelta(days=1)
    task = add(office, due_at=due)
    lead = somebody(office, LANDLORD, Role.NAMED_LEAD)
    with office.acting(lead) as session:
        assert queries.open_tasks(session, lead) == [
            {
                "reference": task.public_ref,
                "kind": TaskKind.OFFER,
                "about": "ref-s",
                "due_at": due,
                "telephone": True,
            }
        ]


def test_tasks_are_the_organisation_s_own(office: Office) -> None:
    add(office, LANDLORD)
    worker = somebody(office, REFUGE, Role.REFERRING_WORKER, "s")
    assert seen(office, worker) == []
    assert seen(office, somebody(office, LANDLORD, Role.NAMED_LEAD)) == ["ref-s"]


def test_a_worker_sees_the_tasks_of_assigned_cases_only(office: Office) -> None:
    add(office, REFUGE, "mine")
    add(office, REFUGE, "other")
    role = Role.REFERRING_WORKER
    assert seen(office, somebody(office, REFUGE, role, "mine")) == ["ref-mine"]
    assert seen(office, somebody(office, REFUGE, role)) == []


def test_a_task_appears_at_its_run_and_not_before(office: Office) -> None:
    add(office, visible_at=LATER)
    lead = somebody(office, LANDLORD, Role.NAMED_LEAD)
    assert seen(office, lead) == []
    office.wait(hours=4, minutes=59)
    assert seen(office, lead) == []
    office.wait(minutes=1)
    assert seen(office, lead) == ["ref-s"]


def test_the_telephone_is_reckoned_from_when_it_appears(office: Office) -> None:
    """Not from when it was made: a task that waits is due sooner for its reader."""
    due = MONDAY + timedelta(days=7)
    assert not add(office, due_at=due).telephone
    late = add(office, due_at=due, visible_at=MONDAY + timedelta(days=4))
    assert late.telephone


def test_the_soonest_due_comes_first_and_what_has_no_end_last(office: Office) -> None:
    add(office, subject="never")
    add(office, subject="later", due_at=MONDAY + timedelta(days=2))
    add(office, subject="soon", due_at=MONDAY + timedelta(days=1))
    lead = somebody(office, LANDLORD, Role.NAMED_LEAD)
    assert seen(office, lead) == ["ref-soon", "ref-later", "ref-never"]


@pytest.mark.parametrize(
    ("subject", "kind"),
    [("other", TaskKind.OFFER), ("s", TaskKind.DEPARTURE), ("s", TaskKind.OFFER)],
)
def test_only_tasks_of_that_kind_about_that_thing_are_done(
    office: Office, subject: str, kind: TaskKind
) -> None:
    task = add(office)
    with office.acting() as session:
        operations.finish_tasks(session, subject_id=subject, kind=kind)
    done = (subject, kind) == ("s", TaskKind.OFFER)
    with Session(office.database.engine) as session:
        assert session.get_one(Task, task.id).done_at == (MONDAY if done else None)
    lead = somebody(office, LANDLORD, Role.NAMED_LEAD)
    assert seen(office, lead) == ([] if done else ["ref-s"])


def test_a_task_that_is_done_stays_done_when_it_was(office: Office) -> None:
    task = add(office)
    for _ in range(2):
        with office.acting() as session:
            operations.finish_tasks(session, subject_id="s", kind=TaskKind.OFFER)
        office.wait(days=1)
    with Session(office.database.engine) as session:
        assert session.get_one(Task, task.id).done_at == MONDAY

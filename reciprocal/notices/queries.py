from sqlmodel import Session, col, select

from reciprocal import clock
from reciprocal.access.actor import Actor, Role
from reciprocal.disclosure import present_all
from reciprocal.notices.tables import Task
from reciprocal.notices.terms import TaskKind

_CASE_ROLES = frozenset({Role.REFERRING_WORKER})
_OF_NO_CASE = frozenset({TaskKind.WEBHOOK_FAILING})


def open_tasks(session: Session, actor: Actor) -> list[dict[str, object]]:
    """Return what the actor's organisation has to do now, the soonest due first.

    A worker sees only the tasks of cases assigned to them, and those of no case.
    """
    rows = session.exec(
        select(Task)
        .where(
            Task.organisation_id == actor.organisation_id,
            col(Task.done_at).is_(None),
            Task.visible_at <= clock.now(),
        )
        .order_by(col(Task.due_at).asc().nulls_last(), Task.public_ref)
    )
    mine = [
        row
        for row in rows
        if actor.role not in _CASE_ROLES
        or row.kind in _OF_NO_CASE
        or row.subject_id in actor.assignments
    ]
    return present_all(actor, "task", [("open", _row(task)) for task in mine])


def _row(task: Task) -> dict[str, object]:
    return {
        "reference": task.public_ref,
        "kind": task.kind,
        "about": task.subject_ref,
        "due_at": task.due_at,
        "telephone": task.telephone,
    }

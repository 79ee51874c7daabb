from sqlmodel import Session, col, or_, select

from reciprocal import clock
from reciprocal.access.actor import Actor, Role
from reciprocal.access.closed import theirs
from reciprocal.disclosure.pages import WHOLE, By, Page, Wanted, read
from reciprocal.notices.tables import Task
from reciprocal.notices.terms import TaskKind

_CASE_ROLES = frozenset({Role.REFERRING_WORKER})
_OF_ANY_WORKER = frozenset({TaskKind.WEBHOOK_FAILING, TaskKind.CASE_TRANSFER})


def open_tasks(session: Session, actor: Actor, wanted: Wanted = WHOLE) -> Page:
    """Return what the actor's organisation has to do now, the soonest due first.

    A worker sees only the tasks of cases assigned to them, those of no case, and the
    cases that their service is offered.
    """
    query = select(Task).where(
        *theirs(actor, Task.organisation_id, case=Task.case_id),
        col(Task.done_at).is_(None),
        Task.visible_at <= clock.now(),
        or_(col(Task.person_id).is_(None), Task.person_id == actor.id),
    )
    if actor.role in _CASE_ROLES:
        mine = col(Task.subject_id).in_(sorted(actor.assignments))
        query = query.where(mine | col(Task.kind).in_(sorted(_OF_ANY_WORKER)))
    return read(
        session,
        actor,
        "task",
        wanted,
        query,
        (By(Task.due_at), By(Task.public_ref)),
        lambda task: ("open", _row(task)),
    )


def _row(task: Task) -> dict[str, object]:
    return {
        "reference": task.public_ref,
        "kind": task.kind,
        "about": task.subject_ref,
        "due_at": task.due_at,
        "telephone": task.telephone,
    }

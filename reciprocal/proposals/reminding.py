"""Asking each owner about support that is due: a task that names nothing of it.

The daily tidy makes a task while something of an owner's own presses, and ends it once
nothing does; who writes their items down ends it there and then. The old landlord's
depends on the hour its departure appeared and on what it wrote down itself. Of a step
that a change in risk hides only the worker and the named lead are asked.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_
from sqlmodel import Session, col, select

from reciprocal import clock
from reciprocal.access.actor import Actor
from reciprocal.moves.lifecycle import MoveEvent
from reciprocal.moves.tables import Move, MoveStep
from reciprocal.notices import operations as notices
from reciprocal.notices.tables import Task
from reciprocal.notices.terms import TaskKind
from reciprocal.notices.timetable import next_run
from reciprocal.organisations.support_items import SupportItem
from reciprocal.proposals import departures
from reciprocal.proposals.lifecycle import OVER, Party, ProposalState
from reciprocal.proposals.supported import Step, events_known_to
from reciprocal.proposals.tables import Decision, Proposal
from reciprocal.requests.lifecycle import IN_HAND, RequestState
from reciprocal.requests.tables import PropertyRequest
from reciprocal.support import queries as support
from reciprocal.support.item import Item
from reciprocal.support.items import switched_on
from reciprocal.support.pressing import presses_from
from reciprocal.support.standing import Fact
from reciprocal.support.tables import SupportFact
from reciprocal.support.terms import SupportOwner

_KINDS = (TaskKind.SUPPORT_DUE, TaskKind.DEPARTURE_SUPPORT_DUE)
_ASKED_ABOUT = IN_HAND - {RequestState.DRAFT}
_WORKER = SupportOwner.REFERRING_WORKER
_ARRIVING = (ProposalState.ACCEPTED, ProposalState.SIGNED, ProposalState.COMPLETED)


class _Key(NamedTuple):
    kind: TaskKind
    subject_id: str


@dataclass(frozen=True, slots=True)
class _Case:
    """A case in hand, with its newest step and what was written down of both."""

    request: PropertyRequest
    step: Step | None
    facts: Sequence[SupportFact]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """Whom to ask about a case, and under which reference of theirs."""

    owner: SupportOwner
    key: _Key
    organisation_id: str
    subject_ref: str
    person_id: str | None = None
    visible_at: datetime | None = None


def remind(session: Session, *, actor: Actor) -> int:
    """Bring the tasks about support of a scheme's cases up to date.

    Returns how many were made. Cost: five statements, and one for each that is made.
    """
    return _bring_up_to_date(session, actor, frozenset(SupportOwner))


def settle(
    session: Session, *, actor: Actor, request_id: str, owner: SupportOwner
) -> None:
    """Bring one owner's task of one case up to date, as they write something down.

    No other owner's is looked at: it would show them the hour of this one's act.
    """
    this = PropertyRequest.id == request_id
    _bring_up_to_date(session, actor, frozenset({owner}), this)


def _bring_up_to_date(
    session: Session,
    actor: Actor,
    owners: frozenset[SupportOwner],
    *only: ColumnElement[bool] | bool,
) -> int:
    off = support.switched_off(session, actor.scheme_id)
    items, now = switched_on(off), clock.now()
    standing = {
        _Key(task.kind, task.subject_id): task
        for task in _open_tasks(session, actor, *only)
    }
    made = 0
    for case in _cases(session, actor, *only):
        for asked in _whom_to_ask(case):
            if asked.owner not in owners:
                continue
            due_at = _due_at(items, case, asked.owner, now)
            if due_at is None:
                continue
            task = standing.pop(asked.key, None)
            if task is None:
                _ask(session, case.request, asked, due_at)
                made += 1
            else:
                task.due_at = due_at
                session.add(task)
    for key, task in standing.items():
        if _lapses(session, key, owners):
            task.done_at = now
            session.add(task)
    return made


def _due_at(
    items: Sequence[Item], case: _Case, owner: SupportOwner, now: datetime
) -> datetime | None:
    """Return when something of an owner's presses; of who moved, of the step alone."""
    moved = case.request.state is RequestState.MOVED
    facts = defaultdict[SupportItem, list[Fact]](list)
    for row in case.facts:
        facts[row.item].append(support.fact_of(row))
    return presses_from(
        [item for item in items if item.of_a_step or not moved],
        facts,
        events_known_to(owner, case.request, case.step, case.facts),
        owner=owner,
        now=now,
    )


def _whom_to_ask(case: _Case) -> list[_Asked]:
    request = case.request
    found = [
        _Asked(
            owner=_WORKER,
            key=_Key(TaskKind.SUPPORT_DUE, request.id),
            organisation_id=request.service_id,
            subject_ref=request.case_ref,
        )
    ]
    if case.step is None:
        return found
    proposal, now = case.step.proposal, clock.now()
    if proposal.state in _ARRIVING and not proposal.hidden_from_lead:
        found.append(
            _Asked(
                owner=SupportOwner.RECEIVING_LEAD,
                key=_Key(TaskKind.SUPPORT_DUE, proposal.id),
                organisation_id=proposal.new_provider_id,
                subject_ref=proposal.offer_ref,
                person_id=proposal.lead_id if proposal.hidden_at else None,
            )
        )
    appeared = proposal.departure_visible_at
    if appeared is not None and appeared <= now and proposal.hidden_at is None:
        found.append(
            _Asked(
                owner=SupportOwner.OLD_LEAD,
                # Its departure outlives the step, until it is told of the end.
                key=_Key(TaskKind.DEPARTURE_SUPPORT_DUE, proposal.departure_ref),
                organisation_id=proposal.old_provider_id,
                subject_ref=proposal.departure_ref,
                visible_at=next_run(now),
            )
        )
    return found


def _ask(
    session: Session, request: PropertyRequest, asked: _Asked, due_at: datetime
) -> None:
    notices.add_task(
        session,
        organisation_id=asked.organisation_id,
        kind=asked.key.kind,
        subject_id=asked.key.subject_id,
        subject_ref=asked.subject_ref,
        case_id=request.id,
        due_at=due_at,
        visible_at=asked.visible_at,
        person_id=asked.person_id,
    )


def _lapses(session: Session, key: _Key, owners: frozenset[SupportOwner]) -> bool:
    """Tell whether a task that nothing presses for ends now.

    The old landlord's outlives its step until that landlord is told of the end.
    """
    if key.kind is TaskKind.SUPPORT_DUE:
        of_a_step = session.get(Proposal, key.subject_id) is not None
        owner = SupportOwner.RECEIVING_LEAD if of_a_step else _WORKER
        return owner in owners
    step = session.exec(
        select(Proposal).where(Proposal.departure_ref == key.subject_id)
    ).one()
    untold = step.state in OVER and departures.departure_stage(session, step) != "ended"
    return SupportOwner.OLD_LEAD in owners and not untold


def _open_tasks(
    session: Session, actor: Actor, *only: ColumnElement[bool] | bool
) -> list[Task]:
    rows = session.exec(
        select(Task)
        .join(PropertyRequest, col(PropertyRequest.id) == Task.case_id)
        .where(
            PropertyRequest.scheme_id == actor.scheme_id,
            col(Task.kind).in_(_KINDS),
            col(Task.done_at).is_(None),
            *only,
        )
        .order_by(Task.id)
    )
    return list(rows)


def _cases(
    session: Session, actor: Actor, *only: ColumnElement[bool] | bool
) -> list[_Case]:
    in_hand = (
        PropertyRequest.scheme_id == actor.scheme_id,
        col(PropertyRequest.state).in_(_ASKED_ABOUT),
        *only,
    )
    requests = session.exec(
        select(PropertyRequest).where(*in_hand).order_by(PropertyRequest.id)
    ).all()
    steps = _newest_steps(session, in_hand)
    facts = defaultdict[str, list[SupportFact]](list)
    rows = session.exec(
        select(SupportFact)
        .join(PropertyRequest, col(PropertyRequest.id) == SupportFact.request_id)
        .where(*in_hand)
        .order_by(col(SupportFact.number), col(SupportFact.id))
    )
    for row in rows:
        step = steps.get(row.request_id)
        if row.step_id is None or (step and row.step_id == step.proposal.id):
            facts[row.request_id].append(row)
    return [_Case(row, steps.get(row.id), facts[row.id]) for row in requests]


def _newest_steps(
    session: Session, in_hand: tuple[ColumnElement[bool] | bool, ...]
) -> dict[str, Step]:
    """Return the newest step of each case that did not come to nothing, by request."""
    rows = session.exec(
        select(Proposal, Move, Decision.decided_at, MoveStep.at)
        .join(PropertyRequest, col(PropertyRequest.id) == Proposal.request_id)
        .outerjoin(Move, col(Move.proposal_id) == Proposal.id)
        .outerjoin(
            Decision,
            and_(
                col(Decision.proposal_id) == Proposal.id,
                col(Decision.party) == Party.HOUSEHOLD,
                col(Decision.agreed).is_(True),
            ),
        )
        .outerjoin(
            MoveStep,
            and_(
                col(MoveStep.move_id) == Move.id, col(MoveStep.event) == MoveEvent.SIGN
            ),
        )
        .where(*in_hand, col(Proposal.state).not_in(OVER))
        .order_by(col(Proposal.proposed_at))
    )
    return {row[0].request_id: Step(*row) for row in rows}

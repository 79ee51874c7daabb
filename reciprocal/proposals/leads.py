"""The one lead of a landlord who knows of a hidden case, and who follows them.

A change in risk leaves a step, and later the case that goes on from its home, to one
lead. Where that lead leaves, or the case is closed to them, nobody of the landlord is
shown anything; the worker is told so, and names another of its leads.
"""

from sqlmodel import Session, col, select

from reciprocal import clock
from reciprocal.access import blocks, policy
from reciprocal.access import queries as people
from reciprocal.access.actor import Actor
from reciprocal.access.tables import CaseLeftTo
from reciprocal.audit import operations as audit
from reciprocal.errors import (
    FieldFault,
    FieldsInvalid,
    NoLongerAvailable,
    StateConflict,
)
from reciprocal.homes import offered
from reciprocal.idempotency import operations as idempotency
from reciprocal.notices import operations as notices
from reciprocal.notices.terms import TaskKind
from reciprocal.proposals import hidden, queries
from reciprocal.proposals.lifecycle import LIVE, OVER, ProposalState
from reciprocal.proposals.tables import Proposal
from reciprocal.requests.lifecycle import RequestState
from reciprocal.requests.tables import PropertyRequest

TO_TAKE_UP_WORKING_DAYS = 1
"""What a lead has at least who follows one that is gone, before the step lapses."""


_OF_THE_STEP = (
    TaskKind.OFFER,
    TaskKind.VIEWING,
    TaskKind.HOUSEHOLD_ANSWER,
    TaskKind.SIGN_UP,
)
"""Tasks that are due when the step is; support has days of its own."""


def name_lead(
    session: Session, *, actor: Actor, case_ref: str, sign_in: str
) -> PropertyRequest:
    """Leave what is left to one lead of a landlord to another of its leads.

    The earlier one is shown it no more. Where they were gone, a step that would lapse
    before the end of the next working day waits until then.

    Raises:
        StateConflict: When nothing of this case is left to one lead.
        NoLongerAvailable: When the time of the step ran out.
        FieldsInvalid: When it is nobody of that landlord, the same lead again, or one
            to whom this case is closed: one answer for all.
    """
    policy.require(actor, "cases.answer")
    request = queries.case_of(session, actor, case_ref)
    holders = _holders(session, actor, request)
    if not holders:
        raise StateConflict
    named = people.person_named(session, sign_in)
    closed = request.id in blocks.closed_to(session, request.scheme_id, sign_in)
    earlier = holders.get(named.organisation_id) if named else None
    if named is None or earlier in (None, named.id) or closed:
        sentence = "Name another lead of that landlord, by what they sign in with."
        raise FieldsInvalid(faults=(FieldFault("sign_in", sentence),))
    step = _hidden_step(session, actor, request)
    if step is not None and step.new_provider_id == named.organisation_id:
        _require_time(step)
        _hand_over_step(session, request, step, named)
    blocks.leave_instead(
        session,
        request_id=request.id,
        organisation_id=named.organisation_id,
        person_id=named.id,
    )
    idempotency.forget_about(session, queries.references_of(session, actor, request))
    audit.record(session, actor, "case.lead_named", subject=("request", request.id))
    ask(session, actor, request)
    return request


def ask(session: Session, actor: Actor, request: PropertyRequest) -> None:
    """Bring up to date whether a case's worker is asked to name a lead."""
    if not _is_left_to_nobody(session, actor, request):
        notices.finish_tasks(session, subject_id=request.id, kind=TaskKind.NAME_LEAD)
        return
    if notices.is_open(session, subject_id=request.id, kind=TaskKind.NAME_LEAD):
        return
    notices.add_task(
        session,
        organisation_id=request.service_id,
        kind=TaskKind.NAME_LEAD,
        subject_id=request.id,
        subject_ref=request.case_ref,
        case_id=request.id,
        by_telephone=True,
    )


def known_to_one(session: Session, person_id: str) -> list[PropertyRequest]:
    """Return the cases that are left to a person, or would be, locked.

    Locked whether hidden or not, so that a change in risk that is told as its lead
    leaves is told before it, or finds them gone.
    """
    steps = select(Proposal.request_id).where(
        Proposal.lead_id == person_id, col(Proposal.state).not_in(OVER)
    )
    left = select(CaseLeftTo.request_id).where(CaseLeftTo.person_id == person_id)
    rows = session.exec(
        select(PropertyRequest)
        .where(
            col(PropertyRequest.id).in_(steps.union(left)),
            col(PropertyRequest.state) != RequestState.CLOSED,
        )
        .order_by(PropertyRequest.id)
        .with_for_update()
    )
    return list(rows)


def _require_time(step: Proposal) -> None:
    """Let nobody follow on a step that is only waiting to lapse."""
    unsigned = step.state in LIVE and step.state is not ProposalState.SIGNED
    if unsigned and step.due_at <= clock.now():
        raise NoLongerAvailable


def _hand_over_step(
    session: Session, request: PropertyRequest, step: Proposal, named: Actor
) -> None:
    if step.state in LIVE and hidden.has_no_lead(session, step):
        soonest = clock.working_days_after(clock.now(), TO_TAKE_UP_WORKING_DAYS)
        step.due_at = max(step.due_at, soonest)
        # The old landlord's task keeps its day: it would tell of the change in risk.
        for organisation_id in (step.new_provider_id, request.service_id):
            notices.put_off(
                session,
                subject_id=step.id,
                organisation_id=organisation_id,
                kinds=_OF_THE_STEP,
                due_at=step.due_at,
            )
    step.lead_id = named.id
    session.add(step)
    offered.hide(session, home_id=step.home_id, known_to_id=named.id)
    notices.leave_to(
        session,
        subject_id=step.id,
        organisation_id=step.new_provider_id,
        person_id=named.id,
    )


def _holders(
    session: Session, actor: Actor, request: PropertyRequest
) -> dict[str, str]:
    """Return, by landlord, the one person to whom something of a case is left."""
    found = blocks.holders(session, request.id)
    step = _hidden_step(session, actor, request)
    if step is not None and step.lead_id is not None:
        found[step.new_provider_id] = step.lead_id
    return {} if request.state is RequestState.CLOSED else found


def _hidden_step(
    session: Session, actor: Actor, request: PropertyRequest
) -> Proposal | None:
    step = queries.live_proposal(session, actor, request.id)
    step = step or queries.at_the_keys(session, actor, request.id)
    return step if step is not None and hidden.lead_of(step) else None


def _is_left_to_nobody(
    session: Session, actor: Actor, request: PropertyRequest
) -> bool:
    holders = _holders(session, actor, request).values()
    return any(people.is_out(session, each, request.id) for each in sorted(holders))

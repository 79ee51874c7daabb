"""A change in risk, told by the worker at any stage from the proposal to the sign-up.

Where the household would go is hidden there and then: from everybody but its worker and
the named lead of the landlord that receives it, or from that lead too.
"""

from dataclasses import dataclass

from sqlmodel import Session

from reciprocal import clock
from reciprocal.access import policy
from reciprocal.access.actor import Actor
from reciprocal.audit import operations as audit
from reciprocal.errors import FieldFault, FieldsInvalid, NoLongerAvailable
from reciprocal.homes import offered
from reciprocal.homes.clashes import coordinators
from reciprocal.idempotency import operations as idempotency
from reciprocal.moves import operations as moves
from reciprocal.notices import operations as notices
from reciprocal.notices.terms import TaskKind
from reciprocal.proposals import leads, operations, queries
from reciprocal.proposals.lifecycle import EndCode, ProposalState
from reciprocal.proposals.tables import Proposal
from reciprocal.requests.tables import PropertyRequest
from reciprocal.webhooks import outbox


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskChange:
    """What the worker chooses as they tell of a change in risk.

    Attributes:
        stop: The step ends; otherwise it goes on, hidden.
        hide_from_lead: Nobody of the receiving landlord is shown it any more; then it
            cannot go on.
    """

    stop: bool
    hide_from_lead: bool


def record_change(
    session: Session, *, actor: Actor, case_ref: str, change: RiskChange
) -> Proposal:
    """Hide where a step leads, and stop it or let it go on, as its worker chooses.

    It may be told again: what is hidden stays hidden. An organisation's people on call
    are rung: at the service, at the coordinator and, where the step goes on, the named
    lead of the receiving landlord.

    Raises:
        NoLongerAvailable: When nothing is proposed to this case now.
        FieldsInvalid: When it would go on without anybody of the landlord.
        OnlyTenancyLeft: When a signed step would stop although the end of the old
            tenancy is recorded; it can be hidden, and go on.
    """
    policy.require(actor, "cases.answer")
    if change.hide_from_lead and not change.stop:
        sentence = "A step that nobody of its landlord may see cannot go on; stop it."
        raise FieldsInvalid(faults=(FieldFault("stop", sentence),))
    request = queries.case_of(session, actor, case_ref)
    proposal = queries.live_proposal(session, actor, request.id)
    if proposal is None:
        raise NoLongerAvailable
    _check_can_stop(session, proposal, change)
    _hide(session, proposal, change)
    idempotency.forget_about(session, queries.references_of(session, actor, request))
    audit.record(
        session,
        actor,
        "step.risk_changed",
        subject=("proposal", proposal.id),
        code="stop" if change.stop else "go_on",
    )
    if change.stop:
        code = EndCode.RISK_CHANGED
        operations.end(session, actor=actor, proposal=proposal, code=code)
    _ring(session, proposal, request, change)
    leads.ask(session, actor, request)
    return proposal


def _check_can_stop(session: Session, proposal: Proposal, change: RiskChange) -> None:
    if not change.stop or proposal.state is not ProposalState.SIGNED:
        return
    move = moves.of_proposal(session, proposal.id)
    assert move is not None, "who signs has accepted"
    moves.require_old_tenancy(move)


def _hide(session: Session, proposal: Proposal, change: RiskChange) -> None:
    proposal.hidden_at = proposal.hidden_at or clock.now()
    proposal.hidden_from_lead = proposal.hidden_from_lead or change.hide_from_lead
    session.add(proposal)
    offered.hide(session, home_id=proposal.home_id, known_to_id=proposal.lead_id)
    outbox.forget(session, proposal.offer_ref)
    move = moves.of_proposal(session, proposal.id)
    if move is not None:
        moves.leave_untold(session, move)
    if proposal.lead_id is not None:
        notices.leave_to(
            session,
            subject_id=proposal.id,
            organisation_id=proposal.new_provider_id,
            person_id=proposal.lead_id,
        )


def _ring(
    session: Session, proposal: Proposal, request: PropertyRequest, change: RiskChange
) -> None:
    """Put a telephone task on the list of each organisation that has to know."""
    about = (proposal.id, request.id)
    notices.finish_tasks_of(
        session, subject_ids=about, kinds=(TaskKind.CHANGE_IN_RISK,)
    )
    _add(session, request, proposal.service_id, request.id, request.case_ref)
    for agency in coordinators(session, request.scheme_id):
        _add(session, request, agency.id, request.id, request.board_ref)
    if proposal.lead_id is not None and not change.stop:
        landlord, lead = proposal.new_provider_id, proposal.lead_id
        _add(session, request, landlord, proposal.id, proposal.offer_ref, lead)


def _add(
    session: Session,
    request: PropertyRequest,
    organisation_id: str,
    subject_id: str,
    subject_ref: str,
    person_id: str | None = None,
) -> None:
    notices.add_task(
        session,
        organisation_id=organisation_id,
        kind=TaskKind.CHANGE_IN_RISK,
        subject_id=subject_id,
        subject_ref=subject_ref,
        case_id=request.id,
        person_id=person_id,
        by_telephone=True,
    )

"""A tenancy that began and did not last, told by the worker inside the window.

What is undone depends on what tenancy the household has. While no end of the old one is
recorded, the new one is given up and all of the step is taken back. Once that end is
recorded, the new tenancy is the only one they have: it is kept, and they are referred
anew from it.
"""

from datetime import timedelta

from sqlmodel import Session

from reciprocal import clock
from reciprocal.access import blocks, policy
from reciprocal.access.actor import Actor, service
from reciprocal.audit import operations as audit
from reciprocal.errors import FieldFault, FieldsInvalid, StateConflict
from reciprocal.homes import markers, returning
from reciprocal.moves import operations as moves
from reciprocal.moves.tables import Move
from reciprocal.notices import operations as notices
from reciprocal.notices.terms import TaskKind
from reciprocal.organisations import queries as organisations
from reciprocal.proposals import leads, operations, queries, transfers
from reciprocal.proposals.lifecycle import (
    FAILURE_CODES,
    EndCode,
    ProposalEvent,
    after,
)
from reciprocal.proposals.tables import Proposal
from reciprocal.requests import operations as requests
from reciprocal.requests.lifecycle import RequestEvent
from reciprocal.requests.rules import Referral
from reciprocal.requests.tables import PropertyRequest
from reciprocal.webhooks import outbox


def record_failure(
    session: Session, *, actor: Actor, case_ref: str, code: EndCode
) -> Proposal:
    """Take back a step whose tenancy failed; the household keeps its old tenancy.

    The book reverses the move, the case is in the pot with its date, and the home is
    its landlord's again, who says when it is ready. The home that was to come back
    stays the household's.

    Raises:
        FieldsInvalid: When the code is none of a failure.
        StateConflict: When no tenancy of this case has begun.
        WindowOver, OnlyTenancyLeft: As they say; nothing is recorded.
    """
    policy.require(actor, "cases.answer")
    if code not in FAILURE_CODES:
        sentence = "Give one of the listed codes of a tenancy that failed."
        raise FieldsInvalid(faults=(FieldFault("code", sentence),))
    request, proposal, move = _housed(session, actor, case_ref)
    proposal.state = after(proposal.state, ProposalEvent.FAIL)
    proposal.end_code = code
    proposal.ended_at = clock.now()
    session.add(proposal)
    outbox.offer_changed(session, proposal)
    operations.refuse_home(session, proposal)
    home = returning.give_back(
        session, actor=actor, home_id=proposal.home_id, case_id=request.id
    )
    if code is EndCode.NOT_SAFE:
        markers.mark_home(session, actor=service(proposal.scheme_id), home=home)
    requests.change_state(
        session, actor=actor, request=request, event=RequestEvent.RETURN
    )
    notices.finish_tasks(session, subject_id=request.id, kind=TaskKind.NOTICE_PLAN)
    notices.finish_tasks(session, subject_id=proposal.id, kind=TaskKind.SUPPORT_DUE)
    operations.tell_service(session, request)
    audit.record(
        session, actor, "step.failed", subject=("proposal", proposal.id), code=code
    )
    # The book's lock is the last one taken, so that no two acts wait for each other.
    moves.fail(
        session,
        actor=actor,
        move=move,
        code=code,
        within_days=_window_days(session, proposal),
    )
    return proposal


def refer_again(
    session: Session, *, actor: Actor, case_ref: str, referral: Referral
) -> PropertyRequest:
    """Refer a household anew from the tenancy it moved to, with its date as it was.

    The move stands, in law and in the book: its landlord has their tenancy to attest,
    and its home to put in the pot when they leave it. The case that moved is closed.
    Where a change in risk hid that they went there, the new one is left to the lead who
    agreed to it, and whose tenants they are is told to no other.

    Raises:
        FieldsInvalid: When another landlord is named than the one they moved to.
        StateConflict: When no tenancy of this case has begun, or its old one still
            stands, so that the new one is given up instead.
        WindowOver: Later than the scheme takes a tenancy back.
    """
    policy.require(actor, "cases.refer")
    earlier, proposal, move = _housed(session, actor, case_ref)
    if move.old_tenancy_end is None:
        raise StateConflict
    moves.require_in_window(move, within_days=_window_days(session, proposal))
    landlord = organisations.organisation(session, proposal.new_provider_id)
    if referral.landlord_code != landlord.code:
        sentence = "Name the landlord that the household moved to."
        raise FieldsInvalid(faults=(FieldFault("landlord_code", sentence),))
    request = requests.refer(
        session, actor=actor, referral=referral, goes_on_from=earlier
    )
    request.goes_on_from_id = earlier.id
    session.add(request)
    if proposal.hidden_at is not None:
        assert proposal.lead_id is not None, "who has the keys had an offer agreed to"
        blocks.leave_to(
            session,
            request_id=request.id,
            organisation_id=landlord.id,
            person_id=proposal.lead_id,
        )
        leads.ask(session, actor, request)
    transfers.withdraw_offered(session, actor=actor, request=earlier)
    requests.change_state(
        session, actor=actor, request=earlier, event=RequestEvent.CLOSE
    )
    audit.record(session, actor, "case.goes_on", subject=("request", request.id))
    return request


def is_window_over(session: Session, proposal: Proposal, move: Move) -> bool:
    """Tell whether the tenancy of a step can be taken back no more."""
    within = timedelta(days=_window_days(session, proposal))
    assert move.tenancy_start is not None, "a started move has its start"
    return clock.today() > move.tenancy_start + within


def _housed(
    session: Session, actor: Actor, case_ref: str
) -> tuple[PropertyRequest, Proposal, Move]:
    request = queries.case_of(session, actor, case_ref)
    proposal = queries.at_the_keys(session, actor, request.id)
    if proposal is None:
        raise StateConflict
    move = moves.of_proposal(session, proposal.id)
    assert move is not None, "who has the keys has moved"
    return request, proposal, move


def _window_days(session: Session, proposal: Proposal) -> int:
    _, rules = organisations.rules_on(session, proposal.scheme_id, clock.today())
    return rules.failed_tenancy_days

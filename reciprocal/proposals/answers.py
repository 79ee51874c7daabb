"""What each party decides about a step, in the order it is asked.

Each act re-checks the step with the referee first: a home that became unsafe while
somebody hesitated is never passed on.
"""

from datetime import datetime

from sqlmodel import Session

from matching.pool import size_class
from reciprocal import clock, ids
from reciprocal.access import policy
from reciprocal.access.actor import Actor
from reciprocal.audit import operations as audit
from reciprocal.errors import (
    FieldFault,
    FieldsInvalid,
    Kind,
    NoLongerAvailable,
    ReciprocalError,
    StateConflict,
)
from reciprocal.homes import offered
from reciprocal.homes.tables import Home
from reciprocal.moves import operations as moves
from reciprocal.notices import operations as notices
from reciprocal.notices.terms import TaskKind
from reciprocal.notices.timetable import next_run
from reciprocal.organisations import queries as organisations
from reciprocal.organisations.rules import SchemeRules
from reciprocal.proposals import (
    conversation,
    departures,
    hidden,
    limits,
    operations,
    promises,
    queries,
    recheck,
    viewing,
)
from reciprocal.proposals.lifecycle import (
    HOUSEHOLD_CODES,
    LANDLORD_CODES,
    EndCode,
    Party,
    ProposalEvent,
    ProposalState,
    after,
)
from reciprocal.proposals.tables import Decision, Proposal
from reciprocal.requests import operations as requests
from reciprocal.requests import queries as request_queries
from reciprocal.requests.lifecycle import RequestEvent
from reciprocal.requests.tables import PropertyRequest
from reciprocal.support import operations as support
from reciprocal.webhooks import outbox


class TenancyNotAttested(ReciprocalError):
    code = "tenancy_not_attested"
    kind = Kind.CONFLICT
    sentence = (
        "No landlord is shown this household until its tenancy is attested and "
        "countersigned; the coordinator is asked to hasten it."
    )


class OfferConsentMissing(ReciprocalError):
    code = "offer_consent_missing"
    kind = Kind.CONFLICT
    sentence = "Record the household's consent to being shown to a new landlord first."


def answer_safety_look(
    session: Session, *, actor: Actor, case_ref: str, safe: bool
) -> Proposal:
    """Record whether the worker finds the home safe; a no needs no reason.

    A yes asks both landlords: the new one at once, the old one at a fixed run.

    Raises:
        TenancyNotAttested, OfferConsentMissing: And nothing is recorded.
    """
    policy.require(actor, "cases.answer")
    proposal, request, home = _for_worker(
        session, actor, case_ref, ProposalState.PROPOSED
    )
    if not safe:
        _decide(session, actor, proposal, Party.WORKER, EndCode.NOT_SAFE)
        operations.end(session, actor=actor, proposal=proposal, code=EndCode.NOT_SAFE)
        return proposal
    if not request_queries.is_countersigned(session, actor, request.id):
        raise TenancyNotAttested
    if not recheck.consents_to_offer(session, actor, request.id):
        raise OfferConsentMissing
    pair = _stands(session, actor, proposal, request, home)
    if pair is None:
        return proposal
    promises.rest_on_attestation(session, actor, proposal, home, pair)
    _decide(session, actor, proposal, Party.WORKER, None)
    rules = _rules(session, proposal)
    proposal.state = after(proposal.state, ProposalEvent.SAFE)
    proposal.departure_visible_at = next_run(clock.now())
    # Both landlords have their whole time, the old one from when its task appears.
    proposal.due_at = clock.working_days_after(
        proposal.departure_visible_at, rules.landlord_answer_working_days
    )
    session.add(proposal)
    outbox.offer_changed(session, proposal)
    requests.change_state(
        session, actor=actor, request=request, event=RequestEvent.OFFER
    )
    offered.show(session, home_id=home.id, hidden=proposal.hidden_at is not None)
    notices.finish_tasks(session, subject_id=request.id, kind=TaskKind.SAFETY_LOOK)
    _ask_landlords(session, proposal, rules)
    return proposal


def answer_offer(
    session: Session,
    *,
    actor: Actor,
    offer_ref: str,
    agreed: bool,
    code: EndCode | None,
) -> Proposal:
    """Record the receiving landlord's answer for its own home.

    Raises:
        NoLongerAvailable: When the step ended or its time ran out.
        FieldsInvalid: When a no has no code, or a yes has one.
    """
    policy.require(actor, "offers.answer")
    proposal = queries.own_offer(session, actor, offer_ref, lock=True)
    _check_code(agreed=agreed, code=code, allowed=LANDLORD_CODES)
    _require_live(proposal, ProposalState.OFFERED)
    if proposal.offer_agreed_at is not None:
        raise StateConflict
    if code is not None:
        _decide(session, actor, proposal, Party.RECEIVING_LANDLORD, code)
        operations.end(session, actor=actor, proposal=proposal, code=code)
        return proposal
    if not _still_stands(session, actor, proposal):
        return proposal
    _decide(session, actor, proposal, Party.RECEIVING_LANDLORD, None)
    proposal.offer_agreed_at = clock.now()
    proposal.lead_id = actor.id
    if proposal.hidden_at is not None:
        offered.hide(session, home_id=proposal.home_id, known_to_id=actor.id)
    notices.finish_tasks(session, subject_id=proposal.id, kind=TaskKind.OFFER)
    _when_both_agree(session, proposal)
    return proposal


def confirm_departure(
    session: Session, *, actor: Actor, departure_ref: str, tenancy_stands: bool
) -> Proposal:
    """Record that the old landlord's tenancy stands, so that its tenant may move.

    It learns nothing of where to, and cannot refuse for its balance.
    """
    policy.require(actor, "departures.confirm")
    proposal = departures.own_departure(session, actor, departure_ref, lock=True)
    _require_live(proposal, ProposalState.OFFERED)
    if proposal.departure_agreed_at is not None:
        raise StateConflict
    code = None if tenancy_stands else EndCode.TENANCY_HAS_ENDED
    if code is not None:
        _decide(session, actor, proposal, Party.OLD_LANDLORD, code)
        operations.end(session, actor=actor, proposal=proposal, code=code)
        return proposal
    if not _still_stands(session, actor, proposal):
        return proposal
    _decide(session, actor, proposal, Party.OLD_LANDLORD, None)
    proposal.departure_agreed_at = clock.now()
    notices.finish_tasks(session, subject_id=proposal.id, kind=TaskKind.DEPARTURE)
    _when_both_agree(session, proposal)
    return proposal


def answer_household(
    session: Session,
    *,
    actor: Actor,
    case_ref: str,
    agreed: bool,
    code: EndCode | None,
    said: conversation.Said,
) -> Proposal:
    """Record the household's answer, given in a conversation; a yes writes the HOLD.

    Raises:
        NoLongerAvailable: When the step ended or its time ran out.
        FieldsInvalid: When a no has no code, or a yes has one.
        DutyNotStated, WarningMissing: Before a household that may be owed a
            homelessness duty was warned.
        ViewingNotRecorded: A yes to a home that could not be looked at.
        SupportOutstanding: When a yes waits for what is not talked through; a no
            waits for nothing.
    """
    policy.require(actor, "cases.answer")
    _check_code(agreed=agreed, code=code, allowed=HOUSEHOLD_CODES)
    proposal, request, home = _for_worker(
        session, actor, case_ref, ProposalState.AGREED
    )
    conversation.require_warned(session, actor, request, proposal)
    if code is not None:
        conversation.keep(session, actor, request, proposal, said)
        _decide(session, actor, proposal, Party.HOUSEHOLD, code)
        operations.end(session, actor=actor, proposal=proposal, code=code)
        return proposal
    viewing.require_recorded(session, actor, proposal)
    support.require_talked_through(
        session, actor=actor, request=request, step_id=proposal.id
    )
    if _stands(session, actor, proposal, request, home) is None:
        return proposal
    conversation.keep(session, actor, request, proposal, said)
    _decide(session, actor, proposal, Party.HOUSEHOLD, None)
    rules = _rules(session, proposal)
    release = limits.reserved_until(home.ready_date, clock.today(), rules)
    proposal.state = after(proposal.state, ProposalEvent.ACCEPT)
    proposal.due_at = release
    session.add(proposal)
    outbox.offer_changed(session, proposal)
    requests.change_state(
        session, actor=actor, request=request, event=RequestEvent.ACCEPT
    )
    operations.finish_tasks(session, proposal)
    _task(session, proposal.new_provider_id, TaskKind.SIGN_UP, proposal, release)
    moves.begin(
        session,
        actor=actor,
        proposal_id=proposal.id,
        promise=_promise(proposal, home),
        until=release,
        untold=hidden.is_untold(session, proposal),
    )
    return proposal


def _promise(proposal: Proposal, home: Home) -> moves.Promise:
    """Return what the parties agree to, as the book needs it."""
    return moves.Promise(
        scheme_id=proposal.scheme_id,
        round_id=proposal.round_id,
        chain_ref=proposal.chain_ref,
        rule_version=proposal.rule_version,
        old_provider_id=proposal.old_provider_id,
        new_provider_id=proposal.new_provider_id,
        size_class=size_class(home.bedrooms),
    )


def _for_worker(
    session: Session, actor: Actor, case_ref: str, state: ProposalState
) -> tuple[Proposal, PropertyRequest, Home]:
    request = queries.case_of(session, actor, case_ref)
    proposal = queries.live_proposal(session, actor, request.id)
    if proposal is None:
        raise NoLongerAvailable
    _require_live(proposal, state)
    return proposal, request, session.get_one(Home, proposal.home_id)


def _require_live(proposal: Proposal, state: ProposalState) -> None:
    """Refuse what came too late, by the server's clock alone."""
    if proposal.state is ProposalState.ENDED or proposal.due_at <= clock.now():
        raise NoLongerAvailable
    if proposal.state is not state:
        raise StateConflict


def _stands(
    session: Session,
    actor: Actor,
    proposal: Proposal,
    request: PropertyRequest,
    home: Home,
) -> recheck.Pair | None:
    """End the step when the referee no longer allows it or its promise has changed.

    Returns the household and the home as they are now, or None once it has ended.
    """
    pair = recheck.pair(session, actor, request, home)
    code = EndCode.PROMISE_CHANGED if pair.suits else EndCode.RULE_NO_LONGER_MET
    promised = promises.promise_of(session, actor, proposal)
    if pair.suits and promises.holds(promised, home, pair.tenure):
        return pair
    operations.end(session, actor=actor, proposal=proposal, code=code)
    return None


def _still_stands(session: Session, actor: Actor, proposal: Proposal) -> bool:
    """Re-check a step for a landlord's yes, before the yes is written down."""
    request = session.get_one(PropertyRequest, proposal.request_id)
    home = session.get_one(Home, proposal.home_id)
    return _stands(session, actor, proposal, request, home) is not None


def _check_code(
    *, agreed: bool, code: EndCode | None, allowed: frozenset[EndCode]
) -> None:
    if agreed is (code is None) and (code is None or code in allowed):
        return
    sentence = "Give one of the listed codes with a no, and none with a yes."
    raise FieldsInvalid(faults=(FieldFault("code", sentence),))


def _decide(
    session: Session,
    actor: Actor,
    proposal: Proposal,
    party: Party,
    code: EndCode | None,
) -> None:
    session.add(
        Decision(
            id=ids.new_id(),
            proposal_id=proposal.id,
            party=party,
            agreed=code is None,
            code=code,
            decided_by=actor.id,
            decided_at=clock.now(),
        )
    )
    session.flush()
    audit.record(
        session,
        actor,
        f"step.decided_by_{party}",
        subject=("proposal", proposal.id),
        code=code or "agreed",
    )


def _when_both_agree(session: Session, proposal: Proposal) -> None:
    session.add(proposal)
    if proposal.offer_agreed_at is None or proposal.departure_agreed_at is None:
        return
    proposal.state = after(proposal.state, ProposalEvent.BOTH_AGREE)
    viewing.begin(session, proposal, _rules(session, proposal))
    outbox.offer_changed(session, proposal)


def _ask_landlords(session: Session, proposal: Proposal, rules: SchemeRules) -> None:
    due = clock.working_days_after(clock.now(), rules.landlord_answer_working_days)
    _task(session, proposal.new_provider_id, TaskKind.OFFER, proposal, due)
    notices.add_task(
        session,
        organisation_id=proposal.old_provider_id,
        kind=TaskKind.DEPARTURE,
        subject_id=proposal.id,
        subject_ref=proposal.departure_ref,
        case_id=proposal.request_id,
        due_at=proposal.due_at,
        visible_at=proposal.departure_visible_at,
    )


def _task(
    session: Session,
    organisation_id: str,
    kind: TaskKind,
    proposal: Proposal,
    due: datetime,
) -> None:
    notices.add_task(
        session,
        organisation_id=organisation_id,
        kind=kind,
        subject_id=proposal.id,
        subject_ref=proposal.offer_ref,
        case_id=proposal.request_id,
        due_at=due,
        person_id=proposal.lead_id if proposal.hidden_at else None,
    )


def _rules(session: Session, proposal: Proposal) -> SchemeRules:
    _, rules = organisations.rules_on(session, proposal.scheme_id, clock.today())
    return rules

"""Proposing a ready step, and ending one: everything is reserved or freed together."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from reciprocal import clock, ids
from reciprocal.access import policy
from reciprocal.access.actor import Actor, service
from reciprocal.audit import operations as audit
from reciprocal.homes import amending
from reciprocal.homes import operations as homes
from reciprocal.homes import queries as home_queries
from reciprocal.homes import seen as home_seen
from reciprocal.homes.lifecycle import HomeEvent, HomeState
from reciprocal.homes.rules import NominationState
from reciprocal.homes.tables import Home
from reciprocal.idempotency import operations as idempotency
from reciprocal.moves import operations as moves
from reciprocal.moves.lifecycle import MoveState
from reciprocal.notices import operations as notices
from reciprocal.notices.terms import TaskKind
from reciprocal.proposals import promises, queries, recheck, repaying, seen
from reciprocal.proposals.lifecycle import (
    REFUSES_THE_HOME,
    STOPS_A_SIGNED,
    EndCode,
    ProposalEvent,
    ProposalState,
    after,
)
from reciprocal.proposals.limits import SAFETY_LOOK_WORKING_DAYS
from reciprocal.proposals.tables import HomeRefused, Proposal
from reciprocal.requests import operations as requests
from reciprocal.requests.lifecycle import RequestEvent, RequestState
from reciprocal.requests.narrowing import is_served
from reciprocal.requests.rules import ConsentPurpose
from reciprocal.requests.tables import PropertyRequest
from reciprocal.webhooks import outbox

_TASKS = (
    TaskKind.SAFETY_LOOK,
    TaskKind.OFFER,
    TaskKind.DEPARTURE,
    TaskKind.VIEWING,
    TaskKind.HOUSEHOLD_ANSWER,
    TaskKind.SIGN_UP,
    TaskKind.CHANGE_IN_RISK,
    TaskKind.NAME_LEAD,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyStep:
    """A ready step of a verified plan, as `rounds` hands it over."""

    round_id: str
    exchange_number: int
    position: int
    chain_ref: str
    rule_version: int
    request_id: str
    home_id: str
    interim: bool = False


def propose(session: Session, *, actor: Actor, step: ReadyStep) -> Proposal | None:
    """Propose a ready step; None when the world changed since the round was frozen.

    The home is reserved and the request leaves the pot in the same act, so neither
    can be promised twice.
    """
    request = _locked_request(session, step.request_id)
    home = _locked_home(session, step.home_id)
    alone = service(request.scheme_id)
    if not _can_be_proposed(session, request, home) or not repaying.may_be_let(
        session, alone, home, step.round_id
    ):
        return None
    pair = recheck.pair(session, actor, request, home)
    if not pair.suits:
        return None
    proposal = _store(session, step, request, home)
    promises.make(session, actor, proposal, home, pair)
    homes.change_state(
        session,
        actor=actor,
        home_id=home.id,
        event=HomeEvent.RESERVE,
        request_id=request.id,
    )
    requests.change_state(
        session, actor=actor, request=request, event=RequestEvent.PROPOSE
    )
    notices.add_task(
        session,
        organisation_id=proposal.service_id,
        kind=TaskKind.SAFETY_LOOK,
        subject_id=request.id,
        subject_ref=request.case_ref,
        case_id=request.id,
        due_at=proposal.due_at,
    )
    audit.record(session, actor, "step.proposed", subject=("proposal", proposal.id))
    return proposal


def end(
    session: Session,
    *,
    actor: Actor,
    proposal: Proposal,
    code: EndCode,
    nobody_holds: bool = False,
) -> None:
    """End a step and free everything that hangs on it, in this one transaction.

    The household keeps its waiting date; the home goes back to the pot; the HOLD, if
    there is one, is voided; nobody is told anybody else's reason.

    Args:
        nobody_holds: Whoever held the old tenancy and signed the new one is dead, and
            nobody succeeded: the step ends although the old tenancy does.
    """
    signed = proposal.state is ProposalState.SIGNED
    stopped = signed and code in STOPS_A_SIGNED
    event = ProposalEvent.STOP if stopped else ProposalEvent.END
    proposal.state = after(proposal.state, event)
    proposal.end_code = code
    proposal.ended_at = clock.now()
    session.add(proposal)
    outbox.offer_changed(session, proposal)
    if code in REFUSES_THE_HOME:
        refuse_home(session, proposal)
    homes.change_state(
        session, actor=actor, home_id=proposal.home_id, event=HomeEvent.FREE
    )
    request = _locked_request(session, proposal.request_id)
    if request.state is not RequestState.PAUSED:
        requests.change_state(
            session, actor=actor, request=request, event=RequestEvent.RETURN
        )
    finish_tasks(session, proposal)
    notices.finish_tasks(session, subject_id=request.id, kind=TaskKind.NOTICE_PLAN)
    notices.finish_tasks(session, subject_id=proposal.id, kind=TaskKind.SUPPORT_DUE)
    tell_service(session, request)
    move = moves.of_proposal(session, proposal.id)
    if move is not None and move.state in (MoveState.HELD, MoveState.SIGNED):
        give_up = moves.passes if nobody_holds else moves.fall_through
        give_up(session, actor=actor, move=move, code=code)
    audit.record(
        session, actor, "step.ended", subject=("proposal", proposal.id), code=code
    )


def tell_service(session: Session, request: PropertyRequest) -> None:
    """Let a case's service see that something happened; its page says what."""
    notices.add_task(
        session,
        organisation_id=request.service_id,
        kind=TaskKind.CASE_CHANGED,
        subject_id=request.id,
        subject_ref=request.case_ref,
        case_id=request.id,
    )


def lapse_due(session: Session, *, actor: Actor) -> int:
    """End every step whose answer is overdue; return how many."""
    overdue = session.exec(
        select(Proposal)
        .where(
            Proposal.scheme_id == actor.scheme_id,
            col(Proposal.state).in_(
                (
                    ProposalState.PROPOSED,
                    ProposalState.OFFERED,
                    ProposalState.AGREED,
                    ProposalState.ACCEPTED,
                )
            ),
            Proposal.due_at <= clock.now(),
        )
        .order_by(Proposal.id)
        .with_for_update()
    ).all()
    for proposal in overdue:
        end(session, actor=actor, proposal=proposal, code=_lapsed(session, proposal))
    return len(overdue)


def _lapsed(session: Session, proposal: Proposal) -> EndCode:
    """Return why a step's time ran out: what did not come before it did.

    Nothing but its signature is awaited of a step whose household has accepted, and no
    answer lapses before there was a viewing.
    """
    actor = service(proposal.scheme_id)
    if proposal.state is ProposalState.ACCEPTED:
        return EndCode.NOT_SIGNED_IN_TIME
    if proposal.state is not ProposalState.AGREED:
        return EndCode.LAPSED
    viewed = seen.of_proposal(session, actor, proposal).recorded
    return EndCode.LAPSED if viewed else EndCode.NO_VIEWING


def withdraw_consent(
    session: Session, *, actor: Actor, case_ref: str, purpose: ConsentPurpose
) -> None:
    """Take a consent back and stop matching and disclosure at once.

    A tenancy that is signed stands; everything before it ends. The case is paused
    and keeps its waiting date.
    """
    policy.require(actor, "cases.consent")
    request = queries.case_of(session, actor, case_ref)
    requests.revoke_consent(session, actor=actor, request=request, purpose=purpose)
    idempotency.forget_about(session, queries.references_of(session, actor, request))
    proposal = queries.live_proposal(session, actor, request.id)
    if purpose is ConsentPurpose.OFFER and proposal is None:
        return
    stop(session, actor=actor, request=request, code=EndCode.CONSENT_WITHDRAWN)


def pause(session: Session, *, actor: Actor, case_ref: str) -> None:
    """Pause a case at the household's word; the waiting date is kept."""
    policy.require(actor, "cases.amend")
    request = queries.case_of(session, actor, case_ref)
    requests.change_state(
        session, actor=actor, request=request, event=RequestEvent.PAUSE
    )
    _end_live(session, actor, request, EndCode.PAUSED)


def withdraw_home(session: Session, *, actor: Actor, home_ref: str) -> Home:
    """Take a landlord's home out of the pot, whatever a round has drawn it for.

    A landlord that has not been shown an offer is answered as for any home in the
    pot: were it refused, it would learn which of its homes a household may find safe.
    """
    policy.require(actor, "homes.withdraw")
    # Locked before anything is asked of it: a round may be drawing homes just now.
    home = home_queries.own_home(session, actor, home_ref, lock=True)
    free_unseen(session, actor=actor, home_id=home.id)
    return homes.withdraw_home(session, actor=actor, home_ref=home_ref)


def amend_home(
    session: Session, *, actor: Actor, home_ref: str, change: amending.Amendment
) -> Home:
    """Amend a landlord's home; a rent above the promised one ends an unseen step.

    One that its landlord was shown is not amended at all. Before that a refusal would
    tell which homes a round drew, and the promise must not become dearer: the step
    ends, and the home may be proposed again at the rent it has by then.
    """
    policy.require(actor, "homes.amend")
    home = home_queries.own_home(session, actor, home_ref, lock=True)
    rent_pence = change.weekly_rent_pence
    if rent_pence is not None:
        free_unseen(session, actor=actor, home_id=home.id, rent_pence=rent_pence)
    return amending.amend_home(session, actor=actor, home_ref=home_ref, change=change)


def free_unseen(
    session: Session, *, actor: Actor, home_id: str, rent_pence: int | None = None
) -> None:
    """End the step that a home is drawn for, if whoever acts knows nothing of it.

    One that a change in risk hides goes on: nobody who does not know takes the home
    away from a household in danger.

    Args:
        rent_pence: What the home will cost a week, where it stays in the pot: a step
            that promised as much or more goes on. None where the home goes.
    """
    unseen = queries.unknown_to(session, actor, home_id)
    hidden = home_seen.hides_from(actor, session.get_one(Home, home_id))
    if unseen is None or hidden:
        return
    code = EndCode.LANDLORD_WITHDREW
    if rent_pence is not None:
        promised = promises.promise_of(session, actor, unseen)
        if rent_pence <= promised.weekly_rent_pence:
            return
        code = EndCode.PROMISE_CHANGED
    end(session, actor=actor, proposal=unseen, code=code)


def stop(
    session: Session, *, actor: Actor, request: PropertyRequest, code: EndCode
) -> None:
    """Pause a request and end its live step, unless a tenancy is signed already."""
    proposal = queries.live_proposal(session, actor, request.id)
    if proposal is not None and proposal.state is ProposalState.SIGNED:
        return
    if request.state in _PAUSABLE:
        requests.change_state(
            session, actor=actor, request=request, event=RequestEvent.PAUSE
        )
    _end_live(session, actor, request, code)


def finish_tasks(session: Session, proposal: Proposal) -> None:
    """Mark every open task about a step as done, whoever's it is."""
    about = (proposal.id, proposal.request_id)
    notices.finish_tasks_of(session, subject_ids=about, kinds=_TASKS)


_PAUSABLE = frozenset(
    {
        RequestState.AWAITING_APPROVAL,
        RequestState.IN_POT,
        RequestState.PROPOSED,
        RequestState.OFFERED,
        RequestState.ACCEPTED,
    }
)


def _end_live(
    session: Session, actor: Actor, request: PropertyRequest, code: EndCode
) -> None:
    proposal = queries.live_proposal(session, actor, request.id)
    if proposal is not None:
        end(session, actor=actor, proposal=proposal, code=code)


def _can_be_proposed(session: Session, request: PropertyRequest, home: Home) -> bool:
    return (
        request.state is RequestState.IN_POT
        and home.state is HomeState.IN_POT
        and home.nomination is not NominationState.ASKED
        and recheck.reachable(session, home.provider_id)
        and recheck.reachable(session, request.provider_id)
        and is_served(session, request)
    )


def _store(
    session: Session, step: ReadyStep, request: PropertyRequest, home: Home
) -> Proposal:
    proposal = Proposal(
        id=ids.new_id(),
        case_ref=ids.new_id(),
        offer_ref=ids.new_id(),
        departure_ref=ids.new_id(),
        board_ref=ids.new_id(),
        scheme_id=request.scheme_id,
        round_id=step.round_id,
        exchange_number=step.exchange_number,
        position=step.position,
        chain_ref=step.chain_ref,
        rule_version=step.rule_version,
        request_id=request.id,
        home_id=home.id,
        service_id=request.service_id,
        old_provider_id=request.provider_id,
        new_provider_id=home.provider_id,
        interim=step.interim,
        state=ProposalState.PROPOSED,
        proposed_at=clock.now(),
        due_at=clock.working_days_after(clock.now(), SAFETY_LOOK_WORKING_DAYS),
    )
    session.add(proposal)
    session.flush()
    return proposal


def refuse_home(session: Session, proposal: Proposal) -> None:
    """Keep a step's home from being proposed to its household again."""
    if proposal.home_id in recheck.homes_refused(session, proposal.request_id):
        return
    session.add(
        HomeRefused(
            id=ids.new_id(),
            request_id=proposal.request_id,
            home_id=proposal.home_id,
            since=clock.today(),
        )
    )


def _locked_request(session: Session, request_id: str) -> PropertyRequest:
    return session.exec(
        select(PropertyRequest)
        .where(PropertyRequest.id == request_id)
        .with_for_update()
    ).one()


def _locked_home(session: Session, home_id: str) -> Home:
    return session.exec(select(Home).where(Home.id == home_id).with_for_update()).one()

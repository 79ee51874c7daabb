"""Sign-up, keys, and the home left behind."""

from datetime import date

from sqlmodel import Session

from reciprocal import clock
from reciprocal.access import policy
from reciprocal.access.actor import Actor, service
from reciprocal.errors import NotFound, StateConflict
from reciprocal.homes import bars, markers
from reciprocal.homes import operations as homes
from reciprocal.homes import queries as home_queries
from reciprocal.homes.lifecycle import HomeEvent
from reciprocal.homes.tables import Home
from reciprocal.moves import operations as moves
from reciprocal.moves.tables import Move
from reciprocal.notices import operations as notices
from reciprocal.notices.terms import TaskKind
from reciprocal.organisations import queries as organisations
from reciprocal.proposals import departures, operations, promises, queries, recheck
from reciprocal.proposals.lifecycle import ProposalEvent, ProposalState, after
from reciprocal.proposals.tables import Proposal
from reciprocal.requests import operations as requests
from reciprocal.requests import queries as request_queries
from reciprocal.requests.lifecycle import RequestEvent
from reciprocal.requests.tables import PropertyRequest
from reciprocal.webhooks import outbox


class PromiseChanged(StateConflict):
    code = "promise_changed"
    sentence = (
        "What was promised rested on facts that have changed, so this cannot be "
        "signed; ring the coordinator."
    )


class NotSafeAnyMore(StateConflict):
    code = "not_safe_any_more"
    sentence = "A rule is no longer met, so this cannot be signed; the step will end."


def sign_up(
    session: Session,
    *,
    actor: Actor,
    offer_ref: str,
    grant: moves.Grant,
) -> Proposal:
    """Record the tenancy the household signed, if it is no worse than was promised.

    Raises:
        TenancyNotAsPromised: A worse tenancy stops the step.
        PromiseChanged: When the promise rests on facts that are no longer so.
        NotSafeAnyMore: When the referee no longer allows it.
    """
    policy.require(actor, "offers.sign_up")
    proposal, move = _accepted(session, actor, offer_ref)
    request = session.get_one(PropertyRequest, proposal.request_id)
    home = session.get_one(Home, proposal.home_id)
    following = after(proposal.state, ProposalEvent.SIGN)
    pair = recheck.pair(session, actor, request, home)
    if not pair.suits:
        raise NotSafeAnyMore
    promised = promises.promise_of(session, actor, proposal)
    if not promises.holds(promised, home, pair.tenure):
        raise PromiseChanged
    as_promised = promises.is_no_worse(promised, grant, pair)
    moves.sign(session, actor=actor, move=move, grant=grant, as_promised=as_promised)
    proposal.state = following
    session.add(proposal)
    outbox.offer_changed(session, proposal)
    if _is_joint(session, request):
        notices.add_task(
            session,
            organisation_id=proposal.service_id,
            kind=TaskKind.NOTICE_PLAN,
            subject_id=request.id,
            subject_ref=request.case_ref,
            case_id=request.id,
        )
    return proposal


def plan_notice(
    session: Session, *, actor: Actor, case_ref: str, safe_from: date
) -> Proposal:
    """Record the worker's safety-plan date, before which a joint tenancy does not end.

    Raises:
        StateConflict: When the tenancy is no joint one, the new one is not signed, or
            the old one's end is recorded.
    """
    policy.require(actor, "cases.answer")
    request = queries.case_of(session, actor, case_ref)
    proposal = queries.live_proposal(session, actor, request.id) or (
        queries.at_the_keys(session, actor, request.id)
    )
    move = moves.of_proposal(session, proposal.id) if proposal else None
    if proposal is None or move is None or not _is_joint(session, request):
        raise StateConflict
    moves.plan_notice(session, actor=actor, move=move, safe_from=safe_from)
    notices.finish_tasks(session, subject_id=request.id, kind=TaskKind.NOTICE_PLAN)
    return proposal


def _is_joint(session: Session, request: PropertyRequest) -> bool:
    """Tell whether the worker or the old landlord says that a tenancy is joint."""
    check = request_queries.check_of(session, service(request.scheme_id), request.id)
    return request.joint or (check is not None and bool(check.joint))


def start_tenancy(session: Session, *, actor: Actor, offer_ref: str) -> Proposal:
    """Record keys and the first day: the book POSTs, the home is let, they are safe."""
    policy.require(actor, "offers.sign_up")
    proposal, move = _accepted(session, actor, offer_ref)
    proposal.state = after(proposal.state, ProposalEvent.START)
    proposal.ended_at = clock.now()
    session.add(proposal)
    outbox.offer_changed(session, proposal)
    provider = organisations.provider(session, proposal.old_provider_id)
    assert provider is not None, "a proposal names two landlords"
    homes.change_state(
        session, actor=actor, home_id=proposal.home_id, event=HomeEvent.LET
    )
    request = session.get_one(PropertyRequest, proposal.request_id)
    requests.change_state(
        session, actor=actor, request=request, event=RequestEvent.MOVE
    )
    _close_old_dwelling(session, proposal, request)
    operations.finish_tasks(session, proposal)
    # The book's lock is the last one taken, so that no two acts wait for each other.
    moves.start(
        session,
        actor=actor,
        move=move,
        debt_settled_within_months=provider.settle_by_months,
    )
    return proposal


def _close_old_dwelling(
    session: Session, proposal: Proposal, request: PropertyRequest
) -> None:
    """Close the household's old home to the team it went to, posted or not.

    Whoever they fled knows it, unless their worker said otherwise: it is marked too.
    """
    alone = service(proposal.scheme_id)
    home = _home_left(session, request)
    bars.close_dwelling(
        session, actor=alone, uprn=str(home["uprn"]), team=proposal.new_provider_id
    )
    if home["marker"]:
        markers.mark_dwelling(session, actor=alone, uprn=str(home["uprn"]))


def _home_left(session: Session, request: PropertyRequest) -> dict[str, object]:
    alone = service(request.scheme_id)
    home = request_queries.reveal(session, alone, request, "home", request.home)
    assert isinstance(home, dict)
    return home


def record_tenancy_end(
    session: Session, *, actor: Actor, departure_ref: str, tenancy_end: date
) -> Proposal:
    """Record when the old tenancy ends, by the old landlord.

    Raises:
        TooEarly: Before it was told that notice is due, or with a gap between the
            two tenancies.
        StateConflict: Once the home was called empty, which rests on this date.
    """
    policy.require(actor, "departures.confirm")
    proposal = departures.own_departure(session, actor, departure_ref, lock=True)
    move = moves.of_proposal(session, proposal.id)
    told = departures.departure_stage(session, proposal) == "notice_due"
    if move is None or not told:
        raise moves.TooEarly(field="tenancy_end")
    if home_queries.has_been_left(session, actor, proposal.request_id):
        raise StateConflict
    request = session.get_one(PropertyRequest, proposal.request_id)
    moves.record_old_tenancy_end(
        session,
        actor=actor,
        move=move,
        end=tenancy_end,
        joint=_is_joint(session, request),
    )
    return proposal


def record_home_empty(
    session: Session,
    *,
    actor: Actor,
    departure_ref: str,
    void_date: date,
    ready_date: date,
) -> Home:
    """Put the home that was left in the pot, closed to the team its household chose.

    Raises:
        TooEarly: While the household may still live there.
        NotFound: When no home was to come back.
    """
    policy.require(actor, "departures.home_empty")
    proposal = departures.own_departure(session, actor, departure_ref, lock=True)
    move = moves.of_proposal(session, proposal.id)
    home = home_queries.vacated_by(session, actor, proposal.request_id)
    if home is None:
        raise NotFound
    if move is None:
        raise moves.TooEarly
    moves.require_left(move, void_date)
    request = session.get_one(PropertyRequest, proposal.request_id)
    if _home_left(session, request)["marker"]:
        # Where the landlord and the worker name the dwelling differently.
        markers.mark_home(session, actor=service(proposal.scheme_id), home=home)
    return homes.record_empty(
        session,
        actor=actor,
        home=home,
        void_date=void_date,
        ready_date=ready_date,
        team_barred=proposal.new_provider_id,
    )


def _accepted(session: Session, actor: Actor, offer_ref: str) -> tuple[Proposal, Move]:
    proposal = queries.own_offer(session, actor, offer_ref, lock=True)
    move = moves.of_proposal(session, proposal.id)
    if move is None or proposal.state is ProposalState.ENDED:
        raise StateConflict
    return proposal, move

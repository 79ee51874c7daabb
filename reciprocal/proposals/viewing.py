"""The viewing between the landlords' yes and the household's answer.

Its outcome starts the household's clock, so no answer can lapse before there was
something to answer about.
"""

from datetime import date, datetime

from sqlmodel import Session

from reciprocal import clock, ids
from reciprocal.access import policy
from reciprocal.access.actor import Actor
from reciprocal.audit import operations as audit
from reciprocal.errors import (
    FieldFault,
    FieldsInvalid,
    NoLongerAvailable,
    StateConflict,
)
from reciprocal.homes.tables import Home
from reciprocal.notices import operations as notices
from reciprocal.notices.terms import TaskKind
from reciprocal.organisations import queries as organisations
from reciprocal.organisations.rules import SchemeRules
from reciprocal.proposals import limits, queries, seen
from reciprocal.proposals.lifecycle import ProposalState
from reciprocal.proposals.tables import Proposal, Viewing
from reciprocal.proposals.viewing_lifecycle import (
    EVENTS,
    ViewingEvent,
    ViewingOutcome,
    ViewingWay,
    state_after,
)
from reciprocal.requests.tables import PropertyRequest
from reciprocal.webhooks import outbox


class ViewingNotRecorded(StateConflict):
    code = "viewing_not_recorded"
    sentence = (
        "Record first that the home was viewed, that its photographs were seen, or "
        "that the household would rather not view it."
    )


def offer(
    session: Session, *, actor: Actor, offer_ref: str, way: ViewingWay, on: date | None
) -> Proposal:
    """Offer a viewing of the landlord's own home, or photographs and a works list.

    Raises:
        NoLongerAvailable: When the step ended or its time ran out.
        FieldsInvalid: For a day that is past, too late or missing, or a viewing of a
            home that somebody still lives in.
        StateConflict: When it is recorded how it went, or nobody has agreed yet.
    """
    policy.require(actor, "offers.answer")
    proposal = queries.own_offer(session, actor, offer_ref, lock=True)
    _require_due(proposal)
    rules = _rules(session, proposal)
    home = session.get_one(Home, proposal.home_id)
    agreed_at = _agreed_at(proposal)
    last = limits.viewing_by(agreed_at, rules)
    _check_offer(home, way, on, last.astimezone(clock.LONDON).date())
    _add(session, actor, proposal, ViewingEvent.OFFER, way=way, on=on)
    due = proposal.due_at
    if on is not None:
        due = max(due, limits.viewing_recorded_by(agreed_at, on, rules))
    _ask_anew(session, proposal, TaskKind.VIEWING, due)
    return proposal


def record(
    session: Session,
    *,
    actor: Actor,
    case_ref: str,
    outcome: ViewingOutcome,
    on: date,
) -> Proposal:
    """Record how the viewing went; the household's time to answer begins.

    Raises:
        NoLongerAvailable: When the step ended or its time ran out.
        FieldsInvalid: For a day before both landlords agreed, or still to come; or a
            viewing of a home that somebody lived in on that day.
        StateConflict: When it is recorded already, or nobody has agreed yet.
    """
    policy.require(actor, "cases.answer")
    request = queries.case_of(session, actor, case_ref)
    proposal = queries.live_proposal(session, actor, request.id)
    if proposal is None:
        raise NoLongerAvailable
    _require_due(proposal)
    home = session.get_one(Home, proposal.home_id)
    _check_record(home, outcome, on, since=_agreed_at(proposal))
    _add(session, actor, proposal, EVENTS[outcome], way=None, on=on)
    rules = _rules(session, proposal)
    due = limits.household_answers_by(on, clock.now(), rules)
    _ask_anew(session, proposal, TaskKind.HOUSEHOLD_ANSWER, due)
    return proposal


def require_recorded(session: Session, actor: Actor, proposal: Proposal) -> None:
    """Refuse a yes to a home that the household could not have looked at.

    Raises:
        ViewingNotRecorded: Which says what to record first.
    """
    if not seen.of_proposal(session, actor, proposal).recorded:
        raise ViewingNotRecorded


def begin(session: Session, proposal: Proposal, rules: SchemeRules) -> None:
    """Start the viewing's clock as both landlords have agreed, and ask both ends."""
    proposal.due_at = limits.viewing_by(_agreed_at(proposal), rules)
    session.add(proposal)
    notices.add_task(
        session,
        organisation_id=proposal.new_provider_id,
        kind=TaskKind.VIEWING,
        subject_id=proposal.id,
        subject_ref=proposal.offer_ref,
        case_id=proposal.request_id,
        person_id=proposal.lead_id if proposal.hidden_at else None,
        due_at=proposal.due_at,
    )
    ask_worker(session, proposal, TaskKind.VIEWING)


def ask_worker(session: Session, proposal: Proposal, kind: TaskKind) -> None:
    """Give the case's worker something to do by the time the step is due."""
    request = session.get_one(PropertyRequest, proposal.request_id)
    notices.add_task(
        session,
        organisation_id=proposal.service_id,
        kind=kind,
        subject_id=request.id,
        subject_ref=request.case_ref,
        case_id=request.id,
        due_at=proposal.due_at,
    )


def _add(
    session: Session,
    actor: Actor,
    proposal: Proposal,
    event: ViewingEvent,
    *,
    way: ViewingWay | None,
    on: date | None,
) -> None:
    earlier = seen.events(session, actor, proposal)
    state_after((*(row.event for row in earlier), event))
    session.add(
        Viewing(
            id=ids.new_id(),
            proposal_id=proposal.id,
            number=len(earlier) + 1,
            event=event,
            way=way,
            on_day=on,
            by=actor.id,
            at=clock.now(),
        )
    )
    session.flush()
    audit.record(
        session, actor, f"step.viewing_{event}", subject=("proposal", proposal.id)
    )


def _ask_anew(
    session: Session, proposal: Proposal, kind: TaskKind, due: datetime
) -> None:
    """Put the worker's next task in the place of what both were asked before."""
    notices.finish_tasks_of(
        session,
        subject_ids=(proposal.id, proposal.request_id),
        kinds=(TaskKind.VIEWING,),
    )
    moved = due != proposal.due_at
    proposal.due_at = due
    session.add(proposal)
    ask_worker(session, proposal, kind)
    if moved:
        # The limit is all that the landlord's own system reads of a viewing.
        outbox.offer_changed(session, proposal)


def _require_due(proposal: Proposal) -> None:
    """Refuse what came too late, by the server's clock alone."""
    if proposal.state is ProposalState.ENDED or proposal.due_at <= clock.now():
        raise NoLongerAvailable
    if proposal.state is not ProposalState.AGREED:
        raise StateConflict


def _check_offer(home: Home, way: ViewingWay, on: date | None, last: date) -> None:
    if way is ViewingWay.PHOTOGRAPHS:
        if on is not None:
            _refuse("on", "Give no day with photographs.")
        return
    if on is None or not clock.today() <= on <= last:
        _refuse("on", "Give a day from today on, within the time for the viewing.")
    elif _lived_in(home, on):
        _refuse(
            "way",
            "Nobody views a home while its household lives there; send photographs, "
            "the plan and the works list.",
        )


def _check_record(
    home: Home, outcome: ViewingOutcome, on: date, *, since: datetime
) -> None:
    if not since.astimezone(clock.LONDON).date() <= on <= clock.today():
        _refuse("on", "Give a day since both landlords agreed, and none to come.")
    if outcome is ViewingOutcome.HELD and _lived_in(home, on):
        _refuse(
            "outcome",
            "Nobody views a home while its household lives there; record the "
            "photographs instead.",
        )


def _lived_in(home: Home, on: date) -> bool:
    return home.void_date is None or on < home.void_date


def _refuse(field: str, sentence: str) -> None:
    raise FieldsInvalid(faults=(FieldFault(field, sentence),))


def _agreed_at(proposal: Proposal) -> datetime:
    new, old = proposal.offer_agreed_at, proposal.departure_agreed_at
    assert new is not None, "the receiving landlord has agreed"
    assert old is not None, "so has the old one"
    return max(new, old)


def _rules(session: Session, proposal: Proposal) -> SchemeRules:
    _, rules = organisations.rules_on(session, proposal.scheme_id, clock.today())
    return rules

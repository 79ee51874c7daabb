"""A home that somebody else still lives in after its household has moved.

Its landlord records that possession is sought, when it is expected, and that it is
obtained: a code and a day, and nothing of who or why. Until then the home is supply to
nobody, and nobody is asked for it; the debt of the move stands meanwhile. Once the day
it expected is over, the landlord is asked about possession.
"""

from datetime import date, datetime

from sqlmodel import Session, col, select

from reciprocal import clock
from reciprocal.access import policy
from reciprocal.access.actor import Actor
from reciprocal.errors import FieldFault, FieldsInvalid, NotFound, StateConflict
from reciprocal.homes import operations as homes
from reciprocal.homes import queries as home_queries
from reciprocal.moves import operations as moves
from reciprocal.moves.lifecycle import PossessionEvent, PossessionState
from reciprocal.moves.tables import Move
from reciprocal.notices import operations as notices
from reciprocal.notices.terms import TaskKind
from reciprocal.notices.timetable import next_run
from reciprocal.organisations import queries as organisations
from reciprocal.proposals import departures
from reciprocal.proposals.tables import Proposal

_DUE = TaskKind.POSSESSION_DUE


def record(
    session: Session,
    *,
    actor: Actor,
    departure_ref: str,
    event: PossessionEvent,
    on: date,
) -> Proposal:
    """Record that an old landlord seeks, expects or has possession of the home left.

    Raises:
        TooEarly: Before it was told that notice is due.
        NotFound: When no home was to come back.
        StateConflict: When the home was called empty, or possession stands where this
            cannot follow.
        FieldsInvalid: For a day that is still to come, or before possession was sought;
            of what is expected, for a day that is over.
    """
    policy.require(actor, "departures.confirm")
    proposal = departures.own_departure(session, actor, departure_ref, lock=True)
    move = moves.of_proposal(session, proposal.id)
    told = departures.departure_stage(session, proposal) == "notice_due"
    if move is None or not told:
        raise moves.TooEarly(field="on")
    if home_queries.has_been_left(session, actor, proposal.request_id):
        raise StateConflict
    home = home_queries.vacated_by(session, actor, proposal.request_id)
    if home is None:
        raise NotFound
    _require_day(move, event, on)
    moves.record_possession(session, actor=actor, move=move, event=event, on=on)
    homes.record_possession(
        session, home=home, recorded=event is PossessionEvent.OBTAIN
    )
    _finish(session, proposal)
    return proposal


def ask_overdue(session: Session, *, actor: Actor) -> int:
    """Ask old landlords about possession that is due; return how many were asked.

    It is due once the day is over on which its landlord expected it, or, where that
    landlord named none, so many working days after it was sought. Each is asked once
    until it says something. All of it follows from what that landlord said and what it
    may read of its departure; its task ends once it is told that the step has.
    """
    _, rules = organisations.rules_on(session, actor.scheme_id, clock.today())
    asked = 0
    for proposal, move in _sought(session, actor):
        if departures.departure_stage(session, proposal) != "notice_due":
            _finish(session, proposal)
            continue
        about = proposal.departure_ref
        due = _due_at(move, rules.home_back_working_days)
        if due > clock.now() or notices.is_open(session, subject_id=about, kind=_DUE):
            continue
        notices.add_task(
            session,
            organisation_id=proposal.old_provider_id,
            kind=_DUE,
            subject_id=about,
            subject_ref=about,
            case_id=proposal.request_id,
            visible_at=next_run(clock.now()),
        )
        asked += 1
    return asked


def _require_day(move: Move, event: PossessionEvent, on: date) -> None:
    today = clock.today()
    if event is PossessionEvent.EXPECT:
        if on < today:
            raise FieldsInvalid(faults=(FieldFault("on", "Give a day from today on."),))
    elif on > today or on < (move.possession_on or on):
        sentence = "Give a day up to today, and not before possession was sought."
        raise FieldsInvalid(faults=(FieldFault("on", sentence),))


def _due_at(move: Move, working_days: int) -> datetime:
    assert move.possession_on is not None, "it was sought on a day"
    if move.possession_expected_on is not None:
        return clock.end_of_day(move.possession_expected_on)
    return clock.working_days_after(clock.end_of_day(move.possession_on), working_days)


def _finish(session: Session, proposal: Proposal) -> None:
    notices.finish_tasks(session, subject_id=proposal.departure_ref, kind=_DUE)


def _sought(session: Session, actor: Actor) -> list[tuple[Proposal, Move]]:
    rows = session.exec(
        select(Proposal, Move)
        .join(Move, col(Move.proposal_id) == Proposal.id)
        .where(
            Proposal.scheme_id == actor.scheme_id,
            Move.possession == PossessionState.SOUGHT,
        )
        .order_by(Proposal.id)
    )
    return [(proposal, move) for proposal, move in rows]

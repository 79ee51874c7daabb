"""Each household's way so far, as the coordinator reads it: codes, words and days."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlmodel import Session, col, select

from reciprocal import clock
from reciprocal.access import policy
from reciprocal.access.actor import Actor
from reciprocal.access.closed import in_scheme
from reciprocal.disclosure.pages import WHOLE, By, Page, Wanted, read
from reciprocal.ids import short_code
from reciprocal.moves.lifecycle import MoveEvent
from reciprocal.moves.tables import Move, MoveStep
from reciprocal.organisations import queries as organisations
from reciprocal.proposals.lifecycle import Party
from reciprocal.proposals.tables import Decision, Proposal, Viewing
from reciprocal.proposals.viewing_lifecycle import ViewingEvent
from reciprocal.reports.timeline import StepDays, timeline
from reciprocal.requests.lifecycle import RequestState
from reciprocal.requests.tables import PropertyRequest


def rows(session: Session, actor: Actor, wanted: Wanted = WHOLE) -> Page:
    """Return the timeline of each household, the longest waiting first.

    A draft is its own service's until it is submitted, and is not among them.

    Raises:
        Forbidden: When it is not a coordinator who asks.
    """
    policy.require(actor, "board.read")
    _, rules = organisations.rules_on(session, actor.scheme_id, clock.today())
    return read(
        session,
        actor,
        "board_timeline",
        wanted,
        select(PropertyRequest).where(
            *in_scheme(actor, PropertyRequest.scheme_id, case=PropertyRequest.id),
            PropertyRequest.state != RequestState.DRAFT,
        ),
        (By(PropertyRequest.waiting_since), By(PropertyRequest.board_ref)),
        lambda row: (row.state, _row(session, actor, row, rules.failed_tenancy_days)),
        stage=PropertyRequest.state,
    )


def steps_of(session: Session, actor: Actor, request_id: str) -> list[StepDays]:
    """Return when each thing of a request's steps was, the oldest step first.

    A hidden step is not among them: its days follow from when its home is ready.
    """
    del actor  # the caller has found the request to be in the actor's scheme
    steps = session.exec(
        select(Proposal)
        .where(
            Proposal.request_id == request_id,
            col(Proposal.hidden_at).is_(None),
        )
        .order_by(col(Proposal.proposed_at), col(Proposal.board_ref))
    ).all()
    if not steps:
        return []
    ids = [step.id for step in steps]
    said = {
        (row.proposal_id, row.party): row.decided_at
        for row in session.exec(
            select(Decision).where(
                col(Decision.proposal_id).in_(ids), col(Decision.agreed).is_(True)
            )
        )
    }
    viewed = {
        row.proposal_id: row.on_day
        for row in session.exec(
            select(Viewing).where(
                col(Viewing.proposal_id).in_(ids),
                Viewing.event != ViewingEvent.OFFER,
            )
        )
    }
    moved = {
        (move.proposal_id, row.event): (row.at, move.tenancy_start)
        for row, move in session.exec(
            select(MoveStep, Move)
            .join(Move, col(Move.id) == MoveStep.move_id)
            .where(col(Move.proposal_id).in_(ids))
        )
    }
    return [_days(step, said, viewed.get(step.id), moved) for step in steps]


_Said = Mapping[tuple[str, Party], datetime]
_Moved = Mapping[tuple[str, MoveEvent], tuple[datetime, date | None]]


def _days(
    step: Proposal, said: _Said, viewed_on: date | None, moved: _Moved
) -> StepDays:
    answers = (step.offer_agreed_at, step.departure_agreed_at)
    agreed = [moment for moment in answers if moment is not None]
    signed = moved.get((step.id, MoveEvent.SIGN))
    started = moved.get((step.id, MoveEvent.START))
    return StepDays(
        proposed_at=step.proposed_at,
        looked_at=said.get((step.id, Party.WORKER)),
        agreed_at=max(agreed) if len(agreed) == len(answers) else None,
        viewed_on=viewed_on,
        accepted_at=said.get((step.id, Party.HOUSEHOLD)),
        signed_at=signed[0] if signed else None,
        keys_on=started[1] if started else None,
        ended_at=step.ended_at,
        end_code=step.end_code,
    )


def _row(
    session: Session, actor: Actor, request: PropertyRequest, window_days: int
) -> dict[str, object]:
    def events() -> object:
        happened = timeline(
            request.waiting_since,
            steps_of(session, actor, request.id),
            window_days=window_days,
            today=clock.today(),
        )
        return [
            {
                "step": each.step,
                "event": each.event,
                "on": each.on,
                "end_code": each.end_code,
            }
            for each in happened
        ]

    return {
        "reference": request.board_ref,
        "code": short_code(request.board_ref),
        "stage": request.state,
        "urgency": request.urgency,
        "waiting_since": request.waiting_since,
        "events": events,
    }

"""Which cases are still readable, and which of them anything is under way of."""

from datetime import datetime, timedelta

from sqlalchemy import exists, or_
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from reciprocal import clock
from reciprocal.access.actor import Actor
from reciprocal.homes.lifecycle import HomeState
from reciprocal.homes.tables import Home
from reciprocal.ledger.dispute_lifecycle import DisputeState
from reciprocal.ledger.tables import Dispute, Transaction
from reciprocal.moves.lifecycle import MoveState, PossessionState
from reciprocal.moves.tables import Move
from reciprocal.organisations import queries as organisations
from reciprocal.proposals.lifecycle import LIVE, ProposalState
from reciprocal.proposals.tables import Proposal
from reciprocal.requests.lifecycle import RequestState
from reciprocal.requests.tables import CaseTold, PropertyRequest
from reciprocal.retention import holding
from reciprocal.retention.rules import Held, HeldRound
from reciprocal.rounds.cycle_lifecycle import CycleState
from reciprocal.rounds.lifecycle import RoundState
from reciprocal.rounds.tables import CarriedCycle, MatchRound
from reciprocal.sealing.tables import SubjectKey


def readable(session: Session, actor: Actor) -> list[Held]:
    """Return every case of the scheme whose key is not destroyed yet."""
    under_way = set(session.exec(_under_way()))
    on_hold = holding.held(session, actor.scheme_id)
    _, scheme = organisations.rules_on(session, actor.scheme_id, clock.today())
    window = timedelta(days=scheme.failed_tenancy_days)
    rows = session.exec(
        select(PropertyRequest)
        .join(SubjectKey, col(SubjectKey.id) == PropertyRequest.key_id)
        .where(
            PropertyRequest.scheme_id == actor.scheme_id,
            col(SubjectKey.wrapped).is_not(None),
        )
        .order_by(PropertyRequest.id)
    )
    return [
        Held(
            row.id,
            row.state,
            _since(row),
            row.id in under_way or _may_return(row, window),
            row.id in on_hold,
        )
        for row in rows
    ]


def rounds(session: Session, actor: Actor) -> list[HeldRound]:
    """Return every round of the scheme whose key is not destroyed yet."""
    rows = session.exec(
        select(MatchRound)
        .join(SubjectKey, col(SubjectKey.id) == MatchRound.key_id)
        .where(
            MatchRound.scheme_id == actor.scheme_id,
            col(SubjectKey.wrapped).is_not(None),
        )
        .order_by(MatchRound.id)
    ).all()
    in_use = set(
        session.exec(_rounds_in_use(sorted(holding.held(session, actor.scheme_id))))
    )
    return [HeldRound(row.id, _round_since(row), row.id in in_use) for row in rows]


def moved_to(session: Session, actor: Actor, request_id: str) -> list[str]:
    """Return the homes that a case's household got the keys to, and that are let."""
    del actor  # the service erases a case that it found to be due
    query = (
        select(Proposal.home_id)
        .join(Home, col(Home.id) == Proposal.home_id)
        .where(
            Proposal.request_id == request_id,
            Proposal.state == ProposalState.COMPLETED,
            Home.state == HomeState.LET,
        )
    )
    return list(session.exec(query))


def _round_since(row: MatchRound) -> datetime | None:
    if row.state is RoundState.REFUSED:
        return row.frozen_at
    return row.published_at


def _rounds_in_use(on_hold: list[str]) -> SelectOfScalar[str]:
    """Choose the rounds that a step, a cycle or a case on hold still needs."""
    live = select(Proposal.round_id).where(
        col(Proposal.request_id).in_(_under_way())
        | col(Proposal.request_id).in_(on_hold)
    )
    told = select(CaseTold.round_id).where(col(CaseTold.request_id).in_(on_hold))
    carried = select(CarriedCycle.round_id).where(
        CarriedCycle.state == CycleState.UNDER_WAY
    )
    return select(MatchRound.id).where(
        col(MatchRound.id).in_(live)
        | col(MatchRound.id).in_(told)
        | col(MatchRound.id).in_(carried)
    )


def _may_return(row: PropertyRequest, window: timedelta) -> bool:
    """Tell whether the tenancy could still be found not to last, and undone."""
    if row.state is not RequestState.MOVED or row.ended_at is None:
        return False
    return clock.now() - row.ended_at <= window


def _since(row: PropertyRequest) -> datetime | None:
    return row.confirmed_at if row.state is RequestState.DRAFT else row.ended_at


def _under_way() -> SelectOfScalar[str]:
    """Choose the cases in mid-move, and those of a move that is disputed.

    A move is over once the old tenancy has ended and nobody is sought to leave it. One
    that did not last is over too, whatever was recorded of possession before: nothing
    is recorded of it any more.
    """
    disputed = exists().where(
        col(Transaction.move_ref) == Move.move_ref,
        col(Dispute.transaction_id) == Transaction.id,
        col(Dispute.state) == DisputeState.OPEN,
    )
    unfinished = col(Move.state).in_((MoveState.HELD, MoveState.SIGNED)) | (
        (col(Move.state) == MoveState.STARTED)
        & or_(
            col(Move.old_tenancy_end).is_(None),
            col(Move.possession) == PossessionState.SOUGHT,
        )
    )
    return (
        select(Proposal.request_id)
        .outerjoin(Move, col(Move.proposal_id) == Proposal.id)
        .where(
            or_(
                col(Proposal.state).in_(LIVE),
                unfinished,
                disputed,
            )
        )
    )

"""Publishing a solved round: what people agreed to is proposed, the rest is not."""

from collections.abc import Collection

from sqlmodel import Session

from matching.plan import Exchange, Plan, StepKind
from reciprocal import clock, ids
from reciprocal.access.actor import Actor, service
from reciprocal.audit import operations as audit
from reciprocal.db import Database, Duty
from reciprocal.homes import staying
from reciprocal.jobs import Progress, Report
from reciprocal.proposals import operations as proposals
from reciprocal.proposals import transfers
from reciprocal.requests import told as case_told
from reciprocal.rounds.lifecycle import RoundEvent, RoundState, after
from reciprocal.rounds.run import locked, opened_plan
from reciprocal.rounds.tables import MatchRound


def publish_nothing(database: Database, round_id: str, report: Report) -> None:
    """Publish a solved round of which nobody has anything to decide.

    A plan with a ready step waits for a person. Forecasts bind nobody and wait for
    none.
    """
    report(Progress("publish", 0, 1))
    with database.transaction(service(), Duty.ROUND) as session:
        row = locked(session, round_id)
        if row.state is not RoundState.SOLVED:
            return
        actor = service(row.scheme_id)
        if not to_decide(opened_plan(session, actor, row)):
            publish(session, actor=actor, row=row, proposed=set())
    report(Progress("publish", 1, 1))


def to_decide(plan: Plan) -> dict[int, Exchange]:
    """Return the exchanges of a plan that have a ready step, by their number from 1."""
    return {
        number: exchange
        for number, exchange in enumerate(plan.exchanges, start=1)
        if any(step.kind is StepKind.READY for step in exchange.steps)
    }


def propose(
    session: Session, *, row: MatchRound, agreed: dict[int, Exchange]
) -> set[str]:
    """Propose every ready step of what was agreed; return whose the steps are.

    Whom the world has overtaken since the round was frozen is proposed nothing.
    """
    actor = service(row.scheme_id)
    proposed: set[str] = set()
    for number, exchange in sorted(agreed.items()):
        chain_ref = ids.new_id()
        for position, step in enumerate(exchange.steps, start=1):
            if step.kind is not StepKind.READY:
                continue
            ready = proposals.ReadyStep(
                round_id=row.id,
                exchange_number=number,
                position=position,
                chain_ref=chain_ref,
                rule_version=row.rule_version,
                request_id=step.household_id,
                home_id=step.home_id,
            )
            made = proposals.propose(session, actor=actor, step=ready)
            if made is not None:
                transfers.withdraw_from_landlord(session, actor=actor, proposal=made)
                proposed.add(step.household_id)
    return proposed


def publish(
    session: Session, *, actor: Actor, row: MatchRound, proposed: Collection[str]
) -> None:
    """Let a round be told, with whom it proposed a home to."""
    row.proposed = len(proposed)
    case_told.release(session, round_id=row.id, proposed=set(proposed))
    row.state = after(row.state, RoundEvent.PUBLISH)
    row.published_at = clock.now()
    staying.count_round(session, scheme_id=row.scheme_id, frozen_at=row.frozen_at)
    session.add(row)
    audit.record(session, actor, "round.published", subject=("round", row.id))


def add(session: Session, *, row: MatchRound, proposed: Collection[str]) -> None:
    """Count what a second person agreed to, once the round was published."""
    row.proposed += len(proposed)
    case_told.mark_proposed(session, round_id=row.id, proposed=set(proposed))
    session.add(row)

"""A person decides each move of a plan before anybody is asked about it."""

from collections.abc import Sequence

from sqlmodel import Session

from matching.plan import Exchange, StepKind
from reciprocal import clock, ids
from reciprocal.access import policy
from reciprocal.access.actor import Actor
from reciprocal.audit import operations as audit
from reciprocal.errors import Kind, ReciprocalError, StateConflict
from reciprocal.rounds import plan_queries, publishing, queries
from reciprocal.rounds.lifecycle import RoundState
from reciprocal.rounds.run import locked
from reciprocal.rounds.step_rules import Decided, StepAnswer, is_whole
from reciprocal.rounds.tables import MatchRound, StepDecision


class StepsNotDecided(ReciprocalError):
    code = "steps_not_decided"
    kind = Kind.INVALID
    sentence = (
        "Answer for each exchange that has a ready step nobody has decided, once, and "
        "for no other; give a reason for what is withheld, and for nothing else."
    )


def decide(
    session: Session, *, actor: Actor, round_ref: str, decided: Sequence[Decided]
) -> MatchRound:
    """Record a person's decision on each ready step, and propose what was agreed.

    The first person to decide publishes the round. What was closed to them waits, told
    to them by nothing, for somebody else of the coordinator's until the next round is
    frozen. What is withheld is proposed to nobody; its households keep their dates and
    its homes stay in the pot, for the next round.

    Raises:
        NotFound: When there is no such round.
        StateConflict: Before it is solved, when nothing of it waits for this person any
            more, or once another round was frozen.
        StepsNotDecided: When an exchange has no answer, or two, or a reason that it
            should not have or lacks.
    """
    policy.require(actor, "rounds.decide")
    row = locked(session, queries.own_round(session, actor, round_ref).id)
    waits = plan_queries.awaiting(session, actor, row)
    if row.state is not RoundState.SOLVED and (
        not waits or not queries.is_newest(session, actor, row)
    ):
        raise StateConflict
    if not is_whole(decided, waits):
        raise StepsNotDecided(field="decisions")
    agreed = {
        each.exchange_number: waits[each.exchange_number]
        for each in decided
        if each.answer is StepAnswer.AGREED
    }
    proposed = publishing.propose(session, row=row, agreed=agreed)
    for each in decided:
        exchange = waits[each.exchange_number]
        _record(session, actor, row, each, exchange, proposed)
    if row.state is RoundState.SOLVED:
        publishing.publish(session, actor=actor, row=row, proposed=proposed)
    else:
        publishing.add(session, row=row, proposed=proposed)
    return row


def _record(
    session: Session,
    actor: Actor,
    row: MatchRound,
    decided: Decided,
    exchange: Exchange,
    proposed: set[str],
) -> None:
    for position, step in enumerate(exchange.steps, start=1):
        if step.kind is not StepKind.READY:
            continue
        kept = StepDecision(
            id=ids.new_id(),
            scheme_id=row.scheme_id,
            round_id=row.id,
            request_id=step.household_id,
            exchange_number=decided.exchange_number,
            position=position,
            answer=decided.answer,
            reason=decided.reason,
            proposed=step.household_id in proposed,
            decided_by=actor.id,
            decided_at=clock.now(),
        )
        session.add(kept)
        audit.record(
            session,
            actor,
            f"plan_step.{decided.answer}",
            subject=("step_decision", kept.id),
            code=decided.reason or "",
        )

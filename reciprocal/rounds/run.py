"""What the worker does for a round: solve, verify, keep; each step may run twice.

A step looks at the round's state first and does nothing when its work is done, so a
worker that was killed in the middle finishes the round once.
"""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from sqlmodel import Session, select

from matching.codec import (
    explanation_from_text,
    explanation_to_text,
    plan_from_text,
    plan_to_text,
    pool_from_text,
)
from matching.explanation import Explanation
from matching.fall_through import expected_moves
from matching.plan import Plan, StepKind
from matching.pool import Policy, Pool
from matching.verify import verify
from reciprocal import clock
from reciprocal.access.actor import Actor, service
from reciprocal.audit import operations as audit
from reciprocal.db import Database, Duty
from reciprocal.errors import NotFound
from reciprocal.jobs import Progress
from reciprocal.requests import deciding
from reciprocal.requests import told as case_told
from reciprocal.rounds import levels, questions
from reciprocal.rounds.child import (
    Solved,
    SolveFailed,
    policy_from_plain,
    solve_apart,
)
from reciprocal.rounds.lifecycle import RoundEvent, RoundState, after
from reciprocal.rounds.tables import MatchRound
from reciprocal.sealing import operations as sealing
from reciprocal.sealing.column import Sealed

Solve = Callable[[Pool, Policy, int, Callable[[str, int, int], None]], Solved]
Report = Callable[[Progress], None]


def solve_round(
    database: Database, round_id: str, report: Report, *, solve: Solve = solve_apart
) -> None:
    """Solve a frozen round outside any transaction, verify the plan, and store it.

    A plan that the referee refuses is kept for the auditor and never published. A
    round whose solver failed is refused too, so that another can be frozen.
    """
    with database.transaction(service(), Duty.ROUND) as session:
        row = session.get_one(MatchRound, round_id)
        if row.state is not RoundState.FROZEN:
            return
        actor = service(row.scheme_id)
        pool, policy, seed = opened(session, actor, row)
    try:
        solved = solve(pool, policy, seed, lambda *told: report(Progress(*told)))
        violations = verify(solved.plan, pool, policy)
        asked = questions.raised(solved.plan, pool, policy)
    except Exception:
        _refuse_unsolved(database, actor, round_id)
        raise
    with database.transaction(actor, Duty.ROUND) as session:
        row = locked(session, round_id)
        if row.state is not RoundState.FROZEN:
            return
        _store_plan(session, row, solved)
        if violations:
            row.refused_code = violations[0].code
            row.state = after(row.state, RoundEvent.REFUSE)
        else:
            row.state = after(row.state, RoundEvent.SOLVE)
            _store_reasons(session, row, solved)
            deciding.put(session, actor=actor, asked=asked)
        session.add(row)
        audit.record(
            session,
            actor,
            "round.refused" if violations else "round.solved",
            subject=("round", round_id),
            code=row.refused_code or "",
        )


def replays(
    database: Database, round_id: str, *, actor: Actor, solve: Solve = solve_apart
) -> bool:
    """Tell whether a round, solved again from its sealed box, gives the same plan."""
    with database.transaction(actor, Duty.PROOF) as session:
        row = session.get_one(MatchRound, round_id)
        pool, policy, seed = opened(session, actor, row)
        kept = plan_to_text(opened_plan(session, actor, row))
    return plan_to_text(solve(pool, policy, seed, lambda *_: None).plan) == kept


def is_forgotten(session: Session, row: MatchRound) -> bool:
    """Tell whether what a round was solved from, and its plan, are erased."""
    return sealing.is_destroyed(session, row.key_id)


def opened(session: Session, actor: Actor, row: MatchRound) -> tuple[Pool, Policy, int]:
    """Open what a round was frozen with; enough to replay it.

    Raises:
        NotFound: When it was kept long enough, and is erased.
    """
    _require_kept(session, row)

    def field(column: str, sealed: Sealed) -> object:
        return audit.reveal(
            session,
            actor,
            sealed,
            f"match_round.{column}",
            subject=("round", row.id),
            row_id=row.id,
        )

    policy = field("policy", row.policy)
    assert isinstance(policy, dict)
    return (
        pool_from_text(str(field("pool", row.pool))),
        policy_from_plain(policy),
        int(str(field("seed", row.seed))),
    )


def opened_plan(session: Session, actor: Actor, row: MatchRound) -> Plan:
    """Open the plan of a solved round.

    Raises:
        NotFound: When it was kept long enough, and is erased.
    """
    _require_kept(session, row)
    assert row.plan is not None, "a solved round has a plan"
    text = audit.reveal(
        session,
        actor,
        row.plan,
        "match_round.plan",
        subject=("round", row.id),
        row_id=row.id,
    )
    return plan_from_text(str(text))


def opened_reasons(session: Session, actor: Actor, row: MatchRound) -> Explanation:
    """Open what the coordinator is told of a round that has a plan.

    Raises:
        NotFound: When it was kept long enough, and is erased.
    """
    _require_kept(session, row)
    assert row.reasons is not None, "a plan that is shown has its reasons"
    text = audit.reveal(
        session,
        actor,
        row.reasons,
        "match_round.reasons",
        subject=("round", row.id),
        row_id=row.id,
    )
    return explanation_from_text(str(text))


def _require_kept(session: Session, row: MatchRound) -> None:
    if is_forgotten(session, row):
        raise NotFound


def expected_tenths(plan: Plan, step_completes_percent: int) -> int:
    """Return the moves of a plan completed on average. Units: tenths, rounded down."""
    odds = Fraction(step_completes_percent, 100)
    return int(10 * expected_moves(plan, odds))


def _refuse_unsolved(database: Database, actor: Actor, round_id: str) -> None:
    with database.transaction(actor, Duty.ROUND) as session:
        row = locked(session, round_id)
        if row.state is not RoundState.FROZEN:
            return
        row.refused_code = SolveFailed.code
        row.state = after(row.state, RoundEvent.REFUSE)
        session.add(row)
        audit.record(
            session,
            actor,
            "round.refused",
            subject=("round", round_id),
            code=SolveFailed.code,
        )


def _store_plan(session: Session, row: MatchRound, solved: Solved) -> None:
    plan = solved.plan
    row.plan = sealing.seal(
        session, row.key_id, "match_round.plan", row.id, plan_to_text(plan)
    )
    row.engine_version = plan.engine_version
    row.levels = levels.as_rows(plan.levels)
    row.plan_status = plan.status
    row.certificate_closes = solved.certificate_closes
    row.home_types = plan.home_types
    row.expected_tenths = expected_tenths(plan, row.step_completes_percent)
    kinds = [step.kind for exchange in plan.exchanges for step in exchange.steps]
    row.ready_steps = kinds.count(StepKind.READY)
    row.forecast_steps = kinds.count(StepKind.FORECAST)
    row.solved_at = clock.now()


def _store_reasons(session: Session, row: MatchRound, solved: Solved) -> None:
    """Keep what each party may be told, each part under the key of whom it is about."""
    told, steps = solved.explanation, solved.plan.exchanges
    row.reasons = sealing.seal(
        session,
        row.key_id,
        "match_round.reasons",
        row.id,
        explanation_to_text(replace(told, matches=(), told=())),
    )
    ready = {
        step.household_id
        for exchange in steps
        for step in exchange.steps
        if step.kind is StepKind.READY
    }
    case_told.keep(
        session,
        scheme_id=row.scheme_id,
        round_id=row.id,
        told=told.told,
        # Of a forecast nobody hears, and nothing of it is kept with a case.
        why=[each for each in told.matches if each.household_id in ready],
    )


def locked(session: Session, round_id: str) -> MatchRound:
    """Return a round, to be changed by nobody else meanwhile."""
    return session.exec(
        select(MatchRound).where(MatchRound.id == round_id).with_for_update()
    ).one()

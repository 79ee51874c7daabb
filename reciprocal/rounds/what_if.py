"""What a coordinator may try out on a round's sealed box, before anybody is told.

Nothing is stored: the box is solved as it is and with the locks, and the difference is
the answer. Only a step that the plan has can be forced, beside a home or a request:
whether any other home can be made to suit a household would say where that household
may not live. Of what households wish for nothing is told at all.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from matching.locks import Lock, LockKind, forced
from matching.objectives import objectives
from matching.plan import Plan
from matching.pool import Policy, Pool
from matching.what_if import Cost, LevelCost, compared
from reciprocal.access import policy as access_policy
from reciprocal.access.actor import Actor
from reciprocal.audit import operations as audit
from reciprocal.db import Database
from reciprocal.disclosure import Shown, show
from reciprocal.errors import Kind, ReciprocalError
from reciprocal.requests import queries as requests
from reciprocal.requests.rules import ConsentPurpose
from reciprocal.rounds import levels, plan_queries, queries
from reciprocal.rounds.child import plan_apart
from reciprocal.rounds.lifecycle import RoundState
from reciprocal.rounds.run import expected_tenths, opened
from reciprocal.rounds.tables import MatchRound

LOCKS_MAX = 3
FORCED_MAX = 1
_WITH_PLAN = (RoundState.SOLVED, RoundState.PUBLISHED)

WISHES_LEFT_OUT = "What households wish for is left out of this answer."

SolvePlan = Callable[[Pool, Policy, int], Plan]


class RoundNotSolved(ReciprocalError):
    code = "round_not_solved"
    kind = Kind.CONFLICT
    sentence = "The round has no plan to compare with; wait until it is solved."


class NothingToTry(ReciprocalError):
    code = "nothing_to_try"
    kind = Kind.INVALID
    sentence = (
        "Try out one to three things, each once, and force at most one of them, so "
        "that an answer tells what it costs and not where a household may not go."
    )


class LockUnknown(ReciprocalError):
    code = "lock_unknown"
    kind = Kind.NOT_FOUND
    sentence = (
        "A request or home to try out is not in this round; give its reference as the "
        "board shows it."
    )


class StepNotInPlan(ReciprocalError):
    code = "step_not_in_plan"
    kind = Kind.INVALID
    sentence = (
        "Only a step that the round's plan has can be forced; to see whether another "
        "move is possible, force the request or the home alone."
    )


class StepHidden(ReciprocalError):
    code = "round_hides_a_step"
    kind = Kind.CONFLICT
    sentence = (
        "A change in risk hides where a step of this round or before it leads, so that "
        "nothing more is tried out on it: what a home costs would say who goes there."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What a coordinator asks to try out, by her own references.

    Attributes:
        force_moves, forbid_moves: A request and a home each; what is forced is a step
            of the plan.
    """

    force_requests: Sequence[str] = ()
    force_homes: Sequence[str] = ()
    force_moves: Sequence[tuple[str, str]] = ()
    forbid_requests: Sequence[str] = ()
    forbid_homes: Sequence[str] = ()
    forbid_moves: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What it costs, and the moves likely to be completed of either plan.

    Attributes:
        round_ref, stage: Of the round it was tried out on.
        cost: Without the levels of what households wish for.
        expected_tenths: Without and with what is tried out. Units: tenths of a move.
        step_completes_percent: The odds assumed of each step.
    """

    round_ref: str
    stage: RoundState
    cost: Cost
    expected_tenths: tuple[int, int]
    step_completes_percent: int

    @property
    def sentences(self) -> tuple[str, ...]:
        """All of it in plain words; no household, home or place is named."""
        return (*self.cost.sentences, WISHES_LEFT_OUT)


def what_if(
    database: Database,
    *,
    actor: Actor,
    round_ref: str,
    tried: Tried,
    solve: SolvePlan = plan_apart,
) -> Answer:
    """Return what it would cost a solved round to hold something fixed.

    Writes down who tried what; solves outside any transaction.

    Raises:
        NotFound: For a round that is not the scheme's.
        RoundNotSolved: Before it has a plan, and of a plan that was refused.
        StepHidden: Once a change in risk hides where one of its steps leads.
        NothingToTry: For nothing, or more at once than may be tried.
        LockUnknown: For what is not in the round, or is closed to them, or for the
            request of a household that agrees to matching no more.
        StepNotInPlan: For a move that is forced and is no step of the plan.
        SolveFailed: When the child process dies.
    """
    with database.transaction(actor) as session:
        row, (pool, policy, seed) = opened_with_plan(session, actor, round_ref)
        if queries.hides_a_step(session, actor, row):
            raise StepHidden
        locks = _locks(session, actor, pool, tried)
        _refuse_new_pairs(locks, plan_queries.moves_shown(session, actor, row))
        held = replace(policy, locks=locks)
        audit.record(session, actor, "round.tried_out", subject=("round", row.id))
        for lock in held.locks:
            for kind, identifier in _named(lock):
                audit.record(
                    session,
                    actor,
                    "round.tried_out",
                    subject=(kind, identifier),
                    code=lock.kind,
                )
    plans = [solve(pool, each, seed) for each in (policy, held)]
    percent = row.step_completes_percent
    without, with_locks = (expected_tenths(plan, percent) for plan in plans)
    cost = compared(*plans, goals=objectives(pool, held, seed), locks=held.locks)
    return Answer(
        round_ref=row.board_ref,
        stage=row.state,
        cost=replace(cost, levels=_told(cost)),
        expected_tenths=(without, with_locks),
        step_completes_percent=percent,
    )


def show_answer(actor: Actor, answer: Answer) -> Shown:
    """Return what it costs as a coordinator may see it: counts, and nobody."""
    cost = answer.cost
    without, with_locks = (
        queries.expected_row(tenths, answer.step_completes_percent)
        for tenths in answer.expected_tenths
    )
    row = {
        "reference": answer.round_ref,
        "asked": cost.asked,
        "kept": cost.kept,
        "kept_at_most": cost.kept_at_most,
        "sentences": list(answer.sentences),
        "levels": [
            {
                "level": level.level,
                "sense": level.sense,
                "sentence": level.sentence,
                "without": level.unlocked,
                "with_locks": level.with_locks,
                "lost": level.lost,
                "proven": level.proven,
            }
            for level in cost.levels
        ],
        "no_longer": len(cost.no_longer),
        "instead": len(cost.instead),
        "expected_without": without,
        "expected_with": with_locks,
    }
    return show(actor, "what_if", answer.stage, row)


def opened_with_plan(
    session: Session, actor: Actor, round_ref: str
) -> tuple[MatchRound, tuple[Pool, Policy, int]]:
    """Return a round that has a plan, and what it was frozen with.

    Raises:
        NotFound: For a round that is not the scheme's.
        RoundNotSolved: Before it has a plan, and of a plan that was refused.
    """
    access_policy.require(actor, "rounds.run")
    row = queries.own_round(session, actor, round_ref)
    if row.state not in _WITH_PLAN:
        raise RoundNotSolved
    return row, opened(session, actor, row)


def _locks(
    session: Session, actor: Actor, pool: Pool, tried: Tried
) -> tuple[Lock, ...]:
    """Return what is tried out as locks on the pool's own identifiers."""
    refs = _References(session, actor, pool)
    force, forbid = LockKind.FORCE, LockKind.FORBID
    locks = (
        *(Lock(force, refs.request(each)) for each in tried.force_requests),
        *(Lock(force, home_id=refs.home(each)) for each in tried.force_homes),
        *(Lock(force, refs.request(r), refs.home(h)) for r, h in tried.force_moves),
        *(Lock(forbid, refs.request(each)) for each in tried.forbid_requests),
        *(Lock(forbid, home_id=refs.home(each)) for each in tried.forbid_homes),
        *(Lock(forbid, refs.request(r), refs.home(h)) for r, h in tried.forbid_moves),
    )
    once = len(set(locks)) == len(locks)
    few = 1 <= len(locks) <= LOCKS_MAX and len(forced(locks)) <= FORCED_MAX
    if not (once and few):
        raise NothingToTry
    return locks


def _refuse_new_pairs(
    locks: Sequence[Lock], shown: Collection[tuple[str, str]]
) -> None:
    """Refuse to force a pair that the plan does not show, be it possible or not."""
    for lock in forced(locks):
        pair = (lock.household_id, lock.home_id)
        if None not in pair and pair not in shown:
            raise StepNotInPlan


def _told(cost: Cost) -> tuple[LevelCost, ...]:
    return tuple(one for one in cost.levels if one.level not in levels.OF_WISHES)


class _References:
    """The coordinator's references of what is in a round and open to them."""

    def __init__(self, session: Session, actor: Actor, pool: Pool) -> None:
        self._session, self._actor = session, actor
        self._households = {row.id for row in pool.households}
        self._homes = {home.id for home in pool.homes}

    def request(self, reference: str) -> str:
        found = queries.request_of(self._session, self._actor, reference)
        request_id = _known(found, self._households)
        agreed = requests.live_consents(self._session, self._actor, request_id)
        if ConsentPurpose.MATCHING not in agreed:
            raise LockUnknown
        return request_id

    def home(self, reference: str) -> str:
        found = queries.home_of(self._session, self._actor, reference)
        return _known(found, self._homes)


def _known(found: str | None, among: set[str]) -> str:
    if found is None or found not in among:
        raise LockUnknown
    return found


def _named(lock: Lock) -> list[tuple[str, str]]:
    """Return what a lock is about, as the audit names subjects."""
    both = (("request", lock.household_id), ("home", lock.home_id))
    return [(kind, identifier) for kind, identifier in both if identifier is not None]

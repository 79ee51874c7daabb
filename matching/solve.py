"""The one front door: a pool and a policy in, a plan out."""

from itertools import accumulate

from matching.codec import digest, pool_to_text
from matching.engine.budget import Budget
from matching.engine.outcome import Outcome, Progress
from matching.graph import Graph, Route, build
from matching.plan import (
    Exchange,
    ExchangeKind,
    Plan,
    SolveStatus,
    Step,
    StepKind,
)
from matching.pool import Policy, Pool

__all__ = ["ENGINE_VERSION", "Budget", "Progress", "solve"]

ENGINE_VERSION = "naming-4"


def solve(
    pool: Pool,
    policy: Policy,
    *,
    seed: int,
    budget: Budget,
    progress: Progress | None = None,
) -> Plan:
    """Return the best plan found for a pool within a budget of work.

    The same pool, policy, seed and budget give the same plan: nothing here looks at
    a clock, and OR-Tools runs one worker for a counted amount of work.

    Args:
        pool: Who would move, and the homes.
        policy: Caps on lengths, and the objectives in their order.
        seed: Draws the lots of the tie-break and steers the search.
        budget: Limits of work.
        progress: Told the stage, and how many of how many objectives are done.
    """
    from matching.engine.levels import search  # noqa: PLC0415 - loads OR-Tools

    graph = build(pool, policy)
    told = progress or (lambda _stage, _done, _total: None)
    outcome = search(graph, policy, seed=seed, budget=budget, progress=told)
    exchanges = [_exchange(graph, route) for route in outcome.routes]
    return Plan(
        status=_status(outcome),
        exchanges=tuple(sorted(exchanges, key=_reading_order)),
        levels=outcome.levels,
        pool_digest=digest(pool_to_text(pool)),
        seed=seed,
        engine_version=ENGINE_VERSION,
        certificate=outcome.certificate,
        home_types=outcome.home_types,
    )


def _status(outcome: Outcome) -> SolveStatus:
    if outcome.empty:
        return SolveStatus.EMPTY
    if all(level.gap == 0 for level in outcome.levels):
        return SolveStatus.PROVEN if outcome.shown else SolveStatus.PROVEN_BY_SOLVER
    return SolveStatus.FEASIBLE


def _reading_order(exchange: Exchange) -> tuple[bool, str]:
    return exchange.kind is ExchangeKind.CYCLE, exchange.steps[0].home_id


def _exchange(graph: Graph, route: Route) -> Exchange:
    """Return a route as an exchange; a cycle is told from its lowest home's id."""
    moves = route.moves
    if route.kind is ExchangeKind.CYCLE:
        # Homes are sorted by id, so the lowest index is the lowest id.
        at = min(range(len(moves)), key=lambda i: moves[i].home)
        moves = moves[at:] + moves[:at]
    homes = [graph.pool.homes[move.home] for move in moves]
    weeks = accumulate(home.weeks_to_keys for home in homes)
    return Exchange(
        kind=route.kind,
        steps=tuple(
            Step(
                household_id=graph.pool.households[move.household].id,
                home_id=home.id,
                kind=StepKind.READY if home.ready else StepKind.FORECAST,
                weeks_to_keys=keys,
            )
            for move, home, keys in zip(moves, homes, weeks, strict=True)
        ),
    )

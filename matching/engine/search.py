"""The lexicographic driver: one objective after another, each with its bound.

A pool whose every route can be listed is solved over all of them. A larger one starts
from the chains of one step; for each objective the relaxation adds columns and gives
the bound, and CP-SAT chooses among the columns found so far.
"""

from dataclasses import dataclass

from matching.engine.budget import Budget
from matching.engine.columns import ColumnPool, balance_rows
from matching.engine.master import Held, choose
from matching.engine.outcome import Outcome, Progress
from matching.engine.pricing import Pricing
from matching.engine.relaxation import Relaxation
from matching.engine.ruin import Ruin
from matching.exchanges import list_cycles, list_routes, list_single_moves
from matching.graph import Graph, Route
from matching.objectives import BalanceRow, Objective, objectives
from matching.plan import LevelReport
from matching.pool import Policy

_CYCLES_MAX = 200_000
_SQUARES_LEEWAY = 12

ALL_WEIGHED = "every possible chain and cycle was weighed"
BY_RELAXATION = "the linear relaxation with column generation"
BY_RELAXATION_OPEN = "the linear relaxation, stopped before its last column"


def search(
    graph: Graph, policy: Policy, *, seed: int, budget: Budget, progress: Progress
) -> Outcome:
    """Return the best routes found within the budget."""
    pool, workshop = _prepare(graph, policy, seed=seed, budget=budget)
    held: list[Held] = []
    chosen: tuple[int, ...] = ()
    levels = []
    for goal, objective in enumerate(pool.objectives):
        progress(objective.name, goal, len(pool.objectives))
        chosen, report = workshop.solve(goal, held, chosen)
        held.append(Held(goal, report.value))
        levels.append(report)
    progress("done", len(pool.objectives), len(pool.objectives))
    return Outcome(_routes(pool, chosen), tuple(levels), empty=not pool.columns)


def _prepare(
    graph: Graph, policy: Policy, *, seed: int, budget: Budget
) -> tuple[ColumnPool, "_Workshop"]:
    goals = objectives(graph.pool, policy, seed)
    listing = list_routes(graph, policy, routes_max=budget.routes_max)
    pool = ColumnPool(graph, goals, complete=listing.complete)
    if listing.complete:
        pool.add(listing.routes)
        return pool, _Workshop(pool, None, None, (), seed, budget)
    pool.add(list_single_moves(graph))
    cycles = list_cycles(graph, policy, routes_max=_CYCLES_MAX)
    rows = balance_rows(graph)
    pricing = Pricing(
        pool,
        {row: i for i, row in enumerate(rows)},
        cycles=cycles.routes,
        chain_moves_max=policy.chain_moves_max,
    )
    ruin = Ruin(pool, policy, cycles.routes, seed)
    return pool, _Workshop(pool, pricing, ruin, rows, seed, budget)


@dataclass(frozen=True, slots=True)
class _Workshop:
    """What every objective is solved with.

    Attributes:
        pricing, ruin: None when the pool of columns is complete.
        rows: The balances that some move could change.
    """

    pool: ColumnPool
    pricing: Pricing | None
    ruin: Ruin | None
    rows: tuple[BalanceRow, ...]
    seed: int
    budget: Budget

    def solve(
        self, goal: int, held: list[Held], hint: tuple[int, ...]
    ) -> tuple[tuple[int, ...], LevelReport]:
        """Return the best choice found for one objective, and its report."""
        objective = self.pool.objectives[goal]
        bound, proved_by = self._bound(goal, held)
        chosen = self._improved(goal, hint, bound)
        value = self.pool.value(objective, _routes(self.pool, chosen))
        if value != bound:
            answer = choose(
                self.pool,
                goal,
                held=held,
                hint=chosen,
                target=bound,
                search_units=self.budget.search_units,
                seed=self.seed,
            )
            chosen = answer.chosen
            value = self.pool.value(objective, _routes(self.pool, chosen))
            bound = answer.bound if bound is None else bound
        return chosen, _report(objective, value, bound, proved_by)

    def _improved(
        self, goal: int, hint: tuple[int, ...], bound: int | None
    ) -> tuple[int, ...]:
        if self.ruin is None:
            return hint
        squares = self.pool.objectives[goal].weight is None
        routes = self.ruin.improve(
            _routes(self.pool, hint),
            goals=goal + 1,
            target=bound,
            rounds=self.budget.ruin_rounds,
            leeway=_SQUARES_LEEWAY if squares else 0,
        )
        self.pool.add(routes)
        return tuple(self.pool.index(route) for route in routes)

    def _bound(self, goal: int, held: list[Held]) -> tuple[int | None, str]:
        if self.pricing is None:
            return None, ALL_WEIGHED
        relaxation = Relaxation(self.pool, goal, held, self.rows)
        bound = relaxation.bound(
            self.pricing, rounds_max=self.budget.pricing_rounds_max
        )
        return bound.value, BY_RELAXATION if bound.closed else BY_RELAXATION_OPEN


def _routes(pool: ColumnPool, chosen: tuple[int, ...]) -> tuple[Route, ...]:
    return tuple(pool.columns[i].route for i in chosen)


def _report(
    objective: Objective, value: int, bound: int, proved_by: str
) -> LevelReport:
    return LevelReport(
        level=objective.name,
        value=value,
        bound=bound,
        sense=objective.sense,
        proved_by=proved_by,
    )

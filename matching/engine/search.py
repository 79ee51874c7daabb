"""The lexicographic driver: one objective after another, each with its bound.

A pool whose every route can be listed is solved over all of them. A larger one starts
from the chains of one step; for each objective the relaxation adds columns and gives
the bound, and CP-SAT chooses among the columns found so far.
"""

from dataclasses import dataclass, replace

from matching.engine.budget import Budget
from matching.engine.columns import ColumnPool, balance_rows
from matching.engine.master import Held, choose
from matching.engine.outcome import Outcome, Progress
from matching.engine.pricing import Pricing
from matching.engine.relaxation import Relaxation
from matching.engine.ruin import Ruin
from matching.exchanges import list_cycles, list_routes, list_single_moves
from matching.graph import Graph, Route
from matching.objectives import BalanceRow, objectives
from matching.plan import LevelReport
from matching.pool import Policy

_CYCLES_MAX = 200_000
_SQUARES_LEEWAY = 12
# The balance has by far the most to gain from rounds.
_BALANCE_SHARE = 3
_LATE_SHARE = 2

ALL_WEIGHED = "every possible chain and cycle was weighed"
BY_RELAXATION = "the linear relaxation with column generation"
COUNTED_AT_BEST = "each household counted at its best"
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
    routes = _routes(pool, chosen)
    return Outcome(routes, _final(pool, routes, levels), empty=not pool.columns)


def _prepare(
    graph: Graph, policy: Policy, *, seed: int, budget: Budget
) -> tuple[ColumnPool, "_Workshop"]:
    goals = objectives(graph.pool, policy, seed)
    listing = list_routes(graph, policy, routes_max=budget.routes_max)
    pool = ColumnPool(graph, goals, complete=listing.complete)
    if listing.complete:
        pool.add(listing.routes)
        return pool, _Workshop(pool, None, None, listing.complete, (), seed, budget)
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
    return pool, _Workshop(pool, pricing, ruin, cycles.complete, rows, seed, budget)


@dataclass(frozen=True, slots=True)
class _Workshop:
    """What every objective is solved with.

    Attributes:
        pricing, ruin: None when the pool of columns is complete.
        cycles_complete: False when the listing of cycles was cut, so that the
            relaxation says nothing of those left out.
        rows: The balances that some move could change.
    """

    pool: ColumnPool
    pricing: Pricing | None
    ruin: Ruin | None
    cycles_complete: bool
    rows: tuple[BalanceRow, ...]
    seed: int
    budget: Budget

    def solve(
        self, goal: int, held: list[Held], hint: tuple[int, ...]
    ) -> tuple[tuple[int, ...], LevelReport]:
        """Return the best choice found for one objective, and its report."""
        bound = self._bound(goal, held)
        # With nothing held yet, whole moves are few and CP-SAT is the quicker.
        works = (self._chosen, self._improved)
        chosen = hint
        for work in works if not held else works[::-1]:
            if self._value(goal, chosen) != bound.value:
                chosen, bound = work(goal, held, chosen, bound)
        objective = self.pool.objectives[goal]
        return chosen, LevelReport(
            level=objective.name,
            value=self._value(goal, chosen),
            bound=bound.value,
            sense=objective.sense,
            proved_by=bound.proved_by,
        )

    def _value(self, goal: int, chosen: tuple[int, ...]) -> int:
        return self.pool.value(self.pool.objectives[goal], _routes(self.pool, chosen))

    def _chosen(
        self, goal: int, held: list[Held], hint: tuple[int, ...], bound: "_Bound"
    ) -> tuple[tuple[int, ...], "_Bound"]:
        """Let CP-SAT choose; over a complete pool its own bound is the bound."""
        if not self._worth_choosing(goal, held):
            return hint, bound
        answer = choose(
            self.pool,
            goal,
            held=held,
            hint=hint,
            target=bound.value,
            search_units=self.budget.search_units,
            seed=self.seed,
        )
        if self.pool.complete and answer.bound is not None:
            bound = _Bound(answer.bound, ALL_WEIGHED)
        return answer.chosen, bound

    def _worth_choosing(self, goal: int, held: list[Held]) -> bool:
        """Say whether CP-SAT may be worth its time.

        With a balance to count among thousands of columns it seldom moves at all.
        """
        goals = (goal, *(kept.goal for kept in held))
        return self.ruin is None or not any(self._is_balance(g) for g in goals)

    def _is_balance(self, goal: int) -> bool:
        return self.pool.objectives[goal].squares != 0

    def _improved(
        self, goal: int, held: list[Held], hint: tuple[int, ...], bound: "_Bound"
    ) -> tuple[tuple[int, ...], "_Bound"]:
        """Ruin and recreate, more for the balance and less once it is held."""
        if self.ruin is None:
            return hint, bound
        squares = self._is_balance(goal)
        rounds = self.budget.ruin_rounds * (_BALANCE_SHARE if squares else 1)
        if any(self._is_balance(kept.goal) for kept in held):
            rounds = -(-rounds // _LATE_SHARE)
        routes = self.ruin.improve(
            _routes(self.pool, hint),
            goals=goal + 1,
            target=bound.value,
            rounds=rounds,
            leeway=_SQUARES_LEEWAY if squares else 0,
        )
        self.pool.add(routes)
        return tuple(self.pool.index(route) for route in routes), bound

    def _bound(self, goal: int, held: list[Held]) -> "_Bound":
        loose = _Bound(self.pool.loose_bound(goal), COUNTED_AT_BEST)
        if self.pricing is None:
            return loose
        # Leaving a held balance out of the relaxation loosens it, and so keeps its
        # bound a bound; its rows would cost more than all the others together.
        sums = [kept for kept in held if not self._is_balance(kept.goal)]
        relaxation = Relaxation(self.pool, goal, sums, self.rows)
        found = relaxation.bound(
            self.pricing, rounds_max=self.budget.pricing_rounds_max
        )
        if not self.cycles_complete:
            return loose
        proved_by = BY_RELAXATION if found.closed else BY_RELAXATION_OPEN
        return _Bound(found.value, proved_by)


@dataclass(frozen=True, slots=True)
class _Bound:
    """What no plan can beat, and how that is known."""

    value: int
    proved_by: str


def _final(
    pool: ColumnPool, routes: tuple[Route, ...], levels: list[LevelReport]
) -> tuple[LevelReport, ...]:
    """Return the reports with the values of the plan as it ended.

    Where an objective was not met in full, a later one may have raised it by chance.
    """
    return tuple(
        replace(report, value=pool.value(objective, routes))
        for report, objective in zip(levels, pool.objectives, strict=True)
    )


def _routes(pool: ColumnPool, chosen: tuple[int, ...]) -> tuple[Route, ...]:
    return tuple(pool.columns[i].route for i in chosen)

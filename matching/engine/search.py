"""The lexicographic driver: one objective after another, each with its bound."""

from collections.abc import Callable
from dataclasses import dataclass

from matching.engine.budget import Budget
from matching.engine.columns import ColumnPool
from matching.engine.master import Held, choose
from matching.exchanges import list_routes
from matching.graph import Graph, Route
from matching.objectives import Objective, objectives
from matching.plan import LevelReport
from matching.pool import Policy

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The routes chosen and how well each objective was met.

    Attributes:
        empty: True when no chain and no cycle is possible at all.
    """

    routes: tuple[Route, ...]
    levels: tuple[LevelReport, ...]
    empty: bool


def search(
    graph: Graph, policy: Policy, *, seed: int, budget: Budget, progress: Progress
) -> Outcome:
    """Return the best routes found within the budget."""
    goals = objectives(graph.pool, policy, seed)
    listing = list_routes(graph, policy, routes_max=budget.routes_max)
    pool = ColumnPool(graph, goals, complete=listing.complete)
    pool.add(listing.routes)
    held: list[Held] = []
    chosen: tuple[int, ...] = ()
    levels = []
    for goal, objective in enumerate(goals):
        progress(objective.name, goal, len(goals))
        answer = choose(
            pool,
            goal,
            held=held,
            hint=chosen,
            target=None,
            search_units=budget.search_units,
            seed=seed,
        )
        chosen = answer.chosen
        value = pool.value(objective, _routes(pool, chosen))
        held.append(Held(goal, value))
        levels.append(_report(objective, value, answer.bound))
    progress("done", len(goals), len(goals))
    return Outcome(_routes(pool, chosen), tuple(levels), empty=not pool.columns)


def _routes(pool: ColumnPool, chosen: tuple[int, ...]) -> tuple[Route, ...]:
    return tuple(pool.columns[i].route for i in chosen)


def _report(objective: Objective, value: int, bound: int) -> LevelReport:
    return LevelReport(
        level=objective.name,
        value=value,
        bound=bound,
        sense=objective.sense,
        proved_by="every possible chain and cycle was weighed",
    )

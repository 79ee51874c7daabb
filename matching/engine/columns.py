"""Routes with their figures: what the master problem chooses among."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from matching.graph import Graph, Route
from matching.objectives import (
    BalanceRow,
    Objective,
    PlacedMove,
    balance_changes,
    opening_balances,
    placed_moves,
    placed_route,
)


@dataclass(frozen=True, slots=True)
class Column:
    """One route.

    Attributes:
        weights: What it adds to each objective; 0 where the objective is no sum.
        changes: What it posts to the balances.
    """

    route: Route
    weights: tuple[int, ...]
    changes: tuple[tuple[BalanceRow, int], ...]

    @property
    def households(self) -> tuple[int, ...]:
        """The households it moves."""
        return tuple(move.household for move in self.route.moves)

    @property
    def homes(self) -> tuple[int, ...]:
        """The homes it lets."""
        return tuple(move.home for move in self.route.moves)


@dataclass(slots=True)
class ColumnPool:
    """The columns known so far, each route once, in the order they were found.

    Attributes:
        complete: True when every possible route is among them.
    """

    graph: Graph
    objectives: tuple[Objective, ...]
    complete: bool
    columns: list[Column] = field(default_factory=list)
    _at: dict[Route, int] = field(default_factory=dict)

    def add(self, routes: Iterable[Route]) -> list[Column]:
        """Add routes; return the columns that are new."""
        fresh = []
        for route in routes:
            if route not in self._at:
                self._at[route] = len(self.columns)
                self.columns.append(self.column_of(route))
                fresh.append(self.columns[-1])
        return fresh

    def index(self, route: Route) -> int:
        """Return the place of a known route."""
        return self._at[route]

    def value(self, objective: Objective, routes: Iterable[Route]) -> int:
        """Return an objective's value for a choice of routes."""
        return objective.value(placed_moves(self.graph, routes))

    def loose_bound(self, goal: int) -> int:
        """Return a bound on an objective that needs no solving.

        Every household counts at the best any of its moves could do, whatever the
        others do; squares of balances are at least nothing.
        """
        objective = self.objectives[goal]
        if objective.weight is None or objective.sense == "min":
            return 0
        # What squares of balances take away from a net benefit is at least nothing.
        best: dict[int, int] = {}
        pool = self.graph.pool
        for i, homes in enumerate(self.graph.homes_for):
            for home in homes:
                move = PlacedMove(
                    household=pool.households[i],
                    home=pool.homes[home],
                    position=1,
                    in_cycle=False,
                    ready=pool.homes[home].ready,
                )
                best[i] = max(best.get(i, 0), int(objective.weight(move)))
        return sum(best.values())

    def opening(self) -> Counter[BalanceRow]:
        """Return the balances before any move."""
        return opening_balances(self.graph.pool)

    def column_of(self, route: Route) -> Column:
        """Return a route with its figures; it need not be in the pool."""
        placed = placed_route(self.graph, route)
        changes: Counter[BalanceRow] = Counter()
        for move in placed:
            changes.update(dict_of(balance_changes(move.household, move.home)))
        return Column(
            route=route,
            weights=tuple(
                0 if o.weight is None else sum(int(o.weight(m)) for m in placed)
                for o in self.objectives
            ),
            changes=tuple((row, n) for row, n in sorted(changes.items()) if n),
        )


def dict_of(changes: Iterable[tuple[BalanceRow, int]]) -> dict[BalanceRow, int]:
    """Return changes summed by row."""
    rows: dict[BalanceRow, int] = {}
    for row, homes in changes:
        rows[row] = rows.get(row, 0) + homes
    return rows


def balance_rows(graph: Graph) -> tuple[BalanceRow, ...]:
    """Return the balances that some edge of the graph would change, in order."""
    households, homes = graph.pool.households, graph.pool.homes
    return tuple(
        sorted(
            {
                row
                for t, suitable in enumerate(graph.homes_for)
                for h in suitable
                for row, _change in balance_changes(households[t], homes[h])
            }
        )
    )

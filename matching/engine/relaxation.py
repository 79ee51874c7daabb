"""Column generation: a bound that no plan can beat, and columns worth choosing among.

The relaxation lets a route be taken in part; GLOP solves it over the columns known,
its duals price new ones, until none is worth adding. Each objective met before is a
row. The square of a balance is the sum of its steps, each dearer than the last.
"""

from dataclasses import dataclass
from math import ceil, floor

import numpy as np
from ortools.linear_solver import pywraplp

from matching.engine.columns import Column, ColumnPool
from matching.engine.master import Held
from matching.engine.pricing import Duals, Pricing
from matching.graph import NOBODY
from matching.objectives import BalanceRow
from matching.plan import ExchangeKind

_TOLERANCE = 1e-6
_ROUNDING = 1e-4
_RELATIVE_ROUNDING = 1e-9
# Steps of a balance priced one by one; few balances end further from where they began.
_STEPS = 6
_ROUTES_A_ROUND = 400


@dataclass(frozen=True, slots=True)
class Bound:
    """The relaxation's bound on one objective.

    Attributes:
        value: No plan that keeps the objectives held does better.
        closed: True when no column was left to add.
    """

    value: int
    closed: bool


class Relaxation:
    """The linear programme of one objective, given the ones held before."""

    def __init__(
        self,
        pool: ColumnPool,
        goal: int,
        held: list[Held],
        rows: tuple[BalanceRow, ...],
    ) -> None:
        self._pool = pool
        self._goal = goal
        self._held = {kept.goal: kept.value for kept in held}
        self._rows = rows
        self._row_at = {row: i for i, row in enumerate(rows)}
        self._solver = pywraplp.Solver.CreateSolver("GLOP")
        self._sign = 1.0 if pool.objectives[goal].sense == "max" else -1.0
        self._build()

    def bound(self, pricing: Pricing, *, rounds_max: int) -> Bound:
        """Add worthwhile columns to the pool until none is left, or rounds are out."""
        for _ in range(rounds_max):
            status = self._solver.Solve()
            assert status == pywraplp.Solver.OPTIMAL, "the plan held is feasible"
            reached = self._objective.Value()
            priced = pricing.price(
                self._duals(), routes_max=_ROUTES_A_ROUND, tolerance=_TOLERANCE
            )
            fresh = self._pool.add(priced.routes)
            for column in fresh:
                self._add(column)
            if not fresh:
                break
        # No plan has more chains than voids, nor more cycles than households by threes.
        chains, households = len(self._voids), len(self._households)
        slack = chains * priced.chain_best + households / 3 * priced.cycle_best
        best = reached + slack
        best += _ROUNDING + _RELATIVE_ROUNDING * abs(best)
        value = floor(best) if self._sign > 0 else ceil(-best)
        return Bound(value, closed=not fresh)

    def _build(self) -> None:
        graph, solver = self._pool.graph, self._solver
        infinity = solver.infinity()
        self._objective = solver.Objective()
        self._objective.SetMaximization()
        at_most_once = [
            solver.Constraint(-infinity, 1.0) for _ in graph.pool.households
        ]
        self._households = at_most_once
        self._voids = {
            home: solver.Constraint(-infinity, 1.0)
            for home, occupant in enumerate(graph.occupant)
            if occupant == NOBODY
        }
        self._kept = {}
        for goal, value in self._held.items():
            if self._pool.objectives[goal].sense == "max":
                self._kept[goal] = solver.Constraint(float(value), infinity)
            else:
                self._kept[goal] = solver.Constraint(-infinity, float(value))
        self._balances = self._balance_rows()
        for column in self._pool.columns:
            self._add(column)

    def _balance_rows(self) -> list[pywraplp.Constraint]:
        """Add a balance and its square for each row, where some level counts them."""
        goals = {self._goal, *self._held}
        counting = [g for g in goals if self._pool.objectives[g].squares]
        if not counting:
            return []
        opening = self._pool.opening()
        fixed = sum(homes * homes for homes in opening.values())
        constant = self._solver.NumVar(1.0, 1.0, "")
        self._count_square(constant, counting[0], float(fixed))
        return [self._balance_row(opening[row], counting[0]) for row in self._rows]

    def _balance_row(self, opening: int, goal: int) -> pywraplp.Constraint:
        """Add the change of a balance, step by step, at what each adds to the square.

        The steps grow dearer outward, so they are taken in order; the last goes on
        for ever at its own price, which only lowers the bound.
        """
        row = self._solver.Constraint(0.0, 0.0)
        for direction in (1, -1):
            for step in range(1, _STEPS + 1):
                last = step == _STEPS
                most = self._solver.infinity() if last else 1.0
                variable = self._solver.NumVar(0.0, most, "")
                after = opening + direction * step
                before = after - direction
                square = float(after * after - before * before)
                self._count_square(variable, goal, square)
                row.SetCoefficient(variable, float(direction))
        return row

    def _count_square(
        self, variable: pywraplp.Variable, goal: int, square: float
    ) -> None:
        times = self._pool.objectives[goal].squares
        self._count(variable, goal, times * square)

    def _count(self, variable: pywraplp.Variable, goal: int, weight: float) -> None:
        """Let a variable count toward an objective, as the goal or as one held."""
        if goal == self._goal:
            self._objective.SetCoefficient(variable, self._sign * weight)
        else:
            self._kept[goal].SetCoefficient(variable, weight)

    def _add(self, column: Column) -> None:
        variable = self._solver.NumVar(0.0, self._solver.infinity(), "")
        for household in column.households:
            self._households[household].SetCoefficient(variable, 1.0)
        if column.route.kind is ExchangeKind.CHAIN:
            self._voids[column.homes[0]].SetCoefficient(variable, 1.0)
        for goal in (self._goal, *self._held):
            if column.weights[goal]:
                self._count(variable, goal, float(column.weights[goal]))
        if self._balances:
            for row, homes in column.changes:
                place = self._balances[self._row_at[row]]
                place.SetCoefficient(variable, float(-homes))

    def _duals(self) -> Duals:
        pool = self._pool
        factors = np.zeros(len(pool.objectives))
        factors[self._goal] = self._sign
        for goal, row in self._kept.items():
            factors[goal] = -row.dual_value()
        homes = np.zeros(len(pool.graph.occupant))
        for home, row in self._voids.items():
            homes[home] = row.dual_value()
        balances = np.zeros(len(self._rows))
        for i, row in enumerate(self._balances):
            balances[i] = row.dual_value()
        return Duals(
            households=np.array([row.dual_value() for row in self._households]),
            homes=homes,
            factors=factors,
            balances=balances,
        )

"""The relaxation: routes may be taken in part, and new ones are priced in.

GLOP solves it over the routes known; its duals price new ones, until none is worth
adding (column generation: Abraham, Blum and Sandholm 2007). Each goal met before is a
row. The square of a balance is the sum of its steps, each dearer than the last.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from ortools.linear_solver import pywraplp

from matching.engine import worth
from matching.engine.known import Known
from matching.engine.proving import Balance, Duals, Fixed, told
from matching.instance import NOBODY

_TOLERANCE = 1e-6
_ROUTES_A_ROUND = 600
# Steps of a balance priced one by one; few balances end further from where they began.
_STEPS = 8
_FAR_WORSE = 50
_LEEWAY = 1e-6

Floats = np.ndarray[tuple[int], np.dtype[np.float64]]
Flags = np.ndarray[tuple[int], np.dtype[np.bool_]]


class Relaxation:
    """The linear programme of one goal, given the ones held before it."""

    def __init__(
        self,
        known: Known,
        goal: int,
        held: Sequence[int],
        *,
        balance: Balance | None,
        fixed: Fixed,
    ) -> None:
        self._known, self._goal, self._held = known, goal, held
        self._balance, self._fixed = told(balance, goal), fixed
        self._instance = known.layout.instance
        self._allowed = fixed.allowed(known.layout)
        self._solver = pywraplp.Solver.CreateSolver("GLOP")
        self._variables: dict[int, pywraplp.Variable] = {}
        self._build()

    def solve(self, rounds_max: int) -> Duals:
        """Price routes in until none is left, or rounds are out; return the duals."""
        duals = self._no_prices()
        while self._solved():
            duals = self._duals()
            rounds_max -= 1
            if rounds_max < 0 or not self._priced_in(duals):
                break
        return duals

    def _solved(self) -> bool:
        """Solve, from the last answer and else anew; False where GLOP gives up.

        It gives up on a few programmes that are feasible and ill conditioned. Prices
        from an earlier round prove a bound all the same, if a weaker one.
        """
        if self._solver.Solve() == pywraplp.Solver.OPTIMAL:
            return True
        anew = pywraplp.MPSolverParameters()
        anew.SetIntegerParam(anew.INCREMENTALITY, anew.INCREMENTALITY_OFF)
        return bool(self._solver.Solve(anew) == pywraplp.Solver.OPTIMAL)

    def taken(self) -> list[tuple[int, float]]:
        """Return the routes that the answer takes, and how much of each."""
        return [
            (number, variable.solution_value())
            for number, variable in self._variables.items()
            if variable.solution_value() > _TOLERANCE
        ]

    def _build(self) -> None:
        solver, infinity = self._solver, self._solver.infinity()
        self._objective = solver.Objective()
        self._objective.SetMaximization()
        self._households = [
            solver.Constraint(-infinity, 1.0) for _ in range(self._instance.households)
        ]
        self._voids = {
            int(home): solver.Constraint(-infinity, 1.0)
            for home in np.flatnonzero(self._instance.occupant == NOBODY)
        }
        # A hair's breadth of leeway: rows that hold exactly are hard on the solver.
        self._kept = [
            solver.Constraint(float(value) - _LEEWAY, infinity) for value in self._held
        ]
        self._balances = [*self._balance_rows()]
        must = [
            self._households[self._instance.household[arc]] for arc in self._fixed.used
        ]
        for row in must:
            row.SetBounds(1.0, 1.0)
        if self._fixed != Fixed():
            self._let_fail((*must, *self._kept))
        for number in range(len(self._known)):
            self._add(number)

    def _let_fail(self, rows: Sequence[pywraplp.Constraint]) -> None:
        """Let rows be unmet at a price far beyond any plan.

        A branch in which nothing is possible then has an answer too, far worse than
        the plan in hand, and prices that prove it.
        """
        values = [abs(each[self._goal]) for each in self._known.values]
        price = _FAR_WORSE * float(1 + max(values, default=0))
        for row in rows:
            unmet = self._solver.NumVar(0.0, self._solver.infinity(), "")
            row.SetCoefficient(unmet, 1.0)
            self._objective.SetCoefficient(unmet, -price)

    def _balance_rows(self) -> Iterator[pywraplp.Constraint]:
        if self._balance is None:
            return
        counted = self._objective
        if self._balance.goal < self._goal:
            counted = self._kept[self._balance.goal]
        fixed = self._solver.NumVar(1.0, 1.0, "")
        opening = self._balance.squares.opening
        counted.SetCoefficient(fixed, -float((opening * opening).sum()))
        for homes in opening.tolist():
            yield self._balance_row(homes, counted)

    def _balance_row(
        self, opening: int, counted: pywraplp.Objective | pywraplp.Constraint
    ) -> pywraplp.Constraint:
        """Add the change of a balance, step by step, at what each adds to the square.

        The steps grow dearer outward, so they are taken in order; the last goes on
        for ever at its own price, which only raises the bound.
        """
        row = self._solver.Constraint(0.0, 0.0)
        for direction in (1, -1):
            for step in range(1, _STEPS + 1):
                most = self._solver.infinity() if step == _STEPS else 1.0
                variable = self._solver.NumVar(0.0, most, "")
                after = opening + direction * step
                before = after - direction
                price = float(after * after - before * before)
                counted.SetCoefficient(variable, -price)
                row.SetCoefficient(variable, float(direction))
        return row

    def _add(self, number: int) -> None:
        known = self._known
        arcs = known.arcs[number]
        if not self._allowed[list(arcs)].all():
            return
        variable = self._solver.NumVar(0.0, self._solver.infinity(), "")
        self._variables[number] = variable
        times: dict[int, int] = {}
        for household in known.households(arcs):
            times[household] = times.get(household, 0) + 1
        for household, count in times.items():
            self._households[household].SetCoefficient(variable, float(count))
        void = known.void(number)
        if void != NOBODY:
            self._voids[void].SetCoefficient(variable, 1.0)
        values = known.values[number]
        for row, value in zip(self._kept, values, strict=False):
            if value:
                row.SetCoefficient(variable, float(value))
        if values[self._goal]:
            self._objective.SetCoefficient(variable, float(values[self._goal]))
        if self._balance is not None:
            for at, homes in self._balance.squares.changes(arcs).items():
                self._balances[at].SetCoefficient(variable, -float(homes))

    def _duals(self) -> Duals:
        homes = np.zeros(self._instance.homes)
        for home, row in self._voids.items():
            homes[home] = row.dual_value()
        return Duals(
            households=np.array([row.dual_value() for row in self._households]),
            homes=homes,
            # A row that holds a goal up has a dual of nothing or less.
            held=np.array([-row.dual_value() for row in self._kept]),
            balances=np.array([row.dual_value() for row in self._balances]),
        )

    def _no_prices(self) -> Duals:
        return Duals(
            households=np.zeros(self._instance.households),
            homes=np.zeros(self._instance.homes),
            held=np.zeros(len(self._kept)),
            balances=np.zeros(len(self._balances)),
        )

    def _priced_in(self, duals: Duals) -> bool:
        """Add the routes that the duals find worth most; False when there is none."""
        fresh = [
            number
            for arcs, ring in price(
                self._known, self._net(duals), duals.homes, allowed=self._allowed
            )
            if (number := self._known.add(arcs, ring=ring)) is not None
        ]
        for number in fresh:
            self._add(number)
        return bool(fresh)

    def _net(self, duals: Duals) -> "_Net":
        goals = self._known.goals
        goal = goals[self._goal]
        arc, at, length = (
            part.astype(np.float64) for part in (goal.arc, goal.at, goal.round)
        )
        for other, times in zip(goals, duals.held, strict=False):
            if times:
                arc += times * other.arc
                at += times * other.at
                length += times * other.round
        if self._balance is not None:
            squares = self._balance.squares
            arc += (duals.balances[squares.row] * squares.change).sum(axis=1)
        return _Net(arc - duals.households[self._instance.household], at, length)


class _Net:
    """What arcs, positions and lengths are worth with all prices taken off."""

    def __init__(self, arc: Floats, at: Floats, length: Floats) -> None:
        self.arc, self.at, self.length = arc, at, length


def price(
    known: Known, net: _Net, voids: Floats, *, allowed: Flags
) -> list[tuple[tuple[int, ...], bool]]:
    """Return the routes worth more than they pay, best first, as arcs and kind."""
    places = known.layout.places
    arc = np.where(allowed, net.arc, float(worth.NEVER))
    first, by_first, by_second, best = worth.chains(places, arc, net.at)
    gain = first - voids[places.home]
    found = [
        (float(gain[i]), i, False) for i in np.flatnonzero(gain > _TOLERANCE).tolist()
    ]
    ring, length, path = worth.cycles(places, arc, net.length, _TOLERANCE)
    found += [
        (float(ring[i]), i, True) for i in np.flatnonzero(ring > _TOLERANCE).tolist()
    ]
    found.sort(key=lambda one: (-one[0], one[1]))
    routes: list[tuple[tuple[int, ...], bool]] = []
    for _, start, closed in found[:_ROUTES_A_ROUND]:
        if closed:
            # Found from newcomer to leaver; told in the order that homes come free.
            routes.append((tuple(path[start, : length[start]][::-1].tolist()), True))
        else:
            walked = worth.walk(places, start, by_first, by_second, best)
            routes.append((tuple(walked.tolist()), False))
    return routes

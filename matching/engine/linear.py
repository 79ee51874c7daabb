"""The relaxation: routes may be taken in part, and new ones are priced in.

GLOP solves it over the routes known; its duals price new ones, until none is worth
adding (column generation: Abraham, Blum and Sandholm 2007). Each goal met before is a
row. The square of a balance is the sum of its steps, each dearer than the last.
"""

from collections.abc import Sequence
from itertools import chain

import numpy as np
from ortools.linear_solver import pywraplp

from matching.engine import worth
from matching.engine.known import Known
from matching.engine.posting import steps_of
from matching.engine.proving import Balance, Duals, Fixed, told
from matching.instance import NOBODY

_TOLERANCE = 1e-6
_FAR_WORSE = 50
_LEEWAY = 1e-6
_SPARE = 1e-3
# Near enough is good enough: what the prices prove is worked out exactly.
_USUALLY = (
    "change_status_to_imprecise: false use_dual_simplex: false "
    "use_preprocessing: true use_scaling: true"
)
# Where bounds have changed and no route came in, the last prices are still possible.
_RESTRICTED = _USUALLY.replace("simplex: false", "simplex: true")
_OTHERWISE = (
    "use_dual_simplex: true use_preprocessing: false",
    "use_dual_simplex: false use_preprocessing: false use_scaling: false",
)

Floats = np.ndarray[tuple[int], np.dtype[np.float64]]
Flags = np.ndarray[tuple[int], np.dtype[np.bool_]]


class Relaxation:
    """The linear programme of one goal after another, given the ones held before.

    It is built once a round: routes, rows and prices are only ever added to it.

    Attributes:
        answers: How many times it has been solved.
    """

    def __init__(self, known: Known, balance: Balance | None) -> None:
        self._known, self._balance = known, balance
        self._instance = known.layout.instance
        self._solver = pywraplp.Solver.CreateSolver("GLOP")
        self._set(_USUALLY)
        self._answered = False
        self._restricted = False
        self.answers = 0
        self._objective = self._solver.Objective()
        self._objective.SetMaximization()
        infinity = self._solver.infinity()
        self._households = [
            self._solver.Constraint(-infinity, 1.0)
            for _ in range(self._instance.households)
        ]
        self._voids = {
            int(home): self._solver.Constraint(-infinity, 1.0)
            for home in np.flatnonzero(self._instance.occupant == NOBODY)
        }
        self._groups = [
            self._solver.Constraint(-infinity, float(cap))
            for cap in self._instance.group_cap
        ]
        self._kept: list[pywraplp.Constraint] = []
        self._balances: list[pywraplp.Constraint] = []
        self._steps: list[tuple[pywraplp.Variable, float]] = []
        self._unmet: dict[int, pywraplp.Variable] = {}
        self._routes: list[pywraplp.Variable] = []
        self._open: list[bool] = []
        self._goal = 0
        self._largest = 0.0
        self._allowed = Fixed().allowed(known.layout)

    def aim(self, goal: int, held: Sequence[int]) -> None:
        """Turn to a goal; the ones before it are held at these values."""
        self._goal = goal
        self._keep_up()
        while len(self._kept) < goal:
            self._hold(len(self._kept))
        if told(self._balance, goal) is not None and not self._balances:
            self._count_balances()
        for row, value in zip(self._kept, held, strict=True):
            # A hair's breadth of leeway: rows that hold exactly are hard to solve.
            row.SetBounds(float(value) - _LEEWAY, self._solver.infinity())
        self._objective.Clear()
        self._objective.SetMaximization()
        for variable, values in zip(self._routes, self._known.values, strict=True):
            if values[goal]:
                self._objective.SetCoefficient(variable, float(values[goal]))
        if self._balance is not None and self._balance.goal == goal:
            for variable, price in self._steps:
                self._objective.SetCoefficient(variable, -price)
        largest = max((abs(each[goal]) for each in self._known.values), default=0)
        self._largest = float(largest)
        self.restrict(Fixed())

    def restrict(self, fixed: Fixed) -> None:
        """Ask only for plans that use some arcs and not others."""
        self._keep_up()
        self._answered, self._restricted = False, True
        infinity = self._solver.infinity()
        self._allowed = fixed.allowed(self._known.layout)
        fits = self._fitting()
        for number in np.flatnonzero(fits != np.array(self._open)).tolist():
            self._routes[number].SetUb(infinity if fits[number] else 0.0)
        self._open = fits.tolist()
        must = {int(self._instance.household[arc]) for arc in fixed.used}
        for household, row in enumerate(self._households):
            row.SetBounds(1.0 if household in must else -infinity, 1.0)
        price = _FAR_WORSE * (1.0 + self._largest)
        rows = {household: self._households[household] for household in must}
        if fixed != Fixed():
            first = self._instance.households
            rows |= {first + goal: row for goal, row in enumerate(self._kept)}
        for variable in self._unmet.values():
            variable.SetUb(0.0)
        for at, row in rows.items():
            self._let_fail(at, row, price)

    def solve(self, rounds_max: int, *, enough: float = float("inf")) -> Duals:
        """Price routes in until none is left, or rounds are out; return the duals.

        An answer that is worth enough is the last: its duals prove less than they
        might.
        """
        duals = self.free()
        while self._solved():
            duals = self._duals()
            rounds_max -= 1
            if rounds_max < 0 or self.value() > enough - _LEEWAY:
                break
            if not self._priced_in(duals):
                break
        return duals

    def taken(self) -> list[tuple[int, float]]:
        """Return the routes that the answer takes, and how much of each."""
        if not self._answered:
            return []
        able = np.flatnonzero(np.array(self._open, dtype=np.bool_)).tolist()
        found = ((number, self._routes[number].solution_value()) for number in able)
        return [(number, much) for number, much in found if much > _TOLERANCE]

    def value(self) -> float:
        """Return what the answer is worth; nothing at all where there is none."""
        return float(self._objective.Value()) if self._answered else -float("inf")

    def best(self, count: int) -> list[int]:
        """Return so many routes, those that the last answer finds best."""
        numbers = range(len(self._routes))
        if not self._answered:
            return list(numbers)[-count:]
        loss = [-route.reduced_cost() for route in self._routes]
        return sorted(sorted(numbers, key=lambda i: (loss[i], i))[:count])

    def near(self, value: int) -> list[int]:
        """Return the routes that a plan of at least this value may be made of.

        Any other costs more than the relaxation has to spare (reduced-cost fixing:
        Dantzig, Fulkerson and Johnson 1954).
        """
        if not self._answered:
            return list(range(len(self._routes)))
        spare = self._objective.Value() - value + _SPARE
        return [
            number
            for number, route in enumerate(self._routes)
            if route.reduced_cost() >= -spare
        ]

    def _solved(self) -> bool:
        """Solve, from the last answer and else anew; False where GLOP gives up.

        It gives up on a few programmes that are feasible and ill conditioned. Prices
        from an earlier round prove a bound all the same, if a weaker one.
        """
        self.answers += 1
        self._set(_RESTRICTED if self._restricted else _USUALLY)
        self._restricted = False
        self._answered = self._solver.Solve() == pywraplp.Solver.OPTIMAL
        anew = pywraplp.MPSolverParameters()
        anew.SetIntegerParam(anew.INCREMENTALITY, anew.INCREMENTALITY_OFF)
        for otherwise in _OTHERWISE:
            if self._answered:
                break
            self._set(otherwise)
            self._answered = self._solver.Solve(anew) == pywraplp.Solver.OPTIMAL
        return self._answered

    def _set(self, parameters: str) -> None:
        known = self._solver.SetSolverSpecificParametersAsString(parameters)
        assert known, "GLOP knows its parameters"

    def _let_fail(self, at: int, row: pywraplp.Constraint, price: float) -> None:
        """Let a row be unmet at a price far beyond any plan.

        A branch in which nothing is possible then has an answer too, far worse than
        the plan in hand, and prices that prove it.
        """
        if at not in self._unmet:
            self._unmet[at] = self._solver.NumVar(0.0, 0.0, "")
            row.SetCoefficient(self._unmet[at], 1.0)
        self._unmet[at].SetUb(self._solver.infinity())
        self._objective.SetCoefficient(self._unmet[at], -price)

    def _fits(self, number: int) -> bool:
        return all(self._allowed[arc] for arc in self._known.arcs[number])

    def _fitting(self) -> Flags:
        """Mark the routes of which every arc is allowed. Shape: routes."""
        arcs = self._known.arcs
        if not arcs:
            return np.zeros(0, dtype=np.bool_)
        whole = np.fromiter(chain.from_iterable(arcs), dtype=np.int64)
        lengths = np.fromiter(map(len, arcs), dtype=np.int64)
        starts = np.cumsum(lengths) - lengths
        return np.logical_and.reduceat(self._allowed[whole], starts)

    def _keep_up(self) -> None:
        """Take in the routes that others have found."""
        for number in range(len(self._routes), len(self._known)):
            self._add(number)

    def _hold(self, goal: int) -> None:
        """Add the row of a goal that is held from now on."""
        row = self._solver.Constraint(-self._solver.infinity(), self._solver.infinity())
        self._kept.append(row)
        for variable, values in zip(self._routes, self._known.values, strict=True):
            if values[goal]:
                row.SetCoefficient(variable, float(values[goal]))
        if self._balance is not None and self._balance.goal == goal:
            for variable, price in self._steps:
                row.SetCoefficient(variable, -price)

    def _count_balances(self) -> None:
        """Add a row for each balance, and the steps that it may take."""
        assert self._balance is not None
        opening = self._balance.squares.opening
        fixed = self._solver.NumVar(1.0, 1.0, "")
        self._steps.append((fixed, float((opening * opening).sum())))
        self._balances = [self._balance_row(homes) for homes in opening.tolist()]
        for number in range(len(self._routes)):
            self._post(number)

    def _balance_row(self, opening: int) -> pywraplp.Constraint:
        """Add the change of a balance, step by step, each at what it adds."""
        row = self._solver.Constraint(0.0, 0.0)
        for direction, dearer, last in steps_of(opening):
            most = self._solver.infinity() if last else 1.0
            variable = self._solver.NumVar(0.0, most, "")
            self._steps.append((variable, float(dearer)))
            row.SetCoefficient(variable, float(direction))
        return row

    def _add(self, number: int) -> None:
        known = self._known
        fits = self._fits(number)
        most = self._solver.infinity() if fits else 0.0
        variable = self._solver.NumVar(0.0, most, "")
        self._routes.append(variable)
        self._open.append(fits)
        times: dict[int, int] = {}
        for household in known.households(known.arcs[number]):
            times[household] = times.get(household, 0) + 1
        for household, count in times.items():
            self._households[household].SetCoefficient(variable, float(count))
        void = known.void(number)
        if void != NOBODY:
            self._voids[void].SetCoefficient(variable, 1.0)
        group = known.group(number)
        if group != NOBODY:
            self._groups[group].SetCoefficient(variable, 1.0)
        values = known.values[number]
        for row, value in zip(self._kept, values, strict=False):
            if value:
                row.SetCoefficient(variable, float(value))
        if values[self._goal]:
            self._objective.SetCoefficient(variable, float(values[self._goal]))
            self._largest = max(self._largest, abs(float(values[self._goal])))
        if self._balances:
            self._post(number)

    def _post(self, number: int) -> None:
        assert self._balance is not None
        changes = self._balance.squares.changes(self._known.arcs[number])
        for at, homes in changes.items():
            self._balances[at].SetCoefficient(self._routes[number], -float(homes))

    def _duals(self) -> Duals:
        homes = np.zeros(self._instance.homes)
        for home, row in self._voids.items():
            homes[home] = row.dual_value()
        groups = np.array([row.dual_value() for row in self._groups])
        grouped = self._instance.group_of_home != NOBODY
        homes[grouped] += groups[self._instance.group_of_home[grouped]]
        return Duals(
            households=np.array([row.dual_value() for row in self._households]),
            homes=homes,
            # A row that holds a goal up has a dual of nothing or less.
            held=np.array([-row.dual_value() for row in self._kept]),
            balances=np.array([row.dual_value() for row in self._balances]),
            groups=groups,
        )

    def free(self) -> Duals:
        """Return duals by which nothing costs anything."""
        return Duals(
            households=np.zeros(self._instance.households),
            homes=np.zeros(self._instance.homes),
            held=np.zeros(len(self._kept)),
            balances=np.zeros(len(self._balances)),
            groups=np.zeros(len(self._groups)),
        )

    def _priced_in(self, duals: Duals) -> bool:
        """Add the routes that the duals find worth most; False when there is none."""
        found = price(self._known, self._net(duals), duals.homes, allowed=self._allowed)
        for arcs, ring in found:
            self._known.add(arcs, ring=ring)
        before = len(self._routes)
        self._keep_up()
        return len(self._routes) > before

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
        if self._balance is not None and self._balances:
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
    """Return routes worth more than they pay, best first, as arcs and kind.

    Of each household there is the best chain that it begins, and the best cycle: more
    of them are much alike, and every one makes the next answer slower.
    """
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
    begun: set[tuple[int, bool]] = set()
    for _, start, closed in found:
        who = int(places.household[start]), closed
        if who in begun:
            continue
        begun.add(who)
        if closed:
            # Found from newcomer to leaver; told in the order that homes come free.
            routes.append((tuple(path[start, : length[start]][::-1].tolist()), True))
        else:
            walked = worth.walk(places, start, by_first, by_second, best)
            routes.append((tuple(walked.tolist()), False))
    return routes

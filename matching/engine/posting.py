"""The balances without caps: what they could come to if only lengths were no matter.

Every arc may be used in part, and a home is entered as often as it is left. That is a
linear programme over arcs, with a row for each place and each balance; it has far
fewer columns than there are routes, and its prices come near those of the routes
wherever caps bind little. The square of a balance is the sum of its steps, each dearer
than the last. What the prices prove is worked out exactly elsewhere.
Cost: one answer of GLOP, about a second for 300 households and 16,000 arcs.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from ortools.linear_solver import pywraplp

from matching.engine.proving import Balance, Duals
from matching.instance import NOBODY, Goal, Instance

STEPS = 4
"""Steps of a balance priced one by one; few end further from where they began."""

_LEEWAY = 1e-6
_DUAL = "use_dual_simplex: true use_preprocessing: true"


def steps_of(opening: int) -> Iterator[tuple[int, int, bool]]:
    """Yield the steps of a balance: direction, what each adds to the square, and last.

    The last of a direction goes on for ever at its own price, which only raises the
    bound: the steps grow dearer outward, so they are taken in order.
    """
    for direction in (1, -1):
        for step in range(1, STEPS + 1):
            after = opening + direction * step
            before = after - direction
            yield direction, after * after - before * before, step == STEPS


def price_balances(
    instance: Instance, goals: Sequence[Goal], held: Sequence[int], balance: Balance
) -> Duals | None:
    """Return prices of a round without caps, its balances counted.

    Args:
        instance: Who could go where.
        goals: Those held, and last the balance's: what moves add to it besides.
        held: The values of all but the last.
        balance: The balances.

    Returns: None where a goal rewards a cycle for its length, which no arc can share,
    and where the solver gives up.
    """
    if any(goal.round.max(initial=0) > 0 for goal in goals):
        return None
    programme = _Programme(instance, balance)
    # A place in a chain is worth at most the best place: lengths are forgotten.
    worth = [goal.arc + goal.at.max(initial=0) for goal in goals]
    for each, value in zip(worth[:-1], held, strict=True):
        programme.hold(each.tolist(), value)
    programme.aim(worth[-1].tolist())
    return programme.priced()


class _Programme:
    def __init__(self, instance: Instance, balance: Balance) -> None:
        self._instance = instance
        self._solver = pywraplp.Solver.CreateSolver("GLOP")
        self._no_end = self._solver.infinity()
        self._objective = self._solver.Objective()
        self._objective.SetMaximization()
        void = instance.occupant == NOBODY
        self._households = [self._below(1.0) for _ in range(instance.households)]
        self._homes = [self._below(float(each)) for each in void.tolist()]
        self._groups = [self._below(float(cap)) for cap in instance.group_cap.tolist()]
        self._kept: list[pywraplp.Constraint] = []
        opening = balance.squares.opening.tolist()
        self._balances = [self._balance(homes) for homes in opening]
        self._arcs = [self._arc(arc, balance) for arc in range(instance.arcs)]

    def hold(self, worth: Sequence[int], value: int) -> None:
        """Keep what all arcs add up to at a value."""
        row = self._solver.Constraint(value - _LEEWAY, self._no_end)
        for variable, each in zip(self._arcs, worth, strict=True):
            if each:
                row.SetCoefficient(variable, float(each))
        self._kept.append(row)

    def aim(self, worth: Sequence[int]) -> None:
        """Count what moves add to the goal besides the squares."""
        for variable, each in zip(self._arcs, worth, strict=True):
            if each:
                self._objective.SetCoefficient(variable, float(each))

    def priced(self) -> Duals | None:
        """Solve, and return the prices; None where the solver gives up."""
        assert self._solver.SetSolverSpecificParametersAsString(_DUAL)
        if self._solver.Solve() != pywraplp.Solver.OPTIMAL:
            return None
        instance = self._instance
        homes, groups = _dual(self._homes), _dual(self._groups)
        grouped = instance.group_of_home != NOBODY
        homes[grouped] += groups[instance.group_of_home[grouped]]
        return Duals(
            households=_dual(self._households),
            homes=np.where(instance.occupant == NOBODY, homes, 0.0),
            # A row that holds a goal up has a dual of nothing or less.
            held=-_dual(self._kept),
            balances=_dual(self._balances),
            groups=groups,
        )

    def _below(self, most: float) -> pywraplp.Constraint:
        return self._solver.Constraint(-self._no_end, most)

    def _balance(self, opening: int) -> pywraplp.Constraint:
        row = self._solver.Constraint(0.0, 0.0)
        for direction, dearer, last in steps_of(opening):
            variable = self._solver.NumVar(0.0, self._no_end if last else 1.0, "")
            row.SetCoefficient(variable, float(direction))
            self._objective.SetCoefficient(variable, -float(dearer))
        return row

    def _arc(self, arc: int, balance: Balance) -> pywraplp.Variable:
        """Add an arc: a household leaves, a home is entered, another comes free."""
        instance = self._instance
        variable = self._solver.NumVar(0.0, self._no_end, "")
        household, home = int(instance.household[arc]), int(instance.home[arc])
        self._households[household].SetCoefficient(variable, 1.0)
        self._homes[home].SetCoefficient(variable, 1.0)
        left = int(instance.vacates[household])
        if left != NOBODY:
            self._homes[left].SetCoefficient(variable, -1.0)
        group = int(instance.group_of_home[home])
        if group != NOBODY:
            self._groups[group].SetCoefficient(variable, 1.0)
        for row, homes in balance.squares.changes([arc]).items():
            self._balances[row].SetCoefficient(variable, -float(homes))
        return variable


def _dual(
    rows: Sequence[pywraplp.Constraint],
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array([row.dual_value() for row in rows], dtype=np.float64)

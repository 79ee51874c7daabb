"""The master problem: choose columns, by CP-SAT, one objective after another.

A variable per exchange (the cycle formulation: Roth, Sonmez and Unver 2007), each
household and each home at most once. An objective that has been met stays as a
constraint while the next is solved.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor

from ortools.sat.python import cp_model

from matching.engine.columns import ColumnPool
from matching.objectives import BalanceRow, Objective

_EPSILON = 1e-6
_SEED_RANGE = 2**31


@dataclass(frozen=True, slots=True)
class Answer:
    """What CP-SAT found for one objective.

    Attributes:
        chosen: Indexes of the columns; the hint itself when nothing better was found.
        bound: No choice among these columns does better; None when not even a start was
            made on it.
    """

    chosen: tuple[int, ...]
    bound: int | None


@dataclass(frozen=True, slots=True)
class Held:
    """An objective met before, and the value that later ones must keep."""

    goal: int
    value: int


def choose(
    pool: ColumnPool,
    goal: int,
    *,
    held: Iterable[Held],
    hint: tuple[int, ...],
    target: int,
    search_units: float,
    seed: int,
) -> Answer:
    """Return the best choice of columns for one objective.

    Args:
        pool: The columns to choose among.
        goal: Index of the objective.
        held: Objectives to keep at their value.
        hint: A feasible choice to start from and never to fall below.
        target: A known bound; reaching it ends the search.
        search_units: Limit of CP-SAT's deterministic time.
        seed: Of CP-SAT's search.
    """
    model = cp_model.CpModel()
    take = [model.new_bool_var("") for _ in pool.columns]
    _each_once(model, pool, take)
    expressions = _Expressions(model, pool, take)
    for kept in held:
        _keep(model, expressions, pool.objectives[kept.goal], kept)
    objective = pool.objectives[goal]
    _aim(model, expressions.of(goal), objective, target)
    hinted = set(hint)
    for at, variable in enumerate(take):
        model.add_hint(variable, at in hinted)
    solver = cp_model.CpSolver()
    _set_parameters(solver, search_units=search_units, seed=seed)
    # One worker that takes turns at every strategy, neighbourhood search among them:
    # as repeatable as a single strategy, better on large pools and slower on small.
    solver.parameters.interleave_search = not pool.complete
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        assert status == cp_model.UNKNOWN, "the hint satisfies the model"
        return Answer(hint, None)
    chosen = tuple(i for i, v in enumerate(take) if solver.boolean_value(v))
    return Answer(chosen, _round(objective, solver.best_objective_bound))


def _set_parameters(
    solver: cp_model.CpSolver, *, search_units: float, seed: int
) -> None:
    parameters = solver.parameters
    parameters.num_workers = 1
    parameters.random_seed = seed % _SEED_RANGE
    parameters.max_deterministic_time = search_units
    parameters.log_search_progress = False


def _round(objective: Objective, bound: float) -> int:
    if objective.sense == "max":
        return floor(bound + _EPSILON)
    return ceil(bound - _EPSILON)


def _each_once(
    model: cp_model.CpModel, pool: ColumnPool, take: list[cp_model.IntVar]
) -> None:
    by_household, by_home = defaultdict(list), defaultdict(list)
    for variable, column in zip(take, pool.columns, strict=True):
        for household in column.households:
            by_household[household].append(variable)
        # A home that is left is entered only inside the route of its household,
        # so the household's row keeps it too; a void needs its own.
        by_home[column.homes[0]].append(variable)
    for variables in (*by_household.values(), *by_home.values()):
        model.add_at_most_one(variables)


def _aim(
    model: cp_model.CpModel,
    expression: cp_model.LinearExprT,
    objective: Objective,
    target: int,
) -> None:
    if objective.sense == "max":
        model.add(expression <= target)
        model.maximize(expression)
    else:
        model.add(expression >= target)
        model.minimize(expression)


def _keep(
    model: cp_model.CpModel,
    expressions: "_Expressions",
    objective: Objective,
    kept: Held,
) -> None:
    if objective.sense == "max":
        model.add(expressions.of(kept.goal) >= kept.value)
    else:
        model.add(expressions.of(kept.goal) <= kept.value)


class _Expressions:
    """The objectives as CP-SAT expressions; each is asked for once a model."""

    def __init__(
        self, model: cp_model.CpModel, pool: ColumnPool, take: list[cp_model.IntVar]
    ) -> None:
        self._model, self._pool, self._take = model, pool, take

    def of(self, goal: int) -> cp_model.LinearExprT:
        terms: list[cp_model.LinearExprT] = [
            column.weights[goal] * variable
            for variable, column in zip(self._take, self._pool.columns, strict=True)
            if column.weights[goal]
        ]
        times = self._pool.objectives[goal].squares
        if times:
            terms += [times * square for square in self._squares()]
        return sum(terms)

    def _squares(self) -> list[cp_model.LinearExprT]:
        changes: dict[BalanceRow, list[tuple[int, cp_model.IntVar]]] = defaultdict(list)
        for variable, column in zip(self._take, self._pool.columns, strict=True):
            for row, homes in column.changes:
                changes[row].append((homes, variable))
        opening = self._pool.opening()
        squares: list[cp_model.LinearExprT] = [
            homes * homes for row, homes in opening.items() if row not in changes
        ]
        for row, terms in changes.items():
            squares.append(self._square(opening[row], terms))
        return squares

    def _square(
        self, opening: int, terms: list[tuple[int, cp_model.IntVar]]
    ) -> cp_model.IntVar:
        """Return a variable no smaller than the square of a balance after."""
        low, high = reach(opening, (homes for homes, _variable in terms))
        balance = self._model.new_int_var(low, high, "")
        self._model.add(
            balance == opening + sum(homes * variable for homes, variable in terms)
        )
        square = self._model.new_int_var(0, max(low * low, high * high), "")
        self._model.add_multiplication_equality(square, [balance, balance])
        return square


def reach(opening: int, changes: Iterable[int]) -> tuple[int, int]:
    """Return the least and the greatest balance that any choice could lead to."""
    low = high = opening
    for homes in changes:
        low, high = low + min(homes, 0), high + max(homes, 0)
    return low, high

"""The choice among known routes, by CP-SAT: a variable each, every place once.

The cycle formulation (Roth, Sonmez and Unver 2007). A goal met before stays as a
constraint while the next is raised.
"""

from collections import defaultdict
from collections.abc import Sequence
from math import floor

from ortools.sat.python import cp_model

from matching.engine.known import Known
from matching.engine.proving import Balance, Squares
from matching.instance import NOBODY

_EPSILON = 1e-6
_SEED_RANGE = 2**31


def choose(
    known: Known,
    goal: int,
    held: Sequence[int],
    *,
    hint: Sequence[int],
    target: int,
    balance: Balance | None,
    search_units: float,
    seed: int,
) -> tuple[tuple[int, ...], int | None]:
    """Return the best choice found, and what no choice among these routes exceeds.

    Args:
        known: The routes to choose among.
        goal: Number of the goal.
        held: Values of the goals before it, to keep.
        hint: A choice to start from and never to fall below.
        target: A known bound; reaching it ends the search.
        balance: Which goal is the balance's, if it counts.
        search_units: Limit of CP-SAT's deterministic time.
        seed: Of CP-SAT's search.
    """
    model = cp_model.CpModel()
    take = {i: model.new_bool_var("") for i in range(len(known)) if not known.twice[i]}
    _each_once(model, known, take)
    for other, value in enumerate(held):
        model.add(_of(model, known, take, other, balance) >= value)
    aim = _of(model, known, take, goal, balance)
    model.add(aim <= target)
    model.maximize(aim)
    hinted = set(hint)
    for number, variable in take.items():
        model.add_hint(variable, number in hinted)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed % _SEED_RANGE
    solver.parameters.max_deterministic_time = search_units
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        assert status == cp_model.UNKNOWN, "the hint satisfies the model"
        return tuple(hint), None
    chosen = tuple(i for i, variable in take.items() if solver.boolean_value(variable))
    return chosen, floor(solver.best_objective_bound + _EPSILON)


def _each_once(
    model: cp_model.CpModel, known: Known, take: dict[int, cp_model.IntVar]
) -> None:
    by_household, by_void = defaultdict(list), defaultdict(list)
    for number, variable in take.items():
        for household in known.households(known.arcs[number]):
            by_household[household].append(variable)
        # A home that is left is entered only inside the route of its household, so
        # that the household's row keeps it too; a void needs its own.
        void = known.void(number)
        if void != NOBODY:
            by_void[void].append(variable)
    for variables in (*by_household.values(), *by_void.values()):
        model.add_at_most_one(variables)


def _of(
    model: cp_model.CpModel,
    known: Known,
    take: dict[int, cp_model.IntVar],
    goal: int,
    balance: Balance | None,
) -> cp_model.LinearExprT:
    if balance is not None and balance.goal == goal:
        return -_squared(model, known, take, balance.squares)
    return sum(
        known.values[number][goal] * variable
        for number, variable in take.items()
        if known.values[number][goal]
    )


def _squared(
    model: cp_model.CpModel,
    known: Known,
    take: dict[int, cp_model.IntVar],
    squares: Squares,
) -> cp_model.LinearExprT:
    changes: dict[int, list[tuple[int, cp_model.IntVar]]] = defaultdict(list)
    for number, variable in take.items():
        for row, homes in squares.changes(known.arcs[number]).items():
            changes[row].append((homes, variable))
    total: list[cp_model.LinearExprT] = []
    for row, opening in enumerate(squares.opening.tolist()):
        terms = changes.get(row, [])
        low, high = _reach(opening, [homes for homes, _ in terms])
        balance = model.new_int_var(low, high, "")
        model.add(balance == opening + sum(homes * v for homes, v in terms))
        square = model.new_int_var(0, max(low * low, high * high), "")
        model.add_multiplication_equality(square, [balance, balance])
        total.append(square)
    return sum(total)


def _reach(opening: int, changes: list[int]) -> tuple[int, int]:
    """Return the least and the greatest balance that any choice could lead to."""
    return (
        opening + sum(homes for homes in changes if homes < 0),
        opening + sum(homes for homes in changes if homes > 0),
    )

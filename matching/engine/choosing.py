"""The choice among known routes, by CP-SAT: a variable each, every place once.

The cycle formulation (Roth, Sonmez and Unver 2007). A goal met before stays as a
constraint while the next is raised.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from ortools.sat.python import cp_model

from matching.engine.known import Known
from matching.instance import NOBODY

_SEED_RANGE = 2**31


def choose(
    known: Known,
    among: Iterable[int],
    goal: int,
    held: Sequence[int],
    *,
    hint: Sequence[int],
    target: int,
    search_units: float,
    seed: int,
) -> tuple[int, ...]:
    """Return the best choice found of goals that are sums.

    Args:
        known: All routes.
        among: Those to choose among; the hint's are added.
        goal: Number of the goal.
        held: Values of the goals before it, to keep.
        hint: A choice to start from and never to fall below.
        target: A known bound; reaching it ends the search.
        search_units: Limit of CP-SAT's deterministic time.
        seed: Of CP-SAT's search.
    """
    model = cp_model.CpModel()
    offered = sorted({*among, *hint})
    take = {i: model.new_bool_var("") for i in offered if not known.twice[i]}
    _each_once(model, known, take)
    _within_caps(model, known, take)
    for other, value in enumerate(held):
        model.add(_of(known, take, other) >= value)
    aim = _of(known, take, goal)
    model.add(aim <= target)
    model.maximize(aim)
    hinted = set(hint)
    for number, variable in take.items():
        model.add_hint(variable, number in hinted)
    solver = _solver(search_units, seed)
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        assert status == cp_model.UNKNOWN, "the hint satisfies the model"
        return tuple(hint)
    return tuple(i for i, variable in take.items() if solver.boolean_value(variable))


def _solver(search_units: float, seed: int) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    # Whole rows of the programme among its cuts: with fewer it proves nothing in time.
    solver.parameters.linearization_level = 2
    solver.parameters.random_seed = seed % _SEED_RANGE
    solver.parameters.max_deterministic_time = search_units
    return solver


def _each_once(
    model: cp_model.CpModel, known: Known, take: dict[int, cp_model.IntVar]
) -> None:
    """Let every place be taken once."""
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


def _within_caps(
    model: cp_model.CpModel, known: Known, take: dict[int, cp_model.IntVar]
) -> None:
    by_group = defaultdict(list)
    for number, variable in take.items():
        if (group := known.group(number)) != NOBODY:
            by_group[group].append(variable)
    for group, variables in by_group.items():
        cap = int(known.layout.instance.group_cap[group])
        model.add(sum(variables) <= cap)


def _of(
    known: Known, take: dict[int, cp_model.IntVar], goal: int
) -> cp_model.LinearExprT:
    return sum(
        known.values[number][goal] * variable
        for number, variable in take.items()
        if known.values[number][goal]
    )

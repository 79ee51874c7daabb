"""Whether some plan has so much of a goal, asked of HiGHS.

Every arc that may be used at a position of a chain is a variable, and so is every cycle
(PICEF: Dickerson, Manlove, Plaut, Sandholm and Trimble 2016): few variables where
chains would be many. Its root closes odd sets of cycles by cuts of its own, which
CP-SAT over whole routes does not (ADR 44). Cost: grows with arcs x positions; HiGHS
takes longer for each column the more there are.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from absl import logging as absl_logging
from ortools.math_opt import model_pb2
from ortools.math_opt.python import mathopt
from ortools.math_opt.solvers import highs_pb2

from matching.engine.layout import NO_ARC, Layout
from matching.instance import NOBODY, Goal, Whole

# With this interface of OR-Tools comes a log handler, which closes what was the error
# stream when it was made, whoever that belongs to, as soon as logging is set up anew.
absl_logging.get_absl_handler().python_handler.stream = sys.__stderr__

_SEED_RANGE = 2**31
_CYCLES_AS_ONE = 4


@dataclass(frozen=True, slots=True, eq=False)
class Offered:
    """What a plan may be made of.

    Attributes:
        chains: The arcs that may be used at each position, from the first on.
        rings: The arcs of each cycle, filled up with `NO_ARC`. Shape: cycles x moves.
    """

    chains: Sequence[Whole]
    rings: Whole

    @property
    def weight(self) -> int:
        """How many variables that makes, four cycles told as one.

        What makes a question long is the arcs at positions: 100,000 cycles and 7,000
        arcs are answered as soon as 25,000 arcs.
        """
        return sum(map(len, self.chains)) + len(self.rings) // _CYCLES_AS_ONE


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """An answer to whether there is such a plan.

    Attributes:
        goes: The home of each household in one, or `NOBODY`; None where none was found.
        certain: Whether there is none, where none was found.
    """

    goes: Whole | None
    certain: bool


def ask(
    layout: Layout,
    offered: Offered,
    goals: Sequence[Goal],
    least: Sequence[int],
    *,
    must: Whole,
    nodes_max: int,
    seed: int,
) -> Found:
    """Look for a plan that has at least so much of each goal.

    Args:
        layout: Of the instance.
        offered: What it may be made of.
        goals: Those asked about.
        least: What is asked of each.
        must: Households that move in every such plan.
        nodes_max: Of HiGHS.
        seed: Of HiGHS.
    """
    written = _Written(layout, offered)
    written.once_each(must)
    written.flow()
    written.teams()
    written.groups()
    for goal, much in zip(goals, least, strict=True):
        written.goal(goal, much)
    answer = mathopt.solve(
        mathopt.Model.from_model_proto(written.model()),
        mathopt.SolverType.HIGHS,
        params=_parameters(nodes_max, seed),
    )
    if answer.termination.reason == mathopt.TerminationReason.INFEASIBLE:
        return Found(None, certain=True)
    if not answer.has_primal_feasible_solution():
        return Found(None, certain=False)
    taken = np.array(list(answer.variable_values().values())) > 1 / 2
    return Found(written.goes(np.flatnonzero(taken)), certain=True)


def _parameters(nodes_max: int, seed: int) -> mathopt.SolveParameters:
    # One thread, so that every run goes the same way. Before the root its own
    # simplifying takes ten times as long as the root.
    highs = highs_pb2.HighsOptionsProto(string_options={"parallel": "off"})
    return mathopt.SolveParameters(
        node_limit=nodes_max,
        presolve=mathopt.Emphasis.OFF,
        random_seed=seed % _SEED_RANGE,
        highs=highs,
    )


class _Written:
    """The question as HiGHS reads it: columns, and rows of them."""

    def __init__(self, layout: Layout, offered: Offered) -> None:
        self._layout, self._instance = layout, layout.instance
        self._arc = np.concatenate([*offered.chains, np.zeros(0, dtype=np.int64)])
        self._position = np.repeat(
            np.arange(len(offered.chains), dtype=np.int64) + 1,
            [len(arcs) for arcs in offered.chains],
        )
        self._rings = offered.rings
        self._row: list[Whole] = []
        self._column: list[Whole] = []
        self._coefficient: list[Whole] = []
        self._bounds: list[tuple[float, float]] = []

    @property
    def _columns(self) -> int:
        return len(self._arc) + len(self._rings)

    def model(self) -> model_pb2.ModelProto:
        """Return the whole question, without anything to be made large."""
        told = model_pb2.ModelProto()
        columns = range(self._columns)
        told.variables.ids.extend(columns)
        told.variables.lower_bounds.extend(0.0 for _ in columns)
        told.variables.upper_bounds.extend(1.0 for _ in columns)
        told.variables.integers.extend(True for _ in columns)
        rows = told.linear_constraints
        rows.ids.extend(range(len(self._bounds)))
        rows.lower_bounds.extend(low for low, _ in self._bounds)
        rows.upper_bounds.extend(high for _, high in self._bounds)
        row, column, coefficient = self._entries()
        told.linear_constraint_matrix.row_ids.extend(row.tolist())
        told.linear_constraint_matrix.column_ids.extend(column.tolist())
        told.linear_constraint_matrix.coefficients.extend(coefficient.tolist())
        return told

    def _entries(self) -> tuple[Whole, Whole, Whole]:
        nothing = np.zeros(0, dtype=np.int64)
        row = np.concatenate([*self._row, nothing])
        column = np.concatenate([*self._column, nothing])
        order = np.lexsort((column, row))
        coefficient = np.concatenate([*self._coefficient, nothing])
        return row[order], column[order], coefficient[order]

    def _add(
        self, column: Whole, coefficient: Whole | int, low: float, high: float
    ) -> None:
        number = np.full(len(column), len(self._bounds), dtype=np.int64)
        self._row.append(number)
        self._column.append(column)
        self._coefficient.append(np.zeros(len(column), dtype=np.int64) + coefficient)
        self._bounds.append((low, high))

    def once_each(self, must: Whole) -> None:
        """Let each household move once at most and each void be entered once."""
        household, column = self._movers()
        needed = set(must.tolist())
        for who, columns in _by(household, column):
            self._add(columns, 1, 1.0 if who in needed else 0.0, 1.0)
            needed.discard(who)
        for _ in needed:
            self._add(np.zeros(0, dtype=np.int64), 1, 1.0, 1.0)
        first = np.flatnonzero(self._position == 1)
        for _, columns in _by(self._instance.home[self._arc[first]], first):
            self._add(columns, 1, 0.0, 1.0)

    def _movers(self) -> tuple[Whole, Whole]:
        """Return who moves by each column, a pair for each move."""
        chains = self._instance.household[self._arc]
        which, place = np.nonzero(self._rings != NO_ARC)
        rings = self._instance.household[self._rings[which, place]]
        return (
            np.concatenate([chains, rings]),
            np.concatenate([np.arange(len(chains)), len(chains) + which]),
        )

    def flow(self) -> None:
        """Enter a home that is left only behind one who leaves it."""
        instance = self._instance
        homes = instance.homes
        home = instance.home[self._arc]
        left = instance.vacates[instance.household[self._arc]]
        leaves = np.flatnonzero(left != NOBODY)
        out = dict(_by((self._position[leaves] + 1) * homes + left[leaves], leaves))
        later = np.flatnonzero(self._position > 1)
        for key, into in _by(self._position[later] * homes + home[later], later):
            behind = out.get(key, np.zeros(0, dtype=np.int64))
            signs = np.repeat(np.array([1, -1]), [len(into), len(behind)])
            self._add(np.concatenate([into, behind]), signs, -float("inf"), 0.0)

    def teams(self) -> None:
        """Let nobody enter the home of one who goes to a home of the newcomer's team.

        One row for each home left and team, whatever the position: it is left once and
        entered once.
        """
        instance = self._instance
        household, home = instance.household[self._arc], instance.home[self._arc]
        left = instance.vacates[household]
        leaves = np.flatnonzero(left != NOBODY)
        later = np.flatnonzero(self._position > 1)
        let, held = instance.team_of_home[home], instance.team_of_household[household]
        lowest = min(let.min(initial=0), held.min(initial=0))
        many = 1 + max(let.max(initial=0), held.max(initial=0)) - lowest
        out = dict(_by(left[leaves] * many + let[leaves] - lowest, leaves))
        for key, into in _by(home[later] * many + held[later] - lowest, later):
            if key in out:
                self._add(np.concatenate([into, out[key]]), 1, -float("inf"), 1.0)

    def groups(self) -> None:
        """Use no more voids of a group than it has."""
        first = np.flatnonzero(self._position == 1)
        group = self._instance.group_of_home[self._instance.home[self._arc[first]]]
        grouped = group != NOBODY
        for number, columns in _by(group[grouped], first[grouped]):
            self._add(columns, 1, 0.0, float(self._instance.group_cap[number]))

    def goal(self, goal: Goal, least: int) -> None:
        """Have at least so much of a goal."""
        there = self._rings != NO_ARC
        chains = goal.arc[self._arc] + goal.at[self._position]
        rings = np.where(there, goal.arc[self._rings], 0).sum(axis=1)
        rings = rings + goal.round[there.sum(axis=1)]
        worth = np.concatenate([chains, rings])
        (some,) = np.nonzero(worth)
        self._add(some, worth[some], float(least), float("inf"))

    def goes(self, taken: Whole) -> Whole:
        """Return the home of each household in a plan of these columns."""
        goes = np.full(self._instance.households, NOBODY, dtype=np.int64)
        chains = taken[taken < len(self._arc)]
        rings = self._rings[taken[taken >= len(self._arc)] - len(self._arc)]
        arcs = np.concatenate([self._arc[chains], rings[rings != NO_ARC]])
        goes[self._instance.household[arcs]] = self._instance.home[arcs]
        return goes


def _by(key: Whole, number: Whole) -> list[tuple[int, Whole]]:
    """Return the numbers of each key, in the order of keys."""
    order = np.argsort(key, kind="stable")
    found, begins = np.unique(key[order], return_index=True)
    parts = np.split(number[order], begins[1:])
    return list(zip(found.tolist(), parts, strict=False))

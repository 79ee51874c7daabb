"""The goals as the search counts them."""

from collections.abc import Sequence

import numpy as np

from matching.engine.proving import Balance
from matching.engine.seating import Aims
from matching.instance import Goal, Instance

# The least change of the squares is two: so warm, one in fifty is taken at first.
_OF_SQUARES = 0.5


def aims_of(instance: Instance, goals: Sequence[Goal], balance: Balance | None) -> Aims:
    """Return the goals as arrays that the search reads, one row a goal."""
    none = np.zeros((instance.arcs, 0), dtype=np.int64)
    squares = None if balance is None else balance.squares
    return Aims(
        arc=np.array([goal.arc for goal in goals]),
        at=np.array([goal.at for goal in goals]),
        round=np.array([goal.round for goal in goals]),
        squares=-1 if balance is None else balance.goal,
        row=none if squares is None else squares.row,
        change=none if squares is None else squares.change,
        opening=np.zeros(0, dtype=np.int64) if squares is None else squares.opening,
        warmth=np.array(
            [
                _OF_SQUARES if balance and balance.goal == at else _warmth(goal)
                for at, goal in enumerate(goals)
            ]
        ),
    )


def _warmth(goal: Goal) -> float:
    """Return how much worse counts as one step worse: a tenth of a usual move."""
    moved = np.abs(goal.arc[goal.arc != 0])
    return 0.1 * float(np.median(moved)) if len(moved) else 1.0

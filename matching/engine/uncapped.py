"""The first goals added up, each so dear that the next cannot outweigh it.

Goals that only count arcs can be asked for together without caps, by one flow.
"""

from collections.abc import Sequence

import numpy as np

from matching.engine.branching import Closed
from matching.engine.flow import price_without_caps
from matching.engine.proving import Paid
from matching.instance import NOBODY, Goal, Instance, Whole

# Weights of goals taken together stay below this, so that no sum of them overflows.
_TOGETHER_MAX = 2**40


def together(instance: Instance, goals: Sequence[Goal]) -> list[int]:
    """Return factors by which the first of some goals may be added up, in order."""
    found: list[int] = []
    for goal in goals:
        reach = int(goal.arc.max(initial=0)) * instance.households + 1
        plain = not goal.at.any() and not goal.round.any()
        whole = plain and goal.arc.min(initial=0) >= 0 and reach > 1
        if not whole or (found[0] if found else 1) * reach > _TOGETHER_MAX:
            break
        found = [factor * reach for factor in found] + [1]
    return found


def reached(instance: Instance, goals: Sequence[Goal], factors: Sequence[int]) -> Whole:
    """Return what the flow for all of them reaches of each. Shape: factors."""
    worth = _worth(goals, factors)
    goes = price_without_caps(instance, worth).goes
    moving = np.flatnonzero(goes != NOBODY)
    used = np.zeros(instance.arcs, dtype=np.bool_)
    used |= goes[instance.household] == instance.home
    assert used.sum() == len(moving)
    return np.array([int(goal.arc[used].sum()) for goal, _ in _each(goals, factors)])


def bound_of(
    instance: Instance,
    goals: Sequence[Goal],
    factors: Sequence[int],
    held: Sequence[int],
) -> Closed:
    """Bound the last of some goals, with those before it at their values.

    Args:
        instance: Who could go where.
        goals: At least as many as factors.
        factors: Of the goals, the last being 1.
        held: Values of all but the last; more are not read.
    """
    priced = price_without_caps(instance, _worth(goals, factors))
    before = zip(factors[:-1], held, strict=False)
    spent = sum(times * int(value) for times, value in before)
    voids = instance.occupant == NOBODY
    paid = Paid(
        bound=priced.total(instance) - spent,
        scale=1,
        multipliers=tuple(factors[:-1]),
        households=priced.households,
        homes=np.where(voids, priced.homes, 0),
        groups=priced.groups,
    )
    return Closed(paid.bound, paid)


def _each(goals: Sequence[Goal], factors: Sequence[int]) -> list[tuple[Goal, int]]:
    return list(zip(goals, factors, strict=False))


def _worth(goals: Sequence[Goal], factors: Sequence[int]) -> Whole:
    whole = sum(times * goal.arc for goal, times in _each(goals, factors))
    return np.asarray(whole, dtype=np.int64)

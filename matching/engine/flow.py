"""The bound without caps: everybody in some home, their own or another's.

A household that stays uses up its own home, so that lengths alone are forgotten, and
direct swaps and teams. It is an assignment, solved as a minimum-cost flow; potentials
of the optimal flow are whole prices of a proof (Ford and Fulkerson 1962).
Cost: one flow over the arcs, and a few sweeps for the potentials.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from ortools.graph.python import min_cost_flow

from matching.instance import NOBODY, Instance, Whole

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Priced:
    """Whole prices under which no chain and no cycle of any length is worth more.

    Attributes:
        households, homes: Of each one's one place; not negative.
        goes: The home of each household in the relaxation's answer, or `NOBODY`.
    """

    households: Whole
    homes: Whole
    goes: Whole

    def total(self, instance: Instance) -> int:
        """Return the bound: the prices of all households and all voids."""
        voids = instance.occupant == NOBODY
        return int(self.households.sum() + self.homes[voids].sum())


def price_without_caps(instance: Instance, worth: Whole) -> Priced:
    """Return prices whose sum is what the relaxation is worth at best.

    Args:
        instance: Who could go where.
        worth: Of each arc; not negative.
    """
    households, homes = instance.households, instance.homes
    # A home for each household that leaves none, which only it may stay in.
    stays = instance.vacates.copy()
    homeless = np.flatnonzero(stays == NOBODY)
    stays[homeless] = homes + np.arange(len(homeless))
    seats = homes + len(homeless)
    tail = np.concatenate([instance.household, np.arange(households)])
    head = np.concatenate([instance.home, stays])
    cost = np.concatenate([-worth, np.zeros(households, dtype=np.int64)])
    used = _assigned(tail, head, cost, households, seats)
    row, column = _potentials(tail, head, cost, used, households, seats)
    goes = np.full(households, NOBODY, dtype=np.int64)
    moving = used[: instance.arcs]
    goes[instance.household[moving]] = instance.home[moving]
    return Priced(
        households=row + column[stays],
        homes=column[:homes],
        goes=goes,
    )


def _assigned(
    tail: Whole, head: Whole, cost: Whole, households: int, seats: int
) -> Array:
    flow = min_cost_flow.SimpleMinCostFlow()
    sink = households + seats
    ones = np.ones(len(tail), dtype=np.int64)
    flow.add_arcs_with_capacity_and_unit_cost(tail, head + households, ones, cost)
    into_sink = np.arange(households, sink)
    ones = np.ones(seats, dtype=np.int64)
    zeros = np.zeros(seats, dtype=np.int64)
    sinks = np.full(seats, sink)
    flow.add_arcs_with_capacity_and_unit_cost(into_sink, sinks, ones, zeros)
    supplies = np.zeros(sink + 1, dtype=np.int64)
    supplies[:households], supplies[sink] = 1, -households
    flow.set_nodes_supplies(np.arange(sink + 1), supplies)
    status = flow.solve()
    assert status == flow.OPTIMAL, "everybody may stay"
    taken = flow.flows(np.arange(len(tail)))
    return np.asarray(taken, dtype=np.bool_)


@njit(cache=True)
def _potentials(
    tail: Array, head: Array, cost: Array, used: Array, households: int, seats: int
) -> tuple[Array, Array]:
    """Return the prices of households and of seats that the flow shows.

    They are shortest distances in what it leaves open (Bellman and Ford): a seat that
    nobody has costs nothing, and what is used is paid for exactly.
    """
    far = np.zeros(households + seats + 1, dtype=np.int64)
    sink = households + seats
    taken = np.zeros(seats, dtype=np.bool_)
    for arc in range(len(tail)):
        if used[arc]:
            taken[head[arc]] = True
    changed = True
    while changed:
        changed = False
        for arc in range(len(tail)):
            who, seat = tail[arc], households + head[arc]
            if far[who] + cost[arc] < far[seat]:
                far[seat], changed = far[who] + cost[arc], True
            if used[arc] and far[seat] - cost[arc] < far[who]:
                far[who], changed = far[seat] - cost[arc], True
        for i in range(seats):
            seat = households + i
            if far[sink] < far[seat]:
                far[seat], changed = far[sink], True
            if not taken[i] and far[seat] < far[sink]:
                far[sink], changed = far[seat], True
    return far[:households] - far[sink], far[sink] - far[households:sink]

"""The bound without caps: everybody in some home, their own or another's.

A household that stays uses up its own home, so that lengths alone are forgotten, and
direct swaps and teams. It is an assignment, solved as a minimum-cost flow; potentials
of the optimal flow are whole prices of a proof (Ford and Fulkerson 1962). Voids of a
group go by a node of their own, through which no more flows than the group's cap.
Cost: one flow over the arcs, and a few sweeps for the potentials.
"""

from dataclasses import dataclass
from typing import Any, NamedTuple

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
        groups: Of one void more of each group, beside the void's own; not negative.
        goes: The home of each household in the relaxation's answer, or `NOBODY`.
    """

    households: Whole
    homes: Whole
    groups: Whole
    goes: Whole

    def total(self, instance: Instance) -> int:
        """Return the bound: the prices of all households, voids and caps of groups."""
        voids = instance.occupant == NOBODY
        caps = int((self.groups * instance.group_cap).sum())
        return int(self.households.sum() + self.homes[voids].sum()) + caps


class _Network(NamedTuple):
    """Households, then seats, then the sink, then groups of seats, as nodes.

    Attributes:
        tail, head, cost: Of each arc from a household to a seat.
        below, above, most: Each way on, from seats first and then from groups: where
            to, and how many it takes. It costs nothing.
        sink: Where everybody ends. Groups are numbered behind it.
        nodes: How many there are.
    """

    tail: Whole
    head: Whole
    cost: Whole
    below: Whole
    above: Whole
    most: Whole
    sink: int
    nodes: int


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
    network = _network(instance, worth, stays)
    used, spare = _assigned(network, households)
    far = _potentials(network, used, spare)
    price = far[network.sink] - far
    seat, groups = price[households:], price[network.sink + 1 :]
    of_group = np.append(groups, 0)[instance.group_of_home]
    goes = np.full(households, NOBODY, dtype=np.int64)
    moving = used[: instance.arcs]
    goes[instance.household[moving]] = instance.home[moving]
    return Priced(
        households=seat[stays] - price[:households],
        homes=seat[:homes] - of_group,
        groups=groups,
        goes=goes,
    )


def _network(instance: Instance, worth: Whole, stays: Whole) -> _Network:
    """Return the network in which everybody is somewhere.

    Args:
        stays: The seat in which each household stays; those of no home come last.
    """
    households, groups = instance.households, len(instance.group_cap)
    seats = instance.homes + int((instance.vacates == NOBODY).sum())
    sink = households + seats
    group = np.full(seats, NOBODY, dtype=np.int64)
    group[: instance.homes] = instance.group_of_home
    first = sink + 1
    return _Network(
        tail=np.concatenate([instance.household, np.arange(households)]),
        head=households + np.concatenate([instance.home, stays]),
        cost=np.concatenate([-worth, np.zeros(households, dtype=np.int64)]),
        below=np.concatenate(
            [np.arange(households, sink), np.arange(first, first + groups)]
        ),
        above=np.concatenate(
            [np.where(group == NOBODY, sink, first + group), np.full(groups, sink)]
        ),
        most=np.concatenate([np.ones(seats, dtype=np.int64), instance.group_cap]),
        sink=sink,
        nodes=first + groups,
    )


def _assigned(network: _Network, households: int) -> tuple[Array, Array]:
    """Return which arcs the cheapest assignment uses, and which ways take more."""
    flow = min_cost_flow.SimpleMinCostFlow()
    arcs, ways = len(network.tail), len(network.below)
    ones, zeros = np.ones(arcs, dtype=np.int64), np.zeros(ways, dtype=np.int64)
    flow.add_arcs_with_capacity_and_unit_cost(
        network.tail, network.head, ones, network.cost
    )
    flow.add_arcs_with_capacity_and_unit_cost(
        network.below, network.above, network.most, zeros
    )
    supplies = np.zeros(network.nodes, dtype=np.int64)
    supplies[:households], supplies[network.sink] = 1, -households
    flow.set_nodes_supplies(np.arange(network.nodes), supplies)
    status = flow.solve()
    assert status == flow.OPTIMAL, "everybody may stay"
    taken = np.asarray(flow.flows(np.arange(arcs + ways)))
    return taken[:arcs].astype(np.bool_), taken[arcs:] < network.most


@njit(cache=True)
def _potentials(network: _Network, used: Array, spare: Array) -> Array:
    """Return how far each node is in what the flow leaves open (Bellman and Ford).

    A way on that could take more costs nothing, and what is used is paid for exactly.

    Args:
        network: The arcs and the ways on.
        used: Arcs of the flow.
        spare: Ways on that could take more.
    """
    far = np.zeros(network.nodes, dtype=np.int64)
    changed = True
    while changed:
        changed = False
        for arc in range(len(network.tail)):
            who, seat = network.tail[arc], network.head[arc]
            cost = network.cost[arc]
            if far[who] + cost < far[seat]:
                far[seat], changed = far[who] + cost, True
            if used[arc] and far[seat] - cost < far[who]:
                far[who], changed = far[seat] - cost, True
        for way in range(len(network.below)):
            low, high = network.below[way], network.above[way]
            if far[high] < far[low]:
                far[low], changed = far[high], True
            if spare[way] and far[low] < far[high]:
                far[high], changed = far[low], True
    return far

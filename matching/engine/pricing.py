"""Pricing: the chains and cycles that the relaxation's duals find most worth adding.

A chain is priced exactly by a table over (position, household): the best walk that
ends with this household in this position. The team rule looks one home back, so each
cell keeps the best walk and the best from another team; that pair is enough. A walk
may visit a household twice; such walks are left out as columns and kept in the bound,
which stays valid. Source: Abraham, Blum and Sandholm 2007 for the columns; Plaut,
Dickerson and Sandholm 2016 for pricing capped chains. Cost: caps x edges a sweep.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matching.engine.columns import Column, ColumnPool
from matching.graph import NOBODY, Graph, Move, Route
from matching.objectives import (
    BalanceRow,
    Objective,
    PlacedMove,
    balance_changes,
)
from matching.plan import ExchangeKind

Floats = npt.NDArray[np.float64]
Indexes = npt.NDArray[np.intp]

_NEVER = -1e18


@dataclass(frozen=True, slots=True)
class Duals:
    """Prices of the relaxation's rows, and the factor of each objective.

    Attributes:
        households, homes: What a household's or a home's one place costs.
        factors: For each objective, what one unit of it is worth.
        balances: For each balance row, what one home more is worth.
    """

    households: Floats
    homes: Floats
    factors: Floats
    balances: Floats


@dataclass(frozen=True, slots=True)
class Priced:
    """Routes worth adding, best first, and the most that any route is worth.

    Attributes:
        chain_best, cycle_best: Upper bounds over every chain and every cycle.
    """

    routes: tuple[Route, ...]
    chain_best: float
    cycle_best: float


class _Edges:
    """Some edges of the graph as arrays, with what each adds at each position."""

    def __init__(
        self,
        graph: Graph,
        moves: list[Move],
        positions: range,
        goals: tuple[Objective, ...],
        row_at: dict[BalanceRow, int],
    ) -> None:
        self.household = np.array([move.household for move in moves], dtype=np.intp)
        self.home = np.array([move.home for move in moves], dtype=np.intp)
        self.weights = {
            position: _weights(graph, moves, position, goals) for position in positions
        }
        pairs = [
            balance_changes(graph.pool.households[t], graph.pool.homes[h])
            for t, h in moves
        ]
        shape = (len(moves), 4)
        self.rows = np.array(
            [[row_at[row] for row, _homes in pair] for pair in pairs], dtype=np.intp
        ).reshape(shape)
        self.changes = np.array(
            [[homes for _row, homes in pair] for pair in pairs], dtype=np.float64
        ).reshape(shape)

    def worth(self, position: int, duals: Duals) -> Floats:
        worth: Floats = self.weights[position] @ duals.factors
        worth = worth - duals.households[self.household]
        worth += (duals.balances[self.rows] * self.changes).sum(axis=1)
        return worth


def _weights(
    graph: Graph, moves: list[Move], position: int, goals: tuple[Objective, ...]
) -> Floats:
    households, homes = graph.pool.households, graph.pool.homes
    table = np.zeros((len(moves), len(goals)))
    for i, (household, home) in enumerate(moves):
        placed = PlacedMove(
            household=households[household],
            home=homes[home],
            position=position,
            in_cycle=False,
            ready=homes[home].ready,
        )
        for j, goal in enumerate(goals):
            if goal.weight is not None:
                table[i, j] = goal.weight(placed)
    return table


@dataclass(frozen=True, slots=True)
class _Layer:
    """Best walks ending with each household at one position. Shape: 2 x households.

    Row 0 is the best walk; row 1 the best whose last home is let by another team.

    Attributes:
        edge: Index of the walk's last edge.
        slot: Row of the layer before that the walk continues.
    """

    worth: Floats
    team: npt.NDArray[np.intp]
    edge: Indexes
    slot: Indexes


class Pricing:
    """Finds worthwhile routes for given duals; built once a round."""

    def __init__(
        self,
        pool: ColumnPool,
        row_at: dict[BalanceRow, int],
        *,
        cycles: tuple[Route, ...],
        chain_moves_max: int,
    ) -> None:
        graph = pool.graph
        self._households = len(graph.pool.households)
        self._vacates = graph.vacates
        self._moves_max = chain_moves_max
        self._teams(graph)
        first, later = _split(graph)
        goals = pool.objectives
        self._first_moves, self._later_moves = first, later
        self._first = _Edges(graph, first, range(1, 2), goals, row_at)
        positions = range(2, chain_moves_max + 1)
        self._later = _Edges(graph, later, positions, goals, row_at)
        self._before = np.array(
            [graph.occupant[move.home] for move in later], dtype=np.intp
        )
        self._cycles = cycles
        self._cycle_table = _CycleTable(pool, cycles, row_at)

    def price(self, duals: Duals, *, routes_max: int, tolerance: float) -> Priced:
        """Return routes worth more than the tolerance, best first."""
        chains, chain_best = self._chains(duals, tolerance)
        cycle_worth = self._cycle_table.worth(duals)
        good = np.flatnonzero(cycle_worth > tolerance)
        found = chains + [(float(cycle_worth[i]), self._cycles[i]) for i in good]
        found.sort(key=lambda pair: -pair[0])
        return Priced(
            routes=tuple(route for _worth, route in found[:routes_max]),
            chain_best=chain_best,
            cycle_best=float(cycle_worth.max(initial=0.0)),
        )

    def _teams(self, graph: Graph) -> None:
        number: dict[str, int] = {}
        self._team_of_household = np.array(
            [number.setdefault(r.team, len(number)) for r in graph.pool.households],
            dtype=np.intp,
        )
        self._team_of_home = np.array(
            [number.setdefault(home.team, len(number)) for home in graph.pool.homes],
            dtype=np.intp,
        )

    def _chains(
        self, duals: Duals, tolerance: float
    ) -> tuple[list[tuple[float, Route]], float]:
        layers = [self._first_layer(duals)]
        while len(layers) < self._moves_max and len(self._later_moves):
            layers.append(self._next_layer(layers[-1], len(layers) + 1, duals))
        found = []
        best = 0.0
        for depth, layer in enumerate(layers):
            best = max(best, float(layer.worth[0].max(initial=0.0)))
            for household in np.flatnonzero(layer.worth[0] > tolerance):
                moves = self._walk(layers, depth, int(household))
                if len({move.household for move in moves}) == len(moves):
                    worth = float(layer.worth[0, household])
                    found.append((worth, Route(ExchangeKind.CHAIN, moves)))
        return found, best

    def _first_layer(self, duals: Duals) -> _Layer:
        worth = self._first.worth(1, duals) - duals.homes[self._first.home]
        slot = np.zeros(len(worth), dtype=np.intp)
        return self._layer(self._first, worth, slot)

    def _next_layer(self, before: _Layer, position: int, duals: Duals) -> _Layer:
        edges, previous = self._later, self._before
        clash = before.team[0, previous] == self._team_of_household[edges.household]
        slot = clash.astype(np.intp)
        worth = edges.worth(position, duals) + before.worth[slot, previous]
        return self._layer(edges, worth, slot)

    def _layer(self, edges: _Edges, worth: Floats, slot: Indexes) -> _Layer:
        shape = (2, self._households)
        layer = _Layer(
            worth=np.full(shape, _NEVER),
            team=np.full(shape, NOBODY, dtype=np.intp),
            edge=np.zeros(shape, dtype=np.intp),
            slot=np.zeros(shape, dtype=np.intp),
        )
        team = self._team_of_home[edges.home]
        usable = np.flatnonzero(worth > _NEVER / 2)
        # Stable, so that equal walks are always told apart in the same order.
        order = usable[np.lexsort((-worth[usable], edges.household[usable]))]
        for row in (0, 1):
            who, at = np.unique(edges.household[order], return_index=True)
            best = order[at]
            layer.worth[row, who] = worth[best]
            layer.team[row, who] = team[best]
            layer.edge[row, who] = best
            layer.slot[row, who] = slot[best]
            order = order[team[order] != layer.team[0, edges.household[order]]]
        return layer

    def _walk(
        self, layers: list[_Layer], depth: int, household: int
    ) -> tuple[Move, ...]:
        moves = []
        slot = 0
        for layer in reversed(layers[: depth + 1]):
            edge = int(layer.edge[slot, household])
            slot = int(layer.slot[slot, household])
            first = layer is layers[0]
            moves.append((self._first_moves if first else self._later_moves)[edge])
            if not first:
                household = int(self._before[edge])
        return tuple(reversed(moves))


class _CycleTable:
    """Every listed cycle, flattened, so that all are priced in a few sums."""

    def __init__(
        self,
        pool: ColumnPool,
        cycles: tuple[Route, ...],
        row_at: dict[BalanceRow, int],
    ) -> None:
        columns: list[Column] = [pool.column_of(route) for route in cycles]
        self._count = len(columns)
        goals = len(pool.objectives)
        weights = [column.weights for column in columns]
        self._weights = np.array(weights, dtype=np.float64).reshape(-1, goals)
        members = [(i, t) for i, c in enumerate(columns) for t in c.households]
        self._member = np.array(members, dtype=np.intp).reshape(-1, 2)
        changes = [
            (i, row_at[row], n) for i, c in enumerate(columns) for row, n in c.changes
        ]
        self._change = np.array(changes, dtype=np.intp).reshape(-1, 3)

    def worth(self, duals: Duals) -> Floats:
        worth: Floats = self._weights @ duals.factors
        at, household = self._member.T
        cost = np.bincount(at, duals.households[household], minlength=self._count)
        at, row, homes = self._change.T
        gain = np.bincount(at, duals.balances[row] * homes, minlength=self._count)
        return worth - cost + gain


def _split(graph: Graph) -> tuple[list[Move], list[Move]]:
    """Return the edges into voids and the edges into homes that would be left."""
    first: list[Move] = []
    later: list[Move] = []
    for household, homes in enumerate(graph.homes_for):
        for home in homes:
            into_void = graph.occupant[home] == NOBODY
            (first if into_void else later).append(Move(household, home))
    return first, later

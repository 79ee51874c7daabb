"""A pool's round as numbers for the engine, and its answer as levels for the reader."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from matching.certificate import Branch, DebtPrice, Leaf, LevelProof, Slope
from matching.debts import lettings_offered
from matching.engine.budget import Budget
from matching.engine.clearing import clear
from matching.engine.layout import Layout, lay_out
from matching.engine.outcome import Outcome, Progress
from matching.engine.part import Part, all_of, same_movers
from matching.engine.proving import Paid, Split, Squares, Tree
from matching.engine.worth import cycles
from matching.graph import NOBODY, Graph, Route
from matching.home_types import count_home_types
from matching.instance import Goal, Instance, Whole
from matching.locks import LOCKS
from matching.numbers import as_numbers
from matching.objectives import (
    BalanceRow,
    Objective,
    PlacedMove,
    balance_changes,
    objectives,
    opening_balances,
    settled_by,
)
from matching.plan import LevelReport
from matching.pool import Level, Policy


def search(
    graph: Graph, policy: Policy, *, seed: int, budget: Budget, progress: Progress
) -> Outcome:
    """Return the best routes found within the budget, level by level."""
    found = objectives(graph.pool, policy, seed)
    instance = as_numbers(graph, policy)
    types = count_home_types(instance)
    if not _possible(lay_out(instance)):
        nothing = [_report(o, o.value(()), o.value(()), NOTHING) for o in found]
        return Outcome(
            (), tuple(nothing), empty=True, shown=True, certificate=(), home_types=types
        )
    desk = _Desk(graph, found, seed, budget, progress)
    desk.settle(all_of(instance), range(settled_by(policy, found)))
    desk.settle_homes(instance)
    progress("done", len(found), len(found))
    return Outcome(
        routes=desk.routes,
        levels=tuple(desk.reports[at] for at in range(len(found))),
        empty=False,
        shown=desk.shown,
        certificate=tuple(desk.proofs[at] for at in range(len(found))),
        home_types=types,
    )


NOTHING = "no chain and no cycle is possible"
NOBODY_MOVES = "the levels before leave everybody where they are"
# What the same households could still do better or worse, or hold on to each other by.
_HELD_BY_NAME = (LOCKS, Level.HOUSEHOLDS)


class _Desk:
    """A round between its objectives: first who moves, then which homes they enter."""

    def __init__(
        self,
        graph: Graph,
        found: Sequence[Objective],
        seed: int,
        budget: Budget,
        progress: Progress,
    ) -> None:
        self.graph, self.found, self.progress = graph, found, progress
        self.seed, self.budget = seed, budget
        self.routes: tuple[Route, ...] = ()
        self.reports: dict[int, LevelReport] = {}
        self.proofs: dict[int, LevelProof] = {}
        self.shown = True

    def settle_homes(self, instance: Instance) -> None:
        """Settle what is left once those who move are known by name.

        Locks and the number of households are held; nothing else of what is settled
        could change while the same households move, the same of them into ready homes.
        """
        settled = len(self.reports)
        if settled == len(self.found):
            return
        if not self.routes:
            self._stay(settled)
            return
        ready = [int(home.ready) for home in self.graph.pool.homes]
        part = same_movers(instance, self.routes, np.array(ready, dtype=np.int64))
        held = [at for at in range(settled) if self.found[at].name in _HELD_BY_NAME]
        self.settle(part, (*held, *range(settled, len(self.found))))

    def settle(self, part: Part, order: Sequence[int]) -> None:
        """Settle some objectives for a part of the round, those done before held.

        Args:
            order: Their places among the objectives, ascending.
        """
        found = [self.found[at] for at in order]
        balanced = any(o.weight is None or o.squares for o in found)
        rows = _rows(self.graph, part) if balanced else _no_rows(part)
        cleared = clear(
            part.instance,
            [_goal(self.graph, part, objective, rows) for objective in found],
            seed=self.seed,
            budget=self.budget,
            begun=lambda goal: self._begin(order[goal]),
            start=part.goes(self.routes),
        )
        self.routes = tuple(part.in_round(route) for route in cleared.routes)
        self.shown = self.shown and cleared.shown
        for at, objective, value, bound, method, tree in zip(
            order,
            found,
            cleared.values,
            cleared.bounds,
            cleared.methods,
            cleared.proofs,
            strict=True,
        ):
            if at not in self.reports:
                reached, most = (_told(objective, n, rows) for n in (value, bound))
                self.reports[at] = _report(objective, reached, most, method)
                named = _Named(self.graph, part, rows, order)
                self.proofs[at] = LevelProof(objective.name, named.tree(tree))

    def _stay(self, settled: int) -> None:
        """Settle what is left where nobody is to move: of that there is one plan."""
        for at, objective in enumerate(self.found[settled:], start=settled):
            value = objective.value(())
            self.reports[at] = _report(objective, value, value, NOBODY_MOVES)
            leaf = Leaf(1, (0,) * at, (), (), ())
            self.proofs[at] = LevelProof(objective.name, leaf)

    def _begin(self, at: int) -> None:
        if at not in self.reports:
            self.progress(self.found[at].name, at, len(self.found))


def _possible(layout: Layout) -> bool:
    """Say whether there is any chain or cycle at all."""
    instance = layout.instance
    into_voids = instance.occupant[instance.home] == NOBODY
    if instance.caps.chain_moves_max and into_voids.any():
        return True
    one_each = np.ones(instance.arcs, dtype=np.int64)
    lengths = np.zeros(instance.caps.cycle_moves_max + 1, dtype=np.int64)
    found, _, _ = cycles(layout.places, one_each, lengths, 0)
    return bool((found > 0).any())


@dataclass(frozen=True, slots=True)
class _Rows:
    """The balances that a move could change, or that stand at something."""

    names: tuple[BalanceRow, ...]
    squares: Squares
    # The sum of the squares of what no move could change.
    apart: int


def _rows(graph: Graph, part: Part) -> _Rows:
    pool = graph.pool
    posts = [balance_changes(pool.households[t], pool.homes[h]) for t, h in part.arcs()]
    names = tuple(sorted({row for each in posts for row, _ in each}))
    at = {row: i for i, row in enumerate(names)}
    opening = opening_balances(pool)
    shape = (len(posts), 4)
    row = [[at[row] for row, _ in each] for each in posts]
    change = [[homes for _, homes in each] for each in posts]
    squares = Squares(
        row=np.array(row, dtype=np.int64).reshape(shape),
        change=np.array(change, dtype=np.int64).reshape(shape),
        opening=np.array([opening[row] for row in names], dtype=np.int64),
    )
    apart = sum(homes**2 for row, homes in opening.items() if row not in at)
    return _Rows(names, squares, apart)


def _no_rows(part: Part) -> _Rows:
    none = np.zeros((part.instance.arcs, 0), dtype=np.int64)
    return _Rows((), Squares(none, none, np.zeros(0, dtype=np.int64)), 0)


def _goal(
    graph: Graph, part: Part, objective: Objective, rows: _Rows
) -> Goal | Squares:
    """Return an objective as numbers, to be made large.

    A weight is one of the arc, and one of where in the plan it is used, added up.
    """
    if objective.weight is None:
        return rows.squares
    weight, sign = objective.weight, 1 if objective.sense == "max" else -1
    pool = graph.pool
    plain = [
        PlacedMove(
            household=pool.households[t],
            home=pool.homes[h],
            position=1,
            in_cycle=False,
            ready=pool.homes[h].ready,
        )
        for t, h in part.arcs()
    ]
    each = np.array([int(weight(move)) for move in plain], dtype=np.int64)
    first = plain[0]
    caps = part.instance.caps

    def extra(position: int, *, in_cycle: bool) -> int:
        placed = first._replace(position=position, in_cycle=in_cycle)
        return int(weight(placed)) - int(weight(first))

    at = [0, *(extra(p, in_cycle=False) for p in range(1, caps.chain_moves_max + 1))]
    length = [0] * (caps.cycle_moves_max + 1)
    for moves in range(1, caps.cycle_moves_max + 1):
        length[moves] = length[moves - 1] + extra(moves, in_cycle=True)
    found = Goal(
        sign * each,
        sign * np.array(at, dtype=np.int64),
        sign * np.array(length, dtype=np.int64),
    )
    return replace(rows.squares, besides=found) if objective.squares else found


def _told(objective: Objective, value: int, rows: _Rows) -> int:
    """Return a value in the objective's own sense."""
    whole = value - rows.apart if objective.squares else value
    return whole if objective.sense == "max" else -whole


def _report(objective: Objective, value: int, bound: int, method: str) -> LevelReport:
    return LevelReport(
        level=objective.name,
        value=value,
        bound=bound,
        sense=objective.sense,
        proved_by=method,
    )


@dataclass(frozen=True, slots=True)
class _Named:
    """Tells a proof in the pool's own identifiers.

    Attributes:
        order: The place among the policy's objectives of each that the proof knows.
    """

    graph: Graph
    part: Part
    rows: _Rows
    order: Sequence[int]

    def tree(self, tree: Tree) -> Branch | Leaf:
        """Return the proof of one level, or of a part of its plans."""
        if isinstance(tree, Split):
            household, home = self.part.arcs()[tree.arc]
            return Branch(
                household_id=self.graph.pool.households[household].id,
                home_id=self.graph.pool.homes[home].id,
                fixed=self.tree(tree.used),
                left_out=self.tree(tree.left_out),
            )
        return self._leaf(tree)

    def _leaf(self, paid: Paid) -> Leaf:
        pool, part, names = self.graph.pool, self.part, self.rows.names
        groups = zip(lettings_offered(pool), paid.groups.tolist(), strict=False)
        lines = zip(names, paid.anchors.tolist(), paid.slopes.tolist(), strict=False)
        return Leaf(
            scale=paid.scale,
            multipliers=self._multipliers(paid.multipliers),
            slopes=tuple(
                Slope(row.landlord_id, row.size_class, anchor, slope)
                for row, anchor, slope in lines
                if anchor or slope
            ),
            households=_priced(
                [pool.households[at].id for at in part.households], paid.households
            ),
            voids=_priced([pool.homes[at].id for at in part.homes], paid.homes),
            debts=tuple(
                DebtPrice(*lettings.debt, price) for lettings, price in groups if price
            ),
        )

    def _multipliers(self, known: tuple[int, ...]) -> tuple[int, ...]:
        """Return one for each level before, nothing for those the proof has no need of.

        The proof of level `order[k]` has k of its own.
        """
        found = [0] * self.order[len(known)]
        for at, times in zip(self.order, known, strict=False):
            found[at] = times
        return tuple(found)


def _priced(ids: Iterable[str], prices: Whole) -> tuple[tuple[str, int], ...]:
    return tuple(
        (name, price) for name, price in zip(ids, prices.tolist(), strict=True) if price
    )

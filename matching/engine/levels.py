"""A pool's round as numbers for the engine, and its answer as levels for the reader."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from matching.certificate import Branch, DebtPrice, Leaf, LevelProof, Slope
from matching.debts import lettings_offered
from matching.engine.budget import Budget
from matching.engine.clearing import clear
from matching.engine.layout import Layout, lay_out
from matching.engine.outcome import Outcome, Progress
from matching.engine.proving import Split, Squares, Tree
from matching.engine.worth import cycles
from matching.graph import NOBODY, Graph
from matching.home_types import count_home_types
from matching.instance import Goal, Instance, Whole
from matching.numbers import as_numbers
from matching.objectives import (
    BalanceRow,
    Objective,
    PlacedMove,
    balance_changes,
    objectives,
    opening_balances,
)
from matching.plan import LevelReport
from matching.pool import Policy


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
    balanced = any(o.weight is None or o.squares for o in found)
    rows = _rows(graph, instance) if balanced else _no_rows(instance)
    goals = [_goal(graph, instance, objective, rows) for objective in found]
    names = [objective.name for objective in found]
    cleared = clear(
        instance,
        goals,
        seed=seed,
        budget=budget,
        begun=lambda goal: progress(names[goal], goal, len(names)),
    )
    progress("done", len(names), len(names))
    told = zip(found, cleared.values, cleared.bounds, cleared.methods, strict=True)
    proofs = zip(names, cleared.proofs, strict=True)
    return Outcome(
        routes=cleared.routes,
        levels=tuple(
            _report(o, _told(o, v, rows), _told(o, b, rows), m) for o, v, b, m in told
        ),
        empty=False,
        shown=cleared.shown,
        certificate=tuple(
            LevelProof(name, _named(graph, rows, tree)) for name, tree in proofs
        ),
        home_types=types,
    )


NOTHING = "no chain and no cycle is possible"


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

    instance: Instance
    names: tuple[BalanceRow, ...]
    squares: Squares
    # The sum of the squares of what no move could change.
    apart: int


def _rows(graph: Graph, instance: Instance) -> _Rows:
    pool = graph.pool
    posts = [
        balance_changes(pool.households[t], pool.homes[h])
        for t, h in zip(
            instance.household.tolist(), instance.home.tolist(), strict=True
        )
    ]
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
    return _Rows(instance, names, squares, apart)


def _no_rows(instance: Instance) -> _Rows:
    none = np.zeros((instance.arcs, 0), dtype=np.int64)
    return _Rows(instance, (), Squares(none, none, np.zeros(0, dtype=np.int64)), 0)


def _goal(
    graph: Graph, instance: Instance, objective: Objective, rows: _Rows
) -> Goal | Squares:
    """Return an objective as numbers, to be made large.

    A weight is one of the arc, and one of where in the plan it is used, added up.
    """
    if objective.weight is None:
        return rows.squares
    weight, sign = objective.weight, 1 if objective.sense == "max" else -1
    pool = graph.pool
    arcs = zip(instance.household.tolist(), instance.home.tolist(), strict=True)
    plain = [
        PlacedMove(
            household=pool.households[t],
            home=pool.homes[h],
            position=1,
            in_cycle=False,
            ready=pool.homes[h].ready,
        )
        for t, h in arcs
    ]
    each = np.array([int(weight(move)) for move in plain], dtype=np.int64)
    first = plain[0]
    caps = instance.caps

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


def _named(graph: Graph, rows: _Rows, tree: Tree) -> Branch | Leaf:
    """Return a proof in the pool's own identifiers."""
    pool, instance = graph.pool, rows.instance
    if isinstance(tree, Split):
        return Branch(
            household_id=pool.households[instance.household[tree.arc]].id,
            home_id=pool.homes[instance.home[tree.arc]].id,
            fixed=_named(graph, rows, tree.used),
            left_out=_named(graph, rows, tree.left_out),
        )
    groups = zip(lettings_offered(pool), tree.groups.tolist(), strict=False)
    lines = zip(rows.names, tree.anchors.tolist(), tree.slopes.tolist(), strict=False)
    return Leaf(
        scale=tree.scale,
        multipliers=tree.multipliers,
        slopes=tuple(
            Slope(row.landlord_id, row.size_class, anchor, slope)
            for row, anchor, slope in lines
            if anchor or slope
        ),
        households=_priced((row.id for row in pool.households), tree.households),
        voids=_priced((home.id for home in pool.homes), tree.homes),
        debts=tuple(
            DebtPrice(*lettings.debt, price) for lettings, price in groups if price
        ),
    )


def _priced(ids: Iterable[str], prices: Whole) -> tuple[tuple[str, int], ...]:
    return tuple(
        (name, price) for name, price in zip(ids, prices.tolist(), strict=True) if price
    )

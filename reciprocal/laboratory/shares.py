"""What each landlord's being in the pool is worth to a round.

It is reckoned as kidney exchanges between countries do, for a yearly review; no round
aims at it.
The value of some landlords is how many households a round of theirs alone would move.
Source: Benedek, Biró, Paulusma and Ye, Computing balanced solutions for large
international kidney exchange schemes, 2024 (arXiv 2109.06788), section 2; of the
Shapley value by drawn orders: Castro, Gómez and Tejada, Polynomial calculation of the
Shapley value based on sampling, 2009.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from matching.plan import Plan, SolveStatus
from matching.pool import Level, Policy, Pool
from matching.solve import Budget, solve

Coalition = frozenset[str]
Value = Callable[[Coalition], int]
_PROVEN = (SolveStatus.PROVEN, SolveStatus.PROVEN_BY_SOLVER, SolveStatus.EMPTY)


@dataclass(frozen=True, slots=True)
class Share:
    """One landlord's. Units: households.

    Attributes:
        moved: Its tenants that the round's plan moves.
        alone: Those it could move by itself.
        missed: How many fewer the others would move without it, itself included.
        benefit: Alone, and of what the pool adds in the proportion of what it is
            missed for beyond that.
        contribution: Likewise, in the proportion of what it is missed for.
        shapley: Its part on average over drawn orders of joining.
    """

    landlord_id: str
    moved: int
    alone: int
    missed: int
    benefit: float
    contribution: float
    shapley: float


@dataclass(frozen=True, slots=True)
class Shares:
    """Of all landlords of a round, in the order of their identifiers.

    Attributes:
        orders: How many were drawn for the Shapley value.
        proven: Every value is known to be the most there is.
    """

    each: tuple[Share, ...]
    orders: int
    proven: bool


def shares(
    pool: Pool,
    policy: Policy,
    plan: Plan,
    *,
    orders: int,
    seed: int,
    told: Callable[[int, int], None] = lambda _done, _of: None,
) -> Shares:
    """Return what each landlord is worth to a round.

    Args:
        orders: To draw; the error of a Shapley value falls with their square root.
        told: How many orders of how many are done.

    Cost: a solve for each landlord left out, each alone, and each step of an order.
    """
    game = _Game(pool, policy)
    names = [landlord.id for landlord in pool.landlords]
    everybody = frozenset(names)
    alone = {name: game.value(frozenset({name})) for name in names}
    whole = game.value(everybody)
    missed = {name: whole - game.value(everybody - {name}) for name in names}
    beyond = {name: missed[name] - alone[name] for name in names}
    shapley = _shapley(names, game.value, orders, seed, told)
    added = whole - sum(alone.values())
    landlord_of = {row.id: row.landlord_id for row in pool.households}
    moved = [
        landlord_of[step.household_id]
        for exchange in plan.exchanges
        for step in exchange.steps
    ]
    return Shares(
        tuple(
            Share(
                name,
                moved.count(name),
                alone[name],
                missed[name],
                alone[name] + added * _part(beyond, name),
                alone[name] + added * _part(missed, name),
                shapley[name],
            )
            for name in names
        ),
        orders,
        game.proven,
    )


def _part(of: dict[str, int], name: str) -> float:
    """Return one's part of a sum; equal parts where there is nothing to go by."""
    total = sum(of.values())
    return of[name] / total if total else 1 / len(of)


def _shapley(
    names: list[str],
    value: Value,
    orders: int,
    seed: int,
    told: Callable[[int, int], None],
) -> dict[str, float]:
    drawn = Random(seed)  # noqa: S311 - it must repeat
    added = dict.fromkeys(names, 0)
    for done in range(orders):
        joined, before = frozenset[str](), 0
        for name in drawn.sample(names, len(names)):
            joined |= {name}
            after = value(joined)
            added[name] += after - before
            before = after
        told(done + 1, orders)
    return {name: total / max(1, orders) for name, total in added.items()}


class _Game:
    """How many households a round of some landlords alone would move."""

    def __init__(self, pool: Pool, policy: Policy) -> None:
        self._pool = pool
        self._policy = replace(policy, levels=(Level.HOUSEHOLDS,), locks=())
        self._known: dict[Coalition, int] = {}
        self.proven = True

    def value(self, landlords: Coalition) -> int:
        """Return it; each is worked out once."""
        if landlords not in self._known:
            self._known[landlords] = self._moves(landlords)
        return self._known[landlords]

    def _moves(self, landlords: Coalition) -> int:
        pool = self._pool
        households = tuple(r for r in pool.households if r.landlord_id in landlords)
        inside = {None, *(row.id for row in households)}
        homes = tuple(
            home
            for home in pool.homes
            if home.landlord_id in landlords and home.occupant_id in inside
        )
        members = tuple(row for row in pool.landlords if row.id in landlords)
        part = Pool(households, homes, members)
        plan = solve(part, self._policy, seed=0, budget=Budget())
        self.proven = self.proven and plan.status in _PROVEN
        return plan.levels[0].value

"""What makes one plan better than another, level by level.

The levels are lexicographic: a later one never costs an earlier one anything. All
values are whole numbers. Source of the order: the scheme's rules; of solving one
level at a time and holding its value: Manlove and O'Malley, Paired and altruistic
kidney donation in the UK, 2014, section 4; of moves against squared balances: Neely,
Stability and probability 1 convergence for queueing networks via Lyapunov
optimization, Journal of Applied Mathematics 2012, article 831909.
"""

import hmac
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

from matching.graph import Graph, Route
from matching.locks import LOCKS, forced
from matching.plan import ExchangeKind
from matching.pool import Home, Household, Level, Policy, Pool, size_class
from matching.terms import ACCESS_RANK, Urgency

_LOT_BYTES = 2

# Stands beside the size classes for a landlord's balance over all of them.
TOTAL = "total"


# These choose among plans that move as many of each urgency.
_AFTER_THE_MOVES = frozenset(
    {
        Level.BALANCE,
        Level.STRUCTURE,
        Level.HOME_FIT,
        Level.HOME_QUALITY,
        Level.NET_BENEFIT,
        Level.WHO_MOVES,
    }
)


class PlacedMove(NamedTuple):
    """One move with what the levels need to know of its place in the plan.

    Attributes:
        position: 1 for the first move of its exchange.
        ready: True when it would be a ready step.
    """

    household: Household
    home: Home
    position: int
    in_cycle: bool
    ready: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    """One whole number to make as large (`max`) or as small (`min`) as can be.

    Attributes:
        name: The level's name, with a suffix where a level is several numbers.
        weight: What one move adds; None for the balance, to which no move adds a
            number of its own.
        value: Of all the moves of a plan.
        squares: How often the sum of landlords' squared balances is added to what
            the moves add: 0, or 1 for the balance, or -1 for the net benefit.
    """

    name: str
    sense: str
    sentence: str
    weight: Callable[[PlacedMove], int] | None
    value: Callable[[Iterable[PlacedMove]], int]
    squares: int = 0

    def describe(self) -> str:
        """Return the objective in a plain sentence."""
        return self.sentence


class BalanceRow(NamedTuple):
    """A landlord's balance in one size class, or over all of them (`TOTAL`)."""

    landlord_id: str
    size_class: str


def objectives(pool: Pool, policy: Policy, seed: int) -> tuple[Objective, ...]:
    """Return the objectives of a round, in the order they bind."""
    found = _locks(policy)
    for level in policy.levels:
        found.extend(_LEVELS[level](pool, policy, seed))
    return tuple(found)


def settled_by(policy: Policy, found: Sequence[Objective]) -> int:
    """Return how many objectives it takes until those who move are known by name.

    From then on plans move just them, and the same of them into ready homes: what
    comes later chooses homes, and nobody waits for it. It takes all where no level
    says who moves, or where none before it counts households.
    """
    levels = [*policy.levels, Level.WHO_MOVES]
    if Level.HOUSEHOLDS not in levels[: levels.index(Level.WHO_MOVES)]:
        return len(found)
    who = f"{Level.WHO_MOVES}."
    settled = [at for at, each in enumerate(found, 1) if each.name.startswith(who)]
    return max(settled, default=len(found))


def placed_moves(graph: Graph, routes: Iterable[Route]) -> list[PlacedMove]:
    """Return the moves of some routes with their place in the plan."""
    return [placed for route in routes for placed in placed_route(graph, route)]


def placed_route(graph: Graph, route: Route) -> list[PlacedMove]:
    """Return the moves of one route with their place in it."""
    in_cycle = route.kind is ExchangeKind.CYCLE
    homes, households = graph.pool.homes, graph.pool.households
    return [
        PlacedMove(
            household=households[move.household],
            home=homes[move.home],
            position=position,
            in_cycle=in_cycle,
            # Behind the first step a home is still lived in, and is never ready.
            ready=homes[move.home].ready,
        )
        for position, move in enumerate(route.moves, start=1)
    ]


def opening_balances(pool: Pool) -> Counter[BalanceRow]:
    """Return every landlord's balance by row, as the round begins."""
    rows: Counter[BalanceRow] = Counter()
    for landlord in pool.landlords:
        for class_name, homes_owed in landlord.balances:
            rows[BalanceRow(landlord.id, class_name)] += homes_owed
            rows[BalanceRow(landlord.id, TOTAL)] += homes_owed
    return rows


def balance_changes(household: Household, home: Home) -> list[tuple[BalanceRow, int]]:
    """Return what one move posts: the old landlord -1, the new landlord +1."""
    class_name = size_class(home.bedrooms)
    return [
        (BalanceRow(landlord_id, row), homes)
        for landlord_id, homes in ((household.landlord_id, -1), (home.landlord_id, 1))
        for row in (class_name, TOTAL)
    ]


def _summed(
    name: str, sense: str, sentence: str, weight: Callable[[PlacedMove], int]
) -> Objective:
    return Objective(
        name=name,
        sense=sense,
        sentence=sentence,
        weight=weight,
        value=lambda moves: sum(weight(move) for move in moves),
    )


def _locks(policy: Policy) -> list[Objective]:
    """Count the forced locks kept, before every level, where there are any.

    Nobody moves twice and no home is entered twice, so one move keeps each lock.
    """
    asked = forced(policy.locks)
    if not asked:
        return []
    return [
        _summed(
            LOCKS,
            "max",
            "As many of the moves, homes and requests asked for as can be are kept.",
            lambda move: sum(
                lock.covers(move.household.id, move.home.id) for lock in asked
            ),
        )
    ]


def _most_urgent_ready(_pool: Pool, _policy: Policy, _seed: int) -> list[Objective]:
    return [
        _summed(
            Level.MOST_URGENT_READY,
            "max",
            "As many of the most urgent households as can be get a ready home.",
            lambda move: move.ready and move.household.urgency is Urgency.MOST_URGENT,
        )
    ]


def _urgency_bands(_pool: Pool, _policy: Policy, _seed: int) -> list[Objective]:
    return [_band(urgency) for urgency in Urgency]


def _band(urgency: Urgency) -> Objective:
    words = urgency.name.lower()
    return _summed(
        f"{Level.URGENCY_BANDS}.{words}",
        "max",
        f"As many households of the band '{words.replace('_', ' ')}' move as can.",
        lambda move: move.household.urgency is urgency,
    )


def _households(_pool: Pool, _policy: Policy, _seed: int) -> list[Objective]:
    sentence = "As many households as can be move."
    return [_summed(Level.HOUSEHOLDS, "max", sentence, lambda _move: 1)]


def _balance(pool: Pool, _policy: Policy, _seed: int) -> list[Objective]:
    return [
        Objective(
            name=Level.BALANCE,
            sense="min",
            sentence="Landlords end as near to owing nothing as can be.",
            weight=None,
            value=_squares_after(pool),
            squares=1,
        )
    ]


def _net_benefit(pool: Pool, policy: Policy, _seed: int) -> list[Objective]:
    squared, worth = _squares_after(pool), policy.move_worth

    def net(moves: Iterable[PlacedMove]) -> int:
        made = list(moves)
        return worth * len(made) - squared(made)

    return [
        Objective(
            name=Level.NET_BENEFIT,
            sense="max",
            sentence="Households that move, each at what the policy says a move is "
            "worth, less the squares of what landlords then owe or are owed.",
            weight=lambda _move: worth,
            value=net,
            squares=-1,
        )
    ]


def _squares_after(pool: Pool) -> Callable[[Iterable[PlacedMove]], int]:
    """Return the sum of all squared balances as a function of a plan's moves."""
    opening = opening_balances(pool)

    def squared(moves: Iterable[PlacedMove]) -> int:
        rows = opening.copy()
        for move in moves:
            for row, homes in balance_changes(move.household, move.home):
                rows[row] += homes
        return sum(homes * homes for homes in rows.values())

    return squared


def _structure(_pool: Pool, _policy: Policy, _seed: int) -> list[Objective]:
    return [
        _summed(
            f"{Level.STRUCTURE}.in_cycles",
            "min",
            "As few households as can be wait for a cycle.",
            lambda move: move.in_cycle,
        ),
        _summed(
            f"{Level.STRUCTURE}.positions",
            "min",
            "Chains and cycles are short: the places of the steps sum to the least.",
            lambda move: move.position,
        ),
    ]


def _home_fit(_pool: Pool, _policy: Policy, _seed: int) -> list[Objective]:
    sentence = "Accessible homes go to those who need them: the access unused is least."
    return [_summed(Level.HOME_FIT, "min", sentence, _access_unused)]


def _access_unused(move: PlacedMove) -> int:
    """Return how many ranks of access a home has beyond its household's need."""
    spare = ACCESS_RANK[move.home.access] - ACCESS_RANK[move.household.access_need]
    return max(spare, 0)


def _home_quality(pool: Pool, _policy: Policy, _seed: int) -> list[Objective]:
    counted_by = {row.id: row.bedroom_standard for row in pool.landlords}

    def exact(move: PlacedMove) -> int:
        needed = move.household.bedrooms_min
        standard = counted_by[move.home.landlord_id]
        if standard is not None:
            needed = dict(move.household.bedrooms_min_by).get(standard, needed)
        return move.home.bedrooms == needed

    return [
        _summed(
            f"{Level.HOME_QUALITY}.exact_size",
            "max",
            "As many homes as can be have just the bedrooms their households need.",
            exact,
        ),
        _summed(
            f"{Level.HOME_QUALITY}.first_choice",
            "max",
            "As many households as can be move to an area of their first choice.",
            lambda move: move.home.authority in move.household.authorities_first_choice,
        ),
        _summed(
            f"{Level.HOME_QUALITY}.closeness",
            "max",
            "Homes are near to the schools and support that were named, in bands.",
            lambda move: dict(move.household.closeness).get(move.home.sector or "", 0),
        ),
    ]


def _who_moves(pool: Pool, _policy: Policy, seed: int) -> list[Objective]:
    """Say who moves, and who of them into a ready home, before balances are looked at.

    A ready step counts twice, so that the lots settle both by name: whatever comes
    after can neither leave somebody behind nor put anybody behind a forecast.
    """
    latest = max((row.waiting_since_day for row in pool.households), default=0)
    lots = {row.id: lot(seed, row.id) for row in pool.households}
    return [
        _summed(
            f"{Level.WHO_MOVES}.ready",
            "max",
            "As many steps as can be are ready rather than forecast.",
            lambda move: move.ready,
        ),
        _summed(
            f"{Level.WHO_MOVES}.days_waited",
            "max",
            "Those who have waited longest move, and into ready homes.",
            lambda move: (latest - move.household.waiting_since_day) * (1 + move.ready),
        ),
        _summed(
            f"{Level.WHO_MOVES}.lot",
            "max",
            "Who moves where days are equal is decided by lots of the round's seed.",
            lambda move: lots[move.household.id] * (1 + move.ready),
        ),
    ]


def levels_of_moves(policy: Policy) -> tuple[Level, ...]:
    """Return the policy's levels that say how many move, all households among them."""
    kept = [level for level in policy.levels if level not in _AFTER_THE_MOVES]
    return (*kept, *({Level.HOUSEHOLDS} - set(kept)))


def lot(seed: int, household_id: str) -> int:
    """Return the lot a household draws in this round: 0 to 65535."""
    drawn = hmac.new(str(seed).encode(), household_id.encode(), sha256).digest()
    return int.from_bytes(drawn[:_LOT_BYTES], "big")


_LEVELS: dict[Level, Callable[[Pool, Policy, int], list[Objective]]] = {
    Level.MOST_URGENT_READY: _most_urgent_ready,
    Level.URGENCY_BANDS: _urgency_bands,
    Level.HOUSEHOLDS: _households,
    Level.WHO_MOVES: _who_moves,
    Level.BALANCE: _balance,
    Level.NET_BENEFIT: _net_benefit,
    Level.STRUCTURE: _structure,
    Level.HOME_FIT: _home_fit,
    Level.HOME_QUALITY: _home_quality,
}
assert set(_LEVELS) == set(Level), "every level has its objectives"

"""What each level counts, read anew from the pool: numbers for moves, arc by arc."""

import hmac
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import product

import numpy as np

from matching.certify.priced import Mask
from matching.certify.problem import Balances, Measure
from matching.certify.wishes import wishes
from matching.instance import Goal, Instance, Whole
from matching.locks import LOCKS, Lock, LockKind
from matching.plan import ExchangeKind, LevelReport, Plan
from matching.pool import Level, Policy, Pool, size_class
from matching.terms import ACCESS_RANK, Urgency

# What moves of some households into some homes add.
_Count = Callable[[Whole, Whole], Whole]


def _band(urgency: Urgency) -> str:
    return f"urgency_bands.{urgency.name.lower()}"


_NAMES: dict[Level, list[str]] = {
    Level.MOST_URGENT_READY: ["most_urgent_ready"],
    Level.URGENCY_BANDS: [_band(urgency) for urgency in Urgency],
    Level.HOUSEHOLDS: ["households"],
    Level.WHO_MOVES: ["who_moves.ready", "who_moves.days_waited", "who_moves.lot"],
    Level.BALANCE: ["balance"],
    Level.NET_BENEFIT: ["net_benefit"],
    Level.STRUCTURE: ["structure.in_cycles", "structure.positions"],
    Level.HOME_FIT: ["home_fit"],
    Level.HOME_QUALITY: [
        "home_quality.exact_size",
        "home_quality.first_choice",
        "home_quality.closeness",
    ],
}
_MADE_SMALL = ("balance", "structure.in_cycles", "structure.positions", "home_fit")
# A landlord's balance over all sizes stands beside those of each.
_TOTAL = "total"
# No day, lot or balance comes near it, and a million of them can be added up.
_TOLD_BELOW = 2**40
_POSTS = np.array([-1, -1, 1, 1])


@dataclass(frozen=True, slots=True, eq=False)
class Moved:
    """A plan by where its households and homes stand in the pool.

    Attributes:
        households, homes: Of each step.
        chains, cycles: Moves of each.
    """

    households: Whole
    homes: Whole
    chains: tuple[int, ...]
    cycles: tuple[int, ...]


def names(policy: Policy) -> list[str]:
    """Return the names of the policy's numbers, in the order they bind."""
    asked = any(lock.kind is LockKind.FORCE for lock in policy.locks)
    first = [LOCKS] if asked else []
    return first + [name for level in policy.levels for name in _NAMES[level]]


def named_from(policy: Policy) -> int:
    """Return from which of the policy's numbers on it is known by name who moves.

    None of them where no level says who moves, or none before it counts households.
    """
    before: list[Level] = []
    for level in policy.levels:
        if level is Level.WHO_MOVES and Level.HOUSEHOLDS in before:
            through = replace(policy, levels=(*before, level))
            return len(names(through))
        before.append(level)
    return len(names(policy))


def sign(name: str) -> int:
    """Return 1 for a number that is made large, and -1 for one made small."""
    return -1 if name in _MADE_SMALL else 1


def moved(plan: Plan, pool: Pool) -> Moved | None:
    """Return a plan by places; None where it names what the pool does not have."""
    households = {row.id: i for i, row in enumerate(pool.households)}
    homes = {home.id: i for i, home in enumerate(pool.homes)}
    steps = [step for exchange in plan.exchanges for step in exchange.steps]
    if any(s.household_id not in households or s.home_id not in homes for s in steps):
        return None

    def lengths(kind: ExchangeKind) -> tuple[int, ...]:
        return tuple(len(e.steps) for e in plan.exchanges if e.kind is kind)

    return Moved(
        whole(households[step.household_id] for step in steps),
        whole(homes[step.home_id] for step in steps),
        lengths(ExchangeKind.CHAIN),
        lengths(ExchangeKind.CYCLE),
    )


class Levels:
    """The numbers of a pool, for arcs and for plans.

    Args:
        policy: Says what a move is worth against the squares of balances, and what is
            locked.
        lots: What each household drew, by id; unless given they are drawn from the
            seed.
    """

    def __init__(
        self, pool: Pool, policy: Policy, seed: int, lots: Mapping[str, int] | None
    ) -> None:
        self._pool = pool
        # What every move adds, squares apart.
        self._each = {"balance": 0, "net_benefit": policy.move_worth}
        drawn = {row.id: lot(seed, row.id) for row in pool.households}
        self._lots = drawn if lots is None else lots
        self._counts = _counts(pool, self._lots) if self.countable() else {}
        self._counts[LOCKS] = _kept(pool, policy.locks)

    def countable(self) -> bool:
        """Tell whether what is told of days, lots and homes owed can be added up."""
        told = [row.waiting_since_day for row in self._pool.households]
        told += self._each.values()
        told += self._lots.values()
        told += [owed for row in self._pool.landlords for _, owed in row.balances]
        return max(map(abs, told), default=0) < _TOLD_BELOW

    def measure(
        self, name: str, instance: Instance, plan: Moved, gone: frozenset[int]
    ) -> Measure:
        """Return one number as it is made large: what each arc adds, and the plan.

        Args:
            gone: Arcs that no plan in question has.
        """
        households, homes = instance.household, instance.home
        if name in self._each:
            return self._squares(name, instance, plan, gone)
        made, count = sign(name), self._counts.get(name, _nothing)
        value = int(count(plan.households, plan.homes).sum())
        for moves in plan.chains:
            value += sum(_in_chain(name, place) for place in range(1, moves + 1))
        value += sum(_in_cycle(name, moves) for moves in plan.cycles)
        places = range(instance.caps.chain_moves_max + 1)
        lengths = range(instance.caps.cycle_moves_max + 1)
        goal = Goal(
            made * count(households, homes),
            made * whole(_in_chain(name, place) for place in places),
            made * whole(_in_cycle(name, moves) for moves in lengths),
        )
        return Measure(name, goal, made * value)

    def _squares(
        self, name: str, instance: Instance, plan: Moved, gone: frozenset[int]
    ) -> Measure:
        opening, each = _opening(self._pool), self._each[name]
        posts = self._posts(instance.household, instance.home)
        changed = set(np.delete(posts, list(gone), axis=0).ravel().tolist())
        still = frozenset(row for i, row in enumerate(opening) if i not in changed)
        balances = Balances(opening, still, posts, _POSTS, each)
        after = whole(opening.values())
        for rows in self._posts(plan.households, plan.homes):
            np.add.at(after, rows, _POSTS)
        made = each * len(plan.homes)
        return Measure(name, balances, made - sum(n * n for n in after.tolist()))

    def _posts(self, households: Whole, homes: Whole) -> Whole:
        """Return the balances that moves post to, as `_opening` has them.

        Shape: moves x 4, as `_POSTS`.
        """
        pool, kinds = self._pool, _classes(self._pool)
        landlords = {
            row.id: i * (len(kinds) + 1) for i, row in enumerate(pool.landlords)
        }
        old = whole(landlords[row.landlord_id] for row in pool.households)[households]
        new = whole(landlords[row.landlord_id] for row in pool.homes)[homes]
        sizes = [size_class(home.bedrooms) for home in pool.homes]
        kind = whole(kinds.index(size) for size in sizes)[homes]
        total = len(kinds)
        posts: list[Whole] = [old + kind, old + total, new + kind, new + total]
        return np.stack(posts, axis=1)


def whole(numbers: Iterable[int]) -> Whole:
    """Return whole numbers as an array."""
    return np.fromiter(numbers, dtype=np.int64)


def _counts(pool: Pool, lots: Mapping[str, int]) -> dict[str, _Count]:
    """Return what moves add to each number, where it does not depend on their place.

    A home that is ready is a void, so a move into one is the first of a chain.
    """
    urgency = whole(row.urgency for row in pool.households)
    need = whole(ACCESS_RANK[row.access_need] for row in pool.households)
    since = whole(row.waiting_since_day for row in pool.households)
    waited = since.max() - since if len(since) else since
    drawn = whole(lots[row.id] for row in pool.households)
    ready = whole(home.ready for home in pool.homes)
    access = whole(ACCESS_RANK[home.access] for home in pool.homes)
    most_urgent = urgency == Urgency.MOST_URGENT
    counts: dict[str, _Count] = {
        "most_urgent_ready": lambda who, home: most_urgent[who] * ready[home],
        "households": lambda who, _home: np.ones_like(who),
        "who_moves.ready": lambda _who, home: ready[home],
        "home_fit": lambda who, home: np.maximum(access[home] - need[who], 0),
        "who_moves.days_waited": lambda who, home: waited[who] * (1 + ready[home]),
        "who_moves.lot": lambda who, home: drawn[who] * (1 + ready[home]),
    }
    for band in Urgency:
        counts[_band(band)] = _of(urgency == band)
    return counts | wishes(pool)


def _kept(pool: Pool, locks: tuple[Lock, ...]) -> _Count:
    """Count the forced locks that each move keeps; nobody moves twice to keep two."""
    kept = np.zeros((len(pool.households), len(pool.homes)), dtype=np.int64)
    for lock in locks:
        if lock.kind is LockKind.FORCE:
            kept[named(pool, lock)] += 1
    return lambda who, home: kept[who, home]


def named(pool: Pool, lock: Lock) -> tuple[Whole, Whole]:
    """Return the rows and columns of the moves that a lock speaks of."""
    who = [lock.household_id in (None, row.id) for row in pool.households]
    where = [lock.home_id in (None, home.id) for home in pool.homes]
    rows, columns = np.ix_(np.flatnonzero(who), np.flatnonzero(where))
    return rows, columns


def _of(marked: Mask) -> _Count:
    return lambda who, _home: marked[who].astype(np.int64)


def _nothing(who: Whole, _home: Whole) -> Whole:
    """Count what depends on the places alone."""
    return np.zeros_like(who)


def _in_chain(name: str, place: int) -> int:
    return place if name == "structure.positions" else 0


def _in_cycle(name: str, moves: int) -> int:
    if name == "structure.positions":
        return moves * (moves + 1) // 2
    return moves if name == "structure.in_cycles" else 0


def _classes(pool: Pool) -> list[str]:
    owed = {name for row in pool.landlords for name, _ in row.balances}
    return sorted(owed | {size_class(bedrooms) for bedrooms in range(5)})


def _opening(pool: Pool) -> dict[tuple[str, str], int]:
    """Return every balance as the round begins, by landlord and size class."""
    landlords = [row.id for row in pool.landlords]
    opening = dict.fromkeys(product(landlords, (*_classes(pool), _TOTAL)), 0)
    for row in pool.landlords:
        for name, owed in row.balances:
            opening[row.id, name] += owed
            opening[row.id, _TOTAL] += owed
    return opening


def lot(seed: int, household_id: str) -> int:
    """Return the lot that a household draws: the first two bytes of a keyed hash."""
    keyed = hmac.new(str(seed).encode(), household_id.encode(), sha256)
    return int.from_bytes(keyed.digest()[:2], "big")


def claimed(report: LevelReport) -> int:
    """Return the value that a report claims, as it is made large."""
    return report.value * sign(report.level)

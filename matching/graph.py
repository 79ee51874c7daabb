"""Who could live where, and for every missing edge the rules that removed it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from matching.debts import not_owed
from matching.locks import Lock, LockKind, refuse_unknown
from matching.plan import ExchangeKind
from matching.pool import Policy, Pool
from matching.rules import NOTHING_SAID, Suitability, evaluate
from matching.rules.follows import may_follow
from matching.rules.locked import without_forbidden
from matching.terms import RefusalCode

NOBODY = -1


class Move(NamedTuple):
    """A household entering a home, as indexes into the pool."""

    household: int
    home: int


class Route(NamedTuple):
    """A possible exchange in indexes; moves in the order the homes come free."""

    kind: ExchangeKind
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class Graph:
    """The pool as a graph: an edge where a household suits a home and no lock forbids.

    Nor is there one to a letting that is offered for what its landlord does not owe.

    Attributes:
        suitability: The rules' answer for every pair, less what locks forbid and what
            is not owed.
        homes_for: For each household, the homes that suit it, ascending.
        households_for: For each home, the households it suits, ascending.
        vacates: For each household, the home it leaves in the pot, or `NOBODY`.
        occupant: For each home, the household that leaves it, or `NOBODY`.
    """

    pool: Pool
    suitability: Suitability
    homes_for: tuple[tuple[int, ...], ...]
    households_for: tuple[tuple[int, ...], ...]
    vacates: tuple[int, ...]
    occupant: tuple[int, ...]

    def may_follow(self, household: int, home_before: int) -> bool:
        """Say whether the household may enter the home left for `home_before`."""
        return may_follow(self.pool.households[household], self.pool.homes[home_before])

    def edges(self) -> int:
        """Count the pairs that suit."""
        return sum(len(homes) for homes in self.homes_for)

    def removed_by_rule(self) -> dict[RefusalCode, int]:
        """Count the pairs that each rule refuses; a pair may count for several."""
        return self.suitability.removed_by_rule()

    def refusals(self, household: int, home: int) -> tuple[RefusalCode, ...]:
        """Return which rules keep the edge away; a lock is no rule."""
        return self.suitability.codes(household, home)

    def reachable(self) -> frozenset[int]:
        """Return the households that some chain or cycle of any length could move.

        A relaxation: it forgets the caps, the direct swap and the teams. Cost: one
        look at each edge from the voids, and two for the households on cycles.
        """
        voids = [h for h, who in enumerate(self.occupant) if who == NOBODY]
        return self._behind(voids) | self._on_cycles()

    def _behind(self, homes: list[int]) -> frozenset[int]:
        """Return the households that could move once these homes are free."""
        found: set[int] = set()
        while homes:
            for household in self.households_for[homes.pop()]:
                if household not in found:
                    found.add(household)
                    if self.vacates[household] != NOBODY:
                        homes.append(self.vacates[household])
        return frozenset(found)

    def _on_cycles(self) -> frozenset[int]:
        """Return the households that some cycle of any length could move.

        They are those of the strongly connected parts: a household is in one with
        another when each could come after the other (Sharir, 1981, in two sweeps).
        """
        order = _last_left_first(len(self.vacates), self._after)
        before: list[list[int]] = [[] for _ in self.vacates]
        for household in order:
            for other in self._after(household):
                before[other].append(household)
        found: set[int] = set()
        seen: set[int] = set()
        for household in order:
            part = _swept(household, before, seen)
            if len(part) > 1:
                found.update(part)
        return frozenset(found)

    def _after(self, household: int) -> tuple[int, ...]:
        """Return who could enter the home that a household leaves."""
        home = self.vacates[household]
        return () if home == NOBODY else self.households_for[home]


def _last_left_first(count: int, after: Callable[[int], tuple[int, ...]]) -> list[int]:
    """Sweep through everybody depth first; return who was left last first."""
    order: list[int] = []
    seen: set[int] = set()
    for start in range(count):
        path = [] if start in seen else [(start, iter(after(start)))]
        seen.add(start)
        while path:
            household, onward = path[-1]
            following = next((each for each in onward if each not in seen), None)
            if following is None:
                order.append(household)
                path.pop()
            else:
                seen.add(following)
                path.append((following, iter(after(following))))
    return order[::-1]


def _swept(start: int, before: list[list[int]], seen: set[int]) -> list[int]:
    """Return who comes before a household and is not seen yet, itself included."""
    part = [] if start in seen else [start]
    seen.update(part)
    for household in part:
        for other in before[household]:
            if other not in seen:
                seen.add(other)
                part.append(other)
    return part


def build(pool: Pool, policy: Policy = NOTHING_SAID) -> Graph:
    """Return the graph of a pool. Cost: as `rules.evaluate`.

    Raises:
        PoolError: A lock of the policy is on nothing of the pool.
    """
    home_at = {home.id: i for i, home in enumerate(pool.homes)}
    household_at = {row.id: i for i, row in enumerate(pool.households)}
    refuse_unknown(policy.locks, household_at, home_at)
    closed = (Lock(LockKind.FORBID, home_id=name) for name in not_owed(pool))
    suitability = without_forbidden(
        evaluate(pool, policy),
        (*policy.locks, *closed),
        household_at=household_at,
        home_at=home_at,
    )
    vacates = [NOBODY] * len(pool.households)
    for home in pool.homes:
        if home.occupant_id is not None:
            vacates[household_at[home.occupant_id]] = home_at[home.id]
    occupants = (home.occupant_id for home in pool.homes)
    homes_for = tuple(map(suitability.homes_for, range(len(pool.households))))
    return Graph(
        pool=pool,
        suitability=suitability,
        homes_for=homes_for,
        households_for=_turned(homes_for, len(pool.homes)),
        vacates=tuple(vacates),
        occupant=tuple(
            NOBODY if who is None else household_at[who] for who in occupants
        ),
    )


def _turned(
    homes_for: tuple[tuple[int, ...], ...], homes: int
) -> tuple[tuple[int, ...], ...]:
    """Return, for each home, the households that it is listed for, ascending."""
    households_for: list[list[int]] = [[] for _ in range(homes)]
    for household, suitable in enumerate(homes_for):
        for home in suitable:
            households_for[home].append(household)
    return tuple(map(tuple, households_for))

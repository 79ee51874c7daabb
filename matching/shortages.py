"""Households that have fewer homes among them than they are, whatever the plan.

Households and homes are matched without sequence or caps, as many as can be (Kuhn
1955; Berge 1957). From each household left over, the homes that alternating paths
reach are all taken: they and the households in them are a set short of homes (Hall
1935), and together the part of Dulmage and Mendelsohn (1958) that has too few.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from matching.graph import NOBODY, Graph, build
from matching.pool import Household, Policy, Pool
from matching.reasons import band
from matching.scarcity import HOUSEHOLDS_TOLD_MIN, Shortage
from matching.terms import ACCESS_RANK, Access

# The homes that suit each household, a bit a home.
_Rows = Mapping[int, int]
_Need = tuple[int, Access]


@dataclass(frozen=True, slots=True)
class _Part:
    """A set short of homes.

    Attributes:
        households: In it.
        homes: All that suit any of them, a bit each.
    """

    households: frozenset[int]
    homes: int

    @property
    def short(self) -> int:
        return len(self.households) - self.homes.bit_count()

    def meets(self, other: "_Part") -> bool:
        return not self.households.isdisjoint(other.households)


def shortages(pool: Pool, policy: Policy) -> tuple[Shortage, ...]:
    """Return what the round is short of, the most first.

    Households of one size and access need are told of by themselves, where they alone
    are short; and all that are short together, where they are short of more than the
    kinds among them by themselves. Homes that could never come free are left out, and
    so are households that none could come free for. The policy's locks are not read.

    Cost: as building the graph, and one sweep of it for each household left over.
    """
    graph = build(pool, replace(policy, locks=()))
    rows = _rows(graph)
    by_need: dict[_Need, list[int]] = defaultdict(list)
    for i in rows:
        by_need[_need(pool.households[i])].append(i)
    alone = [
        part
        for members in by_need.values()
        for part in _together(_deficient({i: rows[i] for i in members}))
    ]
    among = [
        part
        for part in _together(_deficient(rows))
        if part.short > sum(kind.short for kind in alone if part.meets(kind))
    ]
    told = [
        part for part in (*alone, *among) if len(part.households) >= HOUSEHOLDS_TOLD_MIN
    ]
    told.sort(key=lambda part: (-part.short, min(part.households)))
    return tuple(_shortage(pool.households, part) for part in told)


def _rows(graph: Graph) -> dict[int, int]:
    """Return the homes that suit each household and could come free, where any do."""
    reachable = graph.reachable()
    free = [occupant == NOBODY or occupant in reachable for occupant in graph.occupant]
    rows = {
        i: sum(1 << home for home in graph.homes_for[i] if free[home])
        for i in sorted(reachable)
    }
    assert all(rows.values()), "whoever could move has somewhere to go"
    return rows


def _deficient(rows: _Rows) -> list[_Part]:
    """Return, for each household that a largest matching leaves over, its part.

    What a failed search has reached no later one can change, and none need enter it
    again: each home is taken inside it.
    """
    holder: dict[int, int] = {}
    settled = 0
    parts = []
    for household in rows:
        if not _placed(rows, holder, household, settled):
            part = _reached(rows, holder, household)
            settled |= part.homes
            parts.append(part)
    return parts


def _placed(rows: _Rows, holder: dict[int, int], start: int, settled: int) -> bool:
    """Give a household a home, others moving on as they must; say if it got one."""
    came_from: dict[int, int] = {}
    seen, queue = settled, [start]
    for household in queue:
        news = rows[household] & ~seen
        seen |= news
        for home in _bits(news):
            came_from[home] = household
            if home not in holder:
                _shift(holder, came_from, home, start)
                return True
            queue.append(holder[home])
    return False


def _shift(
    holder: dict[int, int], came_from: dict[int, int], home: int, start: int
) -> None:
    """Move each household on the path into the home that it was led to."""
    held = {household: taken for taken, household in holder.items()}
    while True:
        household = came_from[home]
        holder[home] = household
        if household == start:
            return
        home = held[household]


def _reached(rows: _Rows, holder: dict[int, int], start: int) -> _Part:
    """Return the homes that alternating paths reach, and whoever holds them."""
    homes, queue = 0, [start]
    for household in queue:
        news = rows[household] & ~homes
        homes |= news
        queue.extend(holder[home] for home in _bits(news))
    return _Part(frozenset(queue), homes)


def _together(parts: Sequence[_Part]) -> list[_Part]:
    """Return the parts with those that share a home made one."""
    found: list[_Part] = []
    for part in parts:
        apart, households, homes = [], part.households, part.homes
        for other in found:
            if other.homes & homes:
                households |= other.households
                homes |= other.homes
            else:
                apart.append(other)
        found = [*apart, _Part(households, homes)]
    return found


def _bits(bits: int) -> Iterator[int]:
    while bits:
        yield (bits & -bits).bit_length() - 1
        bits &= bits - 1


def _need(household: Household) -> _Need:
    return household.bedrooms_min, household.access_need


def _shortage(households: Sequence[Household], part: _Part) -> Shortage:
    needs = [_need(households[i]) for i in part.households]
    return Shortage(
        bedrooms_fewest=min(bedrooms for bedrooms, _ in needs),
        bedrooms_most=max(bedrooms for bedrooms, _ in needs),
        access=tuple(
            sorted({access for _, access in needs}, key=ACCESS_RANK.__getitem__)
        ),
        households=band(len(part.households)),
        homes=band(part.homes.bit_count()),
        short=band(part.short),
    )

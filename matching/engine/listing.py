"""Every route that a better plan may be made of, listed under whole prices.

A plan worth more than some value pays, over all its routes, no more above their worth
than the prices have to spare (reduced-cost fixing: Dantzig, Fulkerson and Johnson
1954). The searches go depth first, and turn back where even the best walk on from
there costs too much. Cost: of the order of the routes listed.
"""

from typing import Any

import numpy as np
from numba import njit

from matching.engine import worth
from matching.engine.layout import NO_ARC, Places

Array = np.ndarray[Any, Any]
Route = tuple[tuple[int, ...], bool]


def near_routes(
    places: Places, net: Array, at: Array, length: Array, voids: Array, spare: int
) -> list[Route] | None:
    """Return the chains and cycles that cost no more than is spare; None if too many.

    Args:
        places: The instance.
        net: What each arc is worth, its household's price taken off; `worth.NEVER` for
            one left out.
        at, length: Added at each position of a chain; once for a cycle of each length.
        voids: Price of each home that is a void.
        spare: What a route may cost above its worth.

    Returns: arcs in the order that homes come free, and whether it is a cycle.
    """
    chains, count = _chains(places, net, at, voids, -spare, _most(places.caps[2]))
    rings, ring_count = _rings(places, net, length, -spare, _most(places.caps[1]))
    if count > len(chains) or ring_count > len(rings):
        return None
    return [
        *((_arcs(row), False) for row in chains[:count]),
        *((_arcs(row)[::-1], True) for row in rings[:ring_count]),
    ]


_ROUTES_MAX = 20_000


def _most(moves: int) -> Array:
    return np.full((_ROUTES_MAX, max(1, moves)), NO_ARC, dtype=np.int64)


def _arcs(row: Array) -> tuple[int, ...]:
    return tuple(int(arc) for arc in row if arc != NO_ARC)


@njit(cache=True)
def _chains(
    places: Places, net: Array, at: Array, voids: Array, least: int, found: Array
) -> tuple[Array, int]:
    """List the chains worth at least so much; count on only to one too many."""
    count = 0
    if places.caps[2] == 0:
        return found, count
    _, _, _, best = worth.chains(places, net, at)
    for void in range(len(places.occupant)):
        if places.occupant[void] == worth.NOBODY:
            need = least + voids[void]
            count = _chains_from(places, net, at, best[:, 0], void, need, found, count)
    return found, count


@njit(cache=True)
def _chains_from(
    places: Places,
    net: Array,
    at: Array,
    hope: Array,
    void: int,
    least: int,
    found: Array,
    count: int,
) -> int:
    """List the chains from a void, depth first; return how many there are by then."""
    most = places.caps[2]
    trail = np.full(most, NO_ARC, dtype=np.int64)
    pointer = np.zeros(most + 1, dtype=np.int64)
    total = np.zeros(most + 1, dtype=np.int64)
    depth, into = 0, void
    pointer[0] = places.into_row[void]
    while depth >= 0 and count <= len(found):
        into = void if depth == 0 else _left(places, trail[depth - 1])
        if pointer[depth] == places.into_row[into + 1]:
            depth -= 1
            continue
        arc = places.into[pointer[depth]]
        pointer[depth] += 1
        if net[arc] == worth.NEVER or not _follows(places, trail, depth, arc):
            continue
        trail[depth] = arc
        total[depth + 1] = total[depth] + net[arc] + at[depth + 1]
        if total[depth + 1] >= least:
            count = _write(found, count, trail, depth + 1)
        left = _left(places, arc)
        if depth + 1 == most or left == worth.NOBODY:
            continue
        if total[depth + 1] + hope[depth + 2, left] >= least:
            depth += 1
            pointer[depth] = places.into_row[left]
    return count


@njit(cache=True)
def _write(found: Array, count: int, trail: Array, moves: int) -> int:
    if count < len(found):
        found[count, :moves] = trail[:moves]
    return count + 1


@njit(cache=True)
def _left(places: Places, arc: int) -> int:
    return int(places.vacates[places.household[arc]])


@njit(cache=True)
def _follows(places: Places, trail: Array, depth: int, arc: int) -> bool:
    """Say whether a chain may go on by an arc: nobody twice, and no team at both."""
    household = places.household[arc]
    for i in range(depth):
        if places.household[trail[i]] == household:
            return False
    if depth == 0:
        return True
    before = places.home[trail[depth - 1]]
    return bool(places.team_of_home[before] != places.team_of_household[household])


@njit(cache=True)
def _rings(
    places: Places, net: Array, length: Array, least: int, found: Array
) -> tuple[Array, int]:
    """List the cycles worth at least so much, each from its lowest member on."""
    fewest, most = places.caps[0], places.caps[1]
    count = 0
    if most < fewest:
        return found, count
    hope = worth.hopes(places, net, most)
    for start in range(len(places.vacates)):
        if places.vacates[start] != worth.NOBODY:
            own = places.vacates[start]
            closing = _best_into(places, net, own) + length[fewest:].max()
            need = least - closing
            count = _rings_from(
                places, net, length, hope, start, least, need, found, count
            )
    return found, count


@njit(cache=True)
def _rings_from(
    places: Places,
    net: Array,
    length: Array,
    hope: Array,
    start: int,
    least: int,
    need: int,
    found: Array,
    count: int,
) -> int:
    """List the cycles of a lowest member; return how many there are by then.

    Args:
        need: What a walk must be worth before it closes, at least.
    """
    most, own = places.caps[1], places.vacates[start]
    trail = np.full(most, NO_ARC, dtype=np.int64)
    pointer = np.zeros(most, dtype=np.int64)
    total = np.zeros(most + 1, dtype=np.int64)
    depth = 0
    pointer[0] = places.row[start]
    while depth >= 0 and count <= len(found):
        who = start if depth == 0 else places.occupant[places.home[trail[depth - 1]]]
        if pointer[depth] == places.row[who + 1]:
            depth -= 1
            continue
        arc = pointer[depth]
        pointer[depth] += 1
        other = places.occupant[places.home[arc]]
        if net[arc] == worth.NEVER or other <= start:
            continue
        if depth > 0 and not worth.goes_on(places, trail, depth, arc, other):
            continue
        trail[depth] = arc
        total[depth + 1] = total[depth] + net[arc]
        if _closed(places, net, length, trail, depth, own, total[depth + 1], least):
            count = _write(found, count, trail, depth + 2)
        rest = most - depth - 2
        if rest > 0 and total[depth + 1] + hope[rest, other] >= need:
            depth += 1
            pointer[depth] = places.row[other]
    return count


@njit(cache=True)
def _closed(
    places: Places,
    net: Array,
    length: Array,
    trail: Array,
    depth: int,
    own: int,
    total: int,
    least: int,
) -> bool:
    """Close a walk, where that makes a cycle of at least so much worth."""
    other, moves = places.occupant[places.home[trail[depth]]], depth + 2
    last = places.arc[other, own]
    if last == NO_ARC or net[last] == worth.NEVER or moves < places.caps[0]:
        return False
    trail[depth + 1] = last
    if total + net[last] + length[moves] < least:
        return False
    return bool(worth.closes(places, trail, depth, last))


@njit(cache=True)
def _best_into(places: Places, net: Array, home: int) -> int:
    """Return the most that an arc into a home is worth."""
    most = worth.NEVER
    for i in range(places.into_row[home], places.into_row[home + 1]):
        most = max(most, net[places.into[i]])
    return most

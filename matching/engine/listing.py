"""What a plan that is better may be made of, listed under whole prices.

A plan worth more than some value pays, over all its routes, no more above their worth
than the prices have to spare (reduced-cost fixing: Dantzig, Fulkerson and Johnson
1954). Of chains the arcs are listed that such a one may use at each position, since
the chains themselves would be many; of cycles each. Cost: arcs times positions, and of
the order of the cycles listed.
"""

from typing import Any

import numpy as np
from numba import njit

from matching.engine import worth
from matching.engine.layout import NO_ARC, Places
from matching.instance import NOBODY, Whole

Array = np.ndarray[Any, Any]

_RINGS_MAX = 150_000
_NONE = -(2**60)


def near_arcs(
    places: Places, net: Whole, at: Whole, voids: Whole, spare: int
) -> list[Whole]:
    """Return the arcs that a chain may use at each position, from the first on.

    An arc is there if the best walk through it at its position costs no more than is
    spare: the best from a void to its home, and the best onward from the one left.

    Args:
        places: The instance.
        net: What each arc is worth, its household's price taken off.
        at: Added at each position of a chain.
        voids: Price of each home that is a void.
        spare: What a route may cost above its worth.
    """
    most = int(places.caps[2])
    if most == 0:
        return []
    _, _, _, best = worth.chains(places, net, at)
    left = places.vacates[places.household]
    leaves = left != NOBODY
    come = np.where(places.occupant == NOBODY, -voids, _NONE)
    found = []
    for position in range(1, most + 1):
        so_far = come[places.home] + net + at[position]
        onward = np.zeros(len(net), dtype=np.int64)
        if position < most:
            onward[leaves] = np.maximum(0, best[position + 1, 0][left[leaves]])
        near = (come[places.home] > _NONE) & (so_far + onward >= -spare)
        found.append(np.flatnonzero(near))
        come = np.full(len(places.occupant), _NONE, dtype=np.int64)
        np.maximum.at(come, left[near & leaves], so_far[near & leaves])
    return found


def near_rings(places: Places, net: Whole, length: Whole, spare: int) -> Whole | None:
    """Return the cycles that cost no more than is spare; None if too many.

    Args:
        places, net, spare: As for `near_arcs`.
        length: Added once for a cycle of each length.

    Returns: the arcs of each, filled up with `NO_ARC`. Shape: cycles x moves.
    """
    most = max(1, int(places.caps[1]))
    found = np.full((_RINGS_MAX, most), NO_ARC, dtype=np.int64)
    rings, count = _rings(places, net, length, -spare, found)
    return None if count > len(rings) else rings[:count]


@njit(cache=True)
def _write(found: Array, count: int, trail: Array, moves: int) -> int:
    if count < len(found):
        found[count, :moves] = trail[:moves]
    return count + 1


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

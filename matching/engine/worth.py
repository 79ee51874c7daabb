"""Pricing kernels: the chains and cycles that are worth most under given prices.

They read whole numbers or floats alike: floats to find columns, whole numbers to prove
that none is left. Chains are priced by a table from the last position to the first;
the team rule looks one home back, so that each cell keeps the best and the best of
another team. A walk may come by a household twice, which only raises what is proved.
Cycles are searched depth first, and given up where even the best walk on from there is
worth nothing. Source: Abraham, Blum and Sandholm 2007; Plaut, Dickerson and Sandholm
2016 for capped chains. Cost: caps x arcs for chains; for cycles at worst households x
degree ^ (cap - 1), and far less under good prices.
"""

from typing import Any, NamedTuple

import numpy as np
from numba import njit

from matching.engine.layout import NO_ARC, Places

NOBODY = -1


class Ahead(NamedTuple):
    """What is left to hope for of a walk, to give up early.

    Attributes:
        hope: The best walk of one to so many moves from each household.
        closing: The most that closing could add.
        tolerance: What a cycle must be worth more than.
    """

    hope: np.ndarray[Any, Any]
    closing: float
    tolerance: float


NEVER = -(2**52)
_HOPELESS = -(2**51)


@njit(cache=True)
def chains(
    places: Places,
    worth: np.ndarray[Any, Any],
    at: np.ndarray[Any, Any],
) -> tuple[Any, Any, Any, Any]:
    """Price every chain from its void on.

    Args:
        places: The instance.
        worth: Of each arc, its household's price taken off; `NEVER` for one left out.
        at: Added at each position.

    Returns:
        What the best chain that begins with each arc into a void is worth, its void's
        price not taken off. Shape: arcs.
        The best arc into each left home at each position, and the best whose
        household is of another team, or `NO_ARC`. Shapes: positions x homes.
        What each is worth. Shape: positions x 2 x homes.
    """
    moves_max, homes = places.caps[2], len(places.occupant)
    first = np.full(len(worth), NEVER, dtype=worth.dtype)
    best = np.full((moves_max + 2, 2, homes), NEVER, dtype=worth.dtype)
    by = np.full((moves_max + 2, 2, homes), NO_ARC, dtype=np.int64)
    for position in range(moves_max, 0, -1):
        for home in range(homes):
            void = places.occupant[home] == NOBODY
            if void != (position == 1):
                continue
            for i in range(places.into_row[home], places.into_row[home + 1]):
                arc = places.into[i]
                if worth[arc] <= _HOPELESS:
                    continue
                household = places.household[arc]
                value = worth[arc] + at[position]
                left = places.vacates[household]
                if left != NOBODY and position < moves_max:
                    slot = 0
                    onward = by[position + 1, 0, left]
                    if onward != NO_ARC and (
                        places.team_of_household[places.household[onward]]
                        == places.team_of_home[home]
                    ):
                        slot = 1
                    if best[position + 1, slot, left] > 0:
                        value += best[position + 1, slot, left]
                if void:
                    first[arc] = value
                    continue
                _keep_two(places, best[position], by[position], home, arc, value)
    return first, by[:, 0], by[:, 1], best


@njit(cache=True)
def _keep_two(
    places: Places,
    best: np.ndarray[Any, Any],
    by: np.ndarray[Any, Any],
    home: int,
    arc: int,
    value: float,
) -> None:
    """Keep the best arc into a home, and the best of another team."""
    team = places.team_of_household[places.household[arc]]
    leader = by[0, home]
    if leader == NO_ARC or value > best[0, home]:
        if leader != NO_ARC and (
            places.team_of_household[places.household[leader]] != team
        ):
            best[1, home], by[1, home] = best[0, home], leader
        best[0, home], by[0, home] = value, arc
    elif (
        places.team_of_household[places.household[leader]] != team
        and value > best[1, home]
    ):
        best[1, home], by[1, home] = value, arc


@njit(cache=True)
def walk(
    places: Places,
    arc: int,
    by_first: np.ndarray[Any, Any],
    by_second: np.ndarray[Any, Any],
    best: np.ndarray[Any, Any],
) -> np.ndarray[Any, Any]:
    """Return the arcs of the best chain that begins with an arc into a void."""
    moves_max = places.caps[2]
    found = np.empty(moves_max, dtype=np.int64)
    found[0] = arc
    count = 1
    for position in range(2, moves_max + 1):
        left = places.vacates[places.household[arc]]
        if left == NOBODY:
            break
        slot, onward = 0, by_first[position, left]
        if onward != NO_ARC and (
            places.team_of_household[places.household[onward]]
            == places.team_of_home[places.home[arc]]
        ):
            slot, onward = 1, by_second[position, left]
        if onward == NO_ARC or best[position, slot, left] <= 0:
            break
        found[count] = onward
        count += 1
        arc = onward
    return found[:count]


@njit(cache=True)
def cycles(
    places: Places,
    worth: np.ndarray[Any, Any],
    at_length: np.ndarray[Any, Any],
    tolerance: float,
) -> tuple[Any, Any, Any]:
    """Price every cycle, from the member with the lowest number.

    Args:
        places: The instance.
        worth: As for `chains`.
        at_length: Added once for a cycle of this many moves.
        tolerance: Cycles worth no more than this are not looked for.

    Returns:
        The best cycle that begins with each arc: its worth, where above the
        tolerance, else `NEVER`; its length; its arcs. Shapes: arcs; arcs; arcs x cap.
    """
    fewest, most = places.caps[0], places.caps[1]
    arcs = len(worth)
    found = np.full(arcs, NEVER, dtype=worth.dtype)
    length = np.zeros(arcs, dtype=np.int64)
    path = np.full((arcs, most), NO_ARC, dtype=np.int32)
    if most < fewest:
        return found, length, path
    hope = hopes(places, worth, most)
    into = _best_into(places, worth)
    extra = at_length[fewest]
    for moves in range(fewest, most + 1):
        extra = max(extra, at_length[moves])
    for start in range(len(places.vacates)):
        if places.vacates[start] == NOBODY or into[start] <= _HOPELESS:
            continue
        ahead = Ahead(hope, into[start] + extra, tolerance)
        _from(places, worth, at_length, start, ahead, found, length, path)
    return found, length, path


@njit(cache=True)
def _from(
    places: Places,
    worth: np.ndarray[Any, Any],
    at_length: np.ndarray[Any, Any],
    start: int,
    ahead: Ahead,
    found: np.ndarray[Any, Any],
    length: np.ndarray[Any, Any],
    path: np.ndarray[Any, Any],
) -> None:
    """Search the cycles of a lowest member, depth first."""
    most, own = places.caps[1], places.vacates[start]
    trail = np.empty(most, dtype=np.int64)
    pointer = np.empty(most, dtype=np.int64)
    total = np.zeros(most + 1, dtype=worth.dtype)
    depth = 0
    pointer[0] = places.row[start]
    while depth >= 0:
        who = start if depth == 0 else places.occupant[places.home[trail[depth - 1]]]
        if pointer[depth] == places.row[who + 1]:
            depth -= 1
            continue
        arc = pointer[depth]
        pointer[depth] += 1
        other = places.occupant[places.home[arc]]
        if worth[arc] <= _HOPELESS or other <= start:
            continue
        if depth > 0 and not goes_on(places, trail, depth, arc, other):
            continue
        trail[depth] = arc
        total[depth + 1] = total[depth] + worth[arc]
        last = places.arc[other, own]
        if last != NO_ARC and worth[last] > _HOPELESS:
            whole = total[depth + 1] + worth[last]
            _note(
                places, trail, depth, last, whole, at_length, ahead, found, length, path
            )
        rest = most - depth - 2
        if rest > 0 and (
            total[depth + 1] + ahead.hope[rest, other] + ahead.closing > ahead.tolerance
        ):
            depth += 1
            pointer[depth] = places.row[other]


@njit(cache=True)
def _note(
    places: Places,
    trail: np.ndarray[Any, Any],
    depth: int,
    last: int,
    worth: float,
    at_length: np.ndarray[Any, Any],
    ahead: Ahead,
    found: np.ndarray[Any, Any],
    length: np.ndarray[Any, Any],
    path: np.ndarray[Any, Any],
) -> None:
    """Note a cycle where it is the best yet that begins so."""
    moves, first = depth + 2, trail[0]
    if moves < places.caps[0]:
        return
    whole = worth + at_length[moves]
    if whole <= max(found[first], ahead.tolerance):
        return
    if not closes(places, trail, depth, last):
        return
    found[first], length[first] = whole, moves
    for i in range(depth + 1):
        path[first, i] = trail[i]
    path[first, depth + 1] = last


@njit(cache=True)
def _best_into(places: Places, worth: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return the best arc into the home of each household, by its worth."""
    into = np.full(len(places.vacates), NEVER, dtype=worth.dtype)
    for arc in range(len(worth)):
        occupant = places.occupant[places.home[arc]]
        if occupant != NOBODY and worth[arc] > into[occupant]:
            into[occupant] = worth[arc]
    return into


@njit(cache=True)
def hopes(
    places: Places, worth: np.ndarray[Any, Any], most: int
) -> np.ndarray[Any, Any]:
    """Return the best walk of one to so many moves from each household.

    Shape: moves, fewer than `most`, x households.
    """
    onward = _onward(places, worth, most)
    for moves in range(2, most):
        for household in range(onward.shape[1]):
            onward[moves, household] = max(
                onward[moves, household], onward[moves - 1, household]
            )
    return onward


@njit(cache=True)
def _onward(
    places: Places, worth: np.ndarray[Any, Any], most: int
) -> np.ndarray[Any, Any]:
    """Return the best walk of so many moves from each household to another's home."""
    households = len(places.vacates)
    best = np.full((most, households), NEVER, dtype=worth.dtype)
    best[0] = 0
    for moves in range(1, most):
        for arc in range(len(worth)):
            other = places.occupant[places.home[arc]]
            if other == NOBODY or worth[arc] <= _HOPELESS:
                continue
            if best[moves - 1, other] <= _HOPELESS:
                continue
            value = worth[arc] + best[moves - 1, other]
            who = places.household[arc]
            best[moves, who] = max(best[moves, who], value)
    return best


@njit(cache=True)
def goes_on(
    places: Places, trail: np.ndarray[Any, Any], depth: int, arc: int, other: int
) -> bool:
    """Say whether a walk may take an arc: nobody twice, and no team at both ends."""
    for i in range(depth):
        if places.household[trail[i]] == other:
            return False
    before = places.household[trail[depth - 1]]
    home = places.home[arc]
    return bool(places.team_of_home[home] != places.team_of_household[before])


@njit(cache=True)
def closes(places: Places, trail: np.ndarray[Any, Any], depth: int, last: int) -> bool:
    """Say whether a walk may close: the two pairs across the join keep their teams."""
    first = trail[0]
    before = places.household[trail[depth]]
    own = places.home[last]
    if places.team_of_home[own] == places.team_of_household[before]:
        return False
    closing = places.household[last]
    home = places.home[first]
    return bool(places.team_of_home[home] != places.team_of_household[closing])

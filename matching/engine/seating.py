"""Who goes where, changed a few at a time with the books kept.

An exchange is walked before and after a change; what it is worth, and whether it keeps
the rules, come out of the same walk. Cost: the walks of what a change touches.
"""

from typing import Any, NamedTuple

import numpy as np
from numba import njit

from matching.engine.layout import Places

NOBODY = -1
BROKEN = -2

Array = np.ndarray[Any, Any]


class Aims(NamedTuple):
    """What makes a plan better, as arrays; all numbers are to be made large.

    Attributes:
        arc, at, round: Of each goal. Shapes: goals x arcs; goals x positions; goals x
            lengths.
        squares: From which goal the sum of squared balances is taken off, or -1.
        row, change: The balances that an arc changes, and by how many homes.
            Shape: arcs x 4.
        opening: Balances before any move. Shape: rows.
        warmth: How much worse in each goal counts as a step worse. Shape: goals.
    """

    arc: Array
    at: Array
    round: Array
    squares: int
    row: Array
    change: Array
    opening: Array
    warmth: Array


class State(NamedTuple):
    """A plan in the making.

    Attributes:
        goes: Home that each household enters, or `NOBODY`.
        who: Household that enters each home, or `NOBODY`.
        idle, idle_at: Households that do not move, and where each stands among them.
        counts: How many are idle; draws of the generator. Shape: 2.
        balance: After the plan, by row.
        value: Of each goal.
        used: Voids of each group that are entered.
    """

    goes: Array
    who: Array
    idle: Array
    idle_at: Array
    counts: Array
    balance: Array
    value: Array
    used: Array


class Change(NamedTuple):
    """Who is re-seated: their new homes, their old ones, and how many they are."""

    who: Array
    home: Array
    was: Array
    many: Array


@njit(cache=True)
def draw(state: State, below: int) -> int:
    """Return a number from 0 to below it (xorshift, Marsaglia 2003, of 32 bits)."""
    x = state.counts[1]
    x ^= (x << 13) & 0xFFFFFFFF
    x ^= x >> 17
    x ^= (x << 5) & 0xFFFFFFFF
    state.counts[1] = x
    return int(x % below)


@njit(cache=True)
def chance(state: State) -> float:
    """Return a number from 0 to below 1."""
    return draw(state, 1 << 24) / float(1 << 24)


@njit(cache=True)
def _seat(state: State, household: int, home: int) -> None:
    """Seat a household in a home, or nowhere; the home must be free by now."""
    if (
        state.goes[household] != NOBODY
        and state.who[state.goes[household]] == household
    ):
        state.who[state.goes[household]] = NOBODY
    was, now = state.goes[household], home
    state.goes[household] = home
    if home != NOBODY:
        state.who[home] = household
    if was == NOBODY and now != NOBODY:
        at, end = state.idle_at[household], state.counts[0] - 1
        state.idle[at] = state.idle[end]
        state.idle_at[state.idle[at]] = at
        state.counts[0] = end
    elif was != NOBODY and now == NOBODY:
        state.idle[state.counts[0]] = household
        state.idle_at[household] = state.counts[0]
        state.counts[0] += 1


@njit(cache=True)
def head(places: Places, state: State, household: int) -> int:
    """Name the exchange of a household that moves: its void, or its lowest member.

    Returns: the void; or homes + the lowest member of a cycle; `BROKEN` where the
    walk back ends at a home that nobody leaves, or is longer than any cap.
    """
    longest = max(places.caps[1], places.caps[2])
    lowest, at = household, household
    for _ in range(longest):
        home = state.goes[at]
        at = places.occupant[home]
        if at == NOBODY:
            return int(home)
        if at == household:
            return len(places.occupant) + lowest
        if state.goes[at] == NOBODY:
            return BROKEN
        lowest = min(lowest, at)
    return BROKEN


@njit(cache=True)
def _add_chain(
    places: Places, aims: Aims, state: State, void: int, sign: int, into: Array
) -> bool:
    """Add what a chain is worth; False where it breaks a rule."""
    home, before, position = void, NOBODY, 0
    while True:
        household = state.who[home]
        if household == NOBODY:
            return True
        position += 1
        if position > places.caps[2]:
            return False
        if before != NOBODY and (
            places.team_of_home[before] == places.team_of_household[household]
        ):
            return False
        arc = places.arc[household, home]
        for goal in range(len(into)):
            into[goal] += sign * (aims.arc[goal, arc] + aims.at[goal, position])
        before, home = home, places.vacates[household]
        if home == NOBODY:
            return True


@njit(cache=True)
def _add_cycle(
    places: Places, aims: Aims, state: State, member: int, sign: int, into: Array
) -> bool:
    """Add what a cycle is worth; False where it breaks a rule."""
    at, moves = member, 0
    while True:
        home = state.goes[at]
        onward = places.occupant[home]
        moves += 1
        if moves > places.caps[1]:
            return False
        if places.team_of_home[state.goes[onward]] == places.team_of_household[at]:
            return False
        arc = places.arc[at, home]
        for goal in range(len(into)):
            into[goal] += sign * aims.arc[goal, arc]
        at = onward
        if at == member:
            break
    if moves < places.caps[0]:
        return False
    for goal in range(len(into)):
        into[goal] += sign * aims.round[goal, moves]
    return True


@njit(cache=True)
def add(
    places: Places, aims: Aims, state: State, first: int, sign: int, into: Array
) -> bool:
    """Add what an exchange is worth, or take it off; False where it breaks a rule."""
    homes = len(places.occupant)
    if first < homes:
        return bool(_add_chain(places, aims, state, first, sign, into))
    return bool(_add_cycle(places, aims, state, first - homes, sign, into))


@njit(cache=True)
def _note(heads: Array, count: int, first: int) -> int:
    """Note an exchange once; return how many are noted."""
    for i in range(count):
        if heads[i] == first:
            return count
    heads[count] = first
    return count + 1


@njit(cache=True)
def touched(places: Places, state: State, change: Change, heads: Array) -> int:
    """Note the exchanges that a change touches; `BROKEN` where one is broken."""
    noted = 0
    for i in range(change.many[0]):
        household = change.who[i]
        first = _exchange_of(places, state, household, places.vacates[household])
        noted = _noted(heads, noted, first)
        for home in (change.home[i], change.was[i]):
            if home != NOBODY:
                occupant = places.occupant[home]
                if occupant == NOBODY:
                    first = home if state.who[home] != NOBODY else NOBODY
                else:
                    first = _exchange_of(places, state, occupant, home)
                noted = _noted(heads, noted, first)
    return noted


@njit(cache=True)
def _exchange_of(places: Places, state: State, household: int, left: int) -> int:
    """Name a household's exchange; `NOBODY` if it stays, and nobody enters its home."""
    if state.goes[household] != NOBODY:
        return int(head(places, state, household))
    if left != NOBODY and state.who[left] != NOBODY:
        return BROKEN
    return NOBODY


@njit(cache=True)
def _noted(heads: Array, count: int, first: int) -> int:
    """Note an exchange once; return how many are noted, or `BROKEN`."""
    if BROKEN in (count, first):
        return BROKEN
    return count if first == NOBODY else int(_note(heads, count, first))


@njit(cache=True)
def post(aims: Aims, state: State, arc: int, sign: int) -> int:
    """Post an arc to the balances; return the change of the sum of squares."""
    change = 0
    for i in range(aims.row.shape[1]):
        homes = sign * aims.change[arc, i]
        row = aims.row[arc, i]
        change += homes * (2 * state.balance[row] + homes)
        state.balance[row] += homes
    return int(change)


@njit(cache=True)
def post_all(
    places: Places, aims: Aims, state: State, change: Change, sign: int
) -> int:
    """Post what a change does to the balances, or takes back; return the squares."""
    squares = 0
    for i in range(change.many[0]):
        who = change.who[i]
        if change.was[i] != NOBODY:
            squares += post(aims, state, places.arc[who, change.was[i]], -sign)
        if change.home[i] != NOBODY:
            squares += post(aims, state, places.arc[who, change.home[i]], sign)
    return squares


@njit(cache=True)
def reseat(places: Places, state: State, change: Change, home: Array) -> None:
    """Seat all at once: first everybody rises."""
    for i in range(change.many[0]):
        seat = state.goes[change.who[i]]
        if seat != NOBODY:
            state.who[seat] = NOBODY
            _use(places, state, seat, -1)
    for i in range(change.many[0]):
        _seat(state, change.who[i], home[i])
        if home[i] != NOBODY:
            _use(places, state, home[i], 1)


@njit(cache=True)
def _use(places: Places, state: State, home: int, sign: int) -> None:
    group = places.group_of_home[home]
    if group != NOBODY:
        state.used[group] += sign


@njit(cache=True)
def within_caps(places: Places, state: State) -> bool:
    """Say whether a plan uses no more voids of any group than it may."""
    for group in range(len(places.group_cap)):
        if state.used[group] > places.group_cap[group]:
            return False
    return True

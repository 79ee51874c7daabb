"""Rewiring: a plan that is always feasible, changed a few arcs at a time.

The state is who goes where. A proposal re-seats one to four households; it is kept
when every exchange that it touches still keeps the rules, and when it is no worse, or,
now and then, a little worse (Metropolis et al. 1953). Everything is counted in steps
and drawn from an own generator, so that it repeats on any machine.
Cost: a step walks the exchanges it touches: caps x arcs moved.
"""

from typing import Any, NamedTuple

import numpy as np
from numba import njit

from matching.engine.layout import NO_ARC, Places

NOBODY = -1
_FOUR = 4
_UNMOVED_FIRST, _SWAP_THEN = 0.5, 0.94
# How readily a worse plan is taken, from the first step to the last (annealing:
# Kirkpatrick et al. 1983).
_HOT, _COOL = 2.0, 0.7
_NEVER_TAKEN = -12.0

Array = np.ndarray[Any, Any]


class Aims(NamedTuple):
    """What makes a plan better, as arrays; all numbers are to be made large.

    Attributes:
        arc, at, round: Of each goal. Shapes: goals x arcs; goals x positions; goals x
            lengths.
        squares: Which goal is minus the sum of squared balances, or -1.
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
    """

    goes: Array
    who: Array
    idle: Array
    idle_at: Array
    counts: Array
    balance: Array
    value: Array


@njit(cache=True)
def _draw(state: State, below: int) -> int:
    """Return a number from 0 to below it (xorshift, Marsaglia 2003, of 32 bits)."""
    x = state.counts[1]
    x ^= (x << 13) & 0xFFFFFFFF
    x ^= x >> 17
    x ^= (x << 5) & 0xFFFFFFFF
    state.counts[1] = x
    return int(x % below)


@njit(cache=True)
def _chance(state: State) -> float:
    return _draw(state, 1 << 24) / float(1 << 24)


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
def _head(places: Places, state: State, household: int) -> int:
    """Name the exchange of a household that moves: its void, or its lowest member.

    Returns: the void; or homes + the lowest member of a cycle; -2 where the walk back
    ends at a home that nobody leaves, or is longer than any cap.
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
            return -2
        lowest = min(lowest, at)
    return -2


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
            if goal != aims.squares:
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
            if goal != aims.squares:
                into[goal] += sign * aims.arc[goal, arc]
        at = onward
        if at == member:
            break
    if moves < places.caps[0]:
        return False
    for goal in range(len(into)):
        if goal != aims.squares:
            into[goal] += sign * aims.round[goal, moves]
    return True


@njit(cache=True)
def _add(
    places: Places, aims: Aims, state: State, head: int, sign: int, into: Array
) -> bool:
    homes = len(places.occupant)
    if head < homes:
        return bool(_add_chain(places, aims, state, head, sign, into))
    return bool(_add_cycle(places, aims, state, head - homes, sign, into))


@njit(cache=True)
def _note(heads: Array, count: int, head: int) -> int:
    """Note an exchange once; return how many are noted."""
    for i in range(count):
        if heads[i] == head:
            return count
    heads[count] = head
    return count + 1


@njit(cache=True)
def _touched(
    places: Places, state: State, who: Array, home: Array, count: int, heads: Array
) -> int:
    """Note the exchanges of some households and homes; -1 where one is broken."""
    noted = 0
    for i in range(count):
        if state.goes[who[i]] != NOBODY:
            head = _head(places, state, who[i])
            if head == -2:
                return -1
            noted = _note(heads, noted, head)
        elif places.vacates[who[i]] != NOBODY and (
            state.who[places.vacates[who[i]]] != NOBODY
        ):
            return -1
    for i in range(count):
        if home[i] == NOBODY:
            continue
        occupant = places.occupant[home[i]]
        if occupant == NOBODY:
            if state.who[home[i]] != NOBODY:
                noted = _note(heads, noted, home[i])
        elif state.goes[occupant] != NOBODY:
            head = _head(places, state, occupant)
            if head == -2:
                return -1
            noted = _note(heads, noted, head)
        elif state.who[home[i]] != NOBODY:
            return -1
    return noted


@njit(cache=True)
def _post(aims: Aims, state: State, arc: int, sign: int) -> int:
    """Post an arc to the balances; return the change of the sum of squares."""
    change = 0
    for i in range(aims.row.shape[1]):
        homes = sign * aims.change[arc, i]
        row = aims.row[arc, i]
        change += homes * (2 * state.balance[row] + homes)
        state.balance[row] += homes
    return int(change)


@njit(cache=True)
def _post_all(
    places: Places,
    aims: Aims,
    state: State,
    who: Array,
    home: Array,
    count: int,
    sign: int,
) -> int:
    change = 0
    for i in range(count):
        if home[i] != NOBODY:
            change += _post(aims, state, places.arc[who[i], home[i]], sign)
    return change


@njit(cache=True)
def _reseat(places: Places, state: State, who: Array, home: Array, count: int) -> None:
    """Seat all at once: first everybody rises."""
    for i in range(count):
        if state.goes[who[i]] != NOBODY:
            state.who[state.goes[who[i]]] = NOBODY
    for i in range(count):
        _seat(state, who[i], home[i])


@njit(cache=True)
def _better(delta: Array, goals: int) -> int:
    """Return the first goal that changes, counted from 1, with the sign; 0 for none."""
    for goal in range(goals):
        if delta[goal] > 0:
            return goal + 1
        if delta[goal] < 0:
            return -goal - 1
    return 0


@njit(cache=True)
def _ahead(one: Array, other: Array, goals: int) -> bool:
    """Say whether one plan's values are better than another's."""
    for goal in range(goals):
        if one[goal] != other[goal]:
            return bool(one[goal] > other[goal])
    return False


@njit(cache=True)
def _propose(places: Places, state: State, who: Array, home: Array) -> int:
    """Draw a change; return how many households it re-seats, 0 for none."""
    kind = _chance(state)
    if kind < _UNMOVED_FIRST and state.counts[0] > 0:
        return _bring_in(places, state, who, home)
    household = _draw(state, len(places.vacates))
    if state.goes[household] == NOBODY:
        return 0
    if kind < _SWAP_THEN:
        return _exchange(places, state, household, who, home)
    return _give_up(places, state, household, who, home)


@njit(cache=True)
def _some_arc(places: Places, state: State, household: int) -> int:
    first, end = places.row[household], places.row[household + 1]
    if first == end:
        return NO_ARC
    return int(first + _draw(state, end - first))


@njit(cache=True)
def _open(places: Places, state: State, home: int) -> bool:
    """Say whether a home could be entered: a void, or one that is left."""
    occupant = places.occupant[home]
    return bool(occupant == NOBODY or state.goes[occupant] != NOBODY)


@njit(cache=True)
def _bring_in(places: Places, state: State, who: Array, home: Array) -> int:
    """Draw a place for somebody who does not move."""
    household = state.idle[_draw(state, state.counts[0])]
    arc = _some_arc(places, state, household)
    if arc == NO_ARC:
        return 0
    own = places.vacates[household]
    who[0], home[0] = household, places.home[arc]
    if not _open(places, state, home[0]):
        return _close_ring(places, state, own, who, home)
    seated = state.who[home[0]]
    if seated == NOBODY:
        return 1
    who[1] = seated
    # Before the one seated, who follows; else in its place, with its follower.
    if own != NOBODY and places.arc[seated, own] != NO_ARC and _chance(state) < 0.75:
        home[1] = own
        return 2
    home[1] = NOBODY
    left = places.vacates[seated]
    follower = NOBODY if left == NOBODY else state.who[left]
    if follower == NOBODY:
        return 2
    who[2] = follower
    home[2] = NOBODY
    if own != NOBODY and places.arc[follower, own] != NO_ARC:
        home[2] = own
    return 3


@njit(cache=True)
def _close_ring(places: Places, state: State, own: int, who: Array, home: Array) -> int:
    """Go on from a home whose household does not move, until a ring closes."""
    for count in range(1, _FOUR):
        other = places.occupant[home[count - 1]]
        if count > 1 and other == who[0]:
            return 0
        who[count] = other
        if (
            own != NOBODY
            and places.arc[other, own] != NO_ARC
            and (count + 1 >= places.caps[0])
        ):
            home[count] = own
            return count + 1
        arc = _some_arc(places, state, other)
        if arc == NO_ARC:
            return 0
        home[count] = places.home[arc]
        for i in range(count):
            if home[i] == home[count]:
                return 0
        if _open(places, state, home[count]):
            if state.who[home[count]] == NOBODY:
                return count + 1
            return 0
    return 0


@njit(cache=True)
def _exchange(
    places: Places, state: State, household: int, who: Array, home: Array
) -> int:
    """Draw another home for somebody who moves; who is there moves on, in a ring."""
    own_seat = state.goes[household]
    who[0] = household
    for count in range(1, _FOUR + 1):
        arc = _some_arc(places, state, who[count - 1])
        wanted = places.home[arc]
        if wanted == own_seat or not _open(places, state, wanted):
            return 0
        for i in range(count - 1):
            if home[i] == wanted:
                return 0
        home[count - 1] = wanted
        seated = state.who[wanted]
        if seated == NOBODY:
            return count
        if count == _FOUR:
            return 0
        who[count] = seated
        if places.arc[seated, own_seat] != NO_ARC:
            home[count] = own_seat
            return count + 1
    return 0


@njit(cache=True)
def _give_up(
    places: Places, state: State, household: int, who: Array, home: Array
) -> int:
    """Let somebody stay who would have moved; a follower takes the place or stays."""
    seat, left = state.goes[household], places.vacates[household]
    who[0], home[0] = household, NOBODY
    follower = NOBODY if left == NOBODY else state.who[left]
    if follower == NOBODY:
        return 1
    who[1], home[1] = follower, NOBODY
    if places.arc[follower, seat] != NO_ARC:
        home[1] = seat
    return 2


@njit(cache=True)
def rewire(
    places: Places,
    aims: Aims,
    state: State,
    best: Array,
    best_value: Array,
    target: Array,
    goals: int,
    steps: int,
) -> int:
    """Better a plan for so many steps, or until it meets the target.

    Args:
        places: The instance.
        aims: The goals; the first `goals` of them count.
        state: The plan to start from; it is changed.
        best, best_value: The best plan so far, as `State.goes`, and its values; kept
            up to date.
        target: Bounds of the goals; a plan that meets all is the end.
        goals: How many count.
        steps: Most steps.

    Returns: the steps taken.
    """
    who, home = np.empty(_FOUR, dtype=np.int64), np.empty(_FOUR, dtype=np.int64)
    was, heads = np.empty(_FOUR, dtype=np.int64), np.empty(32, dtype=np.int64)
    both = np.empty(2 * _FOUR, dtype=np.int64)
    twice = np.empty(2 * _FOUR, dtype=np.int64)
    delta = np.zeros(len(state.value), dtype=np.int64)
    for step in range(steps):
        count = _propose(places, state, who, home)
        if count == 0:
            continue
        for i in range(count):
            was[i] = state.goes[who[i]]
            both[i], both[count + i] = home[i], was[i]
            twice[i], twice[count + i] = who[i], who[i]
        delta[:] = 0
        noted = _touched(places, state, twice, both, 2 * count, heads)
        for i in range(noted):
            _add(places, aims, state, heads[i], -1, delta)
        squares = 0
        if aims.squares >= 0:
            squares = _post_all(places, aims, state, who, was, count, -1)
            squares += _post_all(places, aims, state, who, home, count, 1)
            delta[aims.squares] = -squares
        _reseat(places, state, who, home, count)
        noted = _touched(places, state, twice, both, 2 * count, heads)
        fine = noted >= 0
        for i in range(noted):
            if fine and not _add(places, aims, state, heads[i], 1, delta):
                fine = False
        if fine:
            heat = _COOL + (_HOT - _COOL) * (steps - step) / steps
            fine = _accepted(aims, state, delta, goals, heat)
        if not fine:
            _reseat(places, state, who, was, count)
            if aims.squares >= 0:
                _post_all(places, aims, state, who, home, count, -1)
                _post_all(places, aims, state, who, was, count, 1)
            continue
        for goal in range(len(delta)):
            state.value[goal] += delta[goal]
        if _better(delta, goals) > 0 and _ahead(state.value, best_value, goals):
            best[:] = state.goes
            best_value[:] = state.value
            if not _ahead(target, best_value, goals):
                return step + 1
    return steps


@njit(cache=True)
def _accepted(aims: Aims, state: State, delta: Array, goals: int, heat: float) -> bool:
    first = _better(delta, goals)
    if first >= 0:
        return True
    loss = delta[-first - 1] / (aims.warmth[-first - 1] * heat)
    # So much worse is never taken, and need not be drawn for.
    return bool(loss > _NEVER_TAKEN and _chance(state) < np.exp(loss))


def start(places: Places, aims: Aims, goes: Array, seed: int) -> State:
    """Return the state of a plan, with its values counted."""
    households, homes = len(places.vacates), len(places.occupant)
    who = np.full(homes, NOBODY, dtype=np.int64)
    moving = np.flatnonzero(goes != NOBODY)
    who[goes[moving]] = moving
    idle = np.zeros(households, dtype=np.int64)
    idle_at = np.zeros(households, dtype=np.int64)
    still = np.flatnonzero(goes == NOBODY)
    idle[: len(still)] = still
    idle_at[still] = np.arange(len(still))
    draws = (seed * 2654435761 + 88172645463) & 0xFFFFFFFF or 1
    state = State(
        goes=goes.astype(np.int64),
        who=who,
        idle=idle,
        idle_at=idle_at,
        counts=np.array([len(still), draws], dtype=np.int64),
        balance=aims.opening.copy(),
        value=np.zeros(len(aims.arc), dtype=np.int64),
    )
    return state


@njit(cache=True)
def count(places: Places, aims: Aims, state: State) -> bool:
    """Count the values of a plan anew; False where it breaks a rule."""
    state.value[:] = 0
    state.balance[:] = aims.opening
    households, homes = len(places.vacates), len(places.occupant)
    counted = np.zeros(homes + households, dtype=np.bool_)
    for household in range(households):
        home = state.goes[household]
        if home == NOBODY:
            continue
        _post(aims, state, places.arc[household, home], 1)
        head = _head(places, state, household)
        if head == -2:
            return False
        if not counted[head]:
            counted[head] = True
            if not _add(places, aims, state, head, 1, state.value):
                return False
    if aims.squares >= 0:
        squares = 0
        for row in range(len(aims.opening)):
            squares += state.balance[row] * state.balance[row]
        state.value[aims.squares] = -squares
    return True

"""Rewiring: a plan that is always feasible, changed a few arcs at a time.

The state is who goes where. A proposal re-seats one to four households; it is kept
when every exchange that it touches still keeps the rules, and when it is no worse, or,
now and then, a little worse (Metropolis et al. 1953). Everything is counted in steps
and drawn from an own generator, so that it repeats on any machine.
Cost: a step walks the exchanges it touches: caps x arcs moved.
"""

import numpy as np
from numba import njit

from matching.engine.layout import Places
from matching.engine.proposals import FOUR, propose
from matching.engine.seating import (
    BROKEN,
    NOBODY,
    Aims,
    Array,
    Change,
    State,
    add,
    chance,
    head,
    post,
    post_all,
    reseat,
    touched,
    within_caps,
)

# How readily a worse plan is taken, from the first step to the last (annealing:
# Kirkpatrick et al. 1983).
_HOT, _COOL = 2.0, 0.7
_NEVER_TAKEN = -12.0


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
    change = Change(
        who=np.empty(FOUR, dtype=np.int64),
        home=np.empty(FOUR, dtype=np.int64),
        was=np.empty(FOUR, dtype=np.int64),
        many=np.zeros(1, dtype=np.int64),
    )
    heads = np.empty(FOUR * FOUR, dtype=np.int64)
    delta = np.zeros(len(state.value), dtype=np.int64)
    for step in range(steps):
        change.many[0] = propose(places, state, change.who, change.home)
        for i in range(change.many[0]):
            change.was[i] = state.goes[change.who[i]]
        if change.many[0] == 0 or not _tried(places, aims, state, change, heads, delta):
            continue
        heat = _COOL + (_HOT - _COOL) * (steps - step) / steps
        if not _accepted(aims, state, delta, goals, heat):
            _taken_back(places, aims, state, change)
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
def _tried(
    places: Places,
    aims: Aims,
    state: State,
    change: Change,
    heads: Array,
    delta: Array,
) -> bool:
    """Make a change and count its gain; False, and nothing changed, if it cannot be."""
    delta[:] = 0
    for i in range(touched(places, state, change, heads)):
        add(places, aims, state, heads[i], -1, delta)
    if aims.squares >= 0:
        delta[aims.squares] -= post_all(places, aims, state, change, 1)
    reseat(places, state, change, change.home)
    noted = touched(places, state, change, heads)
    fine = noted != BROKEN and within_caps(places, state)
    for i in range(max(noted, 0)):
        fine = fine and add(places, aims, state, heads[i], 1, delta)
    if not fine:
        _taken_back(places, aims, state, change)
    return fine


@njit(cache=True)
def _taken_back(places: Places, aims: Aims, state: State, change: Change) -> None:
    reseat(places, state, change, change.was)
    if aims.squares >= 0:
        post_all(places, aims, state, change, -1)


@njit(cache=True)
def _accepted(aims: Aims, state: State, delta: Array, goals: int, heat: float) -> bool:
    first = _better(delta, goals)
    if first >= 0:
        return True
    loss = delta[-first - 1] / (aims.warmth[-first - 1] * heat)
    # So much worse is never taken, and need not be drawn for.
    return bool(loss > _NEVER_TAKEN and chance(state) < np.exp(loss))


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
    groups = places.group_of_home[goes[moving]]
    used = np.bincount(groups[groups != NOBODY], minlength=len(places.group_cap))
    draws = (seed * 2654435761 + 88172645463) & 0xFFFFFFFF or 1
    return State(
        goes=goes.astype(np.int64),
        who=who,
        idle=idle,
        idle_at=idle_at,
        counts=np.array([len(still), draws], dtype=np.int64),
        balance=aims.opening.copy(),
        value=np.zeros(len(aims.arc), dtype=np.int64),
        used=used.astype(np.int64),
    )


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
        post(aims, state, places.arc[household, home], 1)
        first = head(places, state, household)
        if first == BROKEN:
            return False
        if not counted[first]:
            counted[first] = True
            if not add(places, aims, state, first, 1, state.value):
                return False
    if aims.squares >= 0:
        squares = 0
        for row in range(len(aims.opening)):
            squares += state.balance[row] * state.balance[row]
        state.value[aims.squares] -= squares
    return bool(within_caps(places, state))

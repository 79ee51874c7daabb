"""What rewiring tries: one to four households seated elsewhere, drawn at random."""

from numba import njit

from matching.engine.layout import NO_ARC, Places
from matching.engine.seating import NOBODY, Array, State, chance, draw

FOUR = 4
_UNMOVED_FIRST, _SWAP_THEN, _INSERTED = 0.5, 0.94, 0.75


@njit(cache=True)
def propose(places: Places, state: State, who: Array, home: Array) -> int:
    """Draw a change; return how many households it re-seats, 0 for none."""
    kind = chance(state)
    if kind < _UNMOVED_FIRST and state.counts[0] > 0:
        return _bring_in(places, state, who, home)
    household = draw(state, len(places.vacates))
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
    return int(first + draw(state, end - first))


@njit(cache=True)
def _open(places: Places, state: State, home: int) -> bool:
    """Say whether a home could be entered: a void, or one that is left."""
    occupant = places.occupant[home]
    return bool(occupant == NOBODY or state.goes[occupant] != NOBODY)


@njit(cache=True)
def _bring_in(places: Places, state: State, who: Array, home: Array) -> int:
    """Draw a place for somebody who does not move."""
    household = state.idle[draw(state, state.counts[0])]
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
    if (
        own != NOBODY
        and places.arc[seated, own] != NO_ARC
        and chance(state) < _INSERTED
    ):
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
def _held(home: Array, at: int) -> bool:
    """Say whether a home is wanted by one before."""
    for i in range(at):  # noqa: SIM110 - a kernel takes no generator
        if home[i] == home[at]:
            return True
    return False


@njit(cache=True)
def _close_ring(places: Places, state: State, own: int, who: Array, home: Array) -> int:
    """Go on from a home whose household does not move, until a ring closes."""
    for count in range(1, FOUR):
        other = places.occupant[home[count - 1]]
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
        if home[count] == own or _held(home, count):
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
    for count in range(1, FOUR + 1):
        arc = _some_arc(places, state, who[count - 1])
        wanted = places.home[arc]
        if wanted == own_seat or not _open(places, state, wanted):
            return 0
        home[count - 1] = wanted
        if _held(home, count - 1):
            return 0
        seated = state.who[wanted]
        if seated == NOBODY:
            return count
        if count == FOUR:
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

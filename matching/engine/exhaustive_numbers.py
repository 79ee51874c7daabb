"""The obvious solver for a round of numbers: every set of routes, tried.

A second opinion on `clear`, and written from what `Instance` and `Goal` say alone.
Cost: exponential; seven households and three voids are about its limit.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

from matching.graph import Move, Route
from matching.instance import NOBODY, Goal, Instance
from matching.plan import ExchangeKind

Values = tuple[int, ...]


def best_of(instance: Instance, goals: Sequence[Goal]) -> Values:
    """Return the values of the goals in the best plan there is, the first one first.

    Each household in turn either stays, or moves in one of the routes in which it is
    the lowest; so every set of routes that fit together is tried once. Of each group
    of voids it is counted how many more may be entered.
    """
    arc_of = {
        Move(int(t), int(h)): a
        for a, (t, h) in enumerate(zip(instance.household, instance.home, strict=True))
    }
    by_lowest: dict[int, list[tuple[frozenset[int], Values, int]]] = defaultdict(list)
    for route in every_route(instance):
        worth = tuple(_worth(goal, route, arc_of) for goal in goals)
        by_lowest[min(m.household for m in route.moves)].append(
            (_taken(instance, route), worth, _group(instance, route))
        )

    @cache
    def best(lowest: int, taken: frozenset[int], left: Values) -> Values:
        if lowest == instance.households:
            return (0,) * len(goals)
        found = best(lowest + 1, taken, left)
        for takes, worth, group in by_lowest[lowest]:
            if not takes & taken and (group == NOBODY or left[group]):
                fewer = tuple(n - (at == group) for at, n in enumerate(left))
                rest = best(lowest + 1, taken | takes, fewer)
                summed = tuple(map(sum, zip(worth, rest, strict=True)))
                found = max(found, summed)
        return found

    return best(0, frozenset(), tuple(instance.group_cap.tolist()))


def every_route(instance: Instance) -> Iterator[Route]:
    """Yield each chain, and each cycle once, from its lowest household."""
    caps = instance.caps
    for t, h in zip(instance.household.tolist(), instance.home.tolist(), strict=True):
        chain = instance.occupant[h] == NOBODY
        most = caps.chain_moves_max if chain else caps.cycle_moves_max
        for moves in _grow(instance, (Move(t, h),), most):
            if chain:
                yield Route(ExchangeKind.CHAIN, moves)
            elif len(moves) >= caps.cycle_moves_min and _closes(instance, moves):
                yield Route(ExchangeKind.CYCLE, moves)


def _grow(
    instance: Instance, moves: tuple[Move, ...], most: int
) -> Iterator[tuple[Move, ...]]:
    """Yield the moves and all that begin with them, up to a length."""
    if len(moves) > most:
        return
    yield moves
    left = instance.vacates[moves[-1].household]
    moved = {move.household for move in moves}
    for t in instance.household[instance.home == left].tolist():
        if t not in moved and _keeps_teams(instance, moves[-1], t):
            yield from _grow(instance, (*moves, Move(t, int(left))), most)


def _keeps_teams(instance: Instance, before: Move, household: int) -> bool:
    """Say whether a household may enter the home left by the move before."""
    team = instance.team_of_home[before.home]
    return bool(team != instance.team_of_household[household])


def _closes(instance: Instance, moves: tuple[Move, ...]) -> bool:
    first, last = moves[0], moves[-1]
    return (
        instance.vacates[last.household] == first.home
        and first.household == min(move.household for move in moves)
        and _keeps_teams(instance, last, first.household)
    )


def _worth(goal: Goal, route: Route, arc_of: dict[Move, int]) -> int:
    worth = sum(int(goal.arc[arc_of[move]]) for move in route.moves)
    if route.kind is ExchangeKind.CYCLE:
        return worth + int(goal.round[len(route.moves)])
    return worth + sum(int(goal.at[at]) for at in range(1, len(route.moves) + 1))


def _group(instance: Instance, route: Route) -> int:
    """Return the group of the void that a route starts from, or `NOBODY`."""
    return int(instance.group_of_home[route.moves[0].home])


def _taken(instance: Instance, route: Route) -> frozenset[int]:
    """Return what no other route may take: its households, and its void if any.

    A home that is left is only entered behind its household. Voids are counted on
    behind the households.
    """
    households = {move.household for move in route.moves}
    if route.kind is ExchangeKind.CHAIN:
        households.add(instance.households + route.moves[0].home)
    return frozenset(households)

"""Tiny instances without a pool, every route they allow, and honest prices."""

from collections.abc import Iterator
from itertools import pairwise

from hypothesis import strategies as st

from matching.certificate import Leaf
from matching.certify.levels import whole
from matching.graph import Move, Route
from matching.instance import NOBODY, Caps, Goal, Instance
from matching.plan import ExchangeKind

_PEOPLE_MAX = 6
_VOIDS_MAX = 2


@st.composite
def tiny_instances(draw: st.DrawFn) -> Instance:
    """At most six households and two voids; teams meet now and then."""
    people = draw(st.sampled_from(range(_PEOPLE_MAX, -1, -1)))
    voids = draw(st.sampled_from(range(_VOIDS_MAX, -1, -1)))
    leavers = [who for who in range(people) if draw(st.integers(0, 5))]
    occupant = draw(st.permutations([*leavers, *[NOBODY] * voids]))
    vacates = [occupant.index(w) if w in leavers else NOBODY for w in range(people)]
    pairs = [
        (who, home)
        for who in range(people)
        for home in range(len(occupant))
        if vacates[who] != home and draw(st.integers(0, 3))
    ]
    team = st.integers(0, draw(st.sampled_from((1, 2, 4, 12))))
    return Instance(
        vacates=whole(vacates),
        occupant=whole(occupant),
        household=whole(who for who, _ in pairs),
        home=whole(home for _, home in pairs),
        team_of_household=whole(draw(team) for _ in range(people)),
        team_of_home=whole(draw(team) for _ in occupant),
        caps=Caps(
            cycle_moves_max=draw(st.sampled_from((5, 4, 3))),
            chain_moves_max=draw(st.integers(0, 5)),
            cycle_moves_min=draw(st.sampled_from((3, 3, 2))),
        ),
    )


def drawn_goal(draw: st.DrawFn, instance: Instance, least: int, most: int) -> Goal:
    """Return a goal of small numbers; places and lengths seldom add anything."""
    number = st.integers(least, most)
    place = st.sampled_from((0, 0, 0, least, most))
    return Goal(
        whole(draw(number) for _ in range(instance.arcs)),
        whole(draw(place) for _ in range(instance.caps.chain_moves_max + 1)),
        whole(draw(place) for _ in range(instance.caps.cycle_moves_max + 1)),
    )


def all_routes(instance: Instance) -> Iterator[Route]:
    """Yield every chain and every cycle, however a cycle is begun."""
    caps = instance.caps
    for who, home in _pairs(instance):
        if instance.occupant[home] == NOBODY:
            if caps.chain_moves_max:
                first = (Move(who, home),)
                for moves in _longer(instance, first, caps.chain_moves_max):
                    yield from _allowed(instance, Route(ExchangeKind.CHAIN, moves))
            continue
        for moves in _longer(instance, (Move(who, home),), caps.cycle_moves_max):
            closed = instance.vacates[moves[-1].household] == home
            if closed and len(moves) >= caps.cycle_moves_min:
                yield from _allowed(instance, Route(ExchangeKind.CYCLE, moves))


def _pairs(instance: Instance) -> list[tuple[int, int]]:
    pairs = (instance.household.tolist(), instance.home.tolist())
    return [*zip(*pairs, strict=True)]


def _longer(
    instance: Instance, moves: tuple[Move, ...], limit: int
) -> Iterator[tuple[Move, ...]]:
    """Yield these moves and all that begin with them, nobody twice."""
    yield moves
    left = int(instance.vacates[moves[-1].household])
    if len(moves) < limit and left != NOBODY:
        moved = {move.household for move in moves}
        for who, home in _pairs(instance):
            if home == left and who not in moved:
                yield from _longer(instance, (*moves, Move(who, home)), limit)


def _allowed(instance: Instance, route: Route) -> Iterator[Route]:
    pairs = [*pairwise(route.moves)]
    if route.kind is ExchangeKind.CYCLE:
        pairs.append((route.moves[-1], route.moves[0]))
    if all(instance.may_follow(after.household, by.home) for by, after in pairs):
        yield route


def worth(instance: Instance, goal: Goal, route: Route) -> int:
    """Return what a route adds to a goal."""
    pairs = _pairs(instance)
    total = sum(int(goal.arc[pairs.index(move)]) for move in route.moves)
    if route.kind is ExchangeKind.CYCLE:
        return total + int(goal.round[len(route.moves)])
    return total + sum(int(goal.at[place + 1]) for place in range(len(route.moves)))


def plans(routes: list[Route]) -> Iterator[tuple[Route, ...]]:
    """Yield every set of routes that shares nobody and no void."""
    if not routes:
        yield ()
        return
    first, *rest = routes
    yield from plans(rest)
    used = _used(first)
    for others in plans([route for route in rest if not used & _used(route)]):
        yield (first, *others)


def _used(route: Route) -> set[tuple[str, int]]:
    return {("who", move.household) for move in route.moves} | {
        ("home", move.home) for move in route.moves
    }


def ids(instance: Instance) -> tuple[list[str], list[str]]:
    """Return the identifiers of an instance that has none of its own."""
    return (
        [str(i) for i in range(instance.households)],
        [str(i) for i in range(instance.homes)],
    )


def paying_alone(instance: Instance, goal: Goal, multipliers: tuple[int, ...]) -> Leaf:
    """Return prices at which each household pays the most that it can bring.

    No route is dear then, and the bound is seldom close.

    Args:
        goal: What counts, with all that is held.
        multipliers: Of what is held.
    """
    place = max([0, *goal.at[1:].tolist(), *goal.round.tolist()])
    prices = [place] * instance.households
    for who, adds in zip(instance.household, goal.arc, strict=True):
        prices[who] = max(prices[who], int(adds) + place)
    named = tuple((str(i), price) for i, price in enumerate(prices))
    return Leaf(1, multipliers, (), named, ())

"""Tiny instances without a pool, every route they allow, and honest prices."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from hypothesis import strategies as st

from matching.certificate import Leaf, LevelProof
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
    enters: dict[int, list[int]] = {home: [] for home in range(instance.homes)}
    for who, home in zip(instance.household, instance.home, strict=True):
        enters[int(home)].append(int(who))

    def longer(moves: tuple[Move, ...], limit: int) -> Iterator[tuple[Move, ...]]:
        yield moves
        left = int(instance.vacates[moves[-1].household])
        if len(moves) == limit or left == NOBODY:
            return
        for who in enters[left]:
            if who not in {move.household for move in moves}:
                yield from longer((*moves, Move(who, left)), limit)

    caps = instance.caps
    for home in range(instance.homes):
        void = instance.occupant[home] == NOBODY
        kind = ExchangeKind.CHAIN if void else ExchangeKind.CYCLE
        limit = caps.chain_moves_max if void else caps.cycle_moves_max
        for who in enters[home] if limit else ():
            for moves in longer((Move(who, home),), limit):
                closed = instance.vacates[moves[-1].household] == home
                if void or (closed and len(moves) >= caps.cycle_moves_min):
                    route = Route(kind, moves)
                    if keeps_teams_apart(instance, route):
                        yield route


def keeps_teams_apart(instance: Instance, route: Route) -> bool:
    pairs = [*pairwise(route.moves)]
    if route.kind is ExchangeKind.CYCLE:
        pairs.append((route.moves[-1], route.moves[0]))
    return all(
        instance.may_follow(after.household, before.home) for before, after in pairs
    )


def worth(instance: Instance, goal: Goal, route: Route) -> int:
    """Return what a route adds to a goal."""
    arcs = [*zip(instance.household, instance.home, strict=True)]
    total = sum(int(goal.arc[arcs.index(move)]) for move in route.moves)
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


def honest(
    instance: Instance,
    goals: list[Goal],
    values: list[int],
    multipliers: tuple[int, ...] = (),
    name: str = "",
) -> LevelProof:
    """Return a proof that prices every household at the most that it can bring.

    A household's dearest arc, place and share of a round are paid by it alone, so
    that no route is dear; the bound is seldom close.
    """
    whole_goal = goals[len(multipliers)]
    for times, goal in zip(multipliers, goals, strict=False):
        whole_goal = whole_goal.plus(goal, times)
    place = max([0, *whole_goal.at[1:].tolist(), *whole_goal.round.tolist()])
    prices = [place] * instance.households
    for who, adds in zip(instance.household, whole_goal.arc, strict=True):
        prices[who] = max(prices[who], int(adds) + place)
    del values
    return LevelProof(
        level=name,
        scale=1,
        multipliers=multipliers,
        slopes=(),
        tree=Leaf(tuple((str(i), price) for i, price in enumerate(prices)), ()),
    )


def nothing(instance: Instance) -> Goal:
    return Goal(
        np.zeros(instance.arcs, dtype=np.int64),
        np.zeros(instance.caps.chain_moves_max + 1, dtype=np.int64),
        np.zeros(instance.caps.cycle_moves_max + 1, dtype=np.int64),
    )

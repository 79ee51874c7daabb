"""Reads an answer to a public instance again, one arc at a time."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from matching.graph import Route
from matching.instance import NOBODY, Instance
from matching.plan import ExchangeKind


def faults(instance: Instance, routes: Iterable[Route]) -> tuple[str, ...]:
    """Return what is wrong with routes as a plan for the instance; empty for nothing.

    Written from what a chain and a cycle are, and from nothing of the engine.
    """
    routes = tuple(routes)
    arcs = set(zip(instance.household.tolist(), instance.home.tolist(), strict=True))
    found = [fault for route in routes for fault in _of_route(instance, arcs, route)]
    for at, what in enumerate(("household", "home")):
        times = Counter(move[at] for route in routes for move in route.moves)
        if any(count > 1 for count in times.values()):
            found.append(f"a {what} is used twice")
    return tuple(found)


def _of_route(
    instance: Instance, arcs: set[tuple[int, int]], route: Route
) -> Iterator[str]:
    moves, caps = route.moves, instance.caps
    if any(tuple(move) not in arcs for move in moves):
        yield "a household enters a home that does not suit it"
    pairs = list(pairwise(moves))
    if route.kind is ExchangeKind.CYCLE:
        pairs.append((moves[-1], moves[0]))
        if not caps.cycle_moves_min <= len(moves) <= caps.cycle_moves_max:
            yield "a cycle's length is not allowed"
    else:
        if instance.occupant[moves[0].home] != NOBODY:
            yield "a chain starts from a home that is lived in"
        if not 1 <= len(moves) <= caps.chain_moves_max:
            yield "a chain's length is not allowed"
    for before, after in pairs:
        if instance.vacates[before.household] != after.home:
            yield "a household enters a home that the one before does not leave"
        if not instance.may_follow(after.household, before.home):
            yield "a household follows into its own team's hands"

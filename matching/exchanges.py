"""Every chain and cycle that the rules of sequence and the caps allow.

The number grows as homes x (households that suit a home) ^ length, so the listing
stops at a hard cap and says so; column generation takes over from there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from matching.graph import NOBODY, Graph, Move, Route
from matching.plan import ExchangeKind
from matching.pool import Policy

_SMALLEST_CYCLE = 3


@dataclass(frozen=True, slots=True)
class Listing:
    """Possible exchanges.

    Attributes:
        complete: True when nothing was cut off by the cap.
    """

    routes: tuple[Route, ...]
    complete: bool


def list_routes(graph: Graph, policy: Policy, *, routes_max: int) -> Listing:
    """List chains, then cycles, up to a hard cap."""
    return _capped(_all(graph, policy), routes_max)


def list_single_moves(graph: Graph) -> tuple[Route, ...]:
    """List the chains of one step, all of them."""
    return tuple(_chains(graph, 1))


def list_cycles(graph: Graph, policy: Policy, *, routes_max: int) -> Listing:
    """List cycles alone, up to a hard cap."""
    return _capped(_cycles(graph, policy.cycle_moves_max), routes_max)


def _capped(routes: Iterator[Route], routes_max: int) -> Listing:
    found = tuple(islice(routes, routes_max))
    return Listing(found, complete=next(routes, None) is None)


def _all(graph: Graph, policy: Policy) -> Iterator[Route]:
    yield from _chains(graph, policy.chain_moves_max)
    yield from _cycles(graph, policy.cycle_moves_max)


def _chains(graph: Graph, moves_max: int) -> Iterator[Route]:
    for home, occupant in enumerate(graph.occupant):
        if occupant == NOBODY:
            for household in graph.households_for[home]:
                yield from _longer(graph, (Move(household, home),), moves_max)


def _longer(graph: Graph, moves: tuple[Move, ...], moves_max: int) -> Iterator[Route]:
    """Yield the chain and every chain that starts with it."""
    yield Route(ExchangeKind.CHAIN, moves)
    if len(moves) < moves_max:
        for move in _next_moves(graph, moves):
            yield from _longer(graph, (*moves, move), moves_max)


def _next_moves(graph: Graph, moves: tuple[Move, ...]) -> Iterator[Move]:
    last = moves[-1]
    left = graph.vacates[last.household]
    if left == NOBODY:
        return
    moved = {move.household for move in moves}
    for household in graph.households_for[left]:
        if household not in moved and graph.may_follow(household, last.home):
            yield Move(household, left)


def _cycles(graph: Graph, moves_max: int) -> Iterator[Route]:
    """Yield each cycle once, written from its lowest household."""
    for first, left in enumerate(graph.vacates):
        if left != NOBODY:
            for last_home in graph.homes_for[first]:
                if graph.occupant[last_home] > first:
                    start = (Move(first, last_home),)
                    yield from _closed(graph, start, moves_max)


def _closed(graph: Graph, moves: tuple[Move, ...], moves_max: int) -> Iterator[Route]:
    """Yield the cycles that begin so; the first move enters the last home left."""
    first = moves[0]
    for move in _next_moves(graph, moves):
        if move.household < first.household:
            continue
        longer = (*moves, move)
        if graph.vacates[move.household] == first.home:
            # Two moves would be a direct swap, whatever the teams say.
            closes = graph.may_follow(first.household, move.home)
            if len(longer) >= _SMALLEST_CYCLE and closes:
                yield Route(ExchangeKind.CYCLE, longer)
        elif len(longer) < moves_max:
            yield from _closed(graph, longer, moves_max)

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
    """Yield each cycle once, written from its lowest household.

    The first household enters the home of the last, so the last is known from the
    start and only those between are searched for.
    """
    for first, homes in enumerate(graph.homes_for):
        if graph.vacates[first] != NOBODY:
            for home in homes:
                if graph.occupant[home] > first:
                    yield from _closed(graph, (Move(first, home),), moves_max)


def _closed(graph: Graph, moves: tuple[Move, ...], moves_max: int) -> Iterator[Route]:
    """Yield the cycles that begin so."""
    first, before = moves[0], moves[-1]
    last = Move(graph.occupant[first.home], graph.vacates[before.household])
    # Two moves would be a direct swap, whatever the teams say.
    if len(moves) >= _SMALLEST_CYCLE - 1 and _closes(graph, first, before, last):
        yield Route(ExchangeKind.CYCLE, (*moves, last))
    if len(moves) + 1 < moves_max:
        for move in _next_moves(graph, moves):
            between = first.household < move.household != last.household
            if between and graph.vacates[move.household] != NOBODY:
                yield from _closed(graph, (*moves, move), moves_max)


def _closes(graph: Graph, first: Move, before: Move, last: Move) -> bool:
    return (
        graph.suitability.allows(last.household, last.home)
        and graph.may_follow(last.household, before.home)
        and graph.may_follow(first.household, last.home)
    )

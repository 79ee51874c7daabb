"""Who could move at all, found in one sweep, and by trying everything."""

from hypothesis import given
from hypothesis import strategies as st

from matching.exchanges import list_cycles, list_routes
from matching.explain import explain
from matching.graph import NOBODY, Graph, build
from matching.pool import Policy, Pool
from matching.reasons import MainReason
from tests.matching.builders import POLICY, cycle_of_three, solved, two_who_could_swap
from tests.matching.effort import effort
from tests.matching.strategies import odd_pools, tiny_pools

_ANY = st.one_of(tiny_pools(), odd_pools())


def by_walking(graph: Graph, starts: set[int]) -> set[int]:
    """Return whoever could come after these homes, one step after another."""
    homes, found = set(starts), set[int]()
    while True:
        more = {t for home in homes for t in graph.households_for[home]} - found
        if not more:
            return found
        found |= more
        homes |= {graph.vacates[t] for t in more} - {NOBODY}


@effort(25, soak=5_000)
@given(_ANY)
def test_who_is_reachable_is_who_comes_after_a_void_or_after_itself(pool: Pool) -> None:
    graph = build(pool, POLICY)
    voids = {h for h, who in enumerate(graph.occupant) if who == NOBODY}
    leavers = [t for t, home in enumerate(graph.vacates) if home != NOBODY]
    on_cycles = {t for t in leavers if t in by_walking(graph, {graph.vacates[t]})}
    assert graph.reachable() == by_walking(graph, voids) | on_cycles


@effort(25, soak=5_000)
@given(_ANY, st.integers(1, 4))
def test_over_the_caps_is_who_is_in_no_walk_within_them(
    pool: Pool, moves_max: int
) -> None:
    policy = Policy(version="1", chain_moves_max=moves_max, shortholds_abolished=False)
    graph = build(pool, policy)
    plan = solved(Pool((), (), ()))
    explanation = explain(plan, pool, policy)
    movable = _by_walks(graph, moves_max) | {
        move.household
        for route in list_cycles(graph, policy, routes_max=10_000).routes
        for move in route.moves
    }
    # Whoever a route moves is in a walk; the walk may go through somebody twice.
    routes = list_routes(graph, policy, routes_max=10_000).routes
    assert {move.household for route in routes for move in route.moves} <= movable
    for i, row in enumerate(pool.households):
        over = explanation.main_reason(row.id) is MainReason.OVER_THE_CAPS
        assert over is (i in graph.reachable() and i not in movable)


def _by_walks(graph: Graph, moves_max: int) -> set[int]:
    """Return whoever moves in some walk from a void, each edge kept apart."""
    edges = {
        (household, home)
        for home, who in enumerate(graph.occupant)
        if who == NOBODY
        for household in graph.households_for[home]
    }
    found = set(edges)
    for _ in range(moves_max - 1):
        edges = {
            (other, graph.vacates[household])
            for household, home in edges
            if graph.vacates[household] != NOBODY
            for other in graph.households_for[graph.vacates[household]]
            if graph.may_follow(other, home)
        }
        found |= edges
    return {household for household, _home in found}


def test_a_swap_and_a_ring_are_reachable_without_a_void() -> None:
    for pool, households in ((two_who_could_swap(), 2), (cycle_of_three(), 3)):
        assert build(pool, POLICY).reachable() == set(range(households))

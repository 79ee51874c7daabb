from itertools import pairwise

from hypothesis import given

from matching import ExchangeKind, Pool
from matching.engine.exhaustive import best_values
from matching.exchanges import list_cycles, list_routes, list_single_moves
from matching.graph import NOBODY, build
from matching.terms import RefusalCode
from tests.matching.builders import (
    POLICY,
    a_home,
    a_household,
    a_pool,
    chain_of_three,
    cycle_of_three,
)
from tests.matching.effort import effort
from tests.matching.strategies import tiny_pools


def test_an_edge_is_there_or_its_refusals_are() -> None:
    graph = build(chain_of_three(), POLICY)
    assert graph.edges() == 3
    for household in range(3):
        for home in range(4):
            there = home in graph.homes_for[household]
            assert there == (household in graph.households_for[home])
            assert there == (not graph.refusals(household, home))


def test_each_rule_counts_the_pairs_it_removes() -> None:
    pool = a_pool(
        [a_household("p", "a")],
        [a_home("v", "b", bedrooms=1), a_home("h", "a", occupant_id="p")],
    )
    removed = {
        code: n for code, n in build(pool, POLICY).removed_by_rule().items() if n
    }
    assert removed == {
        RefusalCode.BEDROOMS_TOO_FEW: 1,
        RefusalCode.OWN_HOME: 1,
        RefusalCode.SAME_LANDLORD: 1,
    }


def test_everybody_behind_a_void_is_reachable() -> None:
    assert build(chain_of_three(), POLICY).reachable() == {0, 1, 2}


def test_everybody_on_a_cycle_is_reachable() -> None:
    assert build(cycle_of_three(), POLICY).reachable() == {0, 1, 2}


def test_a_household_with_nothing_free_is_not_reachable() -> None:
    pool = a_pool([a_household("p", "a")], [])
    assert build(pool, POLICY).reachable() == frozenset()


def test_the_listing_says_when_it_was_cut() -> None:
    graph = build(chain_of_three(), POLICY)
    whole = list_routes(graph, POLICY, routes_max=3)
    assert whole.complete
    assert [len(route.moves) for route in whole.routes] == [1, 2, 3]
    cut = list_routes(graph, POLICY, routes_max=2)
    assert not cut.complete
    assert cut.routes == whole.routes[:2]


@effort(80, soak=3_000)
@given(tiny_pools())
def test_every_route_listed_keeps_the_rules_of_sequence(pool: Pool) -> None:
    graph = build(pool, POLICY)
    listing = list_routes(graph, POLICY, routes_max=100_000)
    assert listing.complete
    assert len(set(listing.routes)) == len(listing.routes)
    for route in listing.routes:
        cycle = route.kind is ExchangeKind.CYCLE
        ring = (*route.moves, route.moves[0]) if cycle else route.moves
        for before, after in pairwise(ring):
            assert graph.vacates[before.household] == after.home
            assert graph.may_follow(after.household, before.home)
        assert cycle or graph.occupant[route.moves[0].home] == NOBODY
        assert len({move.household for move in route.moves}) == len(route.moves)
        assert not cycle or len(route.moves) == 3
    cycles = [r for r in listing.routes if r.kind is ExchangeKind.CYCLE]
    assert list(list_cycles(graph, POLICY, routes_max=100_000).routes) == cycles
    singles = {r for r in listing.routes if len(r.moves) == 1}
    assert set(list_single_moves(graph)) == singles


@effort(100, soak=2_000)
@given(tiny_pools())
def test_nobody_moves_who_is_not_reachable(pool: Pool) -> None:
    reached = len(build(pool, POLICY).reachable())
    assert best_values(pool, POLICY, seed=1)["households"] <= reached

"""What is short is so by Hall's condition, and no small set of households is told."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given

from matching import Lock, LockKind
from matching.graph import NOBODY, Graph, build
from matching.pool import Home, Household, Pool
from matching.reasons import Band
from matching.scarcity import HOUSEHOLDS_TOLD_MIN, Shortage
from matching.shortages import _deficient, _rows, _together, shortages
from matching.terms import Access
from tests.matching.builders import (
    POLICY,
    a_home,
    a_household,
    a_pool,
    chain_of_three,
    solved,
)
from tests.matching.effort import effort
from tests.matching.strategies import odd_pools, tiny_pools

FULL = Access.WHEELCHAIR_FULL


def people(
    count: int, bedrooms: int, first: str = "p", **more: object
) -> list[Household]:
    return [
        a_household(
            f"{first}{i}", "a", bedrooms_min=bedrooms, bedrooms_max=bedrooms, **more
        )
        for i in range(count)
    ]


def voids(count: int, bedrooms: int, first: str = "v", **more: object) -> list[Home]:
    return [a_home(f"{first}{i}", "b", bedrooms=bedrooms, **more) for i in range(count)]


def test_nine_such_households_and_three_such_homes() -> None:
    pool = a_pool(
        people(9, 4, access_need=Access.STEP_FREE) + people(3, 1, "q"),
        voids(3, 4, access=FULL) + voids(3, 1, "w"),
    )
    (found,) = shortages(pool, POLICY)
    assert found == Shortage(
        bedrooms_fewest=4,
        bedrooms_most=4,
        access=(Access.STEP_FREE,),
        households=Band.SOME,
        homes=Band.FEW,
        short=Band.SOME,
    )
    assert found.sentence == (
        "Five to nineteen households need four bedrooms and step-free access; "
        "one to four homes suit any of them, so that five to nineteen of them stay "
        "without a home in any plan."
    )


@pytest.mark.parametrize(("count", "told"), [(4, 0), (5, 1)])
def test_a_set_of_few_households_is_never_told_of(count: int, told: int) -> None:
    """The homes that suit none of four would say where the four may not live."""
    pool = a_pool(people(count, 2), voids(1, 2))
    assert len(shortages(pool, POLICY)) == told
    assert HOUSEHOLDS_TOLD_MIN == 5


def test_kinds_that_are_short_only_together_are_told_together() -> None:
    """Three need a full wheelchair home; four others would take any; five homes."""
    pool = a_pool(
        people(3, 2, access_need=FULL) + people(4, 2, "q"),
        voids(5, 2, access=FULL),
    )
    (found,) = shortages(pool, POLICY)
    assert (found.access, found.bedrooms_fewest, found.bedrooms_most) == (
        (Access.GENERAL, FULL),
        2,
        2,
    )
    assert (found.households, found.homes, found.short) == (
        Band.SOME,
        Band.SOME,
        Band.FEW,
    )
    assert "general access or full wheelchair access" in found.sentence


def test_what_one_kind_is_short_of_is_not_told_again_with_others() -> None:
    pool = a_pool(
        people(8, 2, access_need=FULL) + people(2, 2, "q"),
        [*voids(2, 2, access=FULL), *voids(2, 2, "w")],
    )
    (found,) = shortages(pool, POLICY)
    assert found.access == (FULL,)


def test_the_most_is_short_of_comes_first() -> None:
    pool = a_pool(people(6, 1) + people(9, 3, "q"), [*voids(2, 1), *voids(2, 3, "w")])
    first, second = shortages(pool, POLICY)
    assert (first.bedrooms_fewest, second.bedrooms_fewest) == (3, 1)
    assert (first.short, second.short) == (Band.SOME, Band.FEW)


def test_sizes_are_told_from_the_smallest_to_the_largest() -> None:
    takes_more = [
        a_household(f"r{i}", "a", bedrooms_min=0, bedrooms_max=1) for i in range(3)
    ]
    pool = a_pool(people(3, 1) + takes_more, voids(5, 1))
    (found,) = shortages(pool, POLICY)
    assert found.sentence.startswith(
        "Five to nineteen households need a bedsit to one bedroom and "
    )


@pytest.mark.parametrize(
    ("fewest", "most", "words"),
    [
        (0, 0, "a bedsit"),
        (1, 1, "one bedroom"),
        (5, 5, "five bedrooms"),
        (6, 6, "6 bedrooms"),
        (0, 1, "a bedsit to one bedroom"),
        (1, 2, "one to two bedrooms"),
        (4, 7, "four to 7 bedrooms"),
    ],
)
def test_a_size_is_told_in_words(fewest: int, most: int, words: str) -> None:
    found = Shortage(
        bedrooms_fewest=fewest,
        bedrooms_most=most,
        access=(Access.GENERAL,),
        households=Band.MANY,
        homes=Band.NONE,
        short=Band.MANY,
    )
    assert found.sentence == (
        f"Twenty or more households need {words} and general access; no homes suit "
        "any of them, so that twenty or more of them stay without a home in any plan."
    )


def test_enough_homes_are_no_shortage_and_no_homes_are_told_elsewhere() -> None:
    assert shortages(a_pool(people(6, 2), voids(6, 2)), POLICY) == ()
    assert shortages(a_pool(people(6, 2), voids(6, 4)), POLICY) == ()
    assert shortages(Pool((), (), ()), POLICY) == ()


def test_a_home_that_never_comes_free_is_no_home() -> None:
    """Two live in homes that would suit, and nothing suits the two."""
    stuck = people(2, 2, "s", bedrooms_min_by=())
    stuck = [replace(row, bedrooms_min=4, bedrooms_max=4) for row in stuck]
    lived_in = [a_home(f"h{i}", "b", occupant_id=f"s{i}") for i in range(2)]
    pool = a_pool(people(5, 2) + stuck, [*voids(3, 2), *lived_in])
    (found,) = shortages(pool, POLICY)
    assert (found.homes, found.short) == (Band.FEW, Band.FEW)
    emptied = [replace(home, occupant_id=None) for home in lived_in]
    assert shortages(replace(pool, homes=(*voids(3, 2), *emptied)), POLICY) == ()


def test_what_a_person_tries_out_makes_no_shortage() -> None:
    pool = a_pool(people(6, 2), voids(6, 2))
    locks = tuple(Lock(LockKind.FORBID, home_id=f"v{i}") for i in range(3))
    assert shortages(pool, replace(POLICY, locks=locks)) == ()


def _largest_matching(graph: Graph, members: list[int]) -> int:
    """Return how many can have a home each, by trying every home for each in turn."""
    free = graph.reachable()

    def best(at: int, taken: frozenset[int]) -> int:
        if at == len(members):
            return 0
        most = best(at + 1, taken)
        for home in graph.homes_for[members[at]]:
            open_ = graph.occupant[home] == NOBODY or graph.occupant[home] in free
            if open_ and home not in taken:
                most = max(most, 1 + best(at + 1, taken | {home}))
        return most

    return best(0, frozenset())


@effort(80, soak=5_000)
@given(tiny_pools(people_max=6, voids_max=3))
def test_every_part_is_short_of_homes_and_the_parts_are_all_that_is_short(
    pool: Pool,
) -> None:
    graph = build(pool, POLICY)
    rows = _rows(graph)
    assert set(rows) == graph.reachable()
    parts = _together(_deficient(rows))
    for part in parts:
        assert part.short > 0
        # All that suits any of them is in the part: Hall's condition fails there.
        suits_any = 0
        for household in part.households:
            suits_any |= rows[household]
        assert suits_any == part.homes
    for one, other in combinations(parts, 2):
        assert one.homes & other.homes == 0
        assert one.households.isdisjoint(other.households)
    left_over = len(rows) - _largest_matching(graph, sorted(rows))
    assert sum(part.short for part in parts) == left_over
    # No plan, whatever its caps, does better than the matching.
    plan = solved(pool)
    moves = sum(len(exchange.steps) for exchange in plan.exchanges)
    assert moves <= len(rows) - left_over


@effort(30, soak=2_000)
@given(odd_pools())
def test_whatever_the_pool_a_shortage_is_told_in_bands(pool: Pool) -> None:
    for found in shortages(pool, POLICY):
        assert found.households not in (Band.NONE, Band.FEW)
        assert found.homes is not Band.NONE
        assert found.short is not Band.NONE


def test_a_chain_that_moves_everybody_is_short_of_nothing() -> None:
    assert shortages(chain_of_three(), POLICY) == ()


def test_whoever_has_a_home_moves_on_where_that_is_enough() -> None:
    """The first takes what both could have, and gives it up for the second."""
    homes = voids(2, 2)
    easy, hard = people(2, 2)
    hard = replace(hard, homes_refused=frozenset({homes[1].id}))
    graph = build(a_pool([easy, hard], homes), POLICY)
    assert [len(suiting) for suiting in graph.homes_for] == [2, 1]
    assert _deficient(_rows(graph)) == []

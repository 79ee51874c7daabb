"""A landlord is asked for a home it owes only where a plan would use it."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import Level
from matching.asking import homes_wanted
from matching.engine.budget import Budget
from matching.owing import HomesWanted, Owing
from matching.pool import Household, Pool
from matching.terms import Access
from tests.matching.builders import (
    POLICY,
    a_home,
    a_household,
    a_landlord,
    a_pool,
    solved,
)
from tests.matching.effort import effort
from tests.matching.strategies import tiny_pools

HERE = (("E01", "A1 1"),)
MOVES = replace(POLICY, levels=(Level.HOUSEHOLDS,))


def wanted(pool: Pool, *owing: Owing) -> tuple[HomesWanted, ...]:
    return homes_wanted(
        pool, solved(pool, MOVES), MOVES, owing, seed=7, budget=Budget()
    )


def owes(landlord: str, homes: int, size: str = "BED2", **more: Any) -> Owing:  # noqa: ANN401 - any field
    return replace(Owing(landlord, size, homes, HERE), **more)


def pool_of(waiting: list[Household], **balances: tuple[tuple[str, int], ...]) -> Pool:
    """Households that nothing suits, and landlords that owe."""
    pool = a_pool(waiting, [])
    others = [a_landlord(name, balances=owed) for name, owed in balances.items()]
    return replace(pool, landlords=(*pool.landlords, *others))


def waiting(count: int, **more: Any) -> list[Household]:  # noqa: ANN401 - any field
    return [a_household(f"p{i}", "a", **more) for i in range(count)]


@pytest.mark.parametrize(
    ("who", "owing", "asked"),
    [
        # As many as would be used, and as many as are owed, whichever is fewer.
        (waiting(2), owes("d", 5), [("d", "BED2", Access.GENERAL, 2)]),
        (waiting(3), owes("d", 1), [("d", "BED2", Access.GENERAL, 1)]),
        # Step-free is asked for where somebody needs it, and only there.
        (
            waiting(1, access_need=Access.STEP_FREE),
            owes("d", 1),
            [("d", "BED2", Access.STEP_FREE, 1)],
        ),
        (waiting(1, access_need=Access.WHEELCHAIR_FULL), owes("d", 1), []),
        # Nobody waits for a home of that size, or there, or of that landlord.
        (waiting(1), owes("d", 1, "BED3"), []),
        (waiting(1, sectors_to_avoid=frozenset({"A1 1"})), owes("d", 1), []),
        (waiting(1, landlords_to_avoid=frozenset({"d"})), owes("d", 1), []),
        # Four bedrooms and more are one size.
        (
            waiting(1, bedrooms_min=5, bedrooms_max=5),
            owes("d", 1, "BED4P"),
            [("d", "BED4P", Access.GENERAL, 1)],
        ),
        ([], owes("d", 1), []),
    ],
)
def test_what_is_asked_for(
    who: list[Household], owing: Owing, asked: list[HomesWanted]
) -> None:
    pool = pool_of(who, d=((owing.size_class, -owing.homes_max),))
    assert list(wanted(pool, owing)) == asked


def test_the_landlord_that_owes_most_is_asked_first() -> None:
    pool = pool_of(waiting(1), d=(("BED2", -1),), e=(("BED2", -3),))
    (one,) = wanted(pool, owes("d", 1), owes("e", 3))
    assert (one.landlord_id, one.homes) == ("e", 1)
    # What it was asked for already is owed still.
    (one,) = wanted(pool, owes("d", 1), owes("e", 1))
    assert (one.landlord_id, one.homes) == ("e", 1)


def test_nobody_is_asked_for_its_own_tenant() -> None:
    pool = pool_of(waiting(1), d=())
    assert wanted(pool, owes("a", 1)) == ()


def test_nobody_is_asked_where_the_plan_moves_everybody() -> None:
    pool = a_pool(waiting(1), [a_home("v", "b")])
    assert wanted(pool, owes("b", 1)) == ()


def test_a_home_that_waits_behind_the_asked_one_is_used_too() -> None:
    """p0 leaves the home p1 needs: one letting moves both."""
    large = a_household("p1", "b", bedrooms_min=4, bedrooms_max=4)
    pool = a_pool(
        [*waiting(1), large], [a_home("h0", "a", bedrooms=4, occupant_id="p0")]
    )
    pool = replace(pool, landlords=(*pool.landlords, a_landlord("d")))
    assert wanted(pool, owes("d", 3)) == (("d", "BED2", Access.GENERAL, 1),)


def test_where_it_lets_homes_is_where_it_is_asked() -> None:
    far = waiting(1, authorities_to_avoid=frozenset({"E01"}))
    pool = pool_of(far, d=())
    assert wanted(pool, owes("d", 1)) == ()
    two = owes("d", 1, places=(*HERE, ("E09", "B1 1")))
    assert wanted(pool, two) == (("d", "BED2", Access.GENERAL, 1),)


@given(tiny_pools(), st.integers(1, 3), st.data())
@effort(60, soak=2_000)
def test_nobody_is_asked_for_more_than_owed_nor_in_vain(
    pool: Pool, homes_max: int, data: st.DataObject
) -> None:
    asked_of = data.draw(st.sampled_from(pool.landlords)).id
    places = tuple({(h.authority or "E01", h.sector or "A1 1") for h in pool.homes})
    owing = [
        Owing(asked_of, size, homes_max, tuple(sorted(places)) or HERE)
        for size in ("BED1", "BED2", "BED3")
    ]
    plan = solved(pool, MOVES)
    found = homes_wanted(pool, plan, MOVES, owing, seed=7, budget=Budget())
    by_size = {owed.size_class: owed.homes_max for owed in owing}
    for size, most in by_size.items():
        assert sum(one.homes for one in found if one.size_class == size) <= most
    moved = {s.household_id for e in plan.exchanges for s in e.steps}
    left = [row for row in pool.households if row.id not in moved]
    others = [row for row in left if row.landlord_id != asked_of]
    # Each home that is asked for begins a chain with somebody whom the plan leaves.
    assert sum(one.homes for one in found) <= len(others)

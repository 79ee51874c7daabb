"""One home more is told of when the round that has it moves more."""

from dataclasses import replace
from typing import Any

import pytest

from matching import Level, Lock, LockKind
from matching import one_more as finding
from matching.codec import scarcity_from_text, scarcity_to_text
from matching.engine.budget import Budget
from matching.one_more import one_more, scarcity
from matching.plan import Plan
from matching.pool import Household, Landlord, Policy, Pool
from matching.reasons import Band
from matching.scarcity import OneMore
from matching.shortages import shortages
from matching.solve import solve as real_solve
from matching.terms import Access, AreaOfChoice, LandlordKind, TenancyKind
from tests.matching.builders import POLICY, a_home, a_household, a_pool, solved

LEVELS = (Level.HOUSEHOLDS,)
COUNTED = replace(POLICY, levels=LEVELS)


def found(pool: Pool, policy: Policy = COUNTED, **more: Any) -> tuple[OneMore, ...]:  # noqa: ANN401 - any argument
    return one_more(pool, policy, seed=7, budget=Budget(), **more)


def waiting(count: int, **more: Any) -> list[Household]:  # noqa: ANN401 - any field
    """Households without a home of the pool; each leaves nothing behind."""
    return [a_household(f"p{i}", "a", **more) for i in range(count)]


def test_one_more_home_moves_one_more_household() -> None:
    pool = a_pool(waiting(6), [a_home("v", "b")])
    (one,) = found(pool)
    assert one == OneMore(
        bedrooms=2, access=Access.GENERAL, area=None, more=1, proven=True
    )
    assert one.sentence == (
        "One more home with two bedrooms and general access would move one more "
        "household."
    )


def test_a_home_more_moves_those_behind_it_too() -> None:
    """One of those who wait leaves the home that a large household needs."""
    leaves = a_household("large-home", "c", bedrooms_min=2, bedrooms_max=2)
    large = a_household("large", "a", bedrooms_min=4, bedrooms_max=4)
    pool = a_pool(
        [*waiting(4), leaves, large],
        [
            a_home("h", "c", bedrooms=4, occupant_id="large-home"),
            a_home("far", "b", bedrooms=6),
        ],
    )
    (one,) = found(pool)
    assert (one.bedrooms, one.more) == (2, 2)
    assert "would move two more households." in one.sentence


@pytest.mark.parametrize(("count", "told"), [(4, 0), (5, 1)])
def test_a_home_that_would_suit_few_is_not_told_of(count: int, told: int) -> None:
    assert len(found(a_pool(waiting(count), [a_home("v", "b", bedrooms=4)]))) == told


def test_where_everybody_moves_or_no_place_is_known_nothing_is_told() -> None:
    everybody = [a_home(f"v{i}", "b") for i in range(5)]
    assert found(a_pool(waiting(5), everybody)) == ()
    nowhere = [a_home("v", "b", authority=None), a_home("w", "b", sector=None)]
    assert found(a_pool(waiting(5), nowhere)) == ()
    assert found(Pool((), (), ())) == ()


def test_it_has_the_size_and_access_that_somebody_who_stays_needs() -> None:
    need = Access.WHEELCHAIR_ESSENTIAL
    adapted = [
        a_household(f"q{i}", "a", bedrooms_min=0, bedrooms_max=0, access_need=need)
        for i in range(5)
    ]
    pool = a_pool(waiting(6) + adapted, [a_home("v", "b", bedrooms=7)])
    kinds = {(one.bedrooms, one.access) for one in found(pool)}
    assert kinds == {(2, Access.GENERAL), (0, need)}
    (best,) = found(pool, candidates_max=1)
    assert best.bedrooms == 2, "it would suit six, the other five"


def test_it_is_let_as_secure_as_most_need() -> None:
    """Tenants of councils hold what only a council can grant as secure."""
    council = LandlordKind.COUNCIL
    held = TenancyKind.SECURE_LIFETIME
    tenants = waiting(5, landlord_kind=council, tenancy_held=held)
    pool = a_pool(tenants, [a_home("v", "b", bedrooms=7)])
    (one,) = found(pool)
    assert one.more == 1
    # The pool's own landlords and homes may have the name that is made up.
    named = Landlord(id="one-more", kind=council)
    home = a_home("one-more-", "one-more", bedrooms=7)
    taken = replace(pool, homes=(*pool.homes, home), landlords=(*pool.landlords, named))
    assert found(taken) == (one,)


def test_a_wide_area_is_told_of_where_enough_of_them_could_live() -> None:
    """Six chose the north, of whom two would live in the south as well."""
    listed = AreaOfChoice.LISTED
    north, both = frozenset({"E03"}), frozenset({"E03", "E04"})
    people = [
        a_household(
            f"p{i}",
            "a",
            area_of_choice=listed,
            authorities_of_choice=both if i < 2 else north,
        )
        for i in range(6)
    ]
    homes = [
        a_home("n", "b", bedrooms=7, authority="E03"),
        a_home("s", "b", bedrooms=7, authority="E04"),
    ]
    areas = {"the north": frozenset({"E03"}), "the south": frozenset({"E04"})}
    (one,) = found(a_pool(people, homes), areas=areas)
    assert (one.area, one.more) == ("the north", 1)
    assert "general access in the north would move one" in one.sentence
    assert found(a_pool(people, homes), areas={"the east": frozenset({"E05"})}) == ()


def test_of_the_places_the_one_that_suits_most_is_tried() -> None:
    avoids = waiting(6, authorities_to_avoid=frozenset({"E01"}))
    homes = [
        a_home("a", "b", bedrooms=7),
        a_home("b", "b", bedrooms=7, authority="E03"),
        a_home("c", "b", bedrooms=7, authority="E04"),
    ]
    (one,) = found(a_pool(avoids, homes))
    assert one.more == 1


def test_what_a_person_tries_out_is_put_aside() -> None:
    pool = a_pool(waiting(6), [a_home("v", "b")])
    locks = (
        Lock(LockKind.FORCE, household_id="p1"),
        Lock(LockKind.FORBID, home_id="v"),
    )
    assert found(pool, replace(COUNTED, locks=locks)) == found(pool)


def test_only_levels_that_decide_who_moves_are_solved() -> None:
    pool = a_pool(waiting(6), [a_home("v", "b")])
    later = (Level.BALANCE, Level.STRUCTURE, Level.HOME_FIT, Level.WHO_MOVES)
    for levels in (later, (*LEVELS, *later), (), (Level.URGENCY_BANDS, *later)):
        assert found(pool, replace(POLICY, levels=levels)) == found(pool)


def test_what_is_not_proven_says_so() -> None:
    one = OneMore(bedrooms=5, access=Access.STEP_FREE, area=None, more=3, proven=False)
    assert one.sentence == (
        "One more home with five bedrooms and step-free access would move three more "
        "households. This is not proven."
    )


def test_a_search_that_finds_no_more_with_the_home_tells_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pool = a_pool(waiting(6), [a_home("v", "b")])
    cut_short = solved(pool, COUNTED)
    monkeypatch.setattr(finding, "solve", lambda *_, **__: cut_short)
    assert found(pool) == ()


@pytest.mark.parametrize("missed", [0, 1])
def test_both_plans_must_be_proven(
    missed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool = a_pool(waiting(6), [a_home("v", "b")])
    asked: list[Plan] = []

    def solve(*given: Any, **more: Any) -> Plan:  # noqa: ANN401 - as it is called
        plan = real_solve(*given, **more)
        asked.append(plan)
        if len(asked) - 1 != missed:
            return plan
        levels = tuple(replace(row, bound=row.bound + 1) for row in plan.levels)
        return replace(plan, levels=levels)

    monkeypatch.setattr(finding, "solve", solve)
    (one,) = found(pool)
    assert (one.more, one.proven) == (1, False)
    assert len(asked) == 2


def test_scarcity_survives_its_text() -> None:
    pool = a_pool(waiting(6), [a_home("v", "b")])
    whole = scarcity(pool, POLICY, seed=7, budget=Budget())
    assert whole.shortages == shortages(pool, POLICY)
    assert whole.one_more == found(pool)
    assert [one.short for one in whole.shortages] == [Band.SOME]
    assert scarcity_from_text(scarcity_to_text(whole)) == whole

"""An area to avoid, or a need to stay near, never adds a home: in both readings."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from matching.pool import Household, Pool
from matching.referee import refusals
from matching.rules import evaluate
from tests.matching.builders import POLICY
from tests.matching.strategies import AUTHORITIES, LANDLORDS, SECTORS, odd_pools
from tests.support.minutes import examples

ADDED = st.one_of(
    st.tuples(st.just("authorities_to_avoid"), st.sampled_from(AUTHORITIES)),
    st.tuples(st.just("sectors_to_avoid"), st.sampled_from(SECTORS)),
    st.tuples(st.just("landlords_to_avoid"), st.sampled_from(LANDLORDS)),
)


def suits(pool: Pool) -> set[tuple[str, str]]:
    """Return the pairs that suit, as the columns read them."""
    found = evaluate(pool)
    return {
        (household.id, home.id)
        for i, household in enumerate(pool.households)
        for j, home in enumerate(pool.homes)
        if not found.codes(i, j)
    }


def suits_to_the_referee(pool: Pool) -> set[tuple[str, str]]:
    """Return the pairs that suit, as the referee reads them."""
    landlords = {landlord.id: landlord for landlord in pool.landlords}
    return {
        (household.id, home.id)
        for household in pool.households
        for home in pool.homes
        if not refusals(household, home, POLICY, landlord=landlords[home.landlord_id])
    }


@settings(max_examples=examples(30, 2_000), deadline=None)
@given(odd_pools(), ADDED)
def test_one_more_to_avoid_never_adds_a_home(
    pool: Pool, added: tuple[str, str]
) -> None:
    field, code = added

    def avoiding(household: Household) -> Household:
        avoided = getattr(household, field) | {code}
        return replace(household, **{field: avoided})

    narrower = replace(
        pool, households=tuple(avoiding(household) for household in pool.households)
    )
    assert suits(narrower) <= suits(pool)
    assert suits_to_the_referee(narrower) <= suits_to_the_referee(pool)
    key = {"authorities_to_avoid": "authority", "sectors_to_avoid": "sector"}
    place = key.get(field, "landlord_id")
    barred = {home.id for home in pool.homes if getattr(home, place) == code}
    assert not {home for _, home in suits(narrower)} & barred


@settings(max_examples=examples(30, 2_000), deadline=None)
@given(odd_pools(), st.frozensets(st.sampled_from(SECTORS)))
def test_one_more_need_to_stay_near_never_adds_a_home(
    pool: Pool, near: frozenset[str]
) -> None:
    def needing(household: Household) -> Household:
        reach = household.sectors_within_reach
        narrowed = near if reach is None else reach & near
        return replace(household, sectors_within_reach=narrowed)

    narrower = replace(
        pool, households=tuple(needing(household) for household in pool.households)
    )
    assert suits(narrower) <= suits(pool)
    assert suits_to_the_referee(narrower) <= suits_to_the_referee(pool)
    sector_of = {home.id: home.sector for home in pool.homes}
    assert all(sector_of[home] in near for _, home in suits(narrower))

"""An area to avoid only ever takes homes away, and takes all that stand in it."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import Pool
from matching.pool import Household
from matching.referee import refusals
from matching.rules import evaluate
from tests.matching.builders import POLICY
from tests.matching.effort import effort
from tests.matching.strategies import (
    AUTHORITIES,
    LANDLORDS,
    SECTORS,
    odd_pools,
    tiny_pools,
)

Reading = Callable[[Pool], dict[str, set[str]]]

# What a household can add to, the home's own name for it, and names to add.
_AVOIDED = [
    ("authorities_to_avoid", "authority", AUTHORITIES),
    ("sectors_to_avoid", "sector", SECTORS),
    ("landlords_to_avoid", "landlord_id", LANDLORDS),
]


def _by_columns(pool: Pool) -> dict[str, set[str]]:
    suitability = evaluate(pool)
    return {
        household.id: {pool.homes[at].id for at in suitability.homes_for(i)}
        for i, household in enumerate(pool.households)
    }


def _by_pairs(pool: Pool) -> dict[str, set[str]]:
    landlords = {landlord.id: landlord for landlord in pool.landlords}
    return {
        household.id: {
            home.id
            for home in pool.homes
            if not refusals(
                household, home, POLICY, landlord=landlords[home.landlord_id]
            )
        }
        for household in pool.households
    }


def _avoiding(household: Household, sets: str, name: str) -> Household:
    return replace(household, **{sets: getattr(household, sets) | {name}})


@pytest.mark.parametrize("reading", [_by_columns, _by_pairs])
@pytest.mark.parametrize(("sets", "key", "names"), _AVOIDED)
@effort(40, soak=2_000)
@given(pool=st.one_of(odd_pools(), tiny_pools()), choose=st.data())
def test_more_to_avoid_never_adds_a_home(
    reading: Reading,
    sets: str,
    key: str,
    names: tuple[str, ...],
    pool: Pool,
    choose: st.DataObject,
) -> None:
    name = choose.draw(st.sampled_from(names))
    who = choose.draw(st.sampled_from([row.id for row in pool.households] or ["none"]))
    households = tuple(
        _avoiding(row, sets, name) if row.id == who else row for row in pool.households
    )
    before = reading(pool)
    after = reading(Pool(households, pool.homes, pool.landlords))
    there = {home.id for home in pool.homes if getattr(home, key) == name}
    for household_id, homes in after.items():
        taken = there if household_id == who else set()
        assert homes == before[household_id] - taken

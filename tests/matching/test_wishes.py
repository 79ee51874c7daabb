"""A wish keeps no home from anybody, and no plan gives anything up for one."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from matching import Pool
from matching.engine.exhaustive import best_values
from matching.pool import Home, Household
from matching.referee import refusals
from matching.rules import evaluate
from tests.matching.builders import POLICY, a_landlord
from tests.matching.effort import effort
from tests.matching.strategies import LANDLORDS, homes, households, tiny_pools

WISHES = ("home_quality.first_choice", "home_quality.closeness")


def without_wishes(household: Household) -> Household:
    return replace(household, authorities_first_choice=frozenset(), closeness=())


def emptied(pool: Pool) -> Pool:
    return replace(pool, households=tuple(map(without_wishes, pool.households)))


@effort(60, soak=3_000)
@given(tiny_pools())
def test_nothing_before_a_wish_is_worse_for_it(pool: Pool) -> None:
    wished = best_values(pool, POLICY, seed=7)
    plain = best_values(emptied(pool), POLICY, seed=7)
    before = list(wished)[: list(wished).index(WISHES[0])]
    assert "households" in before
    assert [wished[name] for name in before] == [plain[name] for name in before]
    assert [plain[name] for name in WISHES] == [0, 0]


@effort(60, soak=3_000)
@given(tiny_pools())
def test_the_rules_open_and_close_no_home_for_a_wish(pool: Pool) -> None:
    wished, plain = (evaluate(each, POLICY) for each in (pool, emptied(pool)))
    assert wished.suits.tolist() == plain.suits.tolist()


@effort(60, soak=3_000)
@given(households("p", ("h",)), homes("h"), st.sampled_from(LANDLORDS))
def test_the_referee_reads_no_wish(
    household: Household, home: Home, landlord_id: str
) -> None:
    landlord = replace(a_landlord(landlord_id), id=home.landlord_id)
    assert refusals(household, home, POLICY, landlord=landlord) == refusals(
        without_wishes(household), home, POLICY, landlord=landlord
    )

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import PoolError
from matching.fall_through import STEP_COMPLETES, expected_moves
from matching.plan import Plan
from matching.pool import Pool
from tests.matching.builders import (
    chain_of_three,
    cycle_of_three,
    solved,
    two_who_could_swap,
)
from tests.matching.effort import effort
from tests.matching.strategies import tiny_pools

HALF = Fraction(1, 2)


def moves(plan: Plan) -> int:
    return sum(len(exchange.steps) for exchange in plan.exchanges)


@pytest.mark.parametrize(
    ("pool", "odds", "expected"),
    [
        (chain_of_three(), HALF, Fraction(7, 8)),  # 1/2 + 1/4 + 1/8
        (cycle_of_three(), HALF, Fraction(3, 8)),  # 3 x 1/8
        (chain_of_three(), Fraction(1), Fraction(3)),
        (chain_of_three(), Fraction(0), Fraction(0)),
        (two_who_could_swap(), HALF, Fraction(0)),
    ],
)
def test_a_chain_keeps_what_came_before_and_a_cycle_all_or_nothing(
    pool: Pool, odds: Fraction, expected: Fraction
) -> None:
    assert expected_moves(solved(pool), odds) == expected


def test_the_odds_unless_told_otherwise_are_four_in_five() -> None:
    assert Fraction(4, 5) == STEP_COMPLETES
    assert expected_moves(solved(cycle_of_three())) == Fraction(192, 125)


@effort(15, soak=500)
@given(tiny_pools(), st.fractions(0, 1))
def test_no_more_are_completed_than_planned_nor_with_worse_odds(
    pool: Pool, odds: Fraction
) -> None:
    plan = solved(pool)
    assert 0 <= expected_moves(plan, odds * HALF) <= expected_moves(plan, odds)
    assert expected_moves(plan, odds) <= odds * moves(plan)
    assert expected_moves(plan, Fraction(1)) == moves(plan)


@pytest.mark.parametrize("odds", [Fraction(-1, 10), Fraction(11, 10)])
def test_what_is_no_odds_is_refused(odds: Fraction) -> None:
    with pytest.raises(PoolError, match="step_completes: it is from 0 to 1"):
        expected_moves(solved(chain_of_three()), odds)

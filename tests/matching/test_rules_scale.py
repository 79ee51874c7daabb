"""The rules over a whole pool: read in blocks, and told in counts."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import Pool
from matching.rules import NOTHING_SAID, RULES, Suitability, evaluate
from matching.rules.columns import columns_of
from matching.terms import RefusalCode
from tests.matching.builders import (
    a_home,
    a_household,
    a_pool,
    chain_of_three,
)
from tests.matching.effort import effort
from tests.matching.instances import InstanceSpec, synthetic_pool
from tests.matching.strategies import odd_pools


def _same(one: Suitability, two: Suitability) -> bool:
    return (
        np.array_equal(one.suits, two.suits)
        and np.array_equal(one.removed, two.removed)
        and np.array_equal(one.removed_alone, two.removed_alone)
    )


@effort(25, soak=2_000)
@given(odd_pools(), st.integers(1, 5))
def test_blocks_of_any_size_give_the_same_answer(pool: Pool, rows: int) -> None:
    whole = evaluate(pool)
    assert _same(evaluate(pool, households_a_block=rows), whole)
    assert whole.suits.shape[0] == len(pool.households)


def test_a_block_that_ends_short_gives_the_same_answer() -> None:
    pool = synthetic_pool(InstanceSpec(households=23, voids=60, seed=3))
    assert len(pool.homes) > 64, "more homes than bits in a word"
    whole = evaluate(pool)
    assert all(_same(evaluate(pool, households_a_block=n), whole) for n in (1, 7, 24))


@pytest.mark.parametrize("rows", [0, -1])
def test_a_block_holds_somebody(rows: int) -> None:
    with pytest.raises(AssertionError):
        evaluate(chain_of_three(), households_a_block=rows)


@effort(25, soak=2_000)
@given(odd_pools())
def test_one_pair_asked_for_is_the_one_that_was_counted(pool: Pool) -> None:
    suitability = evaluate(pool)
    removed = dict.fromkeys(RefusalCode, 0)
    alone = dict.fromkeys(RefusalCode, 0)
    left = 0
    for i in range(len(pool.households)):
        for j in range(len(pool.homes)):
            codes = suitability.codes(i, j)
            assert suitability.allows(i, j) == (not codes)
            assert (j in suitability.homes_for(i)) == (not codes)
            left += not codes
            for code in codes:
                removed[code] += 1
                alone[code] += len(codes) == 1
    assert suitability.removed_by_rule() == removed
    assert suitability.removed_by_rule_alone() == alone
    assert suitability.pairs() == left


@pytest.mark.parametrize(("households", "homes"), [(0, 0), (2, 0), (0, 2)])
def test_where_there_is_nobody_or_nothing_no_rule_removes(
    households: int, homes: int
) -> None:
    pool = a_pool(
        [a_household(f"p{i}", "a") for i in range(households)],
        [a_home(f"h{i}", "b") for i in range(homes)],
    )
    suitability = evaluate(pool)
    assert suitability.removed.shape == (households, len(RULES))
    assert set(suitability.removed_by_rule().values()) == {0}
    assert suitability.pairs() == 0


@pytest.mark.parametrize("homes", [1, 7, 8, 9, 63, 64, 65, 129])
def test_every_home_of_a_row_has_its_bit(homes: int) -> None:
    pool = a_pool(
        [a_household("p", "a")],
        [a_home(f"h{i:03}", "b", bedrooms=2 - i % 2) for i in range(homes)],
    )
    suitability = evaluate(pool)
    assert suitability.homes_for(0) == tuple(range(0, homes, 2))
    assert suitability.pairs() == -(-homes // 2)
    assert [suitability.allows(0, i) for i in range(homes)] == [
        i % 2 == 0 for i in range(homes)
    ]


def test_nobody_is_one_block_and_no_more() -> None:
    columns = columns_of(a_pool([], [a_home("h", "b")]), NOTHING_SAID)
    assert [block.households for block in columns.blocks(1)] == [()]


def test_a_place_that_nobody_knows_is_not_the_place_of_another() -> None:
    """Names are numbered as they come, and no number may stand for an unknown one."""
    pool = a_pool(
        [
            a_household("p1", "a", current_authority="E01"),
            a_household("p2", "a", current_authority="E02"),
            a_household("p3", "a", current_authority=None),
        ],
        [
            a_home("h1", "b", authority="E01"),
            a_home("h2", "b", authority="E02"),
            a_home("h3", "b", authority=None),
        ],
    )
    same = columns_of(pool, NOTHING_SAID).same(
        lambda row: row.current_authority, lambda home: home.authority
    )
    assert same.tolist() == [
        [True, False, False],
        [False, True, False],
        [False, False, False],
    ]


def test_counts_may_be_taken_from_one_another() -> None:
    """Unsigned, one home less than none would be the most there are."""
    suitability = evaluate(chain_of_three())
    assert suitability.removed.dtype == np.int64
    assert suitability.removed_alone.dtype == np.int64

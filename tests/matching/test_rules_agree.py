"""Two readings of the rules, written apart, agree on every pair."""

from collections import Counter

import pytest
from hypothesis import given

from matching import Policy, Pool
from matching.referee import may_follow, refusals, tenure_of
from matching.referee import tenancy as by_pair
from matching.rules import RULES, evaluate, follows
from matching.rules import tenancy as by_columns
from matching.rules.columns import columns_of
from matching.tenure import tenure
from matching.terms import RefusalCode
from tests.matching.builders import (
    POLICY,
    a_home,
    a_household,
    a_landlord,
    a_pool,
)
from tests.matching.effort import effort
from tests.matching.strategies import odd_pools, tiny_pools

_SEEN: Counter[RefusalCode] = Counter()


def _agree(pool: Pool, policy: Policy) -> None:
    suitability = evaluate(pool, policy)
    landlords = {landlord.id: landlord for landlord in pool.landlords}
    columns = columns_of(pool, policy)
    masks = {rule.code: rule.refused(columns) for rule in RULES}
    for i, household in enumerate(pool.households):
        refused, alone = Counter[RefusalCode](), Counter[RefusalCode]()
        for j, home in enumerate(pool.homes):
            landlord = landlords[home.landlord_id]
            second = refusals(household, home, policy, landlord=landlord)
            codes = tuple(refusal.code for refusal in second)
            assert codes == tuple(code for code, mask in masks.items() if mask[i, j])
            assert suitability.allows(i, j) == (not codes)
            refused.update(codes)
            alone.update(codes if len(codes) == 1 else ())
            assert follows.may_follow(household, home) == may_follow(household, home)
        _SEEN.update(refused)
        assert suitability.removed[i].tolist() == [refused[c] for c in RefusalCode]
        assert suitability.removed_alone[i].tolist() == [alone[c] for c in RefusalCode]


@effort(150, soak=10_000)
@given(odd_pools())
def test_columnar_and_pairwise_readings_agree(pool: Pool) -> None:
    _agree(pool, POLICY)


@effort(50, soak=1_000)
@given(tiny_pools())
def test_readings_agree_where_most_pairs_suit(pool: Pool) -> None:
    _agree(pool, POLICY)


@effort(100, soak=10_000)
@given(odd_pools())
def test_both_readings_ask_the_table_the_same(pool: Pool) -> None:
    """Down to what changes no answer but the rules behind it."""
    columns = columns_of(pool, POLICY)
    landlords = {landlord.id: landlord for landlord in pool.landlords}
    for household in pool.households:
        held = by_columns.held_of(household)
        for home in pool.homes:
            case = by_columns.case_of(
                held,
                by_columns.offered_of(columns, home),
                shortholds_abolished=POLICY.shortholds_abolished,
            )
            landlord = landlords[home.landlord_id]
            second = tenure_of(household, home, POLICY, landlord=landlord)
            assert by_pair.case_of(household, home, POLICY, landlord) == case
            assert second == tenure(case)


def test_one_pair_among_many_is_read_as_in_its_row() -> None:
    """Eight homes share a byte: beyond it one pair and a whole row still agree."""
    avoided = frozenset({"E09"})
    pool = a_pool(
        [a_household("p", "a", authorities_to_avoid=avoided)],
        [
            a_home(f"v{j:02}", "b", authority="E09" if j % 3 else "E01")
            for j in range(40)
        ],
    )
    suitability = evaluate(pool, POLICY)
    row = [j for j in range(40) if suitability.allows(0, j)]
    assert tuple(row) == suitability.homes_for(0) == tuple(range(0, 40, 3))


def test_every_refusal_came_up() -> None:
    # Agreement on pairs that never meet a rule would say nothing about it.
    if not _SEEN:
        test_columnar_and_pairwise_readings_agree()
    assert set(_SEEN) == set(RefusalCode)


def test_each_rule_says_what_it_refuses_and_why() -> None:
    for rule in RULES:
        assert rule.sentence.endswith(".")
        assert rule.authority
        assert rule.sentence in rule.describe()
    for sequence in follows.SEQUENCE_RULES:
        assert sequence.sentence in sequence.describe()


def test_the_referee_wants_the_homes_own_landlord() -> None:
    for ask in (refusals, tenure_of):
        with pytest.raises(AssertionError):
            ask(
                a_household("p", "a"),
                a_home("h", "b"),
                POLICY,
                landlord=a_landlord("c"),
            )

"""What a person decides opens what waits for a person, and nothing else."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.codec import case_from_text, case_to_text
from matching.errors import PoolError
from matching.explain import explain
from matching.pool import Household, Pool, TenancyDecided
from matching.reasons import MatchReason
from matching.referee import refusals
from matching.referee.tenancy import case_of
from matching.rules import evaluate, kept_only_by
from matching.tenure import DECIDABLE, TenureVerdict, tenure
from matching.terms import Marker, RefusalCode
from tests.matching.builders import (
    POLICY,
    a_home,
    a_household,
    a_pool,
    a_tenure_case,
    solved,
)
from tests.matching.effort import effort
from tests.matching.strategies import odd_pools, tiny_pools

_DECIDED = frozenset(
    {RefusalCode.TENANCY_NEEDS_DECISION, RefusalCode.MARKER_NEEDS_DECISION}
)


def _everything_decided(pool: Pool) -> Pool:
    """Return the pool as if a person had said yes to all that can be put to one."""
    lets = {landlord.id: landlord for landlord in pool.landlords}

    def decided(row: Household) -> Household:
        cases = (
            TenancyDecided(h.landlord_id, case_of(row, h, POLICY, lets[h.landlord_id]))
            for h in pool.homes
        )
        return replace(
            row,
            tenancies_decided=frozenset(cases),
            markers_decided=frozenset(home.id for home in pool.homes),
        )

    return replace(pool, households=tuple(map(decided, pool.households)))


@effort(60, soak=2_000)
@given(odd_pools())
def test_a_decision_lifts_its_own_two_refusals_and_no_other(pool: Pool) -> None:
    """Above all: no area to avoid, and no marker that nobody cleared."""
    lets = {landlord.id: landlord for landlord in pool.landlords}
    before, after = evaluate(pool, POLICY), evaluate(_everything_decided(pool), POLICY)
    decided = _everything_decided(pool)
    for i, household in enumerate(pool.households):
        for j, home in enumerate(pool.homes):
            left = tuple(c for c in before.codes(i, j) if c not in _DECIDED)
            assert after.codes(i, j) == left
            row, landlord = decided.households[i], lets[home.landlord_id]
            second = refusals(row, home, POLICY, landlord=landlord)
            assert tuple(refusal.code for refusal in second) == left
            if home.authority in household.authorities_to_avoid:
                assert RefusalCode.AUTHORITY_AVOIDED in left
            if home.sector in household.sectors_to_avoid:
                assert RefusalCode.SECTOR_AVOIDED in left


@effort(60, soak=2_000)
@given(
    st.one_of(odd_pools(), tiny_pools()),
    st.frozensets(st.sampled_from(RefusalCode), max_size=6),
)
def test_what_these_rules_alone_keep_apart_is_found(
    pool: Pool, codes: frozenset[RefusalCode]
) -> None:
    found = {(row.id, home.id) for row, home in kept_only_by(pool, POLICY, codes)}
    read = evaluate(pool, POLICY)
    assert found == {
        (row.id, home.id)
        for i, row in enumerate(pool.households)
        for j, home in enumerate(pool.homes)
        if read.codes(i, j) and set(read.codes(i, j)) <= codes
    }


def test_the_mildest_answers_and_the_worst_are_not_for_a_person() -> None:
    assert set(TenureVerdict) - DECIDABLE == {
        TenureVerdict.IMPROVES,
        TenureVerdict.PRESERVES,
        TenureVerdict.NEVER,
        TenureVerdict.NO_POWER,
    }


@pytest.mark.parametrize(
    ("gap_days", "reason"),
    [(0, MatchReason.SECURITY_KEPT), (1, MatchReason.SECURITY_DECIDED)],
)
def test_a_step_says_whether_the_table_or_a_person_spoke_for_it(
    gap_days: int, reason: MatchReason
) -> None:
    plain = a_household("p", "a", gap_days=gap_days)
    pool = _everything_decided(a_pool([plain], [a_home("v", "b")]))
    (why,) = explain(solved(pool), pool, POLICY).matches
    security = {MatchReason.SECURITY_KEPT, MatchReason.SECURITY_DECIDED}
    assert security & set(why.reasons) == {reason}
    assert len(why.sentences) == len(why.reasons)


def test_a_marked_home_is_proposed_once_it_is_cleared_and_decided() -> None:
    def moves(marker: Marker, decided: frozenset[str]) -> int:
        row = a_household("p", "a", markers_decided=decided)
        pool = a_pool([row], [a_home("v", "b", marker=marker)])
        return len(solved(pool).exchanges)

    yes = frozenset({"v"})
    assert [moves(marker, frozenset()) for marker in Marker] == [1, 0, 0]
    assert [moves(marker, yes) for marker in Marker] == [1, 0, 1]


def test_a_case_survives_its_text() -> None:
    case = a_tenure_case(gap=True)
    assert case_from_text(case_to_text(case)) == case
    assert tenure(case_from_text(case_to_text(case))) == tenure(case)
    for spoiled in ("[]", case_to_text(case).replace("sole", "lodger")):
        with pytest.raises(PoolError):
            case_from_text(spoiled)

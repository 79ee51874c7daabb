"""What must not change, or only one way, when a round is changed in a known way.

No answer is known beforehand: two rounds are held against each other. The move levels
are those that count households; they come first in every order, so that nothing
behind them is needed here.
"""

from dataclasses import replace
from functools import partial
from hashlib import sha256
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from matching import Home, Household, Level, Pool
from matching.codec import plan_to_text
from tests.matching.builders import POLICY, a_home, movers, solved
from tests.matching.effort import effort
from tests.matching.relabelling import joined, relabelled
from tests.matching.strategies import (
    AUTHORITIES,
    LANDLORDS,
    SECTORS,
    odd_pools,
    tiny_pools,
)

_MOVES = replace(
    POLICY, levels=(Level.MOST_URGENT_READY, Level.URGENCY_BANDS, Level.HOUSEHOLDS)
)
_ANY = st.one_of(tiny_pools(), tiny_pools(), odd_pools())


def _moves(pool: Pool, **changes: int) -> tuple[int, ...]:
    """Return the move levels of the best plan, the first one first."""
    plan = solved(pool, replace(_MOVES, **changes))
    assert all(report.gap == 0 for report in plan.levels)
    return tuple(report.value for report in plan.levels)


@effort(20, soak=3_000)
@given(pool=_ANY, landlord_id=st.sampled_from(LANDLORDS), ready=st.booleans())
def test_a_void_more_never_lowers_the_move_levels(
    pool: Pool, landlord_id: str, *, ready: bool
) -> None:
    more = a_home("a void more", landlord_id, ready=ready)
    assert _moves(replace(pool, homes=(*pool.homes, more))) >= _moves(pool)


@effort(20, soak=3_000)
@given(_ANY)
def test_a_home_more_left_by_its_household_never_lowers_them(pool: Pool) -> None:
    more: tuple[Home, ...] = tuple(
        a_home(f"left by {row.id}", row.landlord_id, occupant_id=row.id)
        for row in pool.households
        if pool.home_vacated_by(row.id) is None
    )
    assert _moves(replace(pool, homes=(*pool.homes, *more))) >= _moves(pool)


@effort(20, soak=3_000)
@given(_ANY, st.randoms(use_true_random=False))
def test_the_order_in_which_a_round_is_told_changes_nothing(
    pool: Pool, random: Random
) -> None:
    other = Pool(
        tuple(random.sample(pool.households, len(pool.households))),
        tuple(random.sample(pool.homes, len(pool.homes))),
        tuple(random.sample(pool.landlords, len(pool.landlords))),
    )
    assert plan_to_text(solved(other)) == plan_to_text(solved(pool))


def _other_name(salt: str, name: str) -> str:
    return sha256(f"{salt}/{name}".encode()).hexdigest()[:12]


@effort(20, soak=3_000)
@given(_ANY, st.sampled_from("abc"))
def test_other_names_change_only_the_lots(pool: Pool, salt: str) -> None:
    name = partial(_other_name, salt)
    one, two = solved(pool), solved(relabelled(pool, name))
    names = [report.level for report in one.levels]
    reached = [[(r.value, r.bound) for r in plan.levels] for plan in (one, two)]
    lots = names.index(f"{Level.WHO_MOVES}.lot")
    assert reached[0][:lots] == reached[1][:lots]
    if {(name(who), ready) for who, ready in movers(one)} == movers(two):
        assert reached[0][lots + 1 :] == reached[1][lots + 1 :]
    assert [report.level for report in two.levels] == names
    assert (one.status, one.home_types) == (two.status, two.home_types)


@effort(15, soak=2_000)
@given(tiny_pools())
def test_a_doubled_round_moves_at_least_twice_as_many(pool: Pool) -> None:
    twin = relabelled(pool, lambda name: name if name in LANDLORDS else f"twin {name}")
    twice = tuple(2 * moves for moves in _moves(pool))
    assert _moves(joined(pool, twin)) >= twice


@effort(15, soak=2_000)
@given(_ANY)
def test_a_raised_cap_never_lowers_them(pool: Pool) -> None:
    reached = [
        _moves(pool, cycle_moves_max=cycle, chain_moves_max=chain)
        for cycle, chain in ((3, 1), (3, 2), (4, 2), (4, 4), (5, 5))
    ]
    assert reached == sorted(reached)


@effort(20, soak=3_000)
@given(
    _ANY.filter(lambda pool: bool(pool.households)),
    st.integers(0, 5),
    st.sampled_from(AUTHORITIES),
    st.sampled_from(SECTORS),
    st.sampled_from(LANDLORDS),
)
def test_whatever_more_is_to_be_avoided_never_raises_them(
    pool: Pool, at: int, authority: str, sector: str, landlord_id: str
) -> None:
    chosen = at % len(pool.households)
    row = pool.households[chosen]
    before = _moves(pool)
    for stricter in (
        replace(row, authorities_to_avoid=row.authorities_to_avoid | {authority}),
        replace(row, sectors_to_avoid=row.sectors_to_avoid | {sector}),
        replace(row, landlords_to_avoid=row.landlords_to_avoid | {landlord_id}),
    ):
        assert _moves(_with(pool, chosen, stricter)) <= before


def _with(pool: Pool, at: int, household: Household) -> Pool:
    rows = pool.households
    return replace(pool, households=(*rows[:at], household, *rows[at + 1 :]))

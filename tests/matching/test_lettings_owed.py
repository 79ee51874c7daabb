"""Lettings that landlords in debt offer: voids like any other, up to the debt."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import Level, Plan, Pool, PoolError, SolveStatus
from matching.certify import certify
from matching.codec import plan_to_text, pool_from_text, pool_to_text
from matching.debts import not_owed
from matching.engine.exhaustive import best_values
from matching.graph import build
from matching.home_types import count_home_types
from matching.locks import Lock, LockKind
from matching.numbers import as_numbers
from matching.pool import Home, Landlord
from matching.verify import verify
from tests.matching.builders import (
    POLICY,
    a_home,
    a_household,
    a_landlord,
    a_pool,
    chain_of_three,
    solved,
)
from tests.matching.effort import effort
from tests.matching.lettings import owing, owing_more, pools_in_debt
from tests.matching.strategies import tiny_pools

_MOVES = replace(
    POLICY, levels=(Level.MOST_URGENT_READY, Level.URGENCY_BANDS, Level.HOUSEHOLDS)
)


def _values(plan: Plan) -> dict[str, int]:
    return {report.level: report.value for report in plan.levels}


def _entered(plan: Plan) -> list[str]:
    return [step.home_id for exchange in plan.exchanges for step in exchange.steps]


_TWO, _THREE = (2, "BED2"), (3, "BED3")
# What the landlord owes (less than nothing) or is owed, what it offers, who moves.
_TABLE = [
    ((("BED2", -1),), (_TWO,), 1),
    ((("BED2", -1),), (_TWO, _TWO), 1),
    ((("BED2", -2),), (_TWO, _TWO), 2),
    ((("BED2", -9),), (_TWO, _TWO), 2),
    ((("BED2", -2),), (_TWO, _TWO, _TWO), 2),
    # A void of the pot is used whatever is owed.
    ((("BED2", -1),), (_TWO, _TWO, (2, None)), 2),
    ((("BED2", 1),), (_TWO, (2, None)), 1),
    # Nothing owed, nothing let; nor of another size than is owed.
    ((), (_TWO,), 0),
    ((("BED2", 0),), (_TWO,), 0),
    ((("BED2", 3),), (_TWO,), 0),
    ((("BED3", -2),), (_TWO,), 0),
    ((("BED3", -2),), ((2, "BED3"),), 0),
    ((("BED2", -2),), ((3, "BED2"),), 0),
    ((("BED2", -2),), ((2, "2"),), 0),
    # Each size has a debt of its own, and what is told twice is added up.
    ((("BED2", -1), ("BED3", -1)), (_TWO, _TWO, _THREE, _THREE), 2),
    ((("BED2", -2), ("BED3", 2)), (_TWO, _TWO, _THREE), 2),
    ((("BED2", -1), ("BED2", -1)), (_TWO, _TWO, _TWO), 2),
    ((("BED2", -3), ("BED2", 2)), (_TWO, _TWO), 1),
    ((("BED2", -3), ("BED2", 3)), (_TWO, _TWO), 0),
    ((("BED4P", -1),), ((3, "BED4P"),), 0),
]


@pytest.mark.parametrize(("balances", "lettings", "moves"), _TABLE)
def test_a_landlord_lets_as_many_as_it_owes_and_no_more(
    balances: tuple[tuple[str, int], ...],
    lettings: tuple[tuple[int, str | None], ...],
    moves: int,
) -> None:
    pool = owing(*balances, lettings=lettings)
    plan = solved(pool)
    assert len(_entered(plan)) == moves
    assert _values(plan) == best_values(pool, POLICY, seed=7)
    assert plan.status is (SolveStatus.PROVEN if moves else SolveStatus.EMPTY)
    assert verify(plan, pool, POLICY) == ()
    assert certify(plan, pool, POLICY).closed


# What it owes of BED2 and BED3, what is promised already, and who may still move.
_PROMISED = [
    (-2, (("BED2", 1),), 1),
    (-2, (("BED2", 2),), 0),
    (-2, (("BED2", 3),), 0),
    (-2, (("BED2", 1), ("BED2", 1)), 0),
    (-3, (("BED2", 1),), 2),
    # What is promised of another size repays another debt.
    (-2, (("BED3", 2),), 2),
    (-2, (("BED1", 1), ("BED4P", 1)), 2),
    # Where nothing is owed, nothing is let, whatever is promised.
    (0, (("BED2", 1),), 0),
    (1, (("BED2", 2),), 0),
]


@pytest.mark.parametrize(("owes", "promised", "moves"), _PROMISED)
def test_what_is_promised_already_is_not_let_again(
    owes: int, promised: tuple[tuple[str, int], ...], moves: int
) -> None:
    pool = owing(("BED2", owes), lettings=(_TWO,) * 3, promised=promised)
    plan = solved(pool)
    assert len(_entered(plan)) == moves
    assert _values(plan) == best_values(pool, POLICY, seed=7)
    assert verify(plan, pool, POLICY) == ()
    assert certify(plan, pool, POLICY).closed


def test_of_lettings_that_are_left_the_one_that_suits_is_drawn() -> None:
    """Whichever its name: a cap leaves the choice, fewer homes would not."""
    for other in ("A9 9", "A1 1"):
        places = (other, "A9 9" if other == "A1 1" else "A1 1")
        pool = owing(("BED2", -2), lettings=(_TWO, _TWO), promised=(("BED2", 1),))
        homes = tuple(
            replace(home, sector=place)
            for home, place in zip(pool.homes, places, strict=True)
        )
        people = (replace(pool.households[0], sectors_to_avoid=frozenset({"A9 9"})),)
        plan = solved(replace(pool, homes=homes, households=people))
        assert _entered(plan) == [f"v{places.index('A1 1')}"]


def test_a_promise_bounds_no_void_of_the_same_landlord() -> None:
    pool = owing(
        ("BED2", -1), lettings=(_TWO, (2, None), (2, None)), promised=(("BED2", 1),)
    )
    assert _entered(solved(pool)) == ["v1", "v2"]


def test_no_homes_are_promised_where_none_is_said_to_be() -> None:
    for homes in (0, -1):
        with pytest.raises(PoolError, match="promised"):
            a_landlord("d", homes_promised=(("BED2", homes),))


def test_each_landlord_s_debt_is_its_own() -> None:
    people = tuple(a_household(f"p{i}", "a") for i in range(5))
    homes = tuple(
        a_home(f"{who}{i}", who, offered_for="BED2") for who in "bcd" for i in range(2)
    )
    owes = {"b": -1, "c": -2, "d": 1}
    rows = (a_landlord(name, balances=(("BED2", n),)) for name, n in owes.items())
    plan = solved(Pool(people, homes, (a_landlord("a"), *rows)))
    assert sorted(home[0] for home in _entered(plan)) == ["b", "c", "c"]


def test_a_letting_starts_a_chain_as_a_void_does() -> None:
    pool = _chain_in_debt(-1)
    plan = solved(pool)
    (chain,) = plan.exchanges
    assert [step.home_id for step in chain.steps] == ["v", "h1", "h2"]
    assert [step.kind.value for step in chain.steps] == ["ready"] + ["forecast"] * 2
    # The landlord repaid what it owed; the last one has let a home go.
    assert _values(plan)["balance"] == 2
    assert solved(_chain_in_debt(0)).status is SolveStatus.EMPTY


def _chain_in_debt(balance: int) -> Pool:
    pool = chain_of_three()
    homes = tuple(
        replace(home, offered_for="BED2") if home.id == "v" else home
        for home in pool.homes
    )
    rows = (row for row in pool.landlords if row.id != "d")
    debtor = a_landlord("d", balances=(("BED2", balance),))
    return Pool(pool.households, homes, (*rows, debtor))


def test_of_two_homes_the_one_that_repays_is_taken() -> None:
    """The other would leave its landlord owed a home; names do not matter."""
    owes = (("BED2", -1),)
    for letting, void in (("v1", "v2"), ("v2", "v1")):
        pool = Pool(
            (a_household("p", "a"),),
            (a_home(letting, "d", offered_for="BED2"), a_home(void, "e")),
            (a_landlord("a"), a_landlord("d", balances=owes), a_landlord("e")),
        )
        assert _entered(solved(pool)) == [letting]


def test_a_letting_that_serves_no_move_is_not_used() -> None:
    """A debt alone moves nobody: no home is entered for the balance's sake."""
    pool = owing(("BED2", -2), lettings=(_TWO, _TWO), people=1)
    assert len(_entered(solved(pool))) == 1
    assert _entered(solved(replace(pool, households=()))) == []


def test_a_lock_on_a_letting_is_kept_and_opens_no_debt() -> None:
    pool = owing(("BED2", -1), lettings=(_TWO, _TWO))
    for home_id in ("v0", "v1"):
        forced = replace(POLICY, locks=(Lock(LockKind.FORCE, home_id=home_id),))
        plan = solved(pool, forced)
        assert (_values(plan)["locks"], _entered(plan)) == (1, [home_id])
        barred = replace(POLICY, locks=(Lock(LockKind.FORBID, home_id=home_id),))
        assert home_id not in _entered(solved(pool, barred))
    both = tuple(Lock(LockKind.FORCE, home_id=home_id) for home_id in ("v0", "v1"))
    plan = solved(pool, replace(POLICY, locks=both))
    assert _values(plan)["locks"] == 1
    assert plan.status is SolveStatus.PROVEN


def test_a_home_that_somebody_lives_in_is_no_letting() -> None:
    with pytest.raises(PoolError, match="a letting offered for a debt is empty"):
        a_home("h", "a", occupant_id="p", offered_for="BED2")


# Against the obvious solver.


@effort(40, soak=5_000)
@given(pools_in_debt())
def test_every_level_is_as_good_as_debts_allow(pool: Pool) -> None:
    plan = solved(pool)
    assert _values(plan) == best_values(pool, POLICY, seed=7)
    assert plan.status in (SolveStatus.PROVEN, SolveStatus.EMPTY)
    assert verify(plan, pool, POLICY) == ()
    found = certify(plan, pool, POLICY)
    assert found.faults == ()
    told = [(level.level, level.value, level.bound) for level in found.levels]
    assert told == [(r.level, r.value, r.bound) for r in plan.levels]


_OTHER_LEVELS = (
    (Level.BALANCE, Level.HOUSEHOLDS),
    (Level.NET_BENEFIT, Level.STRUCTURE),
    (Level.HOME_QUALITY, Level.WHO_MOVES),
)


@effort(20, soak=3_000)
@given(
    pools_in_debt(people_max=5, voids_max=3),
    st.sampled_from(_OTHER_LEVELS),
    st.integers(3, 5),
    st.integers(1, 4),
)
def test_so_in_other_orders_and_under_other_caps(
    pool: Pool, levels: tuple[Level, ...], cycle_max: int, chain_max: int
) -> None:
    policy = replace(
        POLICY, levels=levels, cycle_moves_max=cycle_max, chain_moves_max=chain_max
    )
    plan = solved(pool, policy)
    assert _values(plan) == best_values(pool, policy, seed=7)
    assert verify(plan, pool, policy) == ()
    assert certify(plan, pool, policy).closed


@effort(15, soak=2_000)
@given(pools_in_debt())
def test_however_little_is_worked_nothing_too_good_is_claimed(pool: Pool) -> None:
    best = best_values(pool, POLICY, seed=7)
    plan = solved(pool, search_steps=1, pricing_rounds_max=1, branches_max=1)
    assert verify(plan, pool, POLICY) == ()
    assert certify(plan, pool, POLICY).faults == ()
    for report in plan.levels:
        sign = 1 if report.sense == "max" else -1
        assert sign * report.bound >= sign * best[report.level] >= sign * report.value
        if report.value != best[report.level]:
            break


# Rounds changed in a known way.


def _moves(pool: Pool) -> tuple[int, ...]:
    plan = solved(pool, _MOVES)
    assert all(report.gap == 0 for report in plan.levels)
    return tuple(report.value for report in plan.levels)


@effort(12, soak=3_000)
@given(pools_in_debt())
def test_a_debt_more_never_lowers_the_moves(pool: Pool) -> None:
    assert _moves(owing_more(pool, 1)) >= _moves(pool)


def _told_plainly(pool: Pool, *, without: tuple[str, ...] = ()) -> Pool:
    """Return a pool with its lettings as voids of the pot, some left out."""
    kept = (replace(home, offered_for=None) for home in pool.homes)
    return replace(pool, homes=tuple(home for home in kept if home.id not in without))


@effort(12, soak=3_000)
@given(pools_in_debt())
def test_debts_for_all_lettings_change_nothing(pool: Pool) -> None:
    """As many homes owed as are offered: they are voids like any other."""
    pool = owing_more(pool, 9)
    wrong = tuple(
        home.id
        for home in pool.homes
        if home.offered_for not in (None, f"BED{home.bedrooms}")
    )
    assert not_owed(pool) == wrong
    plain = solved(_told_plainly(pool, without=wrong))
    assert _values(solved(pool)) == _values(plain)


@effort(12, soak=3_000)
@given(pools_in_debt())
def test_a_letting_for_no_debt_is_as_good_as_not_there(pool: Pool) -> None:
    in_vain = not_owed(pool)
    homes = tuple(home for home in pool.homes if home.id not in in_vain)
    assert _values(solved(pool)) == _values(solved(replace(pool, homes=homes)))


# A pool without lettings is what it was.


@effort(10, soak=500)
@given(tiny_pools())
def test_no_text_speaks_of_lettings_where_there_are_none(pool: Pool) -> None:
    """So texts, digests, plans and what is exported are as they were, to the byte."""
    told = json.loads(pool_to_text(pool))["body"]
    fields = set(Home.__dataclass_fields__) - {"offered_for"}
    assert all(set(home) == fields for home in told["homes"])
    of_landlords = set(Landlord.__dataclass_fields__) - {"homes_promised"}
    assert all(set(row) == of_landlords for row in told["landlords"])
    plan = solved(pool)
    leaves = plan_to_text(plan).count('"multipliers"')
    assert leaves >= len(plan.certificate)
    assert '"debts"' not in plan_to_text(plan)
    numbers = as_numbers(build(pool, POLICY), POLICY)
    assert (numbers.group_of_home == -1).all()
    assert not len(numbers.group_cap)


def test_a_pool_of_before_is_read_and_written_as_it_was() -> None:
    pool = chain_of_three()
    text = pool_to_text(pool)
    assert "offered_for" not in text
    assert pool_to_text(pool_from_text(text)) == text
    let = pool_to_text(_chain_in_debt(-1))
    assert let.count('"offered_for":"BED2"') == let.count("offered_for") == 1
    assert pool_from_text(let) == _chain_in_debt(-1)


@effort(15, soak=1_000)
@given(pools_in_debt())
def test_a_pool_in_debt_survives_its_text(pool: Pool) -> None:
    assert pool_from_text(pool_to_text(pool)) == pool
    plan = solved(pool, _MOVES)
    assert plan == solved(pool_from_text(pool_to_text(pool)), _MOVES)


def test_homes_promised_are_read_and_written_where_there_are_some() -> None:
    pool = owing(("BED2", -2), promised=(("BED2", 1),))
    text = pool_to_text(pool)
    assert text.count('"homes_promised":[["BED2",1]]') == 1
    assert text.count("homes_promised") == 1
    assert pool_from_text(text) == pool
    empty = text.replace('[["BED2",1]]', "[]")
    with pytest.raises(PoolError, match="exactly the fields of its kind"):
        pool_from_text(empty)


@pytest.mark.parametrize("said", [None, 2, ["BED2"]])
def test_text_that_says_a_younger_field_oddly_is_refused(said: object) -> None:
    """One value has one text: what says nothing is left out."""
    whole = json.loads(pool_to_text(a_pool([], [a_home("h", "a")])))
    whole["body"]["homes"][0]["offered_for"] = said
    with pytest.raises(PoolError, match=r"^pool\.homes"):
        pool_from_text(json.dumps(whole))


# Homes by type.


def test_lettings_of_one_debt_are_of_one_type_and_of_no_other() -> None:
    def types(*lettings: tuple[int, str | None]) -> int:
        pool = owing(("BED2", -1), ("BED3", -1), lettings=lettings)
        return count_home_types(as_numbers(build(pool, POLICY), POLICY))

    assert types(_TWO, _TWO) == 1
    assert types(_TWO, (2, None)) == 2
    assert types(_TWO, _THREE) == 2
    assert types((2, None), (3, None)) == 1

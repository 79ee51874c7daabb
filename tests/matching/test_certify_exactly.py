"""A certificate adds up exactly: past a float, by teams, with balances that stay."""

from dataclasses import replace

import pytest

from matching.certificate import Leaf, LevelProof, Slope
from matching.certify import Certified, FaultCode, certify, certify_instance
from matching.certify.levels import whole
from matching.instance import NOBODY, Caps, Goal, Instance
from matching.pool import Pool
from tests.matching.builders import POLICY, a_landlord, chain_of_three, solved
from tests.matching.proofs import (
    BALANCE,
    HOUSEHOLDS,
    LINES,
    PEOPLE,
    certificate_of,
)

LARGE = 2**51 + 1
"""Four of it and one are a whole number that no float holds."""
ONE_MOVE = Instance(
    vacates=whole([NOBODY]),
    occupant=whole([NOBODY]),
    household=whole([0]),
    home=whole([0]),
    team_of_household=whole([0]),
    team_of_home=whole([1]),
    caps=Caps(cycle_moves_max=3, chain_moves_max=1),
)
STILL = (Slope("e", "BED2", 3, 6), Slope("e", "total", 3, 6))


def _with_balance(pool: Pool, leaf: Leaf) -> Certified:
    """Certify the chain of three with another proof of the balance."""
    plan = solved(pool)
    proofs = [*certificate_of(plan)]
    proofs[BALANCE] = replace(proofs[BALANCE], tree=leaf)
    return certify(replace(plan, certificate=tuple(proofs)), pool, POLICY)


def _balance(times: int, second: int, lines: tuple[Slope, ...] = LINES) -> Leaf:
    """Return the honest proof so many times, but for what the second household pays."""
    held = [0] * BALANCE
    held[HOUSEHOLDS] = 4 * times
    return Leaf(
        scale=times,
        multipliers=tuple(held),
        slopes=tuple(replace(line, slope=times * line.slope) for line in lines),
        households=tuple(zip(PEOPLE, (0, second, 0), strict=True)),
        voids=(),
    )


@pytest.mark.parametrize("times", [1, 2, LARGE])
def test_a_move_that_pays_one_less_than_its_lines_rise_is_dear(times: int) -> None:
    right = _with_balance(chain_of_three(), _balance(times, 4 * times))
    assert right.faults == ()
    assert right.levels[BALANCE].gap == 0
    short = _with_balance(chain_of_three(), _balance(times, 4 * times - 1))
    assert FaultCode.PRICE_TOO_LOW in {fault.code for fault in short.faults}
    assert short.levels[BALANCE].bound is None


def _and_a_landlord_that_stands_still() -> Pool:
    """Three homes are owed to it, and it has neither a home nor a tenant here."""
    pool = chain_of_three()
    still = a_landlord("e", balances=(("BED2", 3),))
    return replace(pool, landlords=(*pool.landlords, still))


@pytest.mark.parametrize("lines", [LINES, (*LINES, *STILL), (*LINES, STILL[0])])
def test_a_balance_that_no_move_changes_keeps_its_square(
    lines: tuple[Slope, ...],
) -> None:
    """With a line under it or without: nine in the size, and nine in all."""
    found = _with_balance(
        _and_a_landlord_that_stands_still(), _balance(1, 4, lines=lines)
    )
    assert found.faults == ()
    level = found.levels[BALANCE]
    assert level.bound == level.value == 4 + 18


def _shown(instance: Instance, goal: Goal, value: int, leaf: Leaf) -> Certified:
    people = [f"p{i}" for i in range(instance.households)]
    homes = [f"h{i}" for i in range(instance.homes)]
    proof = LevelProof("worth", leaf)
    return certify_instance(instance, [goal], [value], [proof], people, homes)


@pytest.mark.parametrize(
    ("household", "void"), [(2**54 + 1, 0), (0, 2**54 + 1), (2**54, 1), (1, 2**54)]
)
def test_a_price_may_be_paid_by_either_end_to_the_last_unit(
    household: int, void: int
) -> None:
    worth = Goal(whole([2**54 + 1]), whole([0, 0]), whole([0] * 4))
    for less, fault in ((0, None), (1, FaultCode.PRICE_TOO_LOW)):
        prices = (household, void - less) if void else (household - less, void)
        leaf = Leaf(1, (), (), (("p0", prices[0]),), (("h0", prices[1]),))
        found = _shown(ONE_MOVE, worth, 2**54 + 1, leaf)
        assert {each.code for each in found.faults} == ({fault} if fault else set())


@pytest.mark.parametrize(("third", "dear"), [(8, True), (7, False)])
def test_who_comes_third_is_barred_by_the_home_that_the_second_went_to(
    third: int, *, dear: bool
) -> None:
    """p0 enters the void h0, p1 the home p0 left, and p2 the home p1 left.

    The second holds a tenancy of the very team that lets the home it goes to.
    """
    chain = Instance(
        vacates=whole([1, 2, NOBODY]),
        occupant=whole([NOBODY, 0, 1]),
        household=whole([0, 1, 2]),
        home=whole([0, 1, 2]),
        team_of_household=whole([5, 7, third]),
        team_of_home=whole([9, 7, 6]),
        caps=Caps(cycle_moves_max=3, chain_moves_max=3),
    )
    last = Goal(whole([0, 0, 1]), whole([0] * 4), whole([0] * 4))
    found = _shown(chain, last, int(dear), Leaf(1, (), (), (), ()))
    refused = {FaultCode.PRICE_TOO_LOW} if dear else set()
    assert {fault.code for fault in found.faults} == refused


# Routes have three moves at most, and no sum may come to 2**60.
LIMIT = 2**58


@pytest.mark.parametrize("over", [0, 1])
@pytest.mark.parametrize(
    ("before", "worth", "price"),
    [
        (0, -(LIMIT - 1), 0),
        (0, 2**56 - 1, 3 * 2**55),
        (2**55 - 1, 2**55, 3 * 2**55),
    ],
)
def test_numbers_are_too_large_from_the_limit_on(
    before: int, worth: int, price: int, over: int
) -> None:
    """What is held, what is worth and twice the price come to one less, or to it."""
    worth += -over if worth < 0 else over
    goals = [Goal(whole([n]), whole([0] * 2), whole([0] * 4)) for n in (before, worth)]
    prices = (("p0", price),) if price else ()
    proof = LevelProof("worth", Leaf(1, (1,), (), prices, ()))
    found = certify_instance(ONE_MOVE, goals, [0, 0], [None, proof], ["p0"], ["h0"])
    codes = {fault.code for fault in found.faults}
    assert codes == ({FaultCode.NUMBERS_TOO_LARGE} if over else set())

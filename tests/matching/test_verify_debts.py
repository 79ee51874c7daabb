"""A plan that uses more lettings than are owed, or the wrong ones, is refused."""

from dataclasses import replace

import pytest
from hypothesis import given

from matching import Level, Plan, Pool
from matching.debts import lettings_offered, not_owed
from matching.verify import Violation, ViolationCode, verify
from tests.matching.builders import POLICY, solved
from tests.matching.effort import effort
from tests.matching.lettings import owing, owing_more, pools_in_debt

_MOVES = replace(POLICY, levels=(Level.HOUSEHOLDS,))
_TWO = (2, "BED2")


def _entered(plan: Plan) -> list[str]:
    return [step.home_id for exchange in plan.exchanges for step in exchange.steps]


def _codes(plan: Plan, pool: Pool) -> set[ViolationCode]:
    return {violation.code for violation in verify(plan, pool, _MOVES)}


def _moved_to(pool: Pool, plan: Plan) -> Plan:
    """Return the plan of one pool as if it were of another."""
    return replace(plan, pool_digest=solved(pool, _MOVES).pool_digest)


@effort(20, soak=3_000)
@given(pools_in_debt())
def test_a_plan_beyond_what_is_owed_is_refused(pool: Pool) -> None:
    """The plan of a round that owes enough, in one that owes what it does."""
    rich = owing_more(pool, 9)
    plan = _moved_to(pool, solved(rich, _MOVES))
    used = _entered(plan)
    beyond = any(
        len(set(used) & {pool.homes[at].id for at in lettings.homes})
        > lettings.homes_owed
        for lettings in lettings_offered(pool)
    )
    in_vain = bool(set(used) & set(not_owed(pool)))
    codes = _codes(plan, pool)
    assert (ViolationCode.BEYOND_DEBT in codes) is (beyond or in_vain)
    assert (ViolationCode.LETTING_NOT_OWED in codes) is in_vain
    assert codes <= {ViolationCode.BEYOND_DEBT, ViolationCode.LETTING_NOT_OWED}


_PLAN = solved(owing(("BED2", -2), lettings=(_TWO, _TWO)), _MOVES)


def test_a_plan_beyond_what_is_left_of_a_debt_is_refused() -> None:
    """Of two homes owed one or both are promised; the plan lets two more."""
    for promised, lettings in ((1, 0), (2, 2), (3, 2)):
        pool = owing(
            ("BED2", -2), lettings=(_TWO, _TWO), promised=(("BED2", promised),)
        )
        codes = [each.code for each in verify(_moved_to(pool, _PLAN), pool, _MOVES)]
        in_vain = [ViolationCode.LETTING_NOT_OWED] * lettings
        assert codes == [*in_vain, ViolationCode.BEYOND_DEBT]
    elsewhere = owing(("BED2", -2), lettings=(_TWO, _TWO), promised=(("BED3", 2),))
    assert verify(_moved_to(elsewhere, _PLAN), elsewhere, _MOVES) == ()


@pytest.mark.parametrize(
    ("balances", "lettings", "found"),
    [
        ((("BED2", -2),), (_TWO, _TWO), []),
        ((("BED2", -2),), ((2, None), (2, None)), []),
        ((("BED2", -1),), (_TWO, _TWO), [(ViolationCode.BEYOND_DEBT, None)]),
        ((("BED2", -1),), (_TWO, (2, None)), []),
        (
            (("BED2", 0), ("BED3", -2)),
            (_TWO, (2, None)),
            [(ViolationCode.LETTING_NOT_OWED, 0), (ViolationCode.BEYOND_DEBT, None)],
        ),
        (
            (("BED2", 1),),
            ((2, None), _TWO),
            [(ViolationCode.LETTING_NOT_OWED, 1), (ViolationCode.BEYOND_DEBT, None)],
        ),
        (
            (("BED2", -2), ("BED3", -2)),
            (_TWO, (2, "BED3")),
            [(ViolationCode.LETTING_OF_ANOTHER_SIZE, 1)],
        ),
        (
            (("BED2", -2), ("BED3", -2)),
            (_TWO, (3, "BED2")),
            [(ViolationCode.LETTING_OF_ANOTHER_SIZE, 1)],
        ),
    ],
)
def test_a_letting_wrongly_used_is_named_at_its_step(
    balances: tuple[tuple[str, int], ...],
    lettings: tuple[tuple[int, str | None], ...],
    found: list[tuple[ViolationCode, int | None]],
) -> None:
    """Two households moved into two lettings; the books are then told otherwise."""
    pool = owing(*balances, lettings=lettings)
    at = [each.steps[0].home_id for each in _PLAN.exchanges]
    assert at == ["v0", "v1"]
    expected = [Violation(code, n, None if n is None else 0) for code, n in found]
    assert [*verify(_moved_to(pool, _PLAN), pool, _MOVES)] == expected

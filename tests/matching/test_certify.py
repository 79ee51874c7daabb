"""An honest certificate closes every level; a mutilated one is refused by name."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from matching.certificate import Branch, Leaf, LevelProof
from matching.certify import (
    CertificateFault,
    Certified,
    FaultCode,
    bound,
    certify,
)
from matching.plan import Plan, SolveStatus
from tests.matching.builders import (
    POLICY,
    a_home,
    a_household,
    a_pool,
    chain_of_three,
    solved,
)
from tests.matching.proofs import (
    BALANCE,
    HOUSEHOLDS,
    LINES,
    NAMES,
    POSITIONS,
    READY,
    certificate_of,
)

POOL = chain_of_three()
Leafed = Callable[[Leaf], Leaf | Branch]


def _plan(**changes: Any) -> Plan:  # noqa: ANN401 - any field
    plan = solved(POOL)
    return replace(plan, certificate=certificate_of(plan), **changes)


def _spoiled(at: int, change: Leafed) -> Certified:
    plan = _plan(status=SolveStatus.PROVEN_BY_SOLVER)
    proofs = [*plan.certificate]
    leaf = proofs[at].tree
    assert isinstance(leaf, Leaf)
    proofs[at] = replace(proofs[at], tree=change(leaf))
    return certify(replace(plan, certificate=tuple(proofs)), POOL, POLICY)


def _codes(found: Certified) -> set[FaultCode]:
    return {fault.code for fault in found.faults}


def test_an_honest_certificate_closes_every_level() -> None:
    plan = _plan()
    found = certify(plan, POOL, POLICY)
    assert found.faults == ()
    assert [(level.level, level.gap) for level in found.levels] == [
        (name, 0) for name in NAMES
    ]
    assert [level.value for level in found.levels] == [r.value for r in plan.levels]
    assert [level.bound for level in found.levels] == [r.bound for r in plan.levels]
    assert found.closed


def _with(**changes: Any) -> Leafed:  # noqa: ANN401 - any field
    return lambda leaf: replace(leaf, **changes)


def _line(**changes: Any) -> Leafed:  # noqa: ANN401 - any field
    return _with(slopes=(replace(LINES[0], **changes), *LINES[1:]))


def _branch(household: str, home: str) -> Leafed:
    return lambda leaf: Branch(household, home, leaf, leaf)


@pytest.mark.parametrize(
    ("at", "change", "code"),
    [
        (HOUSEHOLDS, _with(scale=0), FaultCode.SCALE_WRONG),
        (HOUSEHOLDS, _with(scale=-1), FaultCode.SCALE_WRONG),
        (HOUSEHOLDS, _with(multipliers=()), FaultCode.MULTIPLIERS_WRONG),
        (HOUSEHOLDS, _with(multipliers=(0,) * 6), FaultCode.MULTIPLIERS_WRONG),
        (HOUSEHOLDS, _with(multipliers=(0, 0, 0, 0, -1)), FaultCode.MULTIPLIERS_WRONG),
        (HOUSEHOLDS, _with(households=()), FaultCode.PRICE_TOO_LOW),
        (
            HOUSEHOLDS,
            _with(households=(("p1", 1), ("p2", 1), ("p3", 0))),
            FaultCode.PRICE_TOO_LOW,
        ),
        (HOUSEHOLDS, _with(households=(("p1", 9), ("p1", 9))), FaultCode.ID_TWICE),
        (HOUSEHOLDS, _with(households=(("gone", 3),)), FaultCode.ID_UNKNOWN),
        (HOUSEHOLDS, _with(households=(("v", 3),)), FaultCode.ID_UNKNOWN),
        (
            HOUSEHOLDS,
            _with(households=(("p1", 9), ("p2", 1), ("p3", -1))),
            FaultCode.PRICE_NEGATIVE,
        ),
        (HOUSEHOLDS, _with(households=(("p1", 2**60),)), FaultCode.NUMBERS_TOO_LARGE),
        (HOUSEHOLDS, _with(households=(("p1", 9**99),)), FaultCode.NUMBERS_TOO_LARGE),
        (HOUSEHOLDS, _with(scale=2**62), FaultCode.NUMBERS_TOO_LARGE),
        (READY, _with(voids=()), FaultCode.PRICE_TOO_LOW),
        (READY, _with(voids=(("v", 1), ("v", 1))), FaultCode.ID_TWICE),
        (READY, _with(voids=(("h1", 1),)), FaultCode.ID_UNKNOWN),
        (READY, _with(voids=(("v", -1),)), FaultCode.PRICE_NEGATIVE),
        (BALANCE, _with(slopes=(*LINES, LINES[0])), FaultCode.SLOPE_TWICE),
        (BALANCE, _line(landlord_id="gone"), FaultCode.SLOPE_UNKNOWN),
        (BALANCE, _line(size_class="BED9"), FaultCode.SLOPE_UNKNOWN),
        (BALANCE, _line(slope=-4), FaultCode.SLOPE_OFF),
        (BALANCE, _line(slope=0), FaultCode.SLOPE_OFF),
        (BALANCE, _line(anchor=1), FaultCode.SLOPE_OFF),
        (HOUSEHOLDS, _with(slopes=LINES), FaultCode.SLOPE_UNKNOWN),
        (POSITIONS, _with(slopes=LINES), FaultCode.SLOPE_OFF),
        (HOUSEHOLDS, _branch("p1", "h1"), FaultCode.BRANCH_UNKNOWN),
        (HOUSEHOLDS, _branch("gone", "v"), FaultCode.BRANCH_UNKNOWN),
        (HOUSEHOLDS, _branch("p1", "gone"), FaultCode.BRANCH_UNKNOWN),
        (
            HOUSEHOLDS,
            lambda leaf: Branch("p1", "v", leaf, Branch("p1", "v", leaf, leaf)),
            FaultCode.BRANCH_UNKNOWN,
        ),
    ],
)
def test_a_mutilated_proof_is_refused(at: int, change: Leafed, code: FaultCode) -> None:
    found = _spoiled(at, change)
    assert CertificateFault(code, NAMES[at]) in found.faults
    assert (found.levels[at].bound, found.levels[at].gap) == (None, None)
    others = [level for i, level in enumerate(found.levels) if i != at]
    assert all(level.gap == 0 for level in others)
    assert not found.closed


def _paid(p1: int, p2: int, p3: int) -> dict[str, Any]:
    return {"households": (("p1", p1), ("p2", p2), ("p3", p3))}


@pytest.mark.parametrize(
    ("at", "change", "gap"),
    [
        (HOUSEHOLDS, _with(**_paid(1, 1, 2)), 1),
        (HOUSEHOLDS, _with(scale=2, **_paid(2, 2, 3)), 0),
        (HOUSEHOLDS, _with(scale=2, **_paid(2, 2, 4)), 1),
        (POSITIONS, _with(**_paid(3, 2, 1)), 3),
        # Any line that meets the square where the plan ends will do.
        (
            BALANCE,
            _with(slopes=(replace(LINES[0], slope=-1), *LINES[1:]), **_paid(0, 4, 1)),
            0,
        ),
        (BALANCE, _with(slopes=LINES[1:], **_paid(0, 4, 2)), 1),
    ],
)
def test_another_proof_shows_what_it_shows(at: int, change: Leafed, gap: int) -> None:
    found = _spoiled(at, change)
    assert found.levels[at].gap == gap
    assert found.faults == ()


def test_a_branch_lets_a_fixed_household_pay_less_than_nothing() -> None:
    """p2 moves in every plan of one half; in the other, p2 and p3 do not."""
    below = Leaf(1, (0,) * 5, (), (("p1", 3), ("p2", -1), ("p3", 1)), ())
    found = _spoiled(
        HOUSEHOLDS,
        lambda leaf: Branch("p2", "h1", below, replace(leaf, households=(("p1", 1),))),
    )
    assert found.faults == ()
    assert found.levels[HOUSEHOLDS].bound == 3


def test_a_household_may_not_pay_less_where_its_move_is_left_out() -> None:
    below = Leaf(1, (0,) * 5, (), (("p1", 2), ("p2", -1), ("p3", 2)), ())
    found = _spoiled(HOUSEHOLDS, lambda leaf: Branch("p2", "h1", leaf, below))
    assert _codes(found) == {FaultCode.PRICE_NEGATIVE}


def _certificate(change: Callable[[list[LevelProof]], list[LevelProof]]) -> Certified:
    plan = _plan()
    proofs = tuple(change([*plan.certificate]))
    return certify(replace(plan, certificate=proofs), POOL, POLICY)


def test_a_level_without_a_proof_has_no_bound_and_nothing_is_proven() -> None:
    found = _certificate(lambda proofs: proofs[:-1])
    assert found.levels[-1].bound is None
    assert found.faults == (CertificateFault(FaultCode.STATUS_WRONG),)


def test_a_proof_of_another_name_is_refused() -> None:
    found = _certificate(lambda p: [replace(p[0], level="wealth"), *p[1:]])
    assert _codes(found) == {FaultCode.LEVEL_UNKNOWN, FaultCode.STATUS_WRONG}
    assert found.levels[0].bound is None


def test_a_proof_under_the_name_of_another_level_proves_nothing() -> None:
    found = _certificate(lambda p: [*p[:5], replace(p[4], level="households"), *p[6:]])
    assert CertificateFault(FaultCode.MULTIPLIERS_WRONG, "households") in found.faults
    assert found.levels[HOUSEHOLDS].bound is None


@pytest.mark.parametrize(
    "change",
    [lambda p: [p[1], p[0], *p[2:]], lambda p: [p[0], *p], lambda p: [*p, p[0]]],
)
def test_proofs_out_of_order_are_named(
    change: Callable[[list[LevelProof]], list[LevelProof]],
) -> None:
    assert FaultCode.LEVEL_ORDER in _codes(_certificate(change))


def test_a_value_that_the_plan_does_not_reach_is_named() -> None:
    """Every level is counted anew, the lots among them."""
    plan = _plan()
    for at, report in enumerate(plan.levels):
        levels = list(plan.levels)
        levels[at] = replace(report, value=report.value + 1)
        found = certify(replace(plan, levels=tuple(levels)), POOL, POLICY)
        assert CertificateFault(FaultCode.VALUE_WRONG, report.level) in found.faults


def test_a_plan_of_strangers_is_not_read() -> None:
    plan = _plan()
    for change in ({"household_id": "gone"}, {"home_id": "gone"}):
        step = replace(plan.exchanges[0].steps[0], **change)
        exchange = replace(plan.exchanges[0], steps=(step,))
        found = certify(replace(plan, exchanges=(exchange,)), POOL, POLICY)
        assert _codes(found) == {FaultCode.PLAN_UNREADABLE}
        assert found.levels == ()
        assert not found.closed


def test_lots_may_be_told_in_place_of_the_seed() -> None:
    told = {"p1": 5, "p2": 6, "p3": 7}
    found = certify(_plan(), POOL, POLICY, lots=told)
    lots = next(each for each in found.levels if each.level == "who_moves.lot")
    assert lots.value == 5 + 18, "who has a ready home counts twice"
    assert FaultCode.VALUE_WRONG in _codes(found)


def test_where_nothing_can_move_nothing_needs_a_proof() -> None:
    pool = a_pool([a_household("p", "a")], [a_home("h", "a", occupant_id="p")])
    plan = solved(pool)
    assert plan.status is SolveStatus.EMPTY
    assert certify(plan, pool, POLICY).closed


def test_where_nothing_can_move_every_balance_stays_what_it_is() -> None:
    """Three homes owed, in the size and in all, make nine and nine."""
    pool = a_pool([a_household("p", "a")], [a_home("h", "a", occupant_id="p")])
    owing = replace(pool.landlords[0], balances=(("BED2", -3),))
    pool = replace(pool, landlords=(owing,))
    found = certify(solved(pool), pool, POLICY)
    assert found.closed
    assert (found.levels[BALANCE].value, found.levels[BALANCE].bound) == (18, 18)


def test_as_many_parts_as_are_allowed_are_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bound, "_PARTS_MAX", 3)
    assert _spoiled(HOUSEHOLDS, _branch("p1", "v")).faults == ()


def test_a_tree_without_end_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bound, "_PARTS_MAX", 2)
    found = _spoiled(HOUSEHOLDS, _branch("p1", "v"))
    assert _codes(found) == {FaultCode.WORK_TOO_LARGE}


def test_every_fault_has_a_sentence_that_names_nothing() -> None:
    for code in FaultCode:
        sentence = CertificateFault(code, "households").describe()
        assert sentence.endswith(".")
        assert "households" not in sentence

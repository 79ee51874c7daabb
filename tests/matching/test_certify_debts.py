"""Prices of homes owed: an honest one closes a level, a mutilated one is refused."""

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from matching.certificate import DebtPrice, Leaf, LevelProof
from matching.certify import (
    CertificateFault,
    Certified,
    FaultCode,
    certify,
    certify_instance,
)
from matching.codec import (
    exported_from_text,
    exported_to_text,
    plan_from_text,
    plan_to_text,
)
from matching.errors import PoolError
from matching.exported import ExportedRound
from matching.instance import NOBODY, Goal, Instance, counting
from matching.plan import Plan, SolveStatus
from matching.pool import Level, Pool
from matching.relabel import relabelled
from matching.verify import verify
from tests.matching.builders import POLICY, solved
from tests.matching.effort import effort
from tests.matching.lettings import grouped, owing, pools_in_debt
from tests.matching.public import (
    all_routes,
    drawn_goal,
    ids,
    plans,
    tiny_instances,
    worth,
)

_POLICY = replace(POLICY, levels=(Level.HOUSEHOLDS,))
_LETTINGS = ((2, "BED2"),) * 3
# Two homes owed and three lettings of that size, and four who suit them all.
_POOL = owing(("BED2", -2), ("BED3", -1), lettings=(*_LETTINGS, (3, "BED3")), people=4)
_HONEST = Leaf(
    scale=1,
    multipliers=(),
    slopes=(),
    households=(),
    voids=(),
    debts=(DebtPrice("d", "BED2", 1), DebtPrice("d", "BED3", 1)),
)


def _proved(leaf: Leaf, pool: Pool = _POOL) -> Certified:
    plan = replace(
        solved(pool, _POLICY),
        certificate=(LevelProof("households", leaf),),
        status=SolveStatus.PROVEN_BY_SOLVER,
    )
    return certify(plan, pool, _POLICY)


def test_a_price_is_paid_as_often_as_homes_are_owed() -> None:
    """Two of one size and one of another: three moves, whoever makes them."""
    found = _proved(_HONEST)
    assert found.faults == ()
    assert [(level.value, level.bound) for level in found.levels] == [(3, 3)]


def _debts(*prices: tuple[str, str, int]) -> Callable[[Leaf], Leaf]:
    told = tuple(DebtPrice(*price) for price in prices)
    return lambda leaf: replace(leaf, debts=told)


def _with(**changes: Any) -> Callable[[Leaf], Leaf]:  # noqa: ANN401 - any field
    return lambda leaf: replace(leaf, **changes)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (_debts(), FaultCode.PRICE_TOO_LOW),
        (_debts(("d", "BED2", 1)), FaultCode.PRICE_TOO_LOW),
        (_debts(("d", "BED2", 1), ("d", "BED3", 0)), FaultCode.PRICE_TOO_LOW),
        (_debts(("d", "BED2", -1), ("d", "BED3", 1)), FaultCode.PRICE_NEGATIVE),
        (_debts(("d", "BED2", 1), ("d", "BED2", 1)), FaultCode.ID_TWICE),
        (_debts(("d", "BED2", 1), ("a", "BED3", 1)), FaultCode.ID_UNKNOWN),
        (_debts(("d", "BED2", 1), ("d", "BED1", 1)), FaultCode.ID_UNKNOWN),
        (_debts(("d", "BED2", 1), ("d", "total", 1)), FaultCode.ID_UNKNOWN),
        (_debts(("v0", "BED2", 1)), FaultCode.ID_UNKNOWN),
        (_debts(("d", "BED2", 2**60)), FaultCode.NUMBERS_TOO_LARGE),
        (_debts(("d", "BED2", 9**99)), FaultCode.NUMBERS_TOO_LARGE),
        (_with(scale=2), FaultCode.PRICE_TOO_LOW),
    ],
)
def test_a_mutilated_price_is_refused(
    change: Callable[[Leaf], Leaf], code: FaultCode
) -> None:
    found = _proved(change(_HONEST))
    assert found.faults == (CertificateFault(code, "households"),)
    assert found.levels[0].bound is None


@pytest.mark.parametrize(
    ("change", "bound"),
    [
        (_debts(("d", "BED2", 2), ("d", "BED3", 1)), 5),
        (_debts(("d", "BED2", 1), ("d", "BED3", 7)), 9),
        (_with(voids=(("v0", 1),)), 4),
        (_with(scale=2, debts=tuple(replace(d, price=2) for d in _HONEST.debts)), 3),
        # The place of a letting may be paid for in place of the home owed.
        (_with(voids=(("v3", 1),), debts=_HONEST.debts[:1]), 3),
        (_with(households=tuple((f"p{i}", 1) for i in range(4)), debts=()), 4),
    ],
)
def test_another_price_shows_what_it_shows(
    change: Callable[[Leaf], Leaf], bound: int
) -> None:
    found = _proved(change(_HONEST))
    assert found.faults == ()
    assert found.levels[0].bound == bound


def test_the_bound_is_of_the_debt_that_the_book_has() -> None:
    """The same prices where more is owed, or where a size is told in two rows."""
    more = owing(("BED2", -5), ("BED3", -1), lettings=(*_LETTINGS, (3, "BED3")))
    assert _proved(_HONEST, more).levels[0].bound == 6
    rows = (("BED2", -3), ("BED2", 1), ("BED3", -1))
    same = owing(*rows, lettings=(*_LETTINGS, (3, "BED3")))
    assert _proved(_HONEST, same).levels[0].bound == 3


def test_the_bound_is_of_what_is_not_promised_already() -> None:
    """A price is paid as often as homes may still be let; never for none."""
    rows, lettings = (("BED2", -3), ("BED3", -1)), (*_LETTINGS, (3, "BED3"))
    less = owing(*rows, lettings=lettings, promised=(("BED2", 1),))
    assert _proved(_HONEST, less).levels[0].bound == 3
    none = owing(*rows, lettings=lettings, promised=(("BED2", 3),))
    assert {f.code for f in _proved(_HONEST, none).faults} == {FaultCode.ID_UNKNOWN}


def test_a_debt_that_is_not_there_has_no_price() -> None:
    settled = owing(("BED2", 0), ("BED3", -1), lettings=(*_LETTINGS, (3, "BED3")))
    assert {f.code for f in _proved(_HONEST, settled).faults} == {FaultCode.ID_UNKNOWN}


# Any proof at all, on rounds of numbers with groups of voids.


def _every_value(instance: Instance, goal: Goal) -> set[int]:
    routes = [*all_routes(instance)]
    assume(len(routes) <= 12)
    values = set()
    for plan in plans(routes):
        used = [int(instance.group_of_home[r.moves[0].home]) for r in plan]
        caps = enumerate(instance.group_cap.tolist())
        if all(used.count(group) <= cap for group, cap in caps):
            values.add(sum(worth(instance, goal, route) for route in plan))
    return values


@effort(120, soak=20_000)
@given(tiny_instances().flatmap(grouped), st.data())
def test_any_price_is_refused_or_shows_a_bound(
    instance: Instance, data: st.DataObject
) -> None:
    goal = data.draw(
        st.sampled_from((counting(instance), drawn_goal(data.draw, instance, -2, 3)))
    )
    best = max(_every_value(instance, goal))
    price = st.sampled_from((0, 1, 2, 3, 0, -1))
    people, homes = ids(instance)
    names = [("landlord", str(i)) for i in range(len(instance.group_cap))]
    leaf = Leaf(
        scale=data.draw(st.sampled_from((1, 2))),
        multipliers=(),
        slopes=(),
        households=tuple((name, data.draw(price)) for name in people),
        voids=tuple(
            (homes[at], data.draw(price))
            for at, who in enumerate(instance.occupant)
            if who == NOBODY
        ),
        debts=tuple(DebtPrice(*name, data.draw(price)) for name in names),
    )
    proof = LevelProof("", leaf)
    found = certify_instance(instance, [goal], [best], [proof], people, homes, names)
    bound = found.levels[0].bound
    assert (bound is None) is bool(found.faults)
    assert bound is None or bound >= best


# A round for strangers, and its text.


def _told(pool: Pool, plan: Plan, seed: int = 5) -> ExportedRound:
    draw = Random(seed)  # noqa: S311 - a test repeats
    return relabelled(pool, POLICY, plan, shuffle=draw.shuffle)


@effort(12, soak=2_000)
@given(pools_in_debt(), st.integers(0, 99))
def test_a_round_in_debt_is_checked_as_it_was(pool: Pool, seed: int) -> None:
    plan = solved(pool)
    told = _told(pool, plan, seed)
    assert verify(told.plan, told.pool, told.policy) == ()
    after = certify(told.plan, told.pool, told.policy, lots=dict(told.lots))
    assert after == certify(plan, pool, POLICY)
    assert exported_from_text(exported_to_text(told)) == told


def test_what_is_promised_is_told_with_the_round_in_an_order_of_its_own() -> None:
    promised = (("BED3", 1), ("BED2", 2))
    pool = owing(("BED2", -3), ("BED3", -1), lettings=_LETTINGS, promised=promised)
    told = _told(pool, solved(pool))
    homes = [row.homes_promised for row in told.pool.landlords if row.balances]
    assert homes == [(("BED2", 2), ("BED3", 1))]
    found = certify(told.plan, told.pool, told.policy, lots=dict(told.lots))
    assert found == certify(solved(pool), pool, POLICY)
    assert exported_from_text(exported_to_text(told)) == told


def test_prices_of_homes_owed_are_told_by_the_new_names() -> None:
    """Landlords are named afresh, and in the order of their new names."""
    plan = replace(
        solved(_POOL, _POLICY), certificate=(LevelProof("households", _HONEST),)
    )
    orders = set()
    for seed in range(6):
        told = _told(_POOL, plan, seed)
        (tree,) = (proof.tree for proof in told.plan.certificate)
        assert isinstance(tree, Leaf)
        labels = {each.landlord_id for each in tree.debts}
        assert len(labels) == 1
        assert labels <= {row.id for row in told.pool.landlords}
        assert "d" not in labels
        orders |= labels
        found = certify(told.plan, told.pool, _POLICY, lots=dict(told.lots))
        assert found.closed
    assert len(orders) == 2


def test_a_certificate_with_prices_of_homes_owed_survives_its_text() -> None:
    plan = replace(
        solved(_POOL, _POLICY), certificate=(LevelProof("households", _HONEST),)
    )
    text = plan_to_text(plan)
    assert plan_from_text(text) == plan
    empty = text.replace(text[text.index('"debts"') :].split("]")[0], '"debts":[')
    assert '"debts":[]' in empty
    with pytest.raises(PoolError, match="the fields of one of its kinds"):
        plan_from_text(empty)

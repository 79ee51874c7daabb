"""Whatever prices a relaxation comes to, what they are made into proves a bound."""

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matching.certificate import Leaf, LevelProof
from matching.certify import certify_instance
from matching.engine.exhaustive_numbers import best_of
from matching.engine.layout import lay_out
from matching.engine.proving import Duals, Fixed, Paid, pay
from matching.instance import Goal, Instance
from tests.matching.effort import effort
from tests.matching.tiny_instances import goals, tiny_instances

_LOTS = 2**17
_FAR = st.sampled_from([1.0, 1e3, 1e6, 1e9, 1e12, 1e15])


@st.composite
def _prices(draw: st.DrawFn, instance: Instance, held: int) -> Duals:
    """Draw prices as far from sense as a branch's ever were, and farther."""

    def drawn(count: int) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
        one = st.floats(-2, 2).flatmap(lambda price: _FAR.map(lambda far: price * far))
        return np.array(draw(st.lists(one, min_size=count, max_size=count)))

    return Duals(
        households=drawn(instance.households),
        homes=drawn(instance.homes),
        held=drawn(held),
        balances=np.zeros(0),
        groups=np.zeros(0),
    )


@effort(80, soak=10_000)
@given(st.data(), tiny_instances())
def test_any_prices_prove_a_bound_that_no_plan_beats(
    data: st.DataObject, instance: Instance
) -> None:
    """Lots held to days once overflowed in a branch, and a round had no plan."""
    asked = [replace(goal, arc=goal.arc * _LOTS) for goal in data.draw(goals(instance))]
    best = best_of(instance, asked)
    duals = data.draw(_prices(instance, len(asked) - 1))
    paid = pay(lay_out(instance), asked, best[:-1], duals, balance=None, fixed=Fixed())
    assert paid.bound >= best[-1]
    assert _certified(instance, asked, best, paid) == paid.bound


def _certified(
    instance: Instance, asked: list[Goal], best: tuple[int, ...], paid: Paid
) -> int | None:
    """Return what a checker makes of the prices, which adds them up by itself."""
    people = [f"t{at}" for at in range(instance.households)]
    homes = [f"h{at}" for at in range(instance.homes)]
    leaf = Leaf(
        paid.scale,
        paid.multipliers,
        (),
        tuple((n, p) for n, p in zip(people, paid.households.tolist(), strict=True)),
        tuple((n, p) for n, p in zip(homes, paid.homes.tolist(), strict=True) if p),
    )
    proofs = [None] * (len(asked) - 1) + [LevelProof("asked", leaf)]
    found = certify_instance(instance, asked, best, proofs, people, homes)
    assert found.faults == ()
    return found.levels[-1].bound

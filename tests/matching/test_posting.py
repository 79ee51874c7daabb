"""Prices of arcs alone, with balances: a bound that no plan of routes beats."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matching.engine.exhaustive_numbers import every_route
from matching.engine.layout import lay_out
from matching.engine.posting import STEPS, price_balances, steps_of
from matching.engine.proving import Balance, Fixed, Squares, pay
from matching.graph import Route
from matching.instance import Goal, Instance, Whole, counting
from tests.matching.effort import effort
from tests.matching.tiny_instances import tiny_instances

_ROWS = 3


@st.composite
def _balances(draw: st.DrawFn, instance: Instance) -> Balance:
    def drawn(shape: tuple[int, ...], low: int, high: int) -> Whole:
        count = int(np.prod(shape))
        one = st.integers(low, high)
        many = draw(st.lists(one, min_size=count, max_size=count))
        return np.array(many, dtype=np.int64).reshape(shape)

    row = drawn((instance.arcs, 4), 0, _ROWS - 1)
    change = drawn((instance.arcs, 4), -1, 1)
    return Balance(0, Squares(row, change, drawn((_ROWS,), -6, 6)))


@effort(60, soak=5_000)
@given(st.data(), tiny_instances())
def test_no_single_route_nor_staying_beats_the_bound(
    data: st.DataObject, instance: Instance
) -> None:
    balance = data.draw(_balances(instance))
    nothing = counting(instance, 0)
    duals = price_balances(instance, [nothing], (), balance)
    assert duals is not None
    layout = lay_out(instance)
    paid = pay(layout, [nothing], (), duals, balance=balance, fixed=Fixed())
    squares = balance.squares
    worth = [-int((squares.opening**2).sum())]
    worth += [_left(instance, squares, route) for route in every_route(instance)]
    assert max(worth) <= paid.bound


def _left(instance: Instance, squares: Squares, route: Route) -> int:
    """Return minus the squares after one route."""
    after = squares.opening.copy()
    for move in route.moves:
        used = (instance.household == move.household) & (instance.home == move.home)
        for row, homes in squares.changes(np.flatnonzero(used).tolist()).items():
            after[row] += homes
    return -int((after * after).sum())


@given(st.integers(-20, 20), st.integers(-STEPS, STEPS))
def test_steps_add_up_to_the_square(opening: int, change: int) -> None:
    ways: dict[int, list[int]] = {1: [], -1: []}
    for direction, dearer, last in steps_of(opening):
        ways[direction].append(dearer)
        assert last == (len(ways[direction]) == STEPS)
    taken = ways[1 if change > 0 else -1][: abs(change)]
    assert opening**2 + sum(taken) == (opening + change) ** 2
    assert all(each == sorted(each) for each in ways.values())


def test_a_length_that_is_worth_something_is_no_matter_of_arcs() -> None:
    instance = Instance.__new__(Instance)  # never read: the answer comes first
    none = np.zeros(0, dtype=np.int64)
    goal = Goal(none, none, np.array([0, 0, 0, 1]))
    balance = Balance(0, Squares(none.reshape(0, 4), none.reshape(0, 4), none))
    assert price_balances(instance, [goal], (), balance) is None

"""The engine finds the best of rounds that are numbers alone, and knows that it has."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine.budget import Budget
from matching.engine.cleared import Cleared
from matching.engine.clearing import clear
from matching.engine.exhaustive_numbers import best_of, every_route
from matching.instance import Caps, Goal, Instance, counting, shortened
from tests.matching.effort import effort
from tests.matching.tiny_instances import goals, tiny_instances, whole

_WORK = Budget(search_steps=300)


def _cleared(instance: Instance, asked: Sequence[Goal], seed: int = 1) -> Cleared:
    return clear(instance, asked, seed=seed, budget=_WORK)


@effort(80, soak=10_000)
@given(st.data(), tiny_instances())
def test_every_goal_is_as_good_as_it_can_be(
    data: st.DataObject, instance: Instance
) -> None:
    """Any caps, direct swaps or none, with teams or without, goals for and against."""
    asked = data.draw(goals(instance))
    cleared = _cleared(instance, asked)
    assert cleared.values == best_of(instance, asked)
    assert cleared.bounds == cleared.values


@effort(20, soak=2_000)
@given(st.data(), tiny_instances(), st.integers(0, 5))
def test_with_shorter_chains_there_is_no_plan_that_there_was_not(
    data: st.DataObject, instance: Instance, moves: int
) -> None:
    asked = data.draw(goals(instance))
    most = min(moves, instance.caps.chain_moves_max)
    shorter, for_it = shortened(instance, asked, most)
    assert shorter.caps.chain_moves_max == most
    assert best_of(shorter, for_it) <= best_of(instance, asked)
    if most == instance.caps.chain_moves_max:
        assert best_of(shorter, for_it) == best_of(instance, asked)


@effort(40, soak=5_000)
@given(st.data(), tiny_instances())
def test_the_plan_is_made_of_routes_and_adds_up_to_its_values(
    data: st.DataObject, instance: Instance
) -> None:
    asked = data.draw(goals(instance))
    cleared = _cleared(instance, asked)
    possible = {_turned(route.moves): route for route in every_route(instance)}
    moves = [move for route in cleared.routes for move in route.moves]
    assert len({move.household for move in moves}) == len(moves)
    assert len({move.home for move in moves}) == len(moves)
    for route in cleared.routes:
        assert possible[_turned(route.moves)].kind is route.kind
    arc = {
        pair: at
        for at, pair in enumerate(
            zip(instance.household.tolist(), instance.home.tolist(), strict=True)
        )
    }
    for goal, value in zip(asked, cleared.values, strict=True):
        worth = sum(int(goal.arc[arc[move]]) for move in moves)
        for kind, steps in cleared.routes:
            ends = len(steps)
            worth += int(
                goal.round[ends] if kind == "cycle" else goal.at[1 : ends + 1].sum()
            )
        assert worth == value


def _turned(moves: tuple[tuple[int, int], ...]) -> frozenset[tuple[int, int]]:
    """Return what is the same wherever a cycle is told from."""
    return frozenset(moves)


@effort(10, soak=500)
@given(st.data(), tiny_instances(), st.integers(0, 5))
def test_another_seed_is_another_way_to_the_same_values(
    data: st.DataObject, instance: Instance, seed: int
) -> None:
    asked = data.draw(goals(instance))
    assert _cleared(instance, asked, seed).values == _cleared(instance, asked).values


@pytest.mark.parametrize("fewest", [2, 3])
def test_direct_swaps_are_taken_where_they_are_allowed(fewest: int) -> None:
    """Two households, each of which suits the home of the other."""
    instance = Instance(
        vacates=whole([0, 1]),
        occupant=whole([0, 1]),
        household=whole([0, 1]),
        home=whole([1, 0]),
        team_of_household=whole([0, 1]),
        team_of_home=whole([2, 3]),
        caps=Caps(3, 3, fewest),
    )
    cleared = _cleared(instance, [counting(instance)])
    assert cleared.values == ((2,) if fewest == 2 else (0,))

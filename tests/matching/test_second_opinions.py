"""The two obvious solvers agree: one reads a pool, the other a round of numbers."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import Level, Pool
from matching.engine.exhaustive import best_values
from matching.engine.exhaustive_numbers import best_of, every_route
from matching.graph import NOBODY, Graph, build
from matching.home_types import count_home_types, home_types
from matching.instance import Caps, Goal, Instance, counting
from matching.numbers import as_numbers
from matching.objectives import Objective, PlacedMove, objectives
from tests.matching.builders import (
    POLICY,
    a_home,
    a_household,
    a_pool,
    chain_of_three,
    cycle_of_three,
    solved,
    two_who_could_swap,
)
from tests.matching.effort import effort
from tests.matching.lettings import pools_in_debt
from tests.matching.strategies import tiny_pools
from tests.matching.tiny_instances import caps, goals, tiny_instances, whole

# The squares of balances are no sum over moves, so numbers alone cannot say them.
_SUMS = tuple(
    level for level in Level if level not in (Level.BALANCE, Level.NET_BENEFIT)
)


def _goal_of(objective: Objective, graph: Graph, numbers: Instance) -> Goal:
    """Return an objective as numbers, made large whatever its sense."""
    sign = 1 if objective.sense == "max" else -1
    pool = graph.pool

    def weight(arc: int, position: int, *, in_cycle: bool) -> int:
        assert objective.weight is not None
        home = pool.homes[int(numbers.home[arc])]
        placed = PlacedMove(
            household=pool.households[int(numbers.household[arc])],
            home=home,
            position=position,
            in_cycle=in_cycle,
            ready=home.ready,
        )
        return sign * int(objective.weight(placed))

    arcs = range(numbers.arcs)
    plain = [weight(arc, 1, in_cycle=False) for arc in arcs]
    most = numbers.caps.chain_moves_max, numbers.caps.cycle_moves_max
    at = [0] * (most[0] + 1)
    once = [0] * (most[1] + 1)
    for position in range(1, max(most) + 1) if arcs else ():
        if position <= most[0]:
            at[position] = weight(0, position, in_cycle=False) - plain[0]
        if position <= most[1]:
            more = weight(0, position, in_cycle=True) - plain[0]
            once[position] = once[position - 1] + more
    return Goal(whole(plain), whole(at), whole(once))


@effort(60, soak=5_000)
@given(st.one_of(tiny_pools(), pools_in_debt()), caps())
def test_both_find_the_same_best(pool: Pool, within: Caps) -> None:
    """Through the referee and the pool, or through the graph and numbers alone."""
    policy = replace(POLICY, levels=_SUMS)
    graph = build(pool, policy)
    numbers = replace(as_numbers(graph, policy), caps=within)
    asked = objectives(pool, policy, 7)
    best = best_of(numbers, [_goal_of(each, graph, numbers) for each in asked])
    signs = [1 if each.sense == "max" else -1 for each in asked]
    named = best_values(pool, policy, seed=7, caps=within)
    assert [s * value for s, value in zip(signs, best, strict=True)] == [
        *named.values()
    ]


_ANY_SWAP = Caps(cycle_moves_max=2, chain_moves_max=0, cycle_moves_min=2)
_NO_SWAP = Caps(cycle_moves_max=5, chain_moves_max=5)


@pytest.mark.parametrize(
    ("pool", "within", "moves"),
    [
        (two_who_could_swap(), _ANY_SWAP, 2),
        (two_who_could_swap(), _NO_SWAP, 0),
        (cycle_of_three(), _NO_SWAP, 3),
        (cycle_of_three(), Caps(3, 0), 3),
        (cycle_of_three(), Caps(2, 0), 0),
        (cycle_of_three(), Caps(5, 0, 2), 3),
        (chain_of_three(), Caps(3, 3), 3),
        (chain_of_three(), Caps(3, 2), 2),
        (chain_of_three(), Caps(3, 1), 1),
        (chain_of_three(), Caps(3, 0), 0),
    ],
)
def test_caps_are_kept_at_both_ends(pool: Pool, within: Caps, moves: int) -> None:
    policy = replace(POLICY, levels=(Level.HOUSEHOLDS,))
    assert best_values(pool, policy, seed=1, caps=within) == {"households": moves}
    numbers = replace(as_numbers(build(pool, policy), policy), caps=within)
    assert best_of(numbers, [counting(numbers)]) == (moves,)


@effort(60, soak=3_000)
@given(tiny_instances())
def test_every_route_is_one_by_the_rules(numbers: Instance) -> None:
    """Read off each route itself, whatever way it was found."""
    arcs = set(zip(numbers.household.tolist(), numbers.home.tolist(), strict=True))
    routes = list(every_route(numbers))
    assert len(set(routes)) == len(routes)
    for kind, moves in routes:
        people = [move.household for move in moves]
        assert len(set(people)) == len(people)
        assert {*moves} <= arcs
        followed = list(pairwise(moves))
        if kind == "cycle":
            followed.append((moves[-1], moves[0]))
            fewest, most = numbers.caps.cycle_moves_min, numbers.caps.cycle_moves_max
            assert fewest <= len(moves) <= most
            assert people[0] == min(people)
        else:
            assert numbers.occupant[moves[0].home] == NOBODY
            assert len(moves) <= numbers.caps.chain_moves_max
        for before, after in followed:
            assert numbers.vacates[before.household] == after.home
            assert numbers.may_follow(after.household, before.home)


@effort(60, soak=3_000)
@given(st.data(), tiny_instances())
def test_the_best_is_no_worse_than_any_one_route(
    data: st.DataObject, numbers: Instance
) -> None:
    (goal,) = data.draw(goals(numbers, most=1))
    (best,) = best_of(numbers, [goal])
    assert best >= 0
    doubled = goal.plus(goal)
    assert best_of(numbers, [doubled]) == (2 * best,)
    assert best_of(numbers, [goal, goal, doubled]) == (best, best, 2 * best)
    arc = dict(
        zip(
            zip(numbers.household.tolist(), numbers.home.tolist(), strict=True),
            goal.arc.tolist(),
            strict=True,
        )
    )
    for kind, moves in every_route(numbers):
        added = goal.round[len(moves)] if kind == "cycle" else 0
        if kind == "chain":
            added = goal.at[1 : len(moves) + 1].sum()
        assert sum(arc[move] for move in moves) + added <= best


@effort(40, soak=2_000)
@given(tiny_pools())
def test_numbers_say_what_the_graph_says(pool: Pool) -> None:
    graph = build(pool, POLICY)
    numbers = as_numbers(graph, POLICY)
    pairs = list(zip(numbers.household.tolist(), numbers.home.tolist(), strict=True))
    assert pairs == [(t, h) for t, row in enumerate(graph.homes_for) for h in row]
    assert tuple(numbers.vacates) == graph.vacates
    assert tuple(numbers.occupant) == graph.occupant
    for household in range(numbers.households):
        for home in range(numbers.homes):
            follows = graph.may_follow(household, home)
            assert numbers.may_follow(household, home) is follows


# Homes by type.


@effort(60, soak=3_000)
@given(tiny_instances())
def test_a_type_is_what_nothing_can_tell_apart(numbers: Instance) -> None:
    types = home_types(numbers).tolist()
    told_by = [
        (
            frozenset(numbers.household[numbers.home == home].tolist()),
            numbers.team_of_home[home],
            numbers.occupant[home] == NOBODY,
        )
        for home in range(numbers.homes)
    ]
    for one in range(numbers.homes):
        for two in range(numbers.homes):
            assert (types[one] == types[two]) is (told_by[one] == told_by[two])
    assert count_home_types(numbers) == len(set(told_by))
    # Numbered as they first come up, from 0.
    assert list(dict.fromkeys(types)) == list(range(len(set(types))))


def _types(pool: Pool) -> int:
    """Return what a plan says, as whoever reads the plan can count it again."""
    types = count_home_types(as_numbers(build(pool, POLICY), POLICY))
    assert solved(pool).home_types == types
    return types


def test_what_sets_a_home_apart_splits_its_type() -> None:
    people = [a_household(f"p{i}", "a") for i in range(9)]
    homes = [a_home(f"v{i}", "b") for i in range(5)]
    assert _types(a_pool(people, homes)) == 1
    refused = replace(people[8], homes_refused=frozenset({"v3"}))
    assert _types(a_pool([*people[:8], refused], homes)) == 2
    assert _types(a_pool(people, [*homes[:4], replace(homes[4], team="t")])) == 2
    smaller = replace(homes[4], bedrooms=1)
    assert _types(a_pool(people, [*homes[:4], smaller])) == 2
    # What no rule reads of these households tells no home apart.
    later = replace(homes[4], weeks_to_keys=9, ready=False)
    assert _types(a_pool(people, [*homes[:4], later])) == 1


def test_a_home_that_is_left_is_of_another_type_than_a_void() -> None:
    people = [a_household("p", "a")]
    homes = [a_home("v", "a"), a_home("h", "a", occupant_id="p")]
    assert _types(a_pool(people, homes)) == 2


def test_no_homes_are_of_no_type() -> None:
    assert _types(a_pool([], [])) == 0

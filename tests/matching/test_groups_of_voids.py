"""Groups of voids with a cap each, in rounds that are numbers alone."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine import rewiring
from matching.engine.budget import Budget
from matching.engine.choosing import choose
from matching.engine.cleared import Cleared
from matching.engine.clearing import clear
from matching.engine.exhaustive_numbers import best_of, every_route
from matching.engine.flow import price_without_caps
from matching.engine.known import Known
from matching.engine.layout import lay_out
from matching.engine.seating import Aims
from matching.instance import NOBODY, Caps, Goal, Instance, Whole, counting
from matching.plan import ExchangeKind
from tests.matching.effort import effort
from tests.matching.lettings import grouped
from tests.matching.tiny_instances import goals, tiny_instances, whole

_WORK = Budget(search_steps=300)


def _cleared(instance: Instance, asked: list[Goal]) -> Cleared:
    return clear(instance, asked, seed=1, budget=_WORK)


def _used(instance: Instance, cleared: Cleared) -> list[int]:
    """Return the group of each chain's void."""
    return [int(instance.group_of_home[r.moves[0].home]) for r in cleared.routes]


@effort(60, soak=10_000)
@given(st.data(), tiny_instances(voids_max=4).flatmap(grouped))
def test_every_goal_is_as_good_as_the_caps_allow(
    data: st.DataObject, instance: Instance
) -> None:
    asked = data.draw(goals(instance))
    cleared = _cleared(instance, asked)
    assert cleared.values == best_of(instance, asked)
    assert cleared.bounds == cleared.values
    used = _used(instance, cleared)
    for group, cap in enumerate(instance.group_cap.tolist()):
        assert used.count(group) <= cap


@effort(20, soak=3_000)
@given(st.data(), tiny_instances(voids_max=4).flatmap(grouped))
def test_caps_as_large_as_their_groups_change_nothing(
    data: st.DataObject, instance: Instance
) -> None:
    none = np.full(instance.homes, NOBODY, dtype=np.int64)
    free = replace(instance, group_of_home=none, group_cap=whole([]))
    wide = replace(instance, group_cap=instance.group_cap + instance.homes)
    asked = data.draw(goals(instance))
    one, two = _cleared(free, asked), _cleared(wide, asked)
    assert (one.values, one.bounds) == (two.values, two.bounds)


@effort(20, soak=3_000)
@given(st.data(), tiny_instances(voids_max=4).flatmap(grouped))
def test_a_cap_that_is_raised_never_lowers_the_first_goal(
    data: st.DataObject, instance: Instance
) -> None:
    wider = replace(instance, group_cap=instance.group_cap + 1)
    asked = data.draw(goals(instance, most=1))
    assert _cleared(wider, asked).values >= _cleared(instance, asked).values


@effort(15, soak=1_000)
@given(tiny_instances(voids_max=4).flatmap(grouped))
def test_a_group_that_nobody_may_enter_is_as_good_as_not_there(
    instance: Instance,
) -> None:
    """Its arcs are left out in one round, and in the other its cap is none."""
    shut = replace(instance, group_cap=instance.group_cap * 0)
    kept = instance.group_of_home[instance.home] == NOBODY
    bare = replace(
        instance, household=instance.household[kept], home=instance.home[kept]
    )
    assert (
        _cleared(shut, [counting(shut)]).values
        == _cleared(bare, [counting(bare)]).values
    )


def _four_voids(*, cap: int) -> Instance:
    """Four who suit four voids each, three of which are a group."""
    pairs = [(t, h) for t in range(4) for h in range(4)]
    return Instance(
        vacates=whole([NOBODY] * 4),
        occupant=whole([NOBODY] * 4),
        household=whole([t for t, _ in pairs]),
        home=whole([h for _, h in pairs]),
        team_of_household=whole([0] * 4),
        team_of_home=whole([1] * 4),
        caps=Caps(3, 3),
        group_of_home=whole([0, 0, NOBODY, 0]),
        group_cap=whole([cap]),
    )


@pytest.mark.parametrize(("cap", "moves"), [(0, 1), (1, 2), (2, 3), (3, 4), (9, 4)])
def test_so_many_move_as_the_cap_and_the_void_beside_it_let(
    cap: int, moves: int
) -> None:
    instance = _four_voids(cap=cap)
    cleared = _cleared(instance, [counting(instance)])
    assert (cleared.values, cleared.bounds) == ((moves,), (moves,))


@pytest.mark.parametrize(("cap", "moves"), [(0, 1), (1, 2), (3, 4)])
def test_the_choice_among_routes_keeps_the_cap(cap: int, moves: int) -> None:
    instance = _four_voids(cap=cap)
    known = Known(lay_out(instance), [counting(instance)])
    for arc in range(instance.arcs):
        known.add((arc,), ring=False)
    chosen = choose(
        known,
        range(len(known)),
        0,
        (),
        hint=(),
        target=4,
        search_units=1.0,
        seed=1,
    )
    assert len(chosen) == moves
    assert [known.group(number) for number in chosen].count(0) <= cap


@pytest.mark.parametrize(("cap", "moves"), [(0, 1), (1, 2), (2, 3), (3, 4), (9, 4)])
def test_the_bound_without_caps_on_lengths_keeps_those_of_groups(
    cap: int, moves: int
) -> None:
    instance = _four_voids(cap=cap)
    priced = price_without_caps(instance, counting(instance).arc)
    assert priced.total(instance) == (priced.goes != NOBODY).sum() == moves


@effort(60, soak=5_000)
@given(st.data(), tiny_instances(voids_max=4).flatmap(grouped))
def test_its_prices_are_paid_by_every_route(
    data: st.DataObject, instance: Instance
) -> None:
    each = data.draw(
        st.lists(st.integers(0, 3), min_size=instance.arcs, max_size=instance.arcs).map(
            whole
        )
    )
    priced = price_without_caps(instance, each)
    prices = (priced.households, priced.homes, priced.groups)
    assert all((price >= 0).all() for price in prices)
    pairs = zip(instance.household.tolist(), instance.home.tolist(), strict=True)
    arc = dict(zip(pairs, each.tolist(), strict=True))
    for kind, moves in every_route(instance):
        pays = sum(int(priced.households[move.household]) for move in moves)
        if kind is ExchangeKind.CHAIN:
            void = moves[0].home
            group = instance.group_of_home[void]
            pays += int(priced.homes[void])
            pays += 0 if group == NOBODY else int(priced.groups[group])
        assert sum(arc[move] for move in moves) <= pays
    goal = replace(counting(instance, 0), arc=each)
    assert best_of(instance, [goal]) <= (priced.total(instance),)


def _aims(goal: Goal) -> Aims:
    none = np.zeros((len(goal.arc), 0), dtype=np.int64)
    return Aims(
        arc=goal.arc[None],
        at=goal.at[None],
        round=goal.round[None],
        squares=-1,
        row=none,
        change=none,
        opening=whole([]),
        warmth=np.array([0.1]),
    )


@pytest.mark.parametrize(
    ("goes", "fine"),
    [
        ([NOBODY] * 4, True),
        ([2, NOBODY, NOBODY, NOBODY], True),
        ([2, 0, NOBODY, NOBODY], True),
        ([NOBODY, 3, NOBODY, 2], True),
        ([0, 1, NOBODY, NOBODY], False),
        ([2, 0, 1, 3], False),
    ],
)
def test_a_plan_beyond_a_cap_is_no_plan(goes: list[int], *, fine: bool) -> None:
    places = lay_out(_four_voids(cap=1)).places
    aims = _aims(counting(_four_voids(cap=1)))
    state = rewiring.start(places, aims, whole(goes), 1)
    assert rewiring.count(places, aims, state) is fine


@pytest.mark.parametrize("cap", [0, 1, 2])
def test_rewiring_goes_to_the_cap_and_never_beyond(cap: int) -> None:
    """It has all the steps it wants, and a target that no plan meets."""
    instance = _four_voids(cap=cap)
    places, aims = lay_out(instance).places, _aims(counting(instance))
    state = rewiring.start(places, aims, whole([NOBODY] * 4), 1)
    assert rewiring.count(places, aims, state)
    best, value = state.goes.copy(), state.value.copy()
    rewiring.rewire(places, aims, state, best, value, whole([9]), 1, 2_000)
    assert value.tolist() == [cap + 1]
    entered: Whole = best[best != NOBODY]
    assert (instance.group_of_home[entered] == 0).sum() == cap
    now = state.goes[state.goes != NOBODY]
    assert state.used.tolist() == [(instance.group_of_home[now] == 0).sum()]


@pytest.mark.parametrize(
    "changes",
    [
        {"group_of_home": whole([0, 0])},
        {"group_cap": whole([-1])},
        {"occupant": whole([0, NOBODY, NOBODY, NOBODY])},
    ],
)
def test_a_group_that_means_nothing_is_a_mistake(changes: dict[str, Whole]) -> None:
    with pytest.raises(AssertionError):
        replace(_four_voids(cap=1), **changes)

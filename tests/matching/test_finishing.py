"""What is listed as near is near, all of it; and the last doubt is settled by it."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matching.engine import worth
from matching.engine.budget import Budget
from matching.engine.clearing import clear
from matching.engine.exhaustive_numbers import best_of, every_route
from matching.engine.known import Known
from matching.engine.layout import lay_out
from matching.engine.listing import near_routes
from matching.instance import Caps, Instance
from matching.plan import ExchangeKind
from tests.matching.effort import effort
from tests.matching.tiny_instances import goals, tiny_instances, whole

_HARDLY = Budget(
    search_steps=1, searches=1, dive_answers_max=1, pricing_rounds_max=1, branches_max=1
)


@effort(60, soak=10_000)
@given(st.data(), tiny_instances(), st.integers(-6, 12))
def test_every_route_within_the_price_is_listed_once(
    data: st.DataObject, instance: Instance, spare: int
) -> None:
    """Against every route there is, weighed one by one."""
    price = st.lists(
        st.integers(0, 4), min_size=instance.homes, max_size=instance.homes
    )
    voids = whole(data.draw(price))
    (goal, *_) = data.draw(goals(instance))
    left_out = data.draw(st.sets(st.integers(0, max(0, instance.arcs - 1))))
    gone = [arc for arc in left_out if arc < instance.arcs]
    net = goal.arc.copy()
    net[gone] = worth.NEVER
    layout = lay_out(instance)
    found = near_routes(layout.places, net, goal.at, goal.round, voids, spare)
    known = Known(layout, [goal])
    wanted = set()
    for route in every_route(instance):
        arcs = [int(layout.places.arc[move]) for move in route.moves]
        ring = route.kind is ExchangeKind.CYCLE
        known.add(arcs, ring=ring)
        number = known.number(tuple(arcs), ring=ring)
        paid = 0 if ring else int(voids[route.moves[0].home])
        if not set(arcs) & set(gone) and known.values[number][0] - paid >= -spare:
            wanted.add(number)
    assert found is not None
    numbers = [known.number(arcs, ring=ring) for arcs, ring in found]
    assert len(set(numbers)) == len(numbers)
    assert set(numbers) == wanted


@effort(60, soak=5_000)
@given(st.data(), tiny_instances())
def test_with_hardly_any_search_the_solver_has_the_last_word(
    data: st.DataObject, instance: Instance
) -> None:
    """The bound that is claimed is the best there is, and the plan meets it."""
    asked = data.draw(goals(instance))
    cleared = clear(instance, asked, seed=1, budget=_HARDLY)
    assert cleared.values == cleared.bounds == best_of(instance, asked)


def test_too_many_routes_are_no_answer() -> None:
    """Fifty households that could all go anywhere have too many chains of four."""
    count = 50
    homes = count + 1
    pairs = [(t, h) for t in range(count) for h in range(homes) if t != h]
    instance = Instance(
        vacates=np.arange(count),
        occupant=whole([*range(count), -1]),
        household=whole([t for t, _ in pairs]),
        home=whole([h for _, h in pairs]),
        team_of_household=np.arange(count),
        team_of_home=count + np.arange(homes),
        caps=Caps(3, 4),
    )
    layout = lay_out(instance)
    nothing = np.zeros(5, dtype=np.int64)
    free = np.zeros(instance.homes, dtype=np.int64)
    net = np.zeros(instance.arcs, dtype=np.int64)
    assert near_routes(layout.places, net, nothing, nothing, free, 0) is None

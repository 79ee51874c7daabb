"""Whether a chain or cycle is dear is what listing them all would say."""

from hypothesis import given
from hypothesis import strategies as st

from matching.certify.chains import dear_chain
from matching.certify.cycles import dear_cycle
from matching.certify.levels import whole
from matching.certify.priced import Verdict, priced
from matching.instance import Instance
from matching.plan import ExchangeKind
from tests.matching.effort import effort
from tests.matching.public import all_routes, drawn_goal, tiny_instances, worth


@effort(150, soak=3_000)
@given(tiny_instances(), st.data())
def test_dear_routes_are_those_that_a_list_of_all_has(
    instance: Instance, data: st.DataObject
) -> None:
    goal = drawn_goal(data.draw, instance, -5, 2)
    price = st.integers(-1, 2)
    of_household = whole(data.draw(price) for _ in range(instance.households))
    of_home = whole(data.draw(price) for _ in range(instance.homes))
    left = whole(i for i in range(instance.arcs) if data.draw(st.integers(0, 9)))
    part = priced(instance, left, goal.arc, of_household, of_home)
    here = {(int(instance.household[i]), int(instance.home[i])) for i in left}
    dear = {ExchangeKind.CHAIN: Verdict.NONE_DEAR, ExchangeKind.CYCLE: Verdict.NONE_DEAR}
    for route in all_routes(instance):
        pays = sum(int(of_household[move.household]) for move in route.moves)
        if route.kind is ExchangeKind.CHAIN:
            pays += int(of_home[route.moves[0].home])
        if here.issuperset(route.moves) and worth(instance, goal, route) > pays:
            dear[route.kind] = Verdict.DEAR
    assert dear_chain(part, goal.at) is dear[ExchangeKind.CHAIN]
    assert dear_cycle(part, goal.round, instance.caps) is dear[ExchangeKind.CYCLE]

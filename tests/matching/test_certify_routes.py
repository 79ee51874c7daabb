"""Whether a chain or cycle is dear is what listing them all would say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.certificate import Leaf, LevelProof
from matching.certify import CertificateFault, FaultCode, certify_instance, search
from matching.certify.chains import dear_chain
from matching.certify.cycles import dear_cycle
from matching.certify.levels import whole
from matching.certify.priced import Verdict, priced
from matching.certify.search import Beginnings
from matching.instance import NOBODY, Caps, Instance, counting
from matching.plan import ExchangeKind
from tests.matching.effort import effort
from tests.matching.public import all_routes, drawn_goal, ids, tiny_instances, worth


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
    dear = {
        ExchangeKind.CHAIN: Verdict.NONE_DEAR,
        ExchangeKind.CYCLE: Verdict.NONE_DEAR,
    }
    for route in all_routes(instance):
        pays = sum(int(of_household[move.household]) for move in route.moves)
        if route.kind is ExchangeKind.CHAIN:
            pays += int(of_home[route.moves[0].home])
        if here.issuperset(route.moves) and worth(instance, goal, route) > pays:
            dear[route.kind] = Verdict.DEAR
    assert dear_chain(part, goal.at) is dear[ExchangeKind.CHAIN]
    assert dear_cycle(part, goal.round, instance.caps) is dear[ExchangeKind.CYCLE]


def _neighbours(voids: int) -> Instance:
    """Return three in a row, each of whom could swap with the next, and voids."""
    pairs = [(0, 1), (1, 0), (1, 2), (2, 1), *((0, 3 + void) for void in range(voids))]
    return Instance(
        vacates=whole(range(3)),
        occupant=whole((0, 1, 2, *[NOBODY] * voids)),
        household=whole(who for who, _ in sorted(pairs)),
        home=whole(home for _, home in sorted(pairs)),
        team_of_household=whole(range(3)),
        team_of_home=whole(range(10, 13 + voids)),
        caps=Caps(cycle_moves_max=4, chain_moves_max=4),
    )


@pytest.mark.parametrize("voids", [0, 1])
def test_a_search_that_takes_too_long_is_undecided(
    voids: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only a walk that comes back is dear: a chain or cycle is looked for in vain."""
    instance = _neighbours(voids)
    prices = (whole((0, 0, 0)), whole([3] * instance.homes))
    goal = counting(instance)
    part = priced(instance, whole(range(instance.arcs)), goal.arc, *prices)

    def verdicts() -> set[Verdict]:
        return {
            dear_chain(part, goal.at),
            dear_cycle(part, goal.round, instance.caps),
        }

    assert verdicts() == {Verdict.NONE_DEAR}
    monkeypatch.setattr(search, "BEGINNINGS_MAX", 0)
    assert Verdict.UNDECIDED in verdicts()


def test_many_beginnings_are_looked_at_some_at_a_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked: list[int] = []

    def look(some: Beginnings) -> tuple[bool, Beginnings]:
        looked.append(len(some))
        return 4 in some.mark, some.where(slice(0))

    monkeypatch.setattr(search, "_TOGETHER", 2)
    none = whole(())
    five = Beginnings(whole(range(5))[:, None], whole(range(5)), whole(range(5)))
    assert search.search(five, look) is Verdict.DEAR
    assert looked == [2, 2, 1]
    empty = Beginnings(none[:, None], none, none)
    assert search.search(empty, look) is Verdict.NONE_DEAR


def test_a_proof_that_takes_too_long_shows_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    instance = _neighbours(1)
    leaf = Leaf(1, (), (), (), (("3", 3),))
    given = ([counting(instance)], [3], [LevelProof("moves", leaf)])
    certified = certify_instance(instance, *given, *ids(instance))
    assert (certified.faults, certified.levels[0].bound) == ((), 3)
    monkeypatch.setattr(search, "BEGINNINGS_MAX", 0)
    certified = certify_instance(instance, *given, *ids(instance))
    assert certified.faults == (CertificateFault(FaultCode.WORK_TOO_LARGE, "moves"),)
    assert certified.levels[0].bound is None


@pytest.mark.parametrize("watched", [None, 0, 1, 2])
def test_a_ring_is_dear_unless_a_team_would_see_both_ends(watched: int | None) -> None:
    """Each enters the home of the one before; nobody's price is above nothing."""
    team = whole(1 if home == watched else 9 for home in range(3))
    instance = Instance(
        vacates=whole(range(3)),
        occupant=whole(range(3)),
        household=whole(range(3)),
        home=whole((2, 0, 1)),
        team_of_household=whole((0, 1, 2)),
        team_of_home=team,
        caps=Caps(cycle_moves_max=3, chain_moves_max=1),
    )
    free = whole((0, 0, 0))
    part = priced(instance, whole(range(3)), counting(instance).arc, free, free)
    # 2 goes to the home of 1 and 0 to that of 2, so 1 follows who went to home 2.
    expected = Verdict.NONE_DEAR if watched == 2 else Verdict.DEAR
    assert dear_cycle(part, counting(instance).round, instance.caps) is expected

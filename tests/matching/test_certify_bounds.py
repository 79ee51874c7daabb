"""A proof that is accepted shows a bound that no plan beats, whatever it says."""

from hypothesis import assume, given
from hypothesis import strategies as st

from matching.certificate import Branch, Leaf, LevelProof
from matching.certify import Certified, CertifiedLevel, certify_instance
from matching.certify.levels import whole
from matching.graph import Route
from matching.instance import Caps, Goal, Instance, counting
from tests.matching.effort import effort
from tests.matching.public import (
    all_routes,
    drawn_goal,
    ids,
    paying_alone,
    plans,
    tiny_instances,
    worth,
)

_VALUES = tuple[int, ...]


def _every_plan(
    instance: Instance, goals: list[Goal]
) -> dict[_VALUES, tuple[Route, ...]]:
    """Return what each plan comes to, goal by goal, with one plan for each."""
    routes = [*all_routes(instance)]
    assume(len(routes) <= 14)
    return {
        tuple(sum(worth(instance, goal, r) for r in plan) for goal in goals): plan
        for plan in plans(routes)
    }


def _certified(
    instance: Instance, goals: list[Goal], values: _VALUES, *proofs: LevelProof | None
) -> Certified:
    return certify_instance(instance, goals, values, proofs, *ids(instance))


@effort(100, soak=5_000)
@given(tiny_instances(), st.data())
def test_prices_that_each_pays_alone_show_a_bound(
    instance: Instance, data: st.DataObject
) -> None:
    goals = [drawn_goal(data.draw, instance, -2, 4) for _ in range(2)]
    every = _every_plan(instance, goals)
    first, second = max(every)
    times = data.draw(st.integers(0, 3))
    proofs = [
        LevelProof("", paying_alone(instance, goals[0], ())),
        LevelProof(
            "", paying_alone(instance, goals[1].plus(goals[0], times), (times,))
        ),
    ]
    found = _certified(instance, goals, (first, second), *proofs)
    assert found.faults == ()
    assert [level.value for level in found.levels] == [first, second]
    one, two = (level.bound for level in found.levels)
    assert one is not None
    assert two is not None
    assert one >= first
    assert two >= second


@effort(300, soak=20_000)
@given(tiny_instances(), st.data())
def test_any_proof_is_refused_or_shows_a_bound(
    instance: Instance, data: st.DataObject
) -> None:
    """Prices, scale, multipliers and branches are drawn; few are too low."""
    goals = [counting(instance), drawn_goal(data.draw, instance, -2, 3)]
    every = _every_plan(instance, goals)
    first, second = max(every)
    tree = data.draw(_trees(instance))
    found = _certified(instance, goals, (first, second), None, LevelProof("", tree))
    assert found.levels[0].bound is None or found.levels[0].bound == first == 0
    bound = found.levels[1].bound
    assert (bound is None) is bool(found.faults)
    assert bound is None or bound >= second


@st.composite
def _trees(draw: st.DrawFn, instance: Instance, depth: int = 2) -> Branch | Leaf:
    if depth and instance.arcs and draw(st.booleans()):
        arc = draw(st.integers(0, instance.arcs - 1))
        return Branch(
            str(instance.household[arc]),
            str(instance.home[arc]),
            fixed=draw(_trees(instance, depth=depth - 1)),
            left_out=draw(_trees(instance, depth=depth - 1)),
        )
    people, homes = ids(instance)
    price = st.sampled_from((3, 4, 2, 1, 0, -1, 9))
    voids = [homes[i] for i, who in enumerate(instance.occupant) if who < 0]
    return Leaf(
        scale=draw(st.sampled_from((1, 2, 3))),
        multipliers=(draw(st.integers(0, 2)),),
        slopes=(),
        households=tuple((name, draw(price)) for name in people),
        voids=tuple((name, draw(price)) for name in voids),
    )


def test_a_proof_of_nobody_s_instance_shows_that_nobody_moves() -> None:
    empty = whole(())
    nobody = Instance(empty, empty, empty, empty, empty, empty, Caps(3, 5))
    proof = LevelProof("moves", Leaf(1, (), (), (), ()))
    found = certify_instance(nobody, [counting(nobody)], [0], [proof], [], [])
    assert found == Certified((CertifiedLevel("moves", 0, 0),), ())
    assert found.closed

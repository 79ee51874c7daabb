"""A search for one goal goes on where a goal before it turns out better on the way."""

from matching.engine.budget import Budget
from matching.engine.clearing import _Desk
from matching.instance import NOBODY, Caps, Instance, counting
from tests.matching.tiny_instances import whole


def test_a_goal_before_that_turns_out_better_does_not_end_it() -> None:
    """Searches of later levels once ended after some tens of steps.

    The balance had been left open; the first better balance was ahead of a target that
    still held the old one.
    """
    instance = Instance(
        vacates=whole([NOBODY] * 3),
        occupant=whole([NOBODY] * 3),
        household=whole([0, 0, 1, 1, 2, 2]),
        home=whole([0, 1, 1, 2, 0, 2]),
        team_of_household=whole([0, 0, 0]),
        team_of_home=whole([1, 1, 1]),
        caps=Caps(3, 3),
    )
    each = whole([1, 2, 1, 2, 1, 2])
    budget = Budget(search_steps=50, searches=2)
    goals = [counting(instance), counting(instance, each)]
    desk = _Desk(instance, goals, 1, budget, None)
    assert desk.value.tolist() == [0, 0]
    desk._search(2, whole([0, 1_000]))
    assert desk.searched == 2 * 50 * 3
    assert desk.value.tolist() == [3, 5]

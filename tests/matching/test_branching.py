"""A branch whose answer is whole is a plan, whatever the solver's inexactness adds."""

from collections.abc import Sequence

from matching.engine.branching import Question, close
from matching.engine.known import Known
from matching.engine.layout import lay_out
from matching.engine.linear import Relaxation
from matching.instance import NOBODY, Caps, Instance, counting
from tests.matching.tiny_instances import whole


class _Inexact(Relaxation):
    """Takes a millionth and a half of every route that it does not take."""

    def taken(self) -> list[tuple[int, float]]:
        found = super().taken()
        numbers = {number for number, _ in found}
        rest = {*range(len(self._known))} - numbers
        return sorted([*found, *((number, 1.5e-6) for number in rest)])


def test_what_is_hardly_taken_is_in_no_plan() -> None:
    """Two who suit both of two voids: any third chain would share with another.

    Once a round of sixty was given up so, since chains at a millionth were taken for
    moves of the plan.
    """
    instance = Instance(
        vacates=whole([NOBODY, NOBODY]),
        occupant=whole([NOBODY, NOBODY]),
        household=whole([0, 0, 1, 1]),
        home=whole([0, 1, 0, 1]),
        team_of_household=whole([0, 0]),
        team_of_home=whole([1, 1]),
        caps=Caps(3, 3),
    )
    known = Known(lay_out(instance), [counting(instance)])
    for arc in range(instance.arcs):
        known.add((arc,), ring=False)
    relaxation = _Inexact(known, None)
    relaxation.aim(0, ())

    def weigh(numbers: Sequence[int]) -> int | None:
        people = [who for n in numbers for who in known.households(known.arcs[n])]
        assert len(set(people)) == len(people) == 2
        return len(people)

    found = close(
        relaxation,
        known,
        Question(0, (0,), None),
        weigh,
        pricing_rounds_max=5,
        branches_max=5,
        routes_max=10_000,
    )
    assert found.plan is not None
    assert len(found.plan) == found.bound == 2

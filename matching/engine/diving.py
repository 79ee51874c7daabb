"""From the relaxation to a plan: rounding up a few arcs at a time, and thinking again.

Each step decides for the arcs that the relaxation uses most, prices routes in, and
looks at what is left to hope for. Where that falls short, the firmest of them alone
is tried, and then the plans without it (diving with one flip a step: Sadykov et al.
2019). Cost: one relaxation a step, some tens of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from matching.engine.known import Known
from matching.engine.linear import Relaxation
from matching.engine.proving import Fixed

WHOLE = 1e-4


@dataclass(frozen=True, slots=True)
class Dive:
    """How to go down.

    Attributes:
        target: Given up where nothing worth this much is left.
        firm: Arcs used at least so much are decided for together; where there is
            none, the one that is used most.
        rounds_max: Of pricing, for each step that falls short.
        routes_max: Routes known, from which on no step is begun.
        answers_max: Answers of the relaxation, after which no step is begun.
    """

    target: int
    firm: float
    rounds_max: int
    routes_max: int
    answers_max: int


def dive(relaxation: Relaxation, known: Known, how: Dive) -> list[int]:
    """Return the routes of a plan, by number; none where there was no way down.

    Args:
        relaxation: Turned to a goal and solved; it is left without restriction.
        known: Its routes; more are added.
        how: Down to what, and by which steps.
    """
    fixed: Fixed | None = Fixed()
    found: list[int] = []
    last = relaxation.answers + how.answers_max
    while fixed is not None and relaxation.answers < last:
        if not _hopeful(relaxation, how) or len(known) > how.routes_max:
            break
        use = uses(known, relaxation.taken())
        rest = {arc: much for arc, much in use.items() if arc not in fixed.used}
        if all(much > 1 - WHOLE for much in rest.values()):
            found = [number for number, _ in relaxation.taken()]
            break
        fixed = _decided(relaxation, known, how, fixed, rest)
    relaxation.restrict(Fixed())
    return found


def uses(known: Known, taken: list[tuple[int, float]]) -> dict[int, float]:
    """Return how much of each arc an answer of the relaxation uses."""
    use: dict[int, float] = {}
    for number, much in taken:
        for arc in known.arcs[number]:
            use[arc] = use.get(arc, 0.0) + much
    return use


def _hopeful(relaxation: Relaxation, how: Dive) -> bool:
    return relaxation.value() > how.target - WHOLE


def _decided(
    relaxation: Relaxation,
    known: Known,
    how: Dive,
    fixed: Fixed,
    rest: dict[int, float],
) -> Fixed | None:
    """Return what is decided one step further down; None where nothing is left."""
    most = max(rest.values())
    firm = [arc for arc, much in rest.items() if much >= min(most, how.firm)]
    apart = _apart(known, fixed.used, firm)
    first = min(apart, key=lambda arc: (-rest[arc], arc))
    tried = [
        Fixed((*fixed.used, *apart), fixed.left_out),
        Fixed((*fixed.used, first), fixed.left_out),
        Fixed(fixed.used, (*fixed.left_out, first)),
    ]
    for one in tried if len(apart) > 1 else tried[1:]:
        relaxation.restrict(one)
        relaxation.solve(how.rounds_max, enough=how.target)
        if _hopeful(relaxation, how):
            return one
    return None


def _apart(known: Known, used: tuple[int, ...], arcs: Sequence[int]) -> list[int]:
    """Return those of some arcs that share no household and no home."""
    instance = known.layout.instance
    people = {int(instance.household[arc]) for arc in used}
    homes = {int(instance.home[arc]) for arc in used}
    found = []
    for arc in sorted(arcs):
        who, where = int(instance.household[arc]), int(instance.home[arc])
        if who not in people and where not in homes:
            people.add(who)
            homes.add(where)
            found.append(arc)
    return found

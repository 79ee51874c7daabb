"""The last doubt: whether some plan is better, among all routes that one could have.

Where the prices leave a gap, every route that a better plan may use is listed, and
CP-SAT looks for such a plan among them. Finding none it has proved, as a solver does,
that there is none; nobody else can check that by adding up. The most that could be is
asked first, since it leaves the fewest routes (Delorme et al. 2023).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matching.engine.choosing import find
from matching.engine.known import Known
from matching.engine.listing import near_routes
from matching.engine.proving import Paid, added


@dataclass(frozen=True, slots=True)
class Finish:
    """How it ended.

    Attributes:
        bound: No plan has more, by the solver's word.
        routes: Of a better plan, by number; None where there was none.
    """

    bound: int
    routes: tuple[int, ...] | None


def finish(
    known: Known,
    held: Sequence[int],
    paid: Paid,
    *,
    value: int,
    bound: int,
    search_units: float,
    seed: int,
) -> Finish:
    """Ask for better and better less, until there is an answer or no time.

    Args:
        known: Routes; those listed are added.
        held: Values of the goals before, which say which goal is asked about.
        paid: Prices that prove a bound of it, without balances.
        value, bound: What is reached, and a bound, which may be below that of the
            prices.
        search_units: CP-SAT's deterministic time for one question.
        seed: Of CP-SAT.
    """
    instance, places = known.layout.instance, known.layout.places
    goal = len(held)
    whole = added(known.goals[: goal + 1], paid.multipliers, paid.scale)
    net = whole.arc - paid.households[instance.household]
    for least in range(bound, value, -1):
        spare = paid.spare + paid.scale * (paid.bound - least)
        near = near_routes(places, net, whole.at, whole.round, paid.homes, spare)
        if near is None:
            return Finish(least, None)
        for arcs, ring in near:
            known.add(arcs, ring=ring)
        answer = find(
            known,
            {known.number(arcs, ring=ring) for arcs, ring in near},
            goal,
            held,
            least=least,
            must=np.flatnonzero(paid.households > spare).tolist(),
            search_units=search_units,
            seed=seed,
        )
        if answer.routes is not None or not answer.certain:
            return Finish(least, answer.routes)
    return Finish(value, None)

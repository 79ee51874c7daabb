"""Whether some plan is better, asked before the long work and again as the last doubt.

Where the prices leave a gap, all that a better plan may be made of is listed, and
HiGHS looks for such a plan. Finding none it has proved, as a solver does, that there
is none; nobody else can check that by adding up. The most that could be is asked
first, since it leaves the fewest arcs (Delorme et al. 2023).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matching.engine.asking import Offered, ask
from matching.engine.known import Known
from matching.engine.listing import near_arcs, near_rings
from matching.engine.proving import Paid, added
from matching.instance import NOBODY, Whole


@dataclass(frozen=True, slots=True)
class Patience:
    """How large a question may be, and how long it may take.

    Attributes:
        columns_min, columns_max: Arcs at positions, and cycles.
        nodes_max: Of HiGHS.
    """

    columns_min: int
    columns_max: int
    nodes_max: int

    def with_columns(self, columns: int) -> bool:
        """Say whether a question of so many is asked."""
        return self.columns_min <= columns <= self.columns_max


@dataclass(frozen=True, slots=True, eq=False)
class Finish:
    """How it ended.

    Attributes:
        bound: No plan has more, by the solver's word.
        goes: The home of each household in a better plan, or `NOBODY`; None where
            there was none.
    """

    bound: int
    goes: Whole | None


def finish(
    known: Known,
    held: Sequence[int],
    paid: Paid,
    *,
    value: int,
    bound: int,
    patience: Patience,
    seed: int,
) -> Finish:
    """Ask for better and better less, until there is an answer or no patience.

    Args:
        known: The layout and the goals; its routes are not used.
        held: Values of the goals before, which say which goal is asked about.
        paid: Prices that prove a bound of it, without balances.
        value, bound: What is reached, and a bound, which may be below that of the
            prices.
        patience: With one question.
        seed: Of HiGHS.
    """
    goals = known.goals[: len(held) + 1]
    for least in range(bound, value, -1):
        spare = paid.spare + paid.scale * (paid.bound - least)
        offered = _near(known, len(held), paid, spare)
        if offered is None or not patience.with_columns(offered.columns):
            return Finish(least, None)
        answer = ask(
            known.layout,
            offered,
            goals,
            [*held, least],
            must=np.flatnonzero(paid.households > spare),
            nodes_max=patience.nodes_max,
            seed=seed,
        )
        if answer.goes is not None or not answer.certain:
            return Finish(least, answer.goes)
    return Finish(value, None)


def _near(known: Known, goal: int, paid: Paid, spare: int) -> Offered | None:
    """Return what costs no more than is spare; None where that is too many cycles."""
    instance, places = known.layout.instance, known.layout.places
    whole = added(known.goals[: goal + 1], paid.multipliers, paid.scale)
    net = whole.arc - paid.households[instance.household]
    voids = paid.homes.copy()
    grouped = instance.group_of_home != NOBODY
    voids[grouped] += paid.groups[instance.group_of_home[grouped]]
    rings = near_rings(places, net, whole.round, spare)
    if rings is None:
        return None
    return Offered(near_arcs(places, net, whole.at, voids, spare), rings)

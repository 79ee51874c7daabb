"""Whether some plan is better, asked before the long work and again as the last doubt.

Where the prices leave a gap, all that a better plan may be made of is listed, and
HiGHS looks for such a plan. Finding none it has proved, as a solver does, that there
is none; nobody else can check that by adding up. The most that could be is to be
asked first, since it leaves the fewest arcs (Delorme et al. 2023).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matching.engine.asking import Found, Offered, ask
from matching.engine.known import Known
from matching.engine.listing import near_arcs, near_rings
from matching.engine.proving import Paid, added
from matching.instance import NOBODY


@dataclass(frozen=True, slots=True)
class Patience:
    """How large a question may be, and how long it may take.

    Attributes:
        weight_min, weight_max: Of what is offered.
        nodes_max: Of HiGHS.
    """

    weight_min: int
    weight_max: int
    nodes_max: int

    def bears(self, offered: Offered) -> bool:
        """Say whether a question of so much is asked."""
        return self.weight_min <= offered.weight <= self.weight_max


def better(
    known: Known,
    held: Sequence[int],
    paid: Paid,
    *,
    least: int,
    patience: Patience,
    seed: int,
) -> Found:
    """Say whether a plan has so much of a goal, if that can be asked.

    Args:
        known: The layout and the goals; its routes are not used.
        held: Values of the goals before, which say which goal is asked about.
        paid: Prices that prove a bound of it, without balances.
        least: What is asked of it; at most the prices' bound.
        patience: With the question.
        seed: Of HiGHS.
    """
    spare = paid.spare + paid.scale * (paid.bound - least)
    offered = _near(known, len(held), paid, spare)
    if offered is None or not patience.bears(offered):
        return Found(None, certain=False)
    return ask(
        known.layout,
        offered,
        known.goals[: len(held) + 1],
        [*held, least],
        must=np.flatnonzero(paid.households > spare),
        nodes_max=patience.nodes_max,
        seed=seed,
    )


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

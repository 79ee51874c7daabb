"""Whether a landlord gains by hiding: one at a time deviates, on the same arrivals.

The five ways are those that a free rider has with the pot: it looks after its own
first, offers fewer voids or none, gives nothing that it is asked for, or both (Agarwal,
Ashlagi, Azevedo, Featherstone and Karaduman, Market failure in kidney exchange,
American Economic Review 2019, have hospitals do the first two).
"""

import csv
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from statistics import mean
from typing import NamedTuple

from reciprocal.laboratory.policies import POLICIES
from reciprocal.laboratory.regimes import REGIMES, RHYTHMS
from reciprocal.laboratory.scheme import Scheme
from reciprocal.laboratory.world import HomeComes, World


class Deviation(StrEnum):
    """What a landlord does that the others do not."""

    OWN_FIRST = "own_first"
    NO_VOIDS = "no_voids"
    HALF_VOIDS = "half_voids"
    REFUSES = "refuses"
    FREE_RIDER = "free_rider"

    @property
    def says(self) -> str:
        """Return it in one sentence."""
        return _SAYS[self]


_SAYS = {
    Deviation.OWN_FIRST: "It moves its own tenants into its voids first.",
    Deviation.NO_VOIDS: "It offers no void.",
    Deviation.HALF_VOIDS: "It offers every second void, by a lot.",
    Deviation.REFUSES: "It gives no home that it is asked for.",
    Deviation.FREE_RIDER: "It offers no void and gives no home that it is asked for.",
}
_NO_VOIDS = frozenset({Deviation.NO_VOIDS, Deviation.FREE_RIDER})
_NO_LETTINGS = frozenset({Deviation.REFUSES, Deviation.FREE_RIDER})
_HALF = 0.5


@dataclass(slots=True)
class Hiding(Scheme):
    """A scheme in which one landlord deviates.

    Attributes:
        quietly: Its own tenants that it moved itself. Units: households.
    """

    landlord_id: str = ""
    deviation: Deviation = Deviation.NO_VOIDS
    quietly: int = 0

    def offers(self, home: HomeComes) -> bool:
        """Say whether a void is offered; the one landlord has its own way."""
        if home.landlord_id != self.landlord_id:
            return Scheme.offers(self, home)
        if self.deviation in _NO_VOIDS:
            return False
        if self.deviation is Deviation.HALF_VOIDS:
            return self.world.offers_still(home.id, _HALF)
        if self.deviation is Deviation.OWN_FIRST and self._takes_quietly(home):
            return False
        return Scheme.offers(self, home)

    def lists(self, home: HomeComes) -> bool:
        """Say whether a letting is given when it is asked for."""
        is_theirs = home.landlord_id == self.landlord_id
        return not (is_theirs and self.deviation in _NO_LETTINGS)

    def _takes_quietly(self, home: HomeComes) -> bool:
        """Move the tenant of its own that has waited longest, if one suits."""
        for case in sorted(self.waiting.values(), key=lambda each: each.id):
            is_own = case.home.landlord_id == home.landlord_id
            if is_own and self.world.would_take(case, home):
                del self.waiting[case.id]
                self.quietly += 1
                return True
        return False


COLUMNS = (
    "seed",
    "landlord",
    "deviation",
    "own_honest",
    "others_honest",
    "own",
    "others",
)


class Tally(NamedTuple):
    """Households that a landlord's tenancies had, and all others, moved in a run."""

    own: int
    others: int


class Trial(NamedTuple):
    """One landlord that deviates, beside itself when it does not."""

    seed: int
    landlord_id: str
    deviation: Deviation
    honest: Tally
    deviating: Tally

    @property
    def own_gain(self) -> int:
        """Return how many more of its own tenants moved. Units: households."""
        return self.deviating.own - self.honest.own

    @property
    def others_gain(self) -> int:
        """Return how many more of the others' tenants moved. Units: households."""
        return self.deviating.others - self.honest.others


def trials(
    regime: str,
    rhythm: str,
    policy: str,
    *,
    seeds: Sequence[int],
    rounds: int,
    processes: int,
    told: Callable[[int, int], None],
) -> list[Trial]:
    """Let every landlord deviate in every way, one at a time; return each trial.

    Cost: a run for each landlord, way and seed, and one for each seed.
    """
    play = partial(_seed, regime, rhythm, policy, rounds)
    told(0, len(seeds))
    found: list[Trial] = []
    for done, some in enumerate(_each(play, seeds, processes), start=1):
        found += some
        told(done, len(seeds))
    return found


def summary(found: Sequence[Trial]) -> list[list[str]]:
    """Return the trials as a table: a line a way, the heading first."""
    lines = [["deviation", "trials", "own", "own_most", "gained", "others"]]
    for way in Deviation:
        some = [trial for trial in found if trial.deviation is way]
        own = [trial.own_gain for trial in some]
        lines.append(
            [
                way,
                str(len(some)),
                f"{mean(own):+.2f}",
                f"{max(own):+d}",
                str(sum(gain > 0 for gain in own)),
                f"{mean(trial.others_gain for trial in some):+.2f}",
            ]
        )
    return lines


def write(file: Path, found: Sequence[Trial]) -> None:
    """Write a line for each trial."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8", newline="") as out:
        lines = csv.writer(out, lineterminator="\n")
        lines.writerow(COLUMNS)
        for trial in found:
            told = trial.seed, trial.landlord_id, trial.deviation
            lines.writerow([*told, *trial.honest, *trial.deviating])


def _each(
    play: Callable[[int], list[Trial]], seeds: Sequence[int], processes: int
) -> Iterator[list[Trial]]:
    if processes == 1:
        yield from map(play, seeds)
        return
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        yield from pool.map(play, seeds)


def _seed(regime: str, rhythm: str, policy: str, rounds: int, seed: int) -> list[Trial]:
    world = World(REGIMES[regime], RHYTHMS[rhythm], seed)
    tried = replace(POLICIES[policy], name=policy)
    honest = Scheme(world, tried).run(rounds)
    moved = [each.case.home.landlord_id for played in honest for each in played.moved]
    found = []
    for member in world.members:
        own = moved.count(member.id)
        for way in Deviation:
            scheme = Hiding(world, tried, landlord_id=member.id, deviation=way)
            theirs = [
                each.case.home.landlord_id
                for played in scheme.run(rounds)
                for each in played.moved
            ]
            mine = theirs.count(member.id)
            then = Tally(mine + scheme.quietly, len(theirs) - mine)
            before = Tally(own, len(moved) - own)
            found.append(Trial(seed, member.id, way, before, then))
    return found

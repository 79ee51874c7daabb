"""The moves of one part of the plans, each with what it is worth beyond its price."""

from dataclasses import dataclass
from enum import Enum, auto

import numpy as np
import numpy.typing as npt

from matching.instance import NOBODY, Instance, Whole

Mask = npt.NDArray[np.bool_]

# Below whatever could be added up, and twice it is still a whole number of 64 bits.
NEVER = -(2**61)


class Verdict(Enum):
    """Whether some chain or cycle is worth more than the prices that it pays."""

    NONE_DEAR = auto()
    DEAR = auto()
    UNDECIDED = auto()


@dataclass(frozen=True, slots=True, eq=False)
class Links:
    """Moves into homes that households leave, sorted by who leaves.

    Attributes:
        before, after: Who leaves the home, and who enters it. Shape: links.
        beyond: What the move is worth beyond the price of who enters. Shape: links.
        start: Where the links of each household begin. Shape: households + 1.
    """

    before: Whole
    after: Whole
    beyond: Whole
    start: Whole

    @classmethod
    def of(cls, before: Whole, after: Whole, beyond: Whole, households: int) -> "Links":
        """Return links in their order."""
        order = np.argsort(before, kind="stable")
        start = np.searchsorted(before[order], np.arange(households + 1))
        return cls(before[order], after[order], beyond[order], start.astype(np.int64))

    def __len__(self) -> int:
        return len(self.before)

    def where(self, kept: Mask) -> "Links":
        """Return those of the links that are marked."""
        households = len(self.start) - 1
        parts = (self.before[kept], self.after[kept], self.beyond[kept])
        return Links.of(*parts, households)

    def best_by_leaver(self, worth: Whole) -> Whole:
        """Return the most that a link of each household is worth.

        Args:
            worth: Of each link, or of each link in some columns.

        Returns:
            Shape: households, or households x columns; `NEVER` for one without links.
        """
        best = np.full((len(self.start) - 1, *worth.shape[1:]), NEVER, dtype=np.int64)
        leavers = np.flatnonzero(np.diff(self.start))
        if len(leavers):
            best[leavers] = np.maximum.reduceat(worth, self.start[leavers], axis=0)
        return best

    def following(self, households: Whole) -> tuple[Whole, Whole]:
        """Return every link of some households, with the place of its household.

        Returns:
            Places in `households`, and links; both as long as there are links.
        """
        counts = self.start[households + 1] - self.start[households]
        place = np.repeat(np.arange(len(households)), counts)
        within = np.arange(len(place)) - np.repeat(np.cumsum(counts) - counts, counts)
        return place, self.start[households][place] + within


@dataclass(frozen=True, slots=True, eq=False)
class Priced:
    """The moves of one part, with the teams that must not meet.

    Attributes:
        links: Moves into homes that are left.
        first: Who enters a void. Shape: moves into voids.
        first_team: The team that lets that void. Likewise.
        first_beyond: What that move is worth beyond both prices. Likewise.
        team: Of the tenancy that each household holds. Shape: households.
        team_left: That lets the home it leaves; read of leavers only. Likewise.
    """

    links: Links
    first: Whole
    first_team: Whole
    first_beyond: Whole
    team: Whole
    team_left: Whole

    def may_follow(self, household: Whole, two_before: Whole) -> Mask:
        """Mark who may come two places behind whom: into what the one between left."""
        marked: Mask = self.team_left[two_before] != self.team[household]
        return marked


def priced(
    instance: Instance,
    arcs: Whole,
    worth: Whole,
    of_household: Whole,
    of_home: Whole,
) -> Priced:
    """Return the moves of a part, each less what it pays.

    Args:
        arcs: Those of the instance that the part has.
        worth: Of every arc of the instance.
        of_household, of_home: Prices; of homes only those of voids are read.
    """
    household, home = instance.household[arcs], instance.home[arcs]
    beyond = worth[arcs] - of_household[household]
    leaver = instance.occupant[home]
    left, void = leaver != NOBODY, leaver == NOBODY
    return Priced(
        links=Links.of(
            leaver[left], household[left], beyond[left], instance.households
        ),
        first=household[void],
        first_team=instance.team_of_home[home[void]],
        first_beyond=beyond[void] - of_home[home[void]],
        team=instance.team_of_household,
        team_left=instance.team_of_home[instance.vacates]
        if instance.homes
        else instance.vacates,
    )

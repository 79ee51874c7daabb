"""A round as numbers: who could enter which home, and nothing about anybody.

The engine solves it and `certify` prices it. It may come from a pool, or from a public
instance of kidney exchange: there a pair is a household that leaves a home, and a
donor without a patient is a void.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from matching.errors import PoolError

Whole = npt.NDArray[np.int64]

NOBODY = -1
_SMALLEST_CYCLE = 2


@dataclass(frozen=True, slots=True)
class Caps:
    """How long exchanges may be, both ends included. Units: moves.

    A cycle of two is a direct swap. No policy can ask for one; only instances of other
    problems, in which nobody is in danger, allow it.
    """

    cycle_moves_max: int
    chain_moves_max: int
    cycle_moves_min: int = 3

    def __post_init__(self) -> None:
        if self.cycle_moves_min < _SMALLEST_CYCLE or self.chain_moves_max < 0:
            raise PoolError(
                "caps", "a cycle has at least 2 moves, a chain none or more"
            )


def _none() -> Whole:
    return np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Instance:
    """Households and homes by number, and the arcs between them.

    Attributes:
        vacates: For each household the home that it leaves, or `NOBODY`.
            Shape: households.
        occupant: For each home the household that leaves it, or `NOBODY` for a void.
            Shape: homes.
        household, home: Of each arc; sorted by household, then home, each pair once.
            No household has an arc to the home that it leaves. Shape: arcs.
        team_of_household: The team of the tenancy it holds. Shape: households.
        team_of_home: The team that lets it. Shape: homes. Nobody enters the home left
            by a household that goes to a home of the newcomer's own team.
        caps: Lengths allowed.
        group_of_home: The group of voids that a home is of, or `NOBODY`; none where it
            is not given. Shape: homes.
        group_cap: The most voids of each group that one plan may use. Shape: groups.
    """

    vacates: Whole
    occupant: Whole
    household: Whole
    home: Whole
    team_of_household: Whole
    team_of_home: Whole
    caps: Caps
    group_of_home: Whole = field(default_factory=_none)
    group_cap: Whole = field(default_factory=_none)

    def __post_init__(self) -> None:
        if not len(self.group_of_home):
            none = np.full(len(self.occupant), NOBODY, dtype=np.int64)
            object.__setattr__(self, "group_of_home", none)
        grouped = self.group_of_home != NOBODY
        assert len(grouped) == self.homes, "a group or none for each home"
        assert (self.occupant[grouped] == NOBODY).all(), "groups are of voids"
        assert self.group_cap.min(initial=0) >= 0, "a cap is none or more"

    @property
    def households(self) -> int:
        """How many households there are."""
        return len(self.vacates)

    @property
    def homes(self) -> int:
        """How many homes there are."""
        return len(self.occupant)

    @property
    def arcs(self) -> int:
        """How many pairs suit."""
        return len(self.household)

    def may_follow(self, household: int, home_before: int) -> bool:
        """Say whether the household may enter the home left for `home_before`."""
        return bool(self.team_of_home[home_before] != self.team_of_household[household])


@dataclass(frozen=True, slots=True, eq=False)
class Goal:
    """What each move of a plan adds to one whole number, to be made large.

    A number to be made small is given with its sign turned.

    Attributes:
        arc: For using each arc. Shape: arcs.
        at: Added for a move at this position of a chain, counted from 1; place 0 is
            not read. Shape: chain_moves_max + 1.
        round: Added once for a cycle of this many moves. Shape: cycle_moves_max + 1.
    """

    arc: Whole
    at: Whole
    round: Whole

    def plus(self, other: "Goal", times: int = 1) -> "Goal":
        """Return this goal and so many times another."""
        return Goal(
            self.arc + times * other.arc,
            self.at + times * other.at,
            self.round + times * other.round,
        )


def counting(instance: Instance, each: Whole | int = 1) -> Goal:
    """Return the goal that counts arcs, each at its own weight."""
    caps = instance.caps
    return Goal(
        np.zeros(instance.arcs, dtype=np.int64) + each,
        np.zeros(caps.chain_moves_max + 1, dtype=np.int64),
        np.zeros(caps.cycle_moves_max + 1, dtype=np.int64),
    )


def shortened(
    instance: Instance, goals: Sequence[Goal], chain_moves_max: int
) -> tuple[Instance, list[Goal]]:
    """Return an instance with shorter chains only, and its goals.

    A plan of it is a plan of the instance, with the same values.
    """
    caps = replace(instance.caps, chain_moves_max=chain_moves_max)
    return replace(instance, caps=caps), [
        replace(goal, at=goal.at[: chain_moves_max + 1]) for goal in goals
    ]

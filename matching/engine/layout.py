"""An instance laid out for the kernels: arcs by household and by home, and a table.

Cost: memory for households x homes whole numbers of 32 bits.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from matching.instance import Instance, Whole

Table = npt.NDArray[np.int32]

NO_ARC = -1


class Places(NamedTuple):
    """What every kernel reads.

    Attributes:
        vacates, occupant, household, home, team_of_household, team_of_home: As those
            of `Instance`.
        row: Where the arcs of each household begin; one more for the end.
        into_row, into: Where the arcs into each home begin in `into`, and those arcs.
        arc: The arc of a household into a home, or `NO_ARC`. Shape: households x homes.
        caps: Fewest and most moves of a cycle, most of a chain. Shape: 3.
        group_of_home, group_cap: As those of `Instance`.
    """

    vacates: Whole
    occupant: Whole
    household: Whole
    home: Whole
    team_of_household: Whole
    team_of_home: Whole
    row: Whole
    into_row: Whole
    into: Whole
    arc: Table
    caps: Whole
    group_of_home: Whole
    group_cap: Whole


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """An instance and its arrays in the order that the kernels take them."""

    instance: Instance
    places: Places


def lay_out(instance: Instance) -> Layout:
    """Return the layout of an instance."""
    household, home = instance.household, instance.home
    arc = np.full((instance.households, instance.homes), NO_ARC, dtype=np.int32)
    arc[household, home] = np.arange(instance.arcs, dtype=np.int32)
    caps = instance.caps
    return Layout(
        instance,
        Places(
            vacates=instance.vacates,
            occupant=instance.occupant,
            household=household,
            home=home,
            team_of_household=instance.team_of_household,
            team_of_home=instance.team_of_home,
            row=_starts(household, instance.households),
            into_row=_starts(home, instance.homes),
            into=np.argsort(home, kind="stable").astype(np.int64),
            arc=arc,
            caps=np.array(
                [caps.cycle_moves_min, caps.cycle_moves_max, caps.chain_moves_max],
                dtype=np.int64,
            ),
            group_of_home=instance.group_of_home,
            group_cap=instance.group_cap,
        ),
    )


def _starts(keys: Whole, count: int) -> Whole:
    starts = np.zeros(count + 1, dtype=np.int64)
    np.cumsum(np.bincount(keys, minlength=count), out=starts[1:])
    return starts

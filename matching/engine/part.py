"""Some of a round's households and homes, with numbers of their own."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from matching.graph import Move, Route
from matching.instance import NOBODY, Instance, Whole


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Those of a round that a question is about.

    Attributes:
        instance: They alone, in numbers of their own.
        households, homes: Their numbers in the round, ascending. Shapes: households;
            homes.
    """

    instance: Instance
    households: Whole
    homes: Whole

    def arcs(self) -> list[tuple[int, int]]:
        """Return the household and the home of each arc, as the round numbers them."""
        household = self.households[self.instance.household]
        home = self.homes[self.instance.home]
        return list(zip(household.tolist(), home.tolist(), strict=True))

    def goes(self, routes: Iterable[Route]) -> Whole:
        """Return where routes of the round send each household here, or `NOBODY`."""
        household_at = {int(number): at for at, number in enumerate(self.households)}
        home_at = {int(number): at for at, number in enumerate(self.homes)}
        goes = np.full(self.instance.households, NOBODY, dtype=np.int64)
        for route in routes:
            for move in route.moves:
                goes[household_at[move.household]] = home_at[move.home]
        return goes

    def in_round(self, route: Route) -> Route:
        """Return a route of this part with the round's numbers."""
        moves = tuple(
            Move(int(self.households[move.household]), int(self.homes[move.home]))
            for move in route.moves
        )
        return route._replace(moves=moves)


def all_of(instance: Instance) -> Part:
    """Return everybody and everything."""
    return Part(instance, np.arange(instance.households), np.arange(instance.homes))


def same_movers(instance: Instance, routes: Iterable[Route], ready: Whole) -> Part:
    """Return those who move, and where they could: ready homes for who has one.

    Args:
        routes: Of a plan; whoever it leaves out is left out, with the home they live
            in and the way into it.
        ready: 1 for each home that is ready, else 0. Shape: homes.
    """
    moves = [move for route in routes for move in route.moves]
    moved = np.zeros(instance.households, dtype=np.bool_)
    moved[[move.household for move in moves]] = True
    keys_now = np.zeros(instance.households, dtype=np.int64)
    for move in moves:
        keys_now[move.household] = ready[move.home]
    empties = instance.occupant == NOBODY
    empties |= moved[instance.occupant]
    kept = moved[instance.household] & empties[instance.home]
    kept &= ready[instance.home] == keys_now[instance.household]
    entered = np.zeros(instance.homes, dtype=np.bool_)
    entered[instance.home[kept]] = True
    left = instance.vacates[moved]
    entered[left[left != NOBODY]] = True
    return _of(instance, kept, np.flatnonzero(moved), np.flatnonzero(entered))


def _of(
    instance: Instance,
    kept: "np.ndarray[tuple[int], np.dtype[np.bool_]]",
    households: Whole,
    homes: Whole,
) -> Part:
    household_at = np.full(instance.households + 1, NOBODY, dtype=np.int64)
    household_at[households] = np.arange(len(households))
    home_at = np.full(instance.homes + 1, NOBODY, dtype=np.int64)
    home_at[homes] = np.arange(len(homes))
    # Nobody stands last in both, and stays nobody.
    part = replace(
        instance,
        vacates=home_at[instance.vacates[households]],
        occupant=household_at[instance.occupant[homes]],
        household=household_at[instance.household[kept]],
        home=home_at[instance.home[kept]],
        team_of_household=instance.team_of_household[households],
        team_of_home=instance.team_of_home[homes],
        group_of_home=instance.group_of_home[homes],
    )
    return Part(part, households, homes)

"""The chains and cycles met so far, each once, with what each adds to every goal."""

from collections.abc import Iterable, Sequence

import numpy as np

from matching.engine.layout import Layout
from matching.graph import Move, Route
from matching.instance import NOBODY, Goal, Whole
from matching.plan import ExchangeKind

Arcs = tuple[int, ...]


class Known:
    """Routes by number.

    A walk that comes by a household twice may be among them: it belongs in the
    relaxation, whose pricing cannot tell it apart, and never in a plan.

    Attributes:
        arcs: Of each route, in the order that the homes come free.
        ring: Whether it is a cycle.
        values: What it adds to each goal.
        twice: Whether it comes by a household twice.
    """

    def __init__(self, layout: Layout, goals: Sequence[Goal]) -> None:
        self.layout = layout
        self.goals = goals
        self.arcs: list[Arcs] = []
        self.ring: list[bool] = []
        self.values: list[tuple[int, ...]] = []
        self.twice: list[bool] = []
        self._at: dict[tuple[bool, Arcs], int] = {}
        # Lists: one number is read from them several times faster than from arrays.
        self._household = layout.instance.household.tolist()
        self._added = [
            (goal.arc.tolist(), goal.round.tolist(), np.cumsum(goal.at[1:]).tolist())
            for goal in goals
        ]

    def __len__(self) -> int:
        return len(self.arcs)

    def add(self, arcs: Iterable[int], *, ring: bool) -> int | None:
        """Add a route; return its number if it is new."""
        told = _from_lowest(tuple(map(int, arcs)), ring=ring)
        if (ring, told) in self._at:
            return None
        number = self._at[ring, told] = len(self.arcs)
        households = self.households(told)
        self.arcs.append(told)
        self.ring.append(ring)
        self.twice.append(len(set(households)) < len(households))
        self.values.append(self._values(told, ring=ring))
        return number

    def number(self, arcs: Arcs, *, ring: bool) -> int:
        """Return the number of a known route."""
        return self._at[ring, _from_lowest(arcs, ring=ring)]

    def households(self, arcs: Arcs) -> list[int]:
        """Return the households that move, in order."""
        return [self._household[arc] for arc in arcs]

    def void(self, number: int) -> int:
        """Return the void that a route starts from; `NOBODY` for a cycle."""
        if self.ring[number]:
            return NOBODY
        return int(self.layout.instance.home[self.arcs[number][0]])

    def group(self, number: int) -> int:
        """Return the group of the void that a route starts from, or `NOBODY`."""
        void = self.void(number)
        if void == NOBODY:
            return NOBODY
        return int(self.layout.instance.group_of_home[void])

    def route(self, number: int) -> Route:
        """Return a route in households and homes."""
        instance = self.layout.instance
        kind = ExchangeKind.CYCLE if self.ring[number] else ExchangeKind.CHAIN
        moves = (
            Move(int(instance.household[arc]), int(instance.home[arc]))
            for arc in self.arcs[number]
        )
        return Route(kind, tuple(moves))

    def goes(self, numbers: Iterable[int]) -> Whole:
        """Return the home that each household enters by these routes, or `NOBODY`."""
        instance = self.layout.instance
        goes = np.full(instance.households, NOBODY, dtype=np.int64)
        for number in numbers:
            for arc in self.arcs[number]:
                goes[instance.household[arc]] = instance.home[arc]
        return goes

    def of(self, goes: Whole) -> tuple[int, ...]:
        """Return the routes of a plan, by number, each added if it is new."""
        instance = self.layout.instance
        who = {int(home): t for t, home in enumerate(goes.tolist()) if home != NOBODY}
        left = dict(who)
        found = [
            (self._along(left, home), False)
            for home in sorted(who)
            if instance.occupant[home] == NOBODY
        ]
        while left:
            found.append((self._along(left, min(left)), True))
        for arcs, ring in found:
            self.add(arcs, ring=ring)
        assert all(arc >= 0 for arcs, _ in found for arc in arcs)
        return tuple(self.number(arcs, ring=ring) for arcs, ring in found)

    def _along(self, left: dict[int, int], home: int) -> Arcs:
        """Follow a route from a home, and take it out of what is left."""
        arcs = []
        while home in left:
            household = left.pop(home)
            arcs.append(int(self.layout.places.arc[household, home]))
            home = int(self.layout.instance.vacates[household])
        return tuple(arcs)

    def _values(self, arcs: Arcs, *, ring: bool) -> tuple[int, ...]:
        moves = len(arcs)
        return tuple(
            sum([each[arc] for arc in arcs]) + (whole[moves] if ring else at[moves - 1])
            for each, whole, at in self._added
        )


def _from_lowest(arcs: Arcs, *, ring: bool) -> Arcs:
    """Tell a cycle from its lowest arc, which is its lowest household's."""
    if not ring:
        return arcs
    at = arcs.index(min(arcs))
    return arcs[at:] + arcs[:at]

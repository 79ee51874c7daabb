"""What the engine comes to: a plan in routes, and what is known of each goal."""

from dataclasses import dataclass

import numpy as np

from matching.engine.proving import Tree
from matching.graph import Route
from matching.instance import NOBODY, Whole

WITHOUT_CAPS = "the bound without caps on lengths"
BY_RELAXATION = "the linear relaxation with column generation"
BY_BRANCHING = "the linear relaxation of every branch"
BY_SOLVER = "a solver's search among all that a better plan could be made of"
LEFT_OPEN = "the linear relaxation, with a gap left open"


@dataclass(frozen=True, slots=True)
class Cleared:
    """The best plan found, and how good it is known to be.

    Attributes:
        routes: Its chains and cycles.
        values, bounds: Of each goal, in its made-large sign.
        proofs: Of each goal's bound, or of one above it where the solver shows more
            than prices do.
        shown: Whether the proofs are of the bounds, every one.
        methods: How each bound was got, in plain words.
        searched: Rewiring steps taken.
    """

    routes: tuple[Route, ...]
    values: tuple[int, ...]
    bounds: tuple[int, ...]
    proofs: tuple[Tree, ...]
    shown: bool
    methods: tuple[str, ...]
    searched: int

    def goes(self, households: int) -> Whole:
        """Return the home that each household enters, or `NOBODY`."""
        goes = np.full(households, NOBODY, dtype=np.int64)
        for route in self.routes:
            for move in route.moves:
                goes[move.household] = move.home
        return goes

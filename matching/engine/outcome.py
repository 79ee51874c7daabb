"""What the workshop hands back to the front door; loads nothing."""

from collections.abc import Callable
from dataclasses import dataclass

from matching.certificate import LevelProof
from matching.graph import Route
from matching.plan import LevelReport

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The routes chosen and how well each objective was met.

    Attributes:
        empty: True when no chain and no cycle is possible at all.
        shown: Whether the certificate shows every bound that the levels tell.
        certificate: Of each level's bound.
        home_types: How many kinds of home there were to tell apart.
    """

    routes: tuple[Route, ...]
    levels: tuple[LevelReport, ...]
    empty: bool
    shown: bool
    certificate: tuple[LevelProof, ...]
    home_types: int

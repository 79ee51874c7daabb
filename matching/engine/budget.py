"""How much work a solve may do, in units that do not depend on the machine."""

from dataclasses import dataclass

from matching.errors import PoolError


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """Limits of work; the same budget gives the same plan on any day.

    Attributes:
        routes_max: Chains and cycles to list in full; a pool with more is solved by
            column generation. Units: routes.
        pricing_rounds_max: Rounds of column generation for one objective.
        ruin_rounds: Rounds of ruin and recreate for one objective.
        search_units: CP-SAT's deterministic time for one objective; about a second
            each on an idle core of 2024.
    """

    routes_max: int = 20_000
    pricing_rounds_max: int = 12
    ruin_rounds: int = 1_200
    search_units: float = 0.5

    def __post_init__(self) -> None:
        if min(self.routes_max, self.pricing_rounds_max, self.ruin_rounds) < 1:
            raise PoolError("budget", "its counts must be at least 1")
        if not self.search_units > 0:
            raise PoolError("budget", "search_units must be above 0")

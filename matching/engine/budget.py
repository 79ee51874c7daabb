"""How much work a solve may do, in units that do not depend on the machine."""

from dataclasses import dataclass

from matching.errors import PoolError


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """Limits of work; the same budget gives the same plan on any day.

    Attributes:
        search_steps: Of rewiring, for each household and each goal whose bound is
            not met.
        searches: How many times it starts anew, at most, while the bound is not met.
        dive_answers_max: Answers of the relaxation on one way down to a plan.
        routes_max: Routes known, for each household, from which on nothing is rounded
            up or branched any more: each answer takes too long.
        pricing_rounds_max: Rounds of column generation for one goal.
        branches_max: Relaxations solved to close one goal's last gap, for a round of
            sixty households; fewer for a larger one.
        search_units: CP-SAT's deterministic time for one goal; about a second each on
            an idle core of 2024.
        weight_at_once: Arcs at positions, four cycles told as one of them, up to which
            a better plan is asked of HiGHS as soon as a goal is bounded; each takes
            longer the more there are, and rounding is the shorter way.
        weight_at_last: Up to which it is asked where rounding and branching leave a
            gap.
        nodes_max: Of HiGHS, for one such question in a round of sixty households;
            fewer in a larger one.
    """

    search_steps: int = 200
    searches: int = 4
    dive_answers_max: int = 60
    routes_max: int = 60
    pricing_rounds_max: int = 60
    branches_max: int = 200
    search_units: float = 0.1
    weight_at_once: int = 25_000
    weight_at_last: int = 33_000
    nodes_max: int = 100

    def __post_init__(self) -> None:
        counts = (
            self.search_steps,
            self.searches,
            self.dive_answers_max,
            self.routes_max,
            self.pricing_rounds_max,
            self.branches_max,
            self.weight_at_once,
            self.weight_at_last,
            self.nodes_max,
        )
        if min(counts) < 1:
            raise PoolError("budget", "its counts must be at least 1")
        if not self.search_units > 0:
            raise PoolError("budget", "its units must be above 0")

"""How far a budget goes in a round of some size."""

from dataclasses import dataclass

from matching.engine.budget import Budget
from matching.engine.finishing import Patience

_FEW_HOUSEHOLDS = 60


@dataclass(frozen=True, slots=True)
class Allowed:
    """Limits that depend on the number of households.

    A relaxation of a larger round takes longer, and so there are fewer.
    """

    budget: Budget
    households: int

    @property
    def size(self) -> int:
        """How many small rounds that makes, at least one."""
        return max(1, self.households // _FEW_HOUSEHOLDS)

    @property
    def search_steps(self) -> int:
        """Of rewiring, before it starts anew."""
        return self.budget.search_steps * self.households

    @property
    def routes_max(self) -> int:
        """Routes known, from which on nothing is rounded up or branched."""
        return self.budget.routes_max * max(_FEW_HOUSEHOLDS, self.households)

    @property
    def branches_max(self) -> int:
        """Relaxations solved to close one goal's last gap."""
        return max(1, self.budget.branches_max // self.size**2)

    @property
    def at_once(self) -> Patience:
        """With a question before the long work."""
        return Patience(0, self.budget.weight_at_once, self._nodes_max)

    def at_last(self, *, anew: bool) -> Patience:
        """With a question when nothing else has closed a goal.

        Args:
            anew: Whether less is asked than before; else only what was too large then
                is worth asking.
        """
        least = 0 if anew else self.budget.weight_at_once + 1
        return Patience(least, self.budget.weight_at_last, self._nodes_max)

    @property
    def _nodes_max(self) -> int:
        return max(1, self.budget.nodes_max // self.size**2)

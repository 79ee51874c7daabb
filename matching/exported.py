"""A round as a stranger gets it: enough to check its plan, and nobody's names."""

from dataclasses import dataclass

from matching.errors import PoolError
from matching.plan import Plan
from matching.pool import Policy, Pool


@dataclass(frozen=True, slots=True)
class ExportedRound:
    """What `verify` and `certify` read.

    Attributes:
        lots: What each household drew, by id, in the pool's order: the seed and the
            identifiers that they were drawn from stay behind.
    """

    pool: Pool
    policy: Policy
    plan: Plan
    lots: tuple[tuple[str, int], ...]

    def __post_init__(self) -> None:
        if [name for name, _ in self.lots] != [row.id for row in self.pool.households]:
            raise PoolError("lots", "each household must have one, in the pool's order")

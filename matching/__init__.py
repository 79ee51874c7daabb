"""Safe, fair moves through a pot of homes: a pure library.

Nothing here reads a file, a clock, an environment variable or a database, and
nothing logs. A caller builds a `Pool` and a `Policy`, asks `matching.solve.solve`
for a `Plan`, has `matching.verify.verify` check it with code that shares nothing with
the solver, and asks `matching.explain.explain` why the others have no home yet.
Only solving loads OR-Tools, and only once it is asked to.
"""

from matching.errors import PoolError
from matching.locks import Lock, LockKind
from matching.plan import (
    Exchange,
    ExchangeKind,
    LevelReport,
    Plan,
    SolveStatus,
    Step,
    StepKind,
)
from matching.pool import (
    ALL_LEVELS,
    Home,
    Household,
    Landlord,
    Level,
    Policy,
    Pool,
    size_class,
)

__all__ = [
    "ALL_LEVELS",
    "Exchange",
    "ExchangeKind",
    "Home",
    "Household",
    "Landlord",
    "Level",
    "LevelReport",
    "Lock",
    "LockKind",
    "Plan",
    "Policy",
    "Pool",
    "PoolError",
    "SolveStatus",
    "Step",
    "StepKind",
    "size_class",
]

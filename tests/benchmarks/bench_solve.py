"""Times solving on synthetic pools, and prints what was reached and proved.

Run `python -m tests.benchmarks.bench_solve [small]` from the root. Times are for
reading, never asserted; values and bounds repeat on any machine.
"""

import sys
import time

from matching import Policy
from matching.solve import Budget, solve
from matching.verify import verify
from tests.matching.instances import InstanceSpec, synthetic_pool

_SMALL = ((20, 6), (60, 18))
_LARGE = (*_SMALL, (150, 45), (300, 90))
_SHOWN = ("most_urgent_ready", "households", "balance")


def main(sizes: tuple[tuple[int, int], ...]) -> None:
    """Print one line a pool."""
    policy = Policy(version="bench")
    _row("pool", "seconds", "status", *_SHOWN)
    _row(*["---"] * (len(_SHOWN) + 3))
    for households, voids in sizes:
        spec = InstanceSpec(households=households, voids=voids, seed=1)
        pool = synthetic_pool(spec)
        started = time.perf_counter()
        plan = solve(pool, policy, seed=1, budget=Budget())
        seconds = time.perf_counter() - started
        assert verify(plan, pool, policy) == ()
        levels = {report.level: report for report in plan.levels}
        cells = (f"{levels[n].value} (bound {levels[n].bound})" for n in _SHOWN)
        _row(f"{households}+{voids}", f"{seconds:.1f}", plan.status, *cells)


def _row(*cells: str) -> None:
    sys.stdout.write(f"| {' | '.join(cells)} |\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(_SMALL if sys.argv[1:] == ["small"] else _LARGE)

"""Row 7: the same plan from every process, whatever it runs on.

Each run is a process of its own, with its own seed of Python's hashing: on one
processor or on two, and with numba compiling or not.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from scripts.tree import ROOT
from tests.benchmarks.profiles import Profile
from tests.benchmarks.records import Cell
from tests.benchmarks.solving import answer_cell

_SEED = 1


@dataclass(frozen=True, slots=True)
class Runs:
    """Runs of one round in one manner.

    Attributes:
        digests: Of the plan of each run; all alike where the engine is steady.
    """

    label: str
    manner: str
    digests: tuple[str, ...]


def runs(*, small: bool) -> Iterator[Runs]:
    """Yield twenty runs on one processor and on two, and runs with JIT off."""
    cell = _cell(small=small)
    times = 2 if small else 10
    for processors in (1, 2):
        yield _runs(cell, f"processors: {processors}", times, processors, jit=True)
    yield _runs(cell, "JIT off", 1, 1, jit=False)


def _cell(*, small: bool) -> Cell:
    """Return a round of 60, the largest that is bearable without compiling."""
    cases = 30 if small else 60
    return Cell(
        row=7,
        profile=Profile.SPLIT,
        cases=cases,
        voids=cases * 3 // 10,
        longest_cycle=3,
        longest_chain=5,
        all_levels=True,
    )


def _runs(cell: Cell, manner: str, times: int, processors: int, *, jit: bool) -> Runs:
    small = str(int(cell.cases < 60))
    digests = tuple(_child(small, processors, jit=jit) for _ in range(times))
    return Runs(str(cell), manner, digests)


def _child(small: str, processors: int, *, jit: bool) -> str:
    environment = os.environ | {"NUMBA_NUM_THREADS": str(processors)}
    environment.pop("PYTHONHASHSEED", None)
    if not jit:
        environment["NUMBA_DISABLE_JIT"] = "1"
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.steady", small, str(processors)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def _be_a_child(small: str, processors: str) -> None:
    """Print the digest of one run's plan."""
    allowed = sorted(os.sched_getaffinity(0))[: int(processors)]
    os.sched_setaffinity(0, allowed)
    answer = answer_cell(_cell(small=small == "1"), _SEED)
    sys.stdout.write(answer.plan_digest + "\n")


if __name__ == "__main__":
    _be_a_child(*sys.argv[1:])

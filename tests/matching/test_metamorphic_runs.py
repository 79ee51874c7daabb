"""One round, solved again and again: the same plan to the last character.

In this process and in others, which have other threads, other seeds of hashing, and
kernels compiled or not.
"""

import os
import subprocess
import sys

import pytest

from matching import Pool
from matching.codec import digest, plan_to_text, pool_from_text, pool_to_text
from tests.matching.builders import solved
from tests.matching.instances import InstanceSpec, synthetic_pool
from tests.support.minutes import examples

# Without compiled kernels each step of the search takes a thousand times as long.
_WORK = {"search_steps": 500}
_REQUESTS = examples(in_ci=20, in_soak=60)
_ALONE = "from tests.matching import test_metamorphic_runs as runs; runs.in_a_child()"


def _digest(pool: Pool) -> str:
    return digest(plan_to_text(solved(pool, **_WORK)))


def in_a_child() -> None:
    """Solve the round that comes in as text, and say what came out."""
    print(_digest(pool_from_text(sys.stdin.read())))  # noqa: T201


def test_twenty_runs_are_one() -> None:
    pool = synthetic_pool(InstanceSpec(households=14, voids=5, seed=2))
    plan = solved(pool, **_WORK)
    assert plan.exchanges
    assert {_digest(pool) for _ in range(20)} == {digest(plan_to_text(plan))}


@pytest.fixture(scope="module")
def told() -> tuple[str, str]:
    """A round as text, and the digest of its plan in this process."""
    spec = InstanceSpec(households=_REQUESTS, voids=_REQUESTS // 3, seed=4)
    pool = synthetic_pool(spec)
    return pool_to_text(pool), _digest(pool)


@pytest.mark.parametrize(
    "surroundings",
    [
        {"NUMBA_NUM_THREADS": "2", "OMP_NUM_THREADS": "2", "PYTHONHASHSEED": "1"},
        {"NUMBA_DISABLE_JIT": "1", "OMP_NUM_THREADS": "1", "PYTHONHASHSEED": "2"},
    ],
)
def test_another_process_finds_the_same_plan(
    surroundings: dict[str, str], told: tuple[str, str]
) -> None:
    """On two threads, and on one with every kernel read line by line."""
    text, here = told
    done = subprocess.run(
        [sys.executable, "-c", _ALONE],
        input=text,
        env={**os.environ, **surroundings},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == [here]

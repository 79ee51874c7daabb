"""Looking and checking load no solver; only solving does."""

import subprocess
import sys

import pytest

_LIGHT = [
    "matching",
    "matching.pool",
    "matching.codec",
    "matching.rules",
    "matching.referee",
    "matching.verify",
    "matching.certify",
    "matching.relabel",
    "matching.solve",
    "matching.explain",
    "matching.what_if",
    "matching.one_more",
    "matching.asking",
    "matching.engine.exhaustive",
    "matching.engine.exhaustive_numbers",
    "matching.numbers",
    "matching.certify",
]


def _loaded(module: str) -> set[str]:
    script = f"import sys, {module}; print(*{{n.split('.')[0] for n in sys.modules}})"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


@pytest.mark.parametrize("module", _LIGHT)
def test_nothing_but_solving_loads_the_solver(module: str) -> None:
    assert _loaded(module).isdisjoint({"ortools", "pandas", "scipy"})


@pytest.mark.parametrize(
    "module", ["matching", "matching.referee", "matching.verify", "matching.codec"]
)
def test_the_checker_needs_no_arrays(module: str) -> None:
    assert "numpy" not in _loaded(module)


def test_the_engine_is_seen_to_load_it() -> None:
    assert "ortools" in _loaded("matching.engine.levels")

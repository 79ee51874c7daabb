"""Run each `bench_*` in `tests/benchmarks`; they print figures and assert none."""

import subprocess
import sys

from scripts.tree import ROOT

BENCHMARKS = ROOT / "tests" / "benchmarks"


def main() -> int:
    """Run the benchmarks named, or all of them; 1 where one broke or none is there."""
    names = sys.argv[1:] or sorted(file.stem for file in BENCHMARKS.glob("bench_*.py"))
    if not names:
        print("There is no benchmark in tests/benchmarks.", file=sys.stderr)
        return 1
    broke = [name for name in names if not runs(name)]
    if broke:
        print(f"broke: {', '.join(broke)}", file=sys.stderr)
    return 1 if broke else 0


def runs(name: str) -> bool:
    """Run one benchmark and tell whether it finished."""
    print(f"--- {name}", flush=True)
    command = [sys.executable, "-m", f"tests.benchmarks.{name}"]
    return subprocess.run(command, cwd=ROOT, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())

"""Run the long versions of the tests that have one: property, stateful, crash."""

import os
import subprocess
import sys

from scripts.tree import ROOT

NO_TESTS_COLLECTED = 5


def main() -> int:
    """Run every Hypothesis test and every test marked `soak`, with SOAK=1."""
    command = [sys.executable, "-m", "pytest", "-m", "hypothesis or soak", "-n", "2"]
    ended = subprocess.run(
        [*command, *sys.argv[1:]],
        cwd=ROOT,
        env={**os.environ, "SOAK": "1"},
        check=False,
    )
    if ended.returncode == NO_TESTS_COLLECTED:
        print("No test has a long version, which is a mistake in the selection.")
    return ended.returncode


if __name__ == "__main__":
    sys.exit(main())

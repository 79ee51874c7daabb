"""Run the long versions of the tests that have one, and the dealt kinds on both."""

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from scripts.tree import ROOT
from tests.support import drawn

NO_TESTS_COLLECTED = 5


def main() -> int:
    """Run every Hypothesis test and every test marked `soak`, with SOAK=1.

    Then what CI deals one database is run on both, at its ordinary length.
    """
    with tempfile.TemporaryDirectory() as counts:
        marked = "hypothesis or soak"
        long = pytest(marked, *sys.argv[1:], SOAK="1", SOAK_COUNTS=counts)
        print(counted(Path(counts)))
    if long == NO_TESTS_COLLECTED:
        print("No test has a long version, which is a mistake in the selection.")
    if long or sys.argv[1:]:
        return long
    rooms = {f"reciprocal/{room}" for room in drawn.ROOMS | drawn.COMMANDS}
    dealt = (f"tests/{folder}" for folder in sorted(drawn.KINDS | rooms))
    return pytest("not hypothesis and not soak", *dealt)


def counted(folder: Path) -> str:
    """Add up what the blocks of small rounds wrote down."""
    totals = Counter[str]()
    for block in folder.glob("rounds-*.json"):
        totals.update(json.loads(block.read_text()))
    told = ", ".join(
        f"{totals[what]:,} {what}" for what in ("rounds", "moves", "pairs")
    )
    return f"Small rounds without a fault: {told}."


def pytest(marked: str, *arguments: str, **settings: str) -> int:
    """Run the tests so marked, on both databases; return the exit code."""
    command = [sys.executable, "-m", "pytest", "-m", marked, "-n", "2"]
    # A long test is meant to be long: nobody wants its stack after five minutes.
    command += ["-o", "faulthandler_timeout=0", *arguments]
    environment = {**os.environ, **settings}
    environment.pop(drawn.SETTING, None)
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())

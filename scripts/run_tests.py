"""Run the tests kind by kind, and print the minutes of each against its budget.

A kind is a folder under `tests/`. Minutes are printed and never asserted: a slow
machine is no fault of the code. What fails a run is a failed test, a check that
found something, a line or branch that no test reaches and, in CI, a skipped test
or an absent kind. The last line counts everything: `N passed, N failed`.
"""

import os
import secrets
import shutil
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path

from scripts.check import run_checks
from scripts.tree import ROOT
from tests.support import drawn
from tests.support.memory import new_folder
from tests.support.postgres import start_postgres

TESTS = ROOT / "tests"
OUTPUT = ROOT / "var" / "test"
# Folders under `tests/` that hold no kind of test.
NO_KIND = frozenset({"support", "benchmarks", "__pycache__"})
# A kind that hangs is stopped, long before whoever runs this gives up on it.
LONGEST_KIND_S = 25 * 60

# Every line and branch is meant to be reached, and the report names each that is not.
# The gate stands where a whole run has been seen to stand: raise it, never lower it.
COVERAGE_FLOOR_PERCENT = 99
# Files without a claim to full coverage, each with what holds it instead.
NOT_COVERED = {
    "matching/engine/*": "the exhaustive solver must agree with it, pool by pool",
    "reciprocal/migrations/*": "upgrade, check and downgrade run on both databases",
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A folder of tests, the minutes it may take, and whether two cores help.

    Attributes:
        measured: Its lines are counted; where others reach them all, counting them
            again only takes time.
    """

    name: str
    budget_minutes: float
    parallel: bool = False
    measured: bool = True


STATIC = Kind("static", 0.5)
KINDS = (
    Kind("architecture", 0.7),
    Kind("spec", 0.3),
    Kind("matching", 1.2, parallel=True),
    Kind("reciprocal", 4.0, parallel=True),
    Kind("machine", 1.3, parallel=True),
    Kind("crash", 1.0, parallel=True, measured=False),
    Kind("api", 1.8, parallel=True),
    Kind("fixtures", 0.8, parallel=True),
    Kind("journeys", 1.6, parallel=True),
    Kind("contract", 0.8, parallel=True, measured=False),
    Kind("crawl", 1.0, parallel=True, measured=False),
)
BUDGET_MINUTES = 15.0
assert round(sum(kind.budget_minutes for kind in (STATIC, *KINDS)), 1) == BUDGET_MINUTES


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one kind."""

    kind: Kind
    minutes: float
    passed: int
    failed: int
    remark: str = ""


def main() -> int:
    """Run the kinds named on the command line, or all; 1 where anything failed."""
    asked = sys.argv[1:]
    unknown = set(asked) - {kind.name for kind in (STATIC, *KINDS)}
    if unknown:
        print(f"There is no kind of test named {', '.join(sorted(unknown))}.")
        return 1
    shutil.rmtree(OUTPUT, ignore_errors=True)
    (OUTPUT / "coverage").mkdir(parents=True)
    outcomes = run_kinds([k for k in (STATIC, *KINDS) if not asked or k.name in asked])
    passed, failed = (sum(o.passed for o in outcomes), sum(o.failed for o in outcomes))
    if not asked:
        covered = is_covered()
        passed, failed = passed + covered, failed + (not covered)
    print("\n".join(table(outcomes)))
    print(f"{passed} passed, {failed} failed", flush=True)
    return 1 if failed else 0


def run_kinds(kinds: list[Kind]) -> list[Outcome]:
    """Run the kinds in order beside one PostgreSQL server for all of them."""
    server = start_postgres()
    folder = new_folder("reciprocal-tests-")
    seed = os.environ.get(drawn.SETTING) or str(secrets.randbelow(2))
    print(f"{drawn.SETTING}={seed}", flush=True)
    environment = {
        **os.environ,
        drawn.SETTING: seed,
        "TEST_DATABASE_URL": server.admin_url,
        "TMPDIR": str(folder),
    }
    try:
        return [
            run_static() if kind is STATIC else run_kind(kind, environment)
            for kind in kinds
        ]
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def run_static() -> Outcome:
    """Run the checks of `make check`, each counted as one test."""
    began = time.monotonic()
    results = run_checks()
    clean = sum(results.values())
    return Outcome(STATIC, minutes_since(began), clean, len(results) - clean)


def run_kind(kind: Kind, environment: dict[str, str]) -> Outcome:
    """Run one folder with pytest and read its counts from the report it writes."""
    if not (TESTS / kind.name).is_dir():
        return Outcome(kind, 0.0, 0, int(in_ci()), "absent")
    print(f"--- {kind.name}", flush=True)
    report = OUTPUT / f"{kind.name}.xml"
    command = [sys.executable, "-m", "pytest", f"tests/{kind.name}", "-q"]
    command += ["-p", "no:cacheprovider", f"--junitxml={report}"]
    command += ["--cov", "--cov-report="] if kind.measured else []
    command += ["-n", "3", "--dist", "worksteal"] if kind.parallel else []
    collected = str(OUTPUT / "coverage" / f".coverage.{kind.name}")
    began = time.monotonic()
    try:
        code = subprocess.run(
            command,
            cwd=ROOT,
            env={**environment, "COVERAGE_FILE": collected},
            check=False,
            timeout=LONGEST_KIND_S,
        ).returncode
    except subprocess.TimeoutExpired:
        return Outcome(kind, minutes_since(began), 0, 1, "stopped: it hung")
    return read_report(kind, report, code, minutes_since(began))


def read_report(kind: Kind, report: Path, code: int, minutes: float) -> Outcome:
    """Count what a kind's report says; an exit code it cannot explain is a failure."""
    if not report.exists():
        return Outcome(kind, minutes, 0, 1, f"no report, exit code {code}")
    suites = ET.parse(report).getroot().iter("testsuite")  # noqa: S314, our own file
    counted = [
        [int(suite.get(name, "0")) for name in ("tests", "failures", "errors")]
        + [int(suite.get("skipped", "0"))]
        for suite in suites
    ]
    tests, failures, errors, skipped = (
        sum(column) for column in zip(*counted, strict=True)
    )
    failed = failures + errors + (skipped if in_ci() else 0)
    remark = f"{skipped} skipped" if skipped else ""
    if code != 0 and failed == 0:
        failed, remark = 1, f"exit code {code}"
    return Outcome(kind, minutes, tests - failures - errors - skipped, failed, remark)


def is_covered() -> bool:
    """Tell whether the kinds together reached every line and branch, and print it."""
    print("--- coverage of every line and branch", flush=True)
    coverage = [sys.executable, "-m", "coverage"]
    total = f"--data-file={OUTPUT / '.coverage'}"
    parts = OUTPUT / "coverage"
    steps = (
        [*coverage, "combine", "--quiet", total, str(parts)],
        [
            *(*coverage, "report", total, "--show-missing", "--skip-covered"),
            *(
                f"--fail-under={COVERAGE_FLOOR_PERCENT}",
                f"--omit={','.join(NOT_COVERED)}",
            ),
        ],
    )
    return all(
        subprocess.run(step, cwd=ROOT, check=False).returncode == 0 for step in steps
    )


def table(outcomes: list[Outcome]) -> list[str]:
    """Lay out the minutes of each kind beside its budget."""
    head = f"{'kind':14} {'passed':>7} {'failed':>7} {'minutes':>8} {'budget':>7}"
    rows = [
        f"{o.kind.name:14} {o.passed:7} {o.failed:7} {o.minutes:8.1f}"
        f" {o.kind.budget_minutes:7.1f}  {remarks(o)}".rstrip()
        for o in outcomes
    ]
    spent = sum(o.minutes for o in outcomes)
    budget = sum(o.kind.budget_minutes for o in outcomes)
    return ["", head, *rows, f"{'all':30} {spent:8.1f} {budget:7.1f}"]


def remarks(outcome: Outcome) -> str:
    """Say what a reader of the table should not miss."""
    over = "over" if outcome.minutes > outcome.kind.budget_minutes else ""
    return ", ".join(part for part in (outcome.remark, over) if part)


def minutes_since(began: float) -> float:
    """Measure the minutes since a reading of the monotonic clock."""
    return (time.monotonic() - began) / 60


def in_ci() -> bool:
    """Tell whether this is the run that decides."""
    return os.environ.get("CI", "").lower() in {"1", "true"}


if __name__ == "__main__":
    sys.exit(main())

"""Run the tests of every kind, and print the minutes of each against its budget.

A kind is a folder under `tests/`; kinds share a start of pytest: one start for what is
measured, line by line, and one for what is not. Minutes are printed
and never asserted: a slow machine is no fault of the code. What fails a run is a
failed test, a check that found something, a line or branch that no test reaches and,
in CI, a skipped test or an absent kind. The last line counts everything: `N passed,
N failed`.
"""

import os
import secrets
import shutil
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
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
# What hangs is stopped, before whoever runs this gives up on it.
LONGEST_SESSION_S = 35 * 60

# Every line and branch is meant to be reached, and the report names each that is not.
# The gate stands where a whole run has been seen to stand: raise it, never lower it.
COVERAGE_FLOOR_PERCENT = 99
# Files without a claim to full coverage, each with what holds it instead.
NOT_COVERED = {
    "matching/engine/*": "the exhaustive solver must agree with it, pool by pool",
    "reciprocal/migrations/*": "upgrade, check and downgrade run on both databases",
}


# Tests whose lines others reach too. Counting lines makes a test take half as long
# again or more, and to count them twice tells nobody anything. Where the report of a
# whole run misses lines, the file that alone reaches them leaves this list.
NOT_MEASURED = tuple((TESTS / "not_measured.txt").read_text().split())

# Enough rounds for every inner loop of the engine to be called in each of its shapes.
FIRST_ROUNDS = "from tests.matching import rounds; rounds.run(range(100))"


@dataclass(frozen=True, slots=True)
class Kind:
    """A folder of tests, and the minutes it may take."""

    name: str
    budget_minutes: float


STATIC = Kind("static", 0.5)
KINDS = (
    Kind("architecture", 0.7),
    Kind("spec", 0.3),
    Kind("matching", 1.2),
    Kind("reciprocal", 3.2),
    Kind("machine", 1.3),
    Kind("simulator", 0.8),
    Kind("crash", 1.0),
    Kind("api", 1.4),
    Kind("fixtures", 0.8),
    Kind("journeys", 1.2),
    Kind("contract", 0.8),
    Kind("crawl", 0.8),
    Kind("pages", 1.0),
)
BUDGET_MINUTES = 15.0
assert round(sum(kind.budget_minutes for kind in (STATIC, *KINDS)), 1) == BUDGET_MINUTES


@dataclass(frozen=True, slots=True)
class Session:
    """Folders and files that share one start of pytest.

    Attributes:
        paths: By kind; two sessions may each run some of one.
        measured: The lines they reach are counted.
    """

    paths: Mapping[Kind, tuple[str, ...]]
    measured: bool


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


def have_browser() -> None:
    """Install the browser that pages are tested in, where that can be done here.

    Elsewhere the tests of pages fail, and say what to install.
    """
    installer = shutil.which("apt-get")
    if shutil.which("chromium") or installer is None or os.geteuid() != 0:
        return
    print("--- installing chromium, in which pages are tested", flush=True)
    install = [installer, "install", "-y", "--no-install-recommends", "chromium"]
    for command in ([installer, "update"], install):
        subprocess.run(command, check=False, capture_output=True)


def run_kinds(kinds: list[Kind]) -> list[Outcome]:
    """Run the kinds, a session at a time, beside one PostgreSQL server for all."""
    if any(kind.name == "pages" for kind in kinds):
        have_browser()
    server = start_postgres()
    folder = new_folder("reciprocal-tests-")
    seed = os.environ.get(drawn.SETTING) or str(secrets.randbelow(2))
    print(f"{drawn.SETTING}={seed}", flush=True)
    environment = {
        **os.environ,
        drawn.SETTING: seed,
        "TEST_DATABASE_URL": server.admin_url,
        "TMPDIR": str(folder),
        **compiled_once(),
    }
    tested = [kind for kind in kinds if kind is not STATIC]
    outcomes: list[Outcome] = []
    try:
        # While one core reads the tree, another compiles what every worker needs.
        with compiling_engine(environment) if tested else nullcontext():
            outcomes += [run_static()] if STATIC in kinds else []
        for session in sessions(tested):
            outcomes += run_session(session, environment)
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
    return together(outcomes)


@contextmanager
def compiling_engine(environment: dict[str, str]) -> Iterator[None]:
    """Solve a few small rounds in a process of its own, and wait for its end.

    The engine's inner loops are compiled as they are first called, which takes most of
    a minute, and kept beside their source. Workers that start together would each
    compile them all.
    """
    command = [sys.executable, "-c", FIRST_ROUNDS]
    with subprocess.Popen(command, cwd=ROOT, env=environment) as compiling:
        yield
        compiling.wait(LONGEST_SESSION_S)


def compiled_once() -> dict[str, str]:
    """Return the settings by which the run's processes share what Python compiled.

    A run starts a good hundred of them. Where Python is told to write no bytecode,
    each would compile the service and its libraries anew, so it is written under `var`.
    """
    if not sys.dont_write_bytecode:
        return {}
    kept = ROOT / "var" / "bytecode"
    return {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(kept)}


def sessions(kinds: list[Kind]) -> list[Session]:
    """Put the kinds together that can share one start of pytest and its workers."""
    measured: dict[Kind, tuple[str, ...]] = {}
    others: dict[Kind, tuple[str, ...]] = {}
    for kind in kinds:
        folder = f"tests/{kind.name}"
        if folder not in NOT_MEASURED:
            measured[kind] = (folder,)
        if alone := tuple(p for p in NOT_MEASURED if is_under(p, folder)):
            others[kind] = alone
    shared = (Session(measured, measured=True), Session(others, measured=False))
    return [session for session in shared if session.paths]


def is_under(path: str, folder: str) -> bool:
    """Tell whether a path of the tree is a folder or lies in it."""
    return f"{path}/".startswith(f"{folder}/")


def run_static() -> Outcome:
    """Run the checks of `make check`, each counted as one test."""
    began = time.monotonic()
    results = run_checks()
    clean = sum(results.values())
    return Outcome(STATIC, minutes_since(began), clean, len(results) - clean)


def run_session(session: Session, environment: dict[str, str]) -> list[Outcome]:
    """Run some folders in one pytest and read each one's counts from its report."""
    present = [kind for kind in session.paths if (TESTS / kind.name).is_dir()]
    absent = [
        Outcome(kind, 0.0, 0, int(in_ci()), "absent")
        for kind in session.paths
        if kind not in present
    ]
    if not present:
        return absent
    name = "measured" if session.measured else "not-measured"
    print(f"--- {name}: {', '.join(kind.name for kind in present)}", flush=True)
    report = OUTPUT / f"{name}.xml"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    command += [path for kind in present for path in session.paths[kind]]
    command += [f"--junitxml={report}", "-n", "3", "--dist", "worksteal"]
    if session.measured:
        command += ["--cov", "--cov-report="]
        command += [f"--ignore={path}" for path in NOT_MEASURED]
    collected = str(OUTPUT / "coverage" / f".coverage.{name}")
    began = time.monotonic()
    try:
        code = subprocess.run(
            command,
            cwd=ROOT,
            env={**environment, "COVERAGE_FILE": collected},
            check=False,
            timeout=LONGEST_SESSION_S,
        ).returncode
    except subprocess.TimeoutExpired:
        hung = "stopped: it hung"
        return [*absent, *(Outcome(kind, 0.0, 0, 1, hung) for kind in present)]
    return [*absent, *read_report(present, report, code, minutes_since(began))]


def read_report(
    kinds: list[Kind], report: Path, code: int, minutes: float
) -> list[Outcome]:
    """Count what a session's report says of each kind.

    A kind of which no test ran is a failure, and so is an exit code that no failed
    test explains. The minutes are shared out by what the tests themselves took.
    """
    if not report.exists():
        remark = f"no report, exit code {code}"
        return [Outcome(kind, minutes / len(kinds), 0, 1, remark) for kind in kinds]
    cases = list(ET.parse(report).getroot().iter("testcase"))  # noqa: S314, our own
    whole = sum(float(case.get("time", "0")) for case in cases) or 1.0
    outcomes = []
    for kind in kinds:
        mine = [case for case in cases if is_of(case, kind)]
        took = sum(float(case.get("time", "0")) for case in mine)
        outcomes.append(counted(kind, mine, minutes * took / whole))
    if code != 0 and not any(outcome.failed for outcome in outcomes):
        outcomes[-1] = replace(outcomes[-1], failed=1, remark=f"exit code {code}")
    return outcomes


def is_of(case: ET.Element, kind: Kind) -> bool:
    """Tell whether a reported test is of a kind; a file that broke is named too."""
    where = f"{case.get('classname')}.{case.get('name')}".lstrip(".")
    return where.startswith(f"tests.{kind.name}.")


def together(outcomes: list[Outcome]) -> list[Outcome]:
    """Add up what came of each kind, in the kinds' order, over its sessions."""
    found = (
        [outcome for outcome in outcomes if outcome.kind == kind]
        for kind in (STATIC, *KINDS)
    )
    return [
        Outcome(
            parts[0].kind,
            sum(part.minutes for part in parts),
            sum(part.passed for part in parts),
            sum(part.failed for part in parts),
            ", ".join(part.remark for part in parts if part.remark),
        )
        for parts in found
        if parts
    ]


def counted(kind: Kind, cases: list[ET.Element], minutes: float) -> Outcome:
    """Count one kind's tests; one that did not run is never a pass."""
    ended = [{child.tag for child in case} for case in cases]
    failed = sum(bool(tags & {"failure", "error"}) for tags in ended)
    skipped = sum("skipped" in tags for tags in ended)
    passed = len(cases) - failed - skipped
    remark = f"{skipped} skipped" if skipped else ""
    if not cases:
        failed, remark = 1, "no test ran"
    return Outcome(kind, minutes, passed, failed + skipped * in_ci(), remark)


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

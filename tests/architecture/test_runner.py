"""The runner counts what happened: a test that did not run is never a pass."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import run_tests
from scripts.mutate import page, read_results
from scripts.run_tests import KINDS, NO_KIND, TESTS, Kind, read_report, run_kind

REPORT = (
    '<testsuites><testsuite tests="{tests}" failures="{failures}"'
    ' errors="{errors}" skipped="{skipped}"/></testsuites>'
)


@pytest.mark.parametrize(
    ("ci", "tests", "failures", "errors", "skipped", "code", "passed", "failed"),
    [
        ("", 5, 0, 0, 0, 0, 5, 0),
        ("", 5, 1, 1, 0, 1, 3, 2),
        ("", 5, 0, 0, 2, 0, 3, 0),
        ("true", 5, 0, 0, 2, 0, 3, 2),
        ("", 0, 0, 0, 0, 5, 0, 1),
        ("", 5, 0, 0, 0, 3, 5, 1),
    ],
    ids=["all", "some", "skips", "skips in CI", "no test", "crash after the tests"],
)
def test_counts_come_from_the_report_and_the_exit_code(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    ci: str,
    tests: int,
    failures: int,
    errors: int,
    skipped: int,
    code: int,
    passed: int,
    failed: int,
) -> None:
    monkeypatch.setenv("CI", ci)
    report = tmp_path / "report.xml"
    report.write_text(
        REPORT.format(tests=tests, failures=failures, errors=errors, skipped=skipped)
    )

    outcome = read_report(Kind("spec", 1.0), report, code, 0.1)

    assert (outcome.passed, outcome.failed) == (passed, failed)


def test_a_kind_without_a_report_failed(tmp_path: Path) -> None:
    outcome = read_report(Kind("spec", 1.0), tmp_path / "none.xml", 0, 0.1)

    assert (outcome.passed, outcome.failed) == (0, 1)


@pytest.mark.parametrize(("ci", "failed"), [("true", 1), ("", 0)])
def test_an_absent_kind_fails_where_it_decides(
    monkeypatch: pytest.MonkeyPatch, ci: str, failed: int
) -> None:
    monkeypatch.setenv("CI", ci)

    outcome = run_kind(Kind("of_nobody", 1.0), {})

    assert (outcome.failed, outcome.remark) == (failed, "absent")


def test_every_folder_of_tests_is_a_kind_that_runs() -> None:
    folders = {each.name for each in TESTS.iterdir() if each.is_dir()} - NO_KIND
    strays = {each.name for each in TESTS.glob("test_*.py")}

    assert folders <= {kind.name for kind in KINDS}
    assert strays == set()


def test_every_file_exempt_from_coverage_has_its_reason() -> None:
    assert all(reason.strip() for reason in run_tests.NOT_COVERED.values())


def test_an_unknown_kind_is_refused_by_name() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "scripts.run_tests", "of_nobody"],
        cwd=TESTS.parent,
        env=os.environ,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 1
    assert "of_nobody" in ended.stdout


def test_planted_faults_are_tabulated_by_file() -> None:
    statuses = read_results(
        "To show a mutant\n"
        "    matching.rules.size.x_fits__mutmut_1: killed\n"
        "    matching.rules.size.x_fits__mutmut_2: survived\n"
        "    reciprocal.ledger.entries.xǁLegǁsum__mutmut_1: no tests\n"
    )

    text = page(statuses, "2026-01-02")

    assert "| `matching/rules/size.py` | 2 | 1 | 1 | 0 |" in text
    assert "| `reciprocal/ledger/entries.py` | 1 | 0 | 0 | 1 |" in text
    assert "1 of 3 faults" in text
    assert "- `matching.rules.size.x_fits__mutmut_2`: survived" in text

"""The runner counts what happened: a test that did not run is never a pass."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from scripts import run_tests
from scripts.mutate import page, read_results, why_alike
from scripts.run_tests import (
    KINDS,
    NO_KIND,
    NOT_MEASURED,
    TESTS,
    Kind,
    Outcome,
    Session,
    read_report,
    run_session,
    sessions,
    together,
)

ENDED = {"passed": "", "failed": "<failure/>", "error": "<error/>"}
ENDED |= {"skipped": "<skipped/>", "both": "<failure/><error/>"}
SPEC, API = Kind("spec", 1.0), Kind("api", 1.0)


@pytest.mark.parametrize(
    ("ci", "ended", "code", "passed", "failed"),
    [
        ("", ["passed"] * 5, 0, 5, 0),
        ("", ["passed", "failed", "error", "both"], 1, 1, 3),
        ("", ["passed", "skipped"], 0, 1, 0),
        ("true", ["passed", "skipped"], 0, 1, 1),
        ("", [], 5, 0, 1),
        ("", ["passed"] * 5, 3, 5, 1),
    ],
    ids=["all", "some", "skips", "skips in CI", "no test", "crash after the tests"],
)
def test_counts_come_from_the_report_and_the_exit_code(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    ci: str,
    ended: list[str],
    code: int,
    passed: int,
    failed: int,
) -> None:
    monkeypatch.setenv("CI", ci)

    (outcome,) = read_report([SPEC], report_of(tmp_path, spec=ended), code, 0.1)

    assert (outcome.passed, outcome.failed) == (passed, failed)


def test_a_session_is_shared_out_among_its_kinds(tmp_path: Path) -> None:
    report = report_of(tmp_path, spec=["passed"] * 3, api=["failed"])

    spec, api = read_report([SPEC, API], report, 1, 8.0)

    assert (spec.passed, spec.failed, spec.minutes) == (3, 0, 6.0)
    assert (api.passed, api.failed, api.minutes) == (0, 1, 2.0)


def test_a_kind_of_which_no_test_ran_failed(tmp_path: Path) -> None:
    spec, api = read_report([SPEC, API], report_of(tmp_path, spec=["passed"]), 0, 1.0)

    assert (spec.failed, api.failed, api.remark) == (0, 1, "no test ran")


def test_a_file_that_cannot_be_read_is_its_kinds_failure(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text(
        '<testsuites><testcase classname="" name="tests.spec.test_x" time="1">'
        "<error/></testcase></testsuites>"
    )

    (outcome,) = read_report([SPEC], report, 2, 1.0)

    assert (outcome.passed, outcome.failed) == (0, 1)


def test_a_session_without_a_report_failed(tmp_path: Path) -> None:
    outcomes = read_report([SPEC, API], tmp_path / "none.xml", 0, 0.1)

    assert [(each.passed, each.failed) for each in outcomes] == [(0, 1), (0, 1)]


@pytest.mark.parametrize(("ci", "failed"), [("true", 1), ("", 0)])
def test_an_absent_kind_fails_where_it_decides(
    monkeypatch: pytest.MonkeyPatch, ci: str, failed: int
) -> None:
    monkeypatch.setenv("CI", ci)

    nobody = Kind("of_nobody", 1.0)

    (outcome,) = run_session(Session({nobody: ("tests/of_nobody",)}, measured=True), {})

    assert (outcome.failed, outcome.remark) == (failed, "absent")


def test_where_no_bytecode_is_written_a_run_keeps_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")

    ended = subprocess.run(
        [sys.executable, "-c", "import sys; print(sys.dont_write_bytecode)"],
        env=os.environ | run_tests.compiled_once(),
        capture_output=True,
        text=True,
        check=True,
    )

    assert ended.stdout.strip() == "False"


def test_where_bytecode_is_written_it_stays_where_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)

    assert run_tests.compiled_once() == {}


def report_of(folder: Path, **kinds: list[str]) -> Path:
    """Write what pytest would of tests that ended so, a second each."""
    cases = "".join(
        f'<testcase classname="tests.{kind}.test_it" name="test_it" time="1">'
        f"{ENDED[each]}</testcase>"
        for kind, ended in kinds.items()
        for each in ended
    )
    report = folder / "report.xml"
    report.write_text(f"<testsuites>{cases}</testsuites>")
    return report


def test_every_folder_of_tests_is_a_kind_that_runs() -> None:
    folders = {each.name for each in TESTS.iterdir() if each.is_dir()} - NO_KIND
    strays = {each.name for each in TESTS.glob("test_*.py")}

    assert folders <= {kind.name for kind in KINDS}
    assert strays == set()


def test_what_is_not_measured_is_there_and_runs_once() -> None:
    assert len(set(NOT_MEASURED)) == len(NOT_MEASURED)
    for path in NOT_MEASURED:
        assert (TESTS.parent / path).exists(), path
        assert not [other for other in NOT_MEASURED if other.startswith(f"{path}/")]


def test_every_kind_runs_whole_in_one_session_or_in_both() -> None:
    measured, others = sessions(list(KINDS))
    assert (measured.measured, others.measured) == (True, False)
    for kind in KINDS:
        whole = f"tests/{kind.name}"
        alone = {path for path in NOT_MEASURED if path.startswith(f"{whole}/")}
        if whole in NOT_MEASURED:
            assert (kind in measured.paths, others.paths[kind]) == (False, (whole,))
        else:
            assert measured.paths[kind] == (whole,)
            assert set(others.paths.get(kind, ())) == alone


def test_a_kind_of_two_sessions_is_counted_once() -> None:
    parts = [Outcome(API, 1.0, 2, 0), Outcome(API, 0.5, 3, 1, "no test ran")]
    known = next(kind for kind in KINDS if kind.name == "api")
    mine = [replace(part, kind=known) for part in parts]

    (outcome,) = together(mine)

    assert (outcome.passed, outcome.failed) == (5, 1)
    assert (outcome.minutes, outcome.remark) == (1.5, "no test ran")


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

    text = page(statuses, {}, "2026-01-02")

    assert "| `matching/rules/size.py` | 2 | 1 | 1 | 0 |" in text
    assert "| `reciprocal/ledger/entries.py` | 1 | 0 | 0 | 1 |" in text
    assert "1 of 3 faults" in text
    assert "- `matching.rules.size.x_fits__mutmut_2`: survived" in text


def test_a_fault_that_means_the_same_is_told_apart_by_its_lines() -> None:
    mutant = "matching.verify.x__squared_balances__mutmut_17"
    difference = (
        "--- a\n+++ b\n@@ -1,2 +1,2 @@\n"
        "-        totals[landlord_id] += owed\n+        totals[landlord_id] -= owed\n"
    )
    why = why_alike(mutant, difference)
    assert why is not None
    assert why_alike(mutant, difference.replace("-= owed", "= owed")) is None

    text = page({mutant: "survived"}, {mutant: why}, "2026-01-02")

    assert "0 of 1 faults were seen by a test.\n1 mean the same" in text
    assert f"- `{mutant}`: {why}" in text


@pytest.mark.parametrize(
    ("now", "alike"),
    [
        ('assert homes > 0, "XXat least oneXX"', True),
        ('assert homes >= 0, "at least one"', False),
    ],
)
def test_the_words_of_an_assertion_are_no_behaviour(now: str, *, alike: bool) -> None:
    difference = f'-    assert homes > 0, "at least one"\n+    {now}\n'
    assert (why_alike("any.x_function__mutmut_1", difference) is not None) is alike

"""Comparisons are kept run by run, go on where they stopped, and repeat to the byte."""

import csv
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from typer.testing import CliRunner

from reciprocal.__main__ import app
from reciprocal.laboratory import compare, tables
from reciprocal.laboratory.compare import Asked, policy_of
from reciprocal.laboratory.picture import PICTURE
from reciprocal.laboratory.regimes import C12, REGIMES
from tests.reciprocal.laboratory.runs import TINY

COMMITTED = Path(__file__).parents[3] / "docs" / "laboratory" / "c12"
_ROUNDS = 3


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(REGIMES, TINY.name, TINY)


def _asked(*policies: str, seeds: int = 1) -> Asked:
    return Asked(
        {TINY.name: TINY},
        ["monthly"],
        policies,
        range(1, seeds + 1),
        _ROUNDS,
        check=True,
    )


def _compare(asked: Asked, folder: Path) -> tuple[list[tuple[int, int]], bytes, bytes]:
    told: list[tuple[int, int]] = []
    compare.compare(
        asked,
        folder,
        processes=1,
        told=lambda done, total: told.append((done, total)),
    )
    return (
        told,
        (folder / compare.RUNS).read_bytes(),
        (folder / compare.ROUNDS).read_bytes(),
    )


@pytest.mark.usefixtures("tiny")
def test_what_was_stopped_goes_on_and_ends_with_the_same_bytes(tmp_path: Path) -> None:
    whole = _asked("rule", "blind", seeds=2)
    told, *once = _compare(whole, tmp_path / "once")
    assert told == [(n, 4) for n in range(5)]
    _compare(_asked("blind"), tmp_path / "twice")
    rounds = tmp_path / "twice" / compare.ROUNDS
    rounds.write_bytes(rounds.read_bytes() + b"tiny,monthly,ru")
    told, *twice = _compare(whole, tmp_path / "twice")
    assert told[0] == (1, 4)
    assert twice == once
    told, *again = _compare(whole, tmp_path / "twice")
    assert (told, again) == ([(4, 4)], once)


@pytest.mark.usefixtures("tiny")
def test_another_table_in_the_folder_is_refused_and_kept(tmp_path: Path) -> None:
    runs = tmp_path / compare.RUNS
    runs.write_text("regime,other\nC12,1\n")
    with pytest.raises(tables.OtherTable):
        _compare(_asked("rule"), tmp_path)
    assert runs.read_text() == "regime,other\nC12,1\n"


@pytest.mark.usefixtures("tiny")
def test_the_command_says_prices_and_draws_the_rounds(tmp_path: Path) -> None:
    words = "simulate --regime tiny --policy blind --policy rule --seeds 1 --rounds 3"
    also = ["--processes", "1", "--folder", str(tmp_path)]
    typed = CliRunner().invoke(app, [*words.split(), *also])
    assert typed.exit_code == 0, typed.output
    rows = {line.split()[0]: line.split()[1:] for line in typed.output.splitlines()}
    assert rows["policy"] == ["blind", "rule"]
    assert rows["price"][-2] == "0.00"
    picture = ET.fromstring((tmp_path / PICTURE).read_text())  # noqa: S314 - our own
    lines = picture.findall(".//{*}polyline")
    with (tmp_path / compare.ROUNDS).open(encoding="utf-8") as file:
        rounds = len({row["round"] for row in csv.DictReader(file)})
    assert len(lines) == 10 * 2
    assert {len(line.attrib["points"].split()) for line in lines} == {rounds}


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (["--regime", "L34"], "regime: one of L33, C12, PLHR, SKEW"),
        (["--rhythm", "daily"], "rhythm: one of monthly, weekly"),
        (["--policy", "ruel"], "policy: one of blind"),
        (["--policy", "rule+stay=long"], "policy: one of blind"),
        (["--policy", "rule+say=2"], "policy: one of blind"),
    ],
)
def test_what_there_is_not_is_refused_by_its_field(
    words: list[str], fault: str, tmp_path: Path
) -> None:
    typed = CliRunner().invoke(app, ["simulate", *words, "--folder", str(tmp_path)])
    assert typed.exit_code == 2
    assert fault in _plain(typed.output)
    assert not any(tmp_path.iterdir())


def test_the_command_refuses_a_folder_with_another_table(tmp_path: Path) -> None:
    (tmp_path / compare.RUNS).write_text("regime,other\nC12,1\n")
    typed = CliRunner().invoke(
        app, ["simulate", "--folder", str(tmp_path), "--processes", "1"]
    )
    assert typed.exit_code == 2
    assert "holds a table with other columns" in _plain(typed.output)


def test_the_list_names_all_there_is() -> None:
    said = CliRunner().invoke(app, ["simulate", "--list"]).output
    for name in (*REGIMES, "monthly", "weekly", "rule", "blind", "conversion"):
        assert f" {name} " in said


def test_a_policy_may_be_changed_by_name() -> None:
    changed = policy_of("rule+stay=6+chain=4")
    assert (changed.stay_rounds, changed.chain_moves_max) == (6, 4)
    assert changed.levels == policy_of("rule").levels
    assert changed.name == "rule+stay=6+chain=4"


def test_several_processes_come_to_the_same_rows(tmp_path: Path) -> None:
    asked = Asked({"C12": C12}, ["monthly"], ["blind"], [1, 2], 1, check=False)
    for processes in (1, 2):
        compare.compare(
            asked,
            tmp_path / str(processes),
            processes=processes,
            told=lambda _done, _total: None,
        )
    one, two = ((tmp_path / n / compare.ROUNDS).read_bytes() for n in ("1", "2"))
    assert one == two


def test_the_committed_rows_of_c12_are_what_the_command_writes(tmp_path: Path) -> None:
    """A change to the squares, the stay, the requests or the engine shows here."""
    with (COMMITTED / compare.RUNS).open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    runs = [tables.run_of(row) for row in rows]
    asked = Asked(
        {"C12": C12},
        ["monthly"],
        sorted({run.policy for run in runs}),
        sorted({run.seed for run in runs}),
        runs[0].rounds,
        runs[0].check,
    )
    assert {"blind", "rule"} <= set(asked.policies)
    _, written, rounds = _compare(asked, tmp_path)
    assert written == (COMMITTED / compare.RUNS).read_bytes()
    assert rounds == (COMMITTED / compare.ROUNDS).read_bytes()
    assert all(row["delayed"] == "0" for row in rows)


def _plain(output: str) -> str:
    """Return what was said without the frame around it."""
    return " ".join(output.replace("│", " ").split())

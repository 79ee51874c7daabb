"""What the demonstration leaves behind: its report, its files, and its words."""

import csv
from pathlib import Path

import pytest

from fixtures.demo import build
from fixtures.rows import Row, cells, columns
from tests.crawl import elsewhere
from tests.crawl.canaries import Finder
from tests.crawl.scheme import V, canaries, rows_of_all


def write(file: Path, lines: tuple[Row, ...]) -> None:
    """Write one of the three spreadsheets."""
    with file.open("w", newline="", encoding="utf-8") as opened:
        writer = csv.DictWriter(opened, columns(type(lines[0])))
        writer.writeheader()
        writer.writerows(cells(line) for line in lines)


def test_no_file_of_the_demonstration_holds_what_is_sealed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, folder = tmp_path / "data", tmp_path / "demo"
    data.mkdir()
    rows, finder = rows_of_all(), Finder(canaries())
    write(data / "providers.csv", rows.providers)
    write(data / "homes.csv", rows.homes)
    write(data / "requests.csv", rows.requests)
    said: list[str] = []

    with elsewhere.everything_logged() as logged:
        built = build(data, folder, said.append, weeks=4)
    built.working.close()

    printed = capsys.readouterr()
    words = "\n".join([*said, *logged, printed.out, printed.err])
    assert built.report["round"]["ready_steps"] == 1
    assert {"report.json", "scheme.sqlite", "scheme.sqlite.jobs"} <= {
        file.name for file in folder.iterdir()
    }
    assert elsewhere.kinds_in_files(folder, finder) == set()
    assert {
        kind
        for kind in finder.kinds_in(words)
        if not elsewhere.OPEN_KINDS.fullmatch(kind)
    } == set()


def test_a_file_with_an_address_would_be_named(tmp_path: Path) -> None:
    (tmp_path / "report.json").write_text(f'{{"home": "{V.address.upper()}"}}')

    assert elsewhere.kinds_in_files(tmp_path, Finder(canaries())) == {
        "v.address in report.json"
    }

"""The papers claim no test that is not there, and hide nothing that is not done."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from scripts.tree import ROOT

PAPERS = ROOT / "docs" / "papers"


@dataclass(frozen=True, slots=True)
class Paper:
    """A table of which each row ends in the test that would fail.

    Attributes:
        rows: What each row is known by, in order.
    """

    name: str
    rows: tuple[str, ...]

    @property
    def file(self) -> Path:
        return PAPERS / self.name

    def claims(self) -> list[tuple[str, str, str]]:
        """Return each row with the file and the test that it names."""
        row = re.compile(
            rf"^\| ({self.rows[0][0]}\d+) .*\| `(tests/[\w/]+\.py)::(test_\w+)` \|$",
            re.MULTILINE,
        )
        return row.findall(self.file.read_text())


TABLES = (
    Paper("threats.md", tuple(f"T{number}" for number in range(1, 28))),
    Paper(
        "what-a-compromise-surrenders.md",
        tuple(f"S{number}" for number in range(1, 15)),
    ),
    Paper("hazard-log.md", tuple(f"H{number}" for number in range(1, 21))),
    Paper("reprimands.md", tuple(f"R{number}" for number in range(1, 8))),
)


def named(paper: Paper) -> str:
    return paper.name


@pytest.mark.parametrize("paper", TABLES, ids=named)
def test_every_row_is_there_and_names_a_test_that_is_there(paper: Paper) -> None:
    claims = paper.claims()
    assert tuple(row for row, _, _ in claims) == paper.rows
    for row, file, name in claims:
        assert f"def {name}(" in (ROOT / file).read_text(), (row, file, name)


@pytest.mark.parametrize("paper", TABLES, ids=named)
def test_the_head_counts_what_is_not_tested_yet(paper: Paper) -> None:
    text = paper.file.read_text()
    (told,) = re.findall(r"Of (\d+) rows, (\d+) have a part that is not tested", text)
    lines = [line for line in text.splitlines() if line.startswith("| ")]
    missing = [line for line in lines if "**Not yet**" in line]
    assert told == (str(len(paper.rows)), str(len(missing)))


ASVS = PAPERS / "asvs.md"
_ASKED = re.compile(
    r"^\| (V[\d./]+) \|.*\| "
    r"(?:`(tests/[\w/]+\.py)::(test_\w+)`|(none|not applicable)) \|$",
    re.MULTILINE,
)
CHAPTERS = tuple(str(number) for number in range(1, 17))


def test_each_row_of_the_standard_names_a_test_or_says_why_it_has_none() -> None:
    text = ASVS.read_text()
    rows = _ASKED.findall(text)
    lines = [line for line in text.splitlines() if line.startswith("| V")]
    assert len(rows) == len(lines)
    for row, file, name, _ in rows:
        assert not name or f"def {name}(" in (ROOT / file).read_text(), row
    untested = [line for line in lines if line.endswith("| none |")]
    assert [line for line in untested if "**Not yet**" not in line] == []
    (told,) = re.findall(r"Of (\d+) rows, (\d+) have a part", text)
    missing = [line for line in lines if "**Not yet**" in line]
    assert told == (str(len(lines)), str(len(missing)))
    chapters = {row.removeprefix("V").partition(".")[0] for row, *_ in rows}
    assert chapters == set(CHAPTERS)

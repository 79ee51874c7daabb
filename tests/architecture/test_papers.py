"""The papers claim no test that is not there, and hide nothing that is not done."""

import re

from scripts.tree import ROOT

THREATS = ROOT / "docs" / "papers" / "threats.md"
_ROW = re.compile(
    r"^\| (T\d+) \|.*\| `(tests/[\w/]+\.py)::(test_\w+)` \|$", re.MULTILINE
)
_ALL = [f"T{number}" for number in range(1, 28)]


def test_every_threat_has_its_row_and_every_row_a_test_that_is_there() -> None:
    rows = _ROW.findall(THREATS.read_text())
    assert [threat for threat, _, _ in rows] == _ALL
    for threat, file, name in rows:
        assert f"def {name}(" in (ROOT / file).read_text(), (threat, file, name)


def test_the_head_counts_what_is_not_tested_yet() -> None:
    text = THREATS.read_text()
    (told,) = re.findall(r"Of (\d+) rows, (\d+) have a part that is not tested", text)
    missing = [line for line in text.splitlines() if "**Not yet**" in line]
    assert told == (str(len(_ALL)), str(len(missing)))

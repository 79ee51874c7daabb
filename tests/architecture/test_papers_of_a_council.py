"""The papers that a council takes up are whole, and claim no test that is not there."""

import re
from pathlib import Path

import pytest

from reciprocal.disclosure.present import resources
from reciprocal.retention.rules import schedule
from scripts.print_dpia import classes_of, data_classes, fields_page
from scripts.tree import ROOT

PAPERS = ROOT / "docs" / "papers"
DPIA = PAPERS / "dpia.md"
_NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(test_\w+))?`")
_RISK = re.compile(r"^\| D(\d+) \|", re.MULTILINE)


@pytest.mark.parametrize("thing", sorted(resources()))
def test_every_field_falls_in_one_class(thing: str) -> None:
    for field in resources()[thing].fields:
        assert len(classes_of(thing, field.name)) == 1, field.name


def test_the_classes_name_only_what_is_there() -> None:
    fields = {
        f"{thing.name}.{field.name}"
        for thing in resources().values()
        for field in thing.fields
    }
    for name, one in data_classes().items():
        assert one.things <= set(resources()), name
        assert one.fields <= fields, name
        assert set(one.kept) <= set(schedule()), name
        assert one.kept, name


def test_no_sealed_field_is_said_to_be_about_nobody() -> None:
    sealed = [
        (thing.name, field.name)
        for thing in resources().values()
        for field in thing.fields
        if field.data_class == "S"
    ]
    assert sealed
    for thing, field in sealed:
        (name,) = classes_of(thing, field)
        assert data_classes()[name].kind != "none", (thing, field)


def test_the_committed_table_is_the_one_the_files_give() -> None:
    assert (PAPERS / "dpia-fields.md").read_text(encoding="utf-8") == fields_page()


@pytest.mark.parametrize("paper", sorted(PAPERS.glob("*.md")), ids=lambda p: p.name)
def test_every_test_that_a_paper_names_is_there(paper: Path) -> None:
    for file, name in _NAMED.findall(paper.read_text(encoding="utf-8")):
        text = (ROOT / file).read_text(encoding="utf-8")
        assert not name or f"def {name}(" in text, (file, name)


def test_every_risk_has_a_test_or_says_not_yet() -> None:
    text = DPIA.read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if _RISK.match(line)]
    (told,) = re.findall(r"Of (\d+) rows, (\d+) have no test yet", text)

    assert [int(_RISK.findall(row)[0]) for row in rows] == [*range(1, len(rows) + 1)]
    missing = [row for row in rows if not _NAMED.search(row)]
    assert all("**not yet**" in row for row in missing)
    assert told == (str(len(rows)), str(len(missing)))

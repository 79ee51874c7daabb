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
AGREEMENT = PAPERS / "information-sharing-agreement.md"
_BLANK = re.compile(r"\[[^\]\n]+\](?!\()")
_LINKED = re.compile(r"\]\(\.\./disclosure\.md\)")
_PARTS = (
    "Parties",
    "Purposes",
    "Lawful bases",
    "Who gets what, and when",
    "Duties of each party",
    "When something goes wrong",
    "The rights of those it is about",
    "Police, courts and others",
    "Leavers",
    "Review",
    "Signatures",
)
RECORD = PAPERS / "algorithmic-transparency-record.md"
_HEADINGS = (
    "Name",
    "Description",
    "Website URL",
    "Contact email",
    "Organisation or department",
    "Team",
    "Senior responsible owner",
    "Third party involvement",
    "Third party",
    "Third party role",
    "Procurement procedure type",
    "Third party data access terms",
    "Detailed description",
    "Benefits",
    "Previous process",
    "Alternatives considered",
    "Process integration",
    "Provided information",
    "Frequency and scale of usage",
    "Human decisions and review",
    "Required training",
    "Appeals and review",
    "System architecture",
    "System-level input",
    "System-level output",
    "Maintenance",
    "Models",
    "Model name",
    "Model version",
    "Model task",
    "Model input",
    "Model output",
    "Model architecture",
    "Model performance",
    "Datasets",
    "Dataset purposes",
    "Development data",
    "Impact assessments",
    "Risks and mitigations",
)
EQUALITY = PAPERS / "equality-impact-assessment.md"
# Equality Act 2010 section 4.
_CHARACTERISTICS = (
    "Age",
    "Disability",
    "Gender reassignment",
    "Marriage and civil partnership",
    "Pregnancy and maternity",
    "Race",
    "Religion or belief",
    "Sex",
    "Sexual orientation",
)
_NOT_HELD = {
    "ethnicity",
    "race",
    "religion",
    "nationality",
    "immigration",
    "orientation",
    "gender",
    "language",
}
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


def test_the_agreement_is_a_template_with_its_parts_and_blanks() -> None:
    text = AGREEMENT.read_text(encoding="utf-8")
    parts = dict(
        re.findall(r"^## \d+\. (.+?)\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    )

    assert tuple(parts) == _PARTS
    for part in ("Parties", "Duties of each party", "Review", "Signatures"):
        assert _BLANK.search(parts[part]), part
    assert _LINKED.search(parts["Who gets what, and when"])
    steps = parts["When something goes wrong"].splitlines()
    assert any(step.startswith("| at once, by telephone") for step in steps)
    assert any(step.startswith("| within 72 hours of knowing") for step in steps)


def test_no_blank_of_the_agreement_was_filled_in() -> None:
    text = AGREEMENT.read_text(encoding="utf-8")
    rows = text.split("## 11. Signatures")[1].strip().splitlines()[2:]

    assert rows
    for row in rows:
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        assert all(_BLANK.fullmatch(cell) for cell in cells), row


def test_the_transparency_record_has_every_heading_and_something_under_it() -> None:
    text = RECORD.read_text(encoding="utf-8")
    under = dict(
        re.findall(r"^### ([\d.]+) .+?\n(.*?)(?=^#|\Z)", text, re.MULTILINE | re.DOTALL)
    )
    titles = tuple(re.findall(r"^### [\d.]+ (.+)$", text, re.MULTILINE))

    assert titles == _HEADINGS
    for number, written in under.items():
        assert written.strip(), number


def test_every_protected_characteristic_has_a_row_filled_in() -> None:
    text = EQUALITY.read_text(encoding="utf-8")
    section = text.split("## 3. By protected characteristic")[1].split("\n## ")[0]
    rows = [
        [cell.strip() for cell in row.strip().strip("|").split("|")]
        for row in section.splitlines()
        if row.startswith("| ")
    ][2:]

    assert tuple(row[0] for row in rows) == _CHARACTERISTICS
    for row in rows:
        assert len(row) == 5, row[0]
        assert all(row), row[0]


def test_nothing_that_the_assessment_says_is_not_held_has_a_field() -> None:
    names = {field.name for one in resources().values() for field in one.fields}
    words = {part for name in names for part in name.split("_")}

    assert "adults" in words
    assert words.isdisjoint(_NOT_HELD)


@pytest.mark.parametrize("paper", sorted(PAPERS.glob("*.md")), ids=lambda p: p.name)
def test_every_link_of_a_paper_leads_somewhere(paper: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+\.md)", paper.read_text(encoding="utf-8"))

    for link in links:
        assert (paper.parent / link).is_file(), link


def test_the_index_names_every_paper_and_the_front_page_the_index() -> None:
    index = (PAPERS / "README.md").read_text(encoding="utf-8")

    for paper in PAPERS.glob("*.md"):
        assert paper.name in index or paper.name == "README.md", paper.name
    assert "(docs/papers/README.md)" in (ROOT / "README.md").read_text(encoding="utf-8")

"""The pages written from the code say what the code says."""

import re

import pytest

from reciprocal.settings import Settings
from scripts.print_api import api_page
from scripts.print_import import import_page
from scripts.print_problems import problems_page
from scripts.tree import ROOT
from tests.support.commands import cli_commands

RENEW = "renew the page as its head says"


def test_the_page_of_problems_is_that_of_the_code() -> None:
    assert (ROOT / "docs" / "problems.md").read_text() == problems_page(), RENEW


def test_the_page_of_routes_is_that_of_the_code() -> None:
    assert (ROOT / "docs" / "api.md").read_text() == api_page(), RENEW


def test_the_page_of_imports_is_that_of_the_code() -> None:
    assert (ROOT / "docs" / "import.md").read_text() == import_page(), RENEW


@pytest.mark.parametrize(
    ("pattern", "known"),
    [
        (r"^### `reciprocal ([a-z -]+)`$", cli_commands()),
        (
            r"^\| `(RECIPROCAL_[A-Z_]+)` \|",
            {f"RECIPROCAL_{name.upper()}" for name in Settings.model_fields},
        ),
    ],
    ids=["commands", "settings"],
)
def test_commands_and_settings_are_all_described_and_no_others(
    pattern: str, known: set[str]
) -> None:
    """A page that describes what is gone misleads as much as one that is silent."""
    page = (ROOT / "docs" / "commands.md").read_text()

    assert sorted(re.findall(pattern, page, re.MULTILINE)) == sorted(known)


def test_every_default_of_a_setting_is_the_one_described() -> None:
    page = (ROOT / "docs" / "commands.md").read_text()
    rows = dict(
        re.findall(r"^\| `RECIPROCAL_([A-Z_]+)` \| ([^|]+) \|", page, re.MULTILINE)
    )

    for name, field in Settings.model_fields.items():
        flag = isinstance(field.default, bool)
        default = str(field.default).lower() if flag else field.default
        assert rows[name.upper()] == (f"`{default}`" if default != "" else "empty")

"""Whatever can be run, set, met or asked for is written down somewhere.

Documents are searched, not trusted: each target, command, setting, code and
route must be named in one of the files that people are told to read.
"""

import re
from collections.abc import Callable

import pytest

from scripts.tree import ROOT
from tests.support.commands import (
    cli_commands,
    error_codes,
    make_targets,
    routes,
    settings,
)

PAGES = ("README.md", "GLOSSARY.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")


def documents() -> str:
    """Join all that is written for people, the decisions left out."""
    pages = [ROOT / page for page in PAGES]
    pages += [
        page
        for page in sorted((ROOT / "docs").rglob("*.md"))
        if "adr" not in page.relative_to(ROOT).parts
    ]
    return "\n".join(page.read_text() for page in pages)


def unmentioned(names: set[str], text: str) -> list[str]:
    """List the names that stand nowhere in the text as words of their own."""
    return sorted(
        name
        for name in names
        if re.search(rf"(?<![\w/-]){re.escape(name)}(?![\w/-])", text) is None
    )


SUBJECTS: tuple[tuple[str, Callable[[], set[str]]], ...] = (
    ("make target", lambda: {f"make {target}" for target in make_targets()}),
    ("command", lambda: {f"reciprocal {command}" for command in cli_commands()}),
    ("setting", settings),
    ("problem code", error_codes),
    ("route", routes),
)


@pytest.mark.parametrize(("subject", "names"), SUBJECTS)
def test_all_of_a_kind_are_documented(
    subject: str, names: Callable[[], set[str]]
) -> None:
    found = names()

    assert found, f"no {subject} was found, so nothing was checked"
    assert unmentioned(found, documents()) == []


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("run `make test` first", []),
        ("run `make tests` first", ["make test"]),
        ("", ["make test"]),
    ],
)
def test_a_name_inside_another_is_not_a_mention(text: str, missing: list[str]) -> None:
    assert unmentioned({"make test"}, text) == missing


def test_every_page_that_people_are_told_to_read_exists() -> None:
    assert [page for page in PAGES if not (ROOT / page).is_file()] == []

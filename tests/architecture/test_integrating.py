"""The integrators' page is true: what it names exists, and its code is the files'."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import reciprocal.client
from reciprocal.client import Client
from scripts.tree import ROOT
from tests.support.commands import error_codes, make_targets, routes

PAGE = ROOT / "docs" / "integrating.md"
TEXT = PAGE.read_text()
EXAMPLES = sorted((ROOT / "docs" / "examples").glob("*.py"))
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_OF_OAUTH = {"invalid_client"}


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.name)
def test_each_program_is_shown_as_it_is(file: Path) -> None:
    place = file.relative_to(PAGE.parent)
    shown = f"({place}):\n\n```python\n{file.read_text()}```\n"
    assert shown in TEXT, "copy the file's text into docs/integrating.md"


def test_every_block_of_code_is_a_program_s_or_can_be_read() -> None:
    blocks = [code for kind, code in _BLOCK.findall(TEXT) if kind == "python"]
    assert len(blocks) == len(EXAMPLES) + 1
    for code in blocks:
        compile(code, PAGE.name, "exec")


def anchors(text: str) -> set[str]:
    """Return the anchors of a page's headings."""
    heads = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def test_every_link_leads_somewhere() -> None:
    links = re.findall(r"\]\(([^)]+)\)", TEXT)
    assert len(links) > 10
    for link in links:
        place, _, anchor = link.partition("#")
        target = PAGE.parent / place
        assert target.is_file(), link
        assert not anchor or anchor in anchors(target.read_text()), link


def test_every_command_of_the_page_exists() -> None:
    commands = "\n".join(code for kind, code in _BLOCK.findall(TEXT) if not kind)
    for program in re.findall(r"python (\S+\.py)", commands):
        assert (ROOT / program).is_file(), program
    for module in re.findall(r"python -m (reciprocal\S*)", commands):
        folder = ROOT / module.replace(".", "/")
        assert (folder / "__main__.py").is_file(), module
    for target in re.findall(r"`make (\S+)`", TEXT):
        assert target in make_targets(), target


def test_every_name_of_the_client_exists() -> None:
    prose = _BLOCK.sub("", TEXT)
    for method in re.findall(r"`client\.(\w+)", prose):
        assert hasattr(Client, method), method
    for name in re.findall(r"`([A-Z][a-z]+[A-Z]\w+)`", prose):
        assert name in reciprocal.client.__all__, name


def test_every_code_and_route_of_the_page_exists() -> None:
    codes = set(re.findall(r"`Refused` \d+ `(\w+)`", TEXT))
    assert codes - _OF_OAUTH <= error_codes()
    named = set(re.findall(r"`(?:GET|POST|PATCH|PUT|DELETE) (/v1\S+)`", TEXT))
    assert named <= routes()


def test_the_client_needs_two_libraries_and_nothing_of_the_service() -> None:
    code = "import sys, reciprocal.client; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    ours = {name for name in loaded if name.split(".")[0] in ("reciprocal", "matching")}
    assert all(
        name == "reciprocal" or name.startswith("reciprocal.client") for name in ours
    )
    heavy = {"fastapi", "pydantic", "sqlalchemy", "sqlmodel", "structlog", "ortools"}
    assert heavy.isdisjoint(loaded)
    assert {"httpx", "joserfc"} <= set(loaded)

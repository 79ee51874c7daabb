"""What pyproject asks for is pinned and hashed, and no place is named to get it."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
PINNED = re.compile(r"^(?P<name>[a-z0-9-]+)(\[[a-z0-9,-]+\])?==(?P<version>[^\s;]+)")
HASHED = re.compile(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$")

RUNTIME = PROJECT["project"]["dependencies"]
EXTRAS = PROJECT["project"]["optional-dependencies"]
INSTALL = PROJECT["dependency-groups"]["install"]
WANTED = {
    "requirements.txt": RUNTIME,
    "requirements-dev.txt": [*RUNTIME, *EXTRAS["dev"], *INSTALL],
    "requirements-install.txt": INSTALL,
    "requirements-places.txt": [*RUNTIME, *EXTRAS["places"]],
}


def blocks_of(file: str) -> list[list[str]]:
    """Cut a requirement file into one block a package, comments left out."""
    blocks: list[list[str]] = []
    for line in (ROOT / file).read_text().splitlines():
        if line.startswith("#"):
            continue
        if line.startswith(" "):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return blocks


def pins_of(file: str) -> dict[str, set[str]]:
    """Read the versions pinned of each package; markers may allow more than one."""
    pins: dict[str, set[str]] = {}
    for first, *_ in blocks_of(file):
        match = PINNED.match(first)
        assert match is not None, first
        pins.setdefault(match["name"], set()).add(match["version"])
    return pins


def test_there_are_no_requirement_files_but_these() -> None:
    assert {file.name for file in ROOT.glob("requirements*.txt")} == set(WANTED)


@pytest.mark.parametrize("file", WANTED)
def test_every_line_is_a_pin_or_a_hash(file: str) -> None:
    for first, *hashes in blocks_of(file):
        assert first.endswith(" \\"), first
        assert PINNED.match(first), first
        assert hashes, first
        assert [line for line in hashes if not HASHED.match(line)] == []


@pytest.mark.parametrize("file", WANTED)
def test_what_pyproject_asks_for_is_pinned_within_its_bounds(file: str) -> None:
    pins = pins_of(file)
    for line in WANTED[file]:
        asked = Requirement(line)
        versions = pins.get(canonicalize_name(asked.name), set())
        assert versions, f"{asked.name} is not pinned: run `make requirements`"
        assert all(asked.specifier.contains(version) for version in versions), line


def test_what_runs_is_what_was_tested() -> None:
    tested = pins_of("requirements-dev.txt")
    for file in ("requirements.txt", "requirements-install.txt"):
        for name, versions in pins_of(file).items():
            assert versions <= tested[name], f"{file}: {name}"


@pytest.mark.parametrize("file", WANTED)
def test_no_address_or_path_is_named(file: str) -> None:
    text = (ROOT / file).read_text()
    assert [
        mark for mark in ("://", "file:", "@ ", "-e ", "index", "/") if mark in text
    ] == []

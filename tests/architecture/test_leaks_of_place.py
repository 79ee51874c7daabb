"""No tracked file tells where or on whose machine it was written.

A path of one machine works on no other, and the address of a registry or mirror
in a requirement file would be obeyed by every installer that reads it. The
patterns are put together from halves, so that this file does not contain them.
"""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

HALVES = (
    ("/wo", "rk/"),
    ("/tm", "p/venv"),
    ("/tm", "p/clones"),
    ("/tm", "p/brief"),
    ("/ro", "ot/"),
    ("/opt/", "pypi"),
    ("/opt/", "wheels"),
    ("../", "shared"),
    ("pypi", ".org"),
    ("python", "hosted"),
    ("npm", "js.org"),
    ("npm", "js.com"),
    ("--index", "-url"),
    ("--find", "-links"),
    ("clau", "de"),
    ("anthro", "pic"),
    ("chat", "gpt"),
    ("copi", "lot"),
)
PATTERN = re.compile(
    "|".join(re.escape(first + second) for first, second in HALVES), re.IGNORECASE
)


def tracked_files() -> list[Path]:
    """List what is committed or about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    names = listed.stdout.decode().split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def leaks_in(text: str) -> list[str]:
    """List what in a text belongs to one machine."""
    return [match.group() for match in PATTERN.finditer(text)]


def test_no_tracked_file_tells_of_one_machine() -> None:
    files = tracked_files()
    found = {
        str(file.relative_to(ROOT)): leaks
        for file in files
        if (leaks := leaks_in(file.read_bytes().decode("utf-8", errors="replace")))
    }

    assert Path(__file__) in files
    assert found == {}


@pytest.mark.parametrize("halves", HALVES)
def test_a_planted_leak_is_found(halves: tuple[str, str]) -> None:
    leak = "".join(halves)

    assert leaks_in(f"see {leak.upper()} there") == [leak.upper()]

"""No drawer swells: a file is read in one sitting, a function on one screen."""

from pathlib import Path

import pytest

from scripts.tree import ROOT, functions_of, is_migration, lines_of, python_files

LONGEST_FILE = 400
LONGEST_FUNCTION = 70


def too_long(root: Path) -> list[str]:
    """Name each file and function past its limit."""
    files = python_files(root)
    found = [
        f"{file.relative_to(root)}: {lines_of(file)} lines"
        for file in files
        if lines_of(file) > LONGEST_FILE
    ]
    found += [
        f"{function.where}: {function.lines} lines"
        for file in files
        for function in functions_of(root, file)
        if function.lines > LONGEST_FUNCTION
    ]
    return found


def test_every_file_and_function_is_within_its_limit() -> None:
    assert too_long(ROOT) == []


@pytest.mark.parametrize(
    ("lines_in_body", "found"),
    [(LONGEST_FUNCTION - 1, 0), (LONGEST_FUNCTION, 1), (LONGEST_FILE, 2)],
)
def test_a_planted_excess_is_found(
    tmp_path: Path, lines_in_body: int, found: int
) -> None:
    folder = tmp_path / "reciprocal"
    folder.mkdir()
    body = "    pass\n" * lines_in_body
    (folder / "planted.py").write_text(f"def long():\n{body}")

    assert len(too_long(tmp_path)) == found


def test_only_revisions_of_the_schema_are_exempt(tmp_path: Path) -> None:
    revision = tmp_path / "reciprocal" / "migrations" / "versions" / "0001.py"
    environment = tmp_path / "reciprocal" / "migrations" / "env.py"

    assert is_migration(tmp_path, revision)
    assert not is_migration(tmp_path, environment)

"""Count the tree: files, lines, functions, and what is longest.

`tests/architecture/test_sizes.py` holds the limits; `make check` prints the
counts. Lines are physical lines, since that is what a reader scrolls through.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PRODUCT = ("api", "fixtures", "reciprocal", "matching")
FOLDERS = (*PRODUCT, "scripts", "tests")
MIGRATION_VERSIONS = ("reciprocal", "migrations", "versions")


@dataclass(frozen=True, slots=True)
class FunctionLength:
    """One function or method, and how many lines it spans."""

    where: str
    lines: int


def python_files(root: Path, folders: tuple[str, ...] = FOLDERS) -> list[Path]:
    """List the Python files that people write; migrations are written once."""
    found = [file for folder in folders for file in (root / folder).rglob("*.py")]
    return sorted(file for file in found if not is_migration(root, file))


def is_migration(root: Path, file: Path) -> bool:
    """Tell whether a file is one revision of the schema."""
    return file.relative_to(root).parts[:3] == MIGRATION_VERSIONS


def lines_of(file: Path) -> int:
    """Count the physical lines of a file."""
    return len(file.read_text(encoding="utf-8").splitlines())


def functions_of(root: Path, file: Path) -> Iterator[FunctionLength]:
    """Measure each function of a file, from its first decorator to its end."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
            assert node.end_lineno is not None
            where = f"{file.relative_to(root)}:{node.lineno} {node.name}"
            yield FunctionLength(where=where, lines=node.end_lineno - first + 1)


def counts(root: Path = ROOT) -> list[str]:
    """Say in a few lines how large each folder is and what is longest in it."""
    rows = [f"{'folder':12} {'files':>5} {'lines':>6} {'longest function':>17}"]
    for folder in FOLDERS:
        files = python_files(root, (folder,))
        longest = max(
            (f.lines for file in files for f in functions_of(root, file)), default=0
        )
        total = sum(lines_of(file) for file in files)
        rows.append(f"{folder:12} {len(files):5} {total:6} {longest:17}")
    return rows

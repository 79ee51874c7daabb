"""Ciphers come from libraries, chance from the system; no secret is compared plainly.

Each list here is written by hand, with why a file is on it.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OURS = sorted(
    path
    for folder in ("reciprocal", "api", "matching")
    for path in (ROOT / folder).rglob("*.py")
)

CIPHERS = {
    "reciprocal/sealing/keys.py": "the one place that seals and opens",
    "reciprocal/sealing/recipients.py": "reads whom a backup's key is for",
    "reciprocal/access/certificates.py": "reads a certificate's own digest",
}
MADE_UP = {
    "reciprocal/laboratory/shares.py": "orders of landlords, drawn by a seed",
    "reciprocal/laboratory/chance.py": "made-up schemes, drawn by a seed",
    "reciprocal/client/connection.py": "how long to wait before a second try",
}
PUBLIC = {
    "reciprocal/ledger/entries.py": "the chain of the book, which anybody may add up",
    "reciprocal/ledger/laws_of_people.py": "what was approved, likewise",
    "reciprocal/idempotency/operations.py": "a caller's request against its own",
    "reciprocal/statements/operations.py": "a head that its reader was told",
    "matching/verify.py": "a proof's own digest, which its reader works out again",
}
_SECRET = re.compile(
    r"(^|_)(digest|hash|token|secret|signature|mac|password|binding|thumbprint)$"
)
_WEAK = {"md5", "sha1", "new"}


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield f"{node.module}"


def _is_secret(node: ast.expr) -> bool:
    """Tell whether an expression is named like a secret, and is no column of a table.

    A column is looked for in the database, by a digest that nobody can choose.
    """
    if isinstance(node, ast.Attribute):
        owner = node.value
        column = isinstance(owner, ast.Name) and owner.id[:1].isupper()
        return not column and bool(_SECRET.search(node.attr))
    return isinstance(node, ast.Name) and bool(_SECRET.search(node.id))


def _compared(tree: ast.AST) -> list[int]:
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Compare)
        and any(isinstance(each, ast.Eq | ast.NotEq) for each in node.ops)
        and any(_is_secret(side) for side in (node.left, *node.comparators))
        and not any(_is_column(side) for side in (node.left, *node.comparators))
    ]


def _is_column(node: ast.expr) -> bool:
    owner = node.value if isinstance(node, ast.Attribute) else None
    return isinstance(owner, ast.Name) and owner.id[:1].isupper()


def _files_that(found: str) -> set[str]:
    return {
        _name(path)
        for path in OURS
        if any(
            each.startswith(found) for each in _imported(ast.parse(path.read_text()))
        )
    }


def test_ciphers_are_a_librarys_and_stand_in_few_files() -> None:
    assert _files_that("cryptography") == CIPHERS.keys()


def test_chance_that_opens_something_is_the_systems() -> None:
    assert _files_that("random") == MADE_UP.keys()


def _weak(tree: ast.AST) -> list[int]:
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "hashlib"
        and node.attr in _WEAK
    ]


def test_no_digest_is_a_weak_one() -> None:
    assert [_name(each) for each in OURS if _weak(ast.parse(each.read_text()))] == []
    assert _weak(ast.parse("hashlib.md5(b'')")) == [1]


def test_no_secret_is_compared_plainly() -> None:
    found = {_name(path) for path in OURS if _compared(ast.parse(path.read_text()))}
    assert found == PUBLIC.keys()


@pytest.mark.parametrize(
    "planted", ["token == given", "row.code_hash != said", "given == self.secret"]
)
def test_a_plain_comparison_is_found(planted: str) -> None:
    assert _compared(ast.parse(planted)) == [1]


def test_a_search_of_the_database_is_none() -> None:
    assert _compared(ast.parse("Session.token_hash == digest(token)")) == []

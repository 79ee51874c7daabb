"""Tables are thin, and never leave the rooms that own them.

With annotations postponed the mapper cannot read a column's type, and a
relationship loads rows that no query filtered by its actor.
"""

import ast

import pytest

from scripts.tree import ROOT, python_files

TABLES = [
    file for file in python_files(ROOT, ("reciprocal",)) if file.name == "tables.py"
]


def faults_in(source: str) -> list[str]:
    """Name what a table module may not do."""
    faults: list[str] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module == "__future__":
            faults.append("postponed annotations")
        if isinstance(node, ast.Name | ast.Attribute) and name_of(node) in {
            "Relationship",
            "relationship",
        }:
            faults.append("a relationship")
    return faults


def table_classes(source: str) -> set[str]:
    """Name the classes of a module that are tables."""
    return {
        node.name
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ClassDef)
        and any(keyword.arg == "table" for keyword in node.keywords)
    }


def names_in(source: str) -> set[str]:
    """Gather the names that a module imports or reads from what it imports."""
    tree = ast.parse(source)
    imported = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    read = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    return imported | read


def name_of(node: ast.Name | ast.Attribute) -> str:
    """Read the last part of a name."""
    return node.id if isinstance(node, ast.Name) else node.attr


def test_tables_are_declared_in_tables_modules_alone() -> None:
    declared = {
        str(file.relative_to(ROOT))
        for file in python_files(ROOT)
        if table_classes(file.read_text())
    }

    assert declared == {
        str(file.relative_to(ROOT))
        for file in TABLES
        if table_classes(file.read_text())
    }
    assert declared


def test_tables_keep_to_columns() -> None:
    found = {
        str(file.relative_to(ROOT)): faults
        for file in TABLES
        if (faults := faults_in(file.read_text()))
    }

    assert found == {}


def test_no_table_is_named_at_the_street_door() -> None:
    tables = {name for file in TABLES for name in table_classes(file.read_text())}
    found = {
        str(file.relative_to(ROOT)): sorted(used)
        for file in python_files(ROOT, ("api",))
        if (used := tables & names_in(file.read_text()))
    }

    assert found == {}


@pytest.mark.parametrize(
    ("source", "faults"),
    [
        ("from __future__ import annotations", ["postponed annotations"]),
        ("homes: list = Relationship()", ["a relationship"]),
        ("homes = orm.relationship()", ["a relationship"]),
        ("bedrooms: int = Field(ge=0)", []),
    ],
)
def test_a_planted_fault_is_seen(source: str, faults: list[str]) -> None:
    assert faults_in(source) == faults

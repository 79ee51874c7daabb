"""The walls stand, and each of them stops somebody.

Every contract of pyproject is run on the tree, and again on a copy in which one
fault a contract has been planted: a contract that catches nothing is no wall.
"""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from scripts.tree import PRODUCT, ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
CONTRACTS = {
    contract["id"]: contract["name"]
    for contract in PROJECT["tool"]["importlinter"]["contracts"]
}

# Which contract; the file that sins; what it imports.
FAULTS = (
    ("storeys", "reciprocal/homes/planted.py", "api"),
    ("storeys", "matching/planted_stray.py", "reciprocal.clock"),
    ("rooms", "reciprocal/homes/planted.py", "reciprocal.moves.planted"),
    ("rooms", "reciprocal/ledger/planted.py", "reciprocal.rounds.planted"),
    ("rooms", "reciprocal/homes/planted.py", "reciprocal.requests.planted"),
    ("matching-layers", "matching/pool.py", "matching.graph"),
    ("matching-pure", "matching/graph.py", "logging"),
    ("matching-pure", "matching/rules/planted.py", "sqlmodel"),
    ("domain-without-web", "reciprocal/access/planted.py", "fastapi"),
    ("one-solver", "matching/graph.py", "ortools"),
    ("one-solver", "reciprocal/rounds/planted.py", "ortools"),
    ("checker-apart", "matching/verify.py", "matching.graph"),
    ("checker-apart", "matching/referee/planted.py", "matching.objectives"),
    ("proof-apart", "matching/certify/planted.py", "matching.objectives"),
    ("proof-apart", "matching/certify/planted.py", "matching.engine.worth"),
    ("two-readings", "matching/referee/planted.py", "matching.rules"),
    ("solver-for-rounds", "reciprocal/proposals/planted.py", "matching.solve"),
    ("solver-for-rounds", "api/planted.py", "matching.explain"),
    ("one-background-engine", "reciprocal/rounds/planted.py", "dbos"),
    ("no-tables-at-the-door", "api/planted.py", "reciprocal.homes.tables"),
    ("pages-from-within", "api/pages/planted.py", "reciprocal.homes.queries"),
)
# A new folder that no layer names.
UNPLACED = (("rooms", "reciprocal/attic"), ("matching-layers", "matching/cellar"))


def lint(root: Path) -> tuple[int, str]:
    """Run the contracts on the tree under `root`, whatever is installed."""
    ended = subprocess.run(
        [f"{sys.prefix}/bin/lint-imports", "--no-cache", "--no-logo"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    return ended.returncode, ended.stdout


def broken(report: str) -> dict[str, str]:
    """Cut the report into what it says of each broken contract."""
    _, _, details = report.partition("Broken contracts")
    sections = re.split(r"\n(?=[^\n]+\n-{5,}\n)", details)
    return {
        section.strip().splitlines()[0]: section
        for section in sections
        if section.strip()
    }


@pytest.fixture(scope="module")
def broken_by_faults(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the contracts say of a copy of the tree with every fault planted."""
    copy = tmp_path_factory.mktemp("planted")
    for folder in PRODUCT:
        ignored = shutil.ignore_patterns("__pycache__", "*.sqlite", "*.csv", "*.bin")
        shutil.copytree(ROOT / folder, copy / folder, ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", copy)
    for _, file, imported in FAULTS:
        with (copy / file).open("a") as sinner:
            sinner.write(f"\nimport {imported}\n")
        if imported.endswith(".planted"):
            (copy / f"{imported.replace('.', '/')}.py").touch()
    for _, folder in UNPLACED:
        (copy / folder).mkdir()
        (copy / folder / "__init__.py").touch()
    code, report = lint(copy)
    assert code == 1
    return broken(report)


def test_every_contract_is_kept() -> None:
    code, report = lint(ROOT)

    assert code == 0, report
    assert f"Contracts: {len(CONTRACTS)} kept, 0 broken." in report


@pytest.mark.parametrize(("contract", "file", "imported"), FAULTS)
def test_a_planted_fault_is_caught(
    broken_by_faults: dict[str, str], contract: str, file: str, imported: str
) -> None:
    importer = file.removesuffix(".py").replace("/", ".")

    caught = broken_by_faults[CONTRACTS[contract]]

    assert re.search(rf"{re.escape(importer)} -> {re.escape(imported)}\b", caught)


@pytest.mark.parametrize(("contract", "folder"), UNPLACED)
def test_a_room_that_no_layer_names_is_refused(
    broken_by_faults: dict[str, str], contract: str, folder: str
) -> None:
    assert folder.replace("/", ".") in broken_by_faults[CONTRACTS[contract]]


def test_no_contract_is_without_a_fault_that_it_catches() -> None:
    assert {contract for contract, _, _ in FAULTS} == set(CONTRACTS)


def test_the_street_door_opens_without_the_solver() -> None:
    """OR-Tools and what it brings take seconds to load; requests cannot wait."""
    program = (
        "import sys, api.app\n"
        "loaded = {'ortools', 'numba', 'pandas'} & set(sys.modules)\n"
        "print(sorted(loaded))\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    assert ended.stdout == "[]\n"

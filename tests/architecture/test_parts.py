"""The list of parts names every library that is served, and nothing else."""

import json
import re
import subprocess
import sys
from typing import Any

import pytest

from scripts.print_parts import SERVED, parts_of
from scripts.tree import ROOT
from tests.architecture.test_requirements import blocks_of, pins_of


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    command = [sys.executable, "-m", "scripts.print_parts"]
    run = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(run.stdout)
    return found


def test_each_pin_is_a_part_with_its_hashes(told: dict[str, Any]) -> None:
    assert (told["bomFormat"], told["specVersion"]) == ("CycloneDX", "1.6")
    pinned = {(name, each) for name, found in pins_of(SERVED).items() for each in found}
    parts = told["components"]
    assert {(part["name"], part["version"]) for part in parts} == pinned
    assert len({part["bom-ref"] for part in parts}) == len(parts) == len(pinned)
    hashes = sum(len(lines) for _, *lines in blocks_of(SERVED))
    assert sum(len(part["hashes"]) for part in parts) == hashes
    for part in parts:
        assert part["purl"] == f"pkg:pypi/{part['name']}@{part['version']}"


def test_who_needs_whom_is_among_the_parts(told: dict[str, Any]) -> None:
    known = {part["bom-ref"] for part in told["components"]}
    needs = {each["ref"]: set(each["dependsOn"]) for each in told["dependencies"]}
    assert needs.keys() == known
    assert set().union(*needs.values()) <= known
    (fastapi,) = (ref for ref in known if ref.startswith("pkg:pypi/fastapi@"))
    assert {ref.split("@")[0] for ref in needs[fastapi]} >= {
        "pkg:pypi/pydantic",
        "pkg:pypi/starlette",
    }


def test_nearly_every_part_states_its_licence_and_none_a_place(
    told: dict[str, Any],
) -> None:
    silent = [part["name"] for part in told["components"] if "licenses" not in part]
    assert len(silent) < len(told["components"]) // 10, silent
    assert not re.search(r"https?://", json.dumps(told["components"]))


def test_a_pin_with_a_marker_and_an_extra_is_read() -> None:
    text = (
        "# by hand\n"
        f"one[a,b]==1.2 ; sys_platform == 'x' \\\n    --hash=sha256:{'a' * 64} \\\n"
        f"    --hash=sha256:{'b' * 64}\n"
        f"two==3 \\\n    --hash=sha256:{'c' * 64}\n"
    )
    found = [(part.name, part.version, len(part.hashes)) for part in parts_of(text)]
    assert found == [("one", "1.2", 2), ("two", "3", 1)]

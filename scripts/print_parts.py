"""Writes the list of parts of what is served, in the CycloneDX form that scanners read.

Run `make parts`, or `python -m scripts.print_parts > parts.cdx.json`, from the root. It
is made from the pinned, hashed requirements, so it names what an installation has and
nothing that a developer has besides. Licences are as each part states its own.
"""

import json
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from scripts.tree import ROOT

SERVED = "requirements.txt"
_PIN = re.compile(r"^([a-z0-9-]+)(?:\[[a-z0-9,-]+\])?==([^\s;]+)(?:.*)$")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Part:
    """One pinned library.

    Attributes:
        hashes: SHA-256 of each file of it that may be installed.
    """

    name: str
    version: str
    hashes: tuple[str, ...]

    @property
    def purl(self) -> str:
        """Return its package address, by which scanners know it."""
        return f"pkg:pypi/{self.name}@{self.version}"


def parts_of(text: str) -> list[Part]:
    """Return what a requirement file pins, in its order."""
    parts: list[Part] = []
    for block in re.split(r"\n(?=[a-z0-9])", f"\n{text}"):
        pin = _PIN.match(block.split("\n", 1)[0].rstrip(" \\"))
        if pin is not None:
            parts.append(Part(pin[1], pin[2], tuple(_HASH.findall(block))))
    return parts


def list_of_parts(text: str, version: str) -> dict[str, Any]:
    """Return the list as CycloneDX 1.6, with who needs whom."""
    parts = parts_of(text)
    by_name = {part.name: part for part in parts}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": "reciprocal",
                "name": "reciprocal",
                "version": version,
            }
        },
        "components": [_component(part) for part in parts],
        "dependencies": [
            {
                "ref": part.purl,
                "dependsOn": sorted(
                    {by_name[name].purl for name in _needs(part) if name in by_name}
                ),
            }
            for part in parts
        ],
    }


def _component(part: Part) -> dict[str, Any]:
    component: dict[str, Any] = {
        "type": "library",
        "bom-ref": part.purl,
        "name": part.name,
        "version": part.version,
        "purl": part.purl,
        "hashes": [{"alg": "SHA-256", "content": each} for each in part.hashes],
    }
    licence = _licence(part)
    if licence:
        component["licenses"] = [licence]
    return component


def _licence(part: Part) -> dict[str, Any]:
    """Return a part's licence as it states it; empty where it is not installed here."""
    try:
        said = metadata.metadata(part.name)
    except metadata.PackageNotFoundError:
        return {}
    if "License-Expression" in said:
        return {"expression": said["License-Expression"]}
    classed = [
        each.rpartition(" :: ")[2]
        for each in said.get_all("Classifier") or []
        if each.startswith("License :: ")
    ]
    stated = said["License"].split("\n")[0] if "License" in said else ""
    name = classed[0] if classed else stated
    return {"license": {"name": name}} if name else {}


def _needs(part: Part) -> Iterator[str]:
    """Yield what a part needs where it is served, without its extras."""
    try:
        wanted = metadata.requires(part.name) or []
    except metadata.PackageNotFoundError:
        return
    for each in map(Requirement, wanted):
        if each.marker is None or each.marker.evaluate({"extra": ""}):
            yield canonicalize_name(each.name)


if __name__ == "__main__":
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    found = list_of_parts((ROOT / SERVED).read_text(), project["version"])
    sys.stdout.write(json.dumps(found, indent=2) + "\n")

"""Cells of the disclosure file, turned over in memory: what a slip would look like."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import reciprocal.disclosure
from reciprocal.disclosure.present import Resource, _resource

FILE = Path(reciprocal.disclosure.__file__).with_name("fields.toml")


class Flip(NamedTuple):
    """A cell that a slip would open: this role would see the field at the stage."""

    resource: str
    field: str
    role: str
    stage: str

    def __str__(self) -> str:
        return f"{self.resource}.{self.field} to {self.role} at {self.stage}"


FLIPS = (
    Flip("home", "address", "landlord_system", "in_pot"),
    Flip("home", "uprn", "landlord_system", "reserved"),
    Flip("case_proposal", "landlord", "referring_worker", "proposed"),
    Flip("offer", "adults", "named_lead", "offered"),
    Flip("offer", "children_ages", "named_lead", "agreed"),
    Flip("offer", "referring_service", "landlord_system", "offered"),
    Flip("case", "household", "referring_system", "in_pot"),
    Flip("case", "home", "referring_system", "draft"),
    Flip("tenancy_check", "tenancy_reference", "coordinator", "attested"),
    Flip("departure", "authority", "named_lead", "asked"),
    Flip("departure", "tenancy_reference", "auditor", "waiting"),
    Flip("case_proposal", "address", "named_lead", "accepted"),
)


def flipped(*flips: Flip) -> Mapping[str, Resource]:
    """Return the file's resources with these cells open, and the file as it was."""
    body = tomllib.loads(FILE.read_text(encoding="utf-8"))
    for flip in flips:
        fields = body[flip.resource]["fields"]
        new = {"type": "word", "class": "R", "seen": {}, "example": "x"}
        seen = fields.setdefault(flip.field, new)["seen"]
        seen[flip.role] = [*seen.get(flip.role, ()), flip.stage]
    return {name: _resource(name, found) for name, found in body.items()}

"""The local authorities of England by name; `scripts.print_areas` writes the file."""

import csv
from dataclasses import dataclass
from pathlib import Path

_FILE = Path(__file__).parent / "areas.csv"


@dataclass(frozen=True, slots=True)
class Area:
    """A local authority.

    Attributes:
        east_km, north_km: The mean of its postcode sectors' centres, as the crow flies
            from the grid's corner: where it stands on a picture, and good for no more.
    """

    code: str
    name: str
    region: str
    east_km: float
    north_km: float


def _read() -> dict[str, Area]:
    with _FILE.open() as lines:
        return {
            row["code"]: Area(
                row["code"],
                row["name"],
                row["region"],
                float(row["east_km"]),
                float(row["north_km"]),
            )
            for row in csv.DictReader(lines)
        }


AREAS = _read()

REGIONS = tuple(sorted({area.region for area in AREAS.values()}))


def name_of(code: str) -> str:
    """Return an area's name, or its code where it is none of today's."""
    found = AREAS.get(code)
    return found.name if found else code

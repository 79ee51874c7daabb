"""Writes api/pages/areas.csv: the areas that pages name, and about where each lies.

Run `python -m scripts.print_areas > api/pages/areas.csv` from the root. Pages know
nothing of the service but its API, and no route tells what every atlas does.
"""

import sys
from collections import defaultdict
from datetime import date

from reciprocal.places.authorities import authorities_on
from reciprocal.places.geography import english_sectors

IN_FORCE_ON = date(2026, 11, 1)


def areas_page() -> str:
    """Return code, name, region, and the mean of its sectors' centres in kilometres."""
    centres: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for sector in english_sectors().values():
        for code in sector.authority_codes:
            centres[code].append(sector.centre)
    lines = ["code,region,east_km,north_km,name"]
    for found in sorted(authorities_on(IN_FORCE_ON), key=lambda each: each.name):
        points = centres[found.code]
        assert points, "every authority has a sector"
        east = sum(point[0] for point in points) / len(points) / 1000
        north = sum(point[1] for point in points) / len(points) / 1000
        name = f'"{found.name}"' if "," in found.name else found.name
        lines.append(f"{found.code},{found.region},{east:.1f},{north:.1f},{name}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(areas_page())

"""Which postcode sectors make up a district, an authority or a distance.

A sector belongs wherever any one of its postcodes does: whoever avoids a place is
better served by a little too much than by a gap.
"""

from collections.abc import Collection, Iterable, Sequence
from functools import cache, lru_cache
from itertools import product

from reciprocal.places.errors import DistanceUnusable, DistrictUnknown
from reciprocal.places.geography import (
    Box,
    Point,
    english_sectors,
    points_of_sector,
)
from reciprocal.places.source import POSITION_ERROR_METRES

LONGEST_DISTANCE_METRES = 50_000
_NEIGHBOURHOODS_KEPT = 4096
_CELL_METRES = 500


def sector_exists(sector: str) -> bool:
    """Whether England has a postcode in it."""
    return sector in english_sectors()


def sectors_of_district(district: str, *, field: str = "district") -> frozenset[str]:
    """The sectors of one district; `W1` takes in W1A to W1W, and `E1` never E14.

    Raises:
        DistrictUnknown: If England has no postcode in it.
    """
    found = _sectors_by_district().get(district)
    if found is None:
        raise DistrictUnknown(field=field)
    return found


def sectors_of_authority(code: str) -> frozenset[str]:
    """The sectors with a postcode in this authority; none for one that has ended."""
    return _sectors_by_authority().get(code, frozenset())


def sectors_within(
    easting_metres: int, northing_metres: int, metres: int
) -> frozenset[str]:
    """The sectors with a postcode within a distance of a point.

    The distance is taken `POSITION_ERROR_METRES` longer, so that rounding never
    leaves one out.

    Raises:
        DistanceUnusable: If it is negative or above 50,000 metres.
    """
    if not 0 <= metres <= LONGEST_DISTANCE_METRES:
        raise DistanceUnusable(field="metres")
    return _near([Point(easting_metres, northing_metres, "")], metres)


@lru_cache(_NEIGHBOURHOODS_KEPT)
def sectors_near_sector(sector: str, metres: int) -> frozenset[str]:
    """This sector, and those with a postcode within a distance of one of its own."""
    return _near(tuple(points_of_sector(sector)), metres) | {sector}


@lru_cache(_NEIGHBOURHOODS_KEPT)
def sectors_beside_authority(code: str, metres: int) -> frozenset[str]:
    """Those with a postcode outside an authority and within a distance of it."""
    inside = tuple(
        point
        for sector in sectors_of_authority(code)
        for point in points_of_sector(sector)
        if point.authority_code == code
    )
    return _near(inside, metres, leaving_out=code)


def nearest_sectors(sectors: Collection[str], count: int) -> frozenset[str]:
    """These sectors, and enough of the nearest others to make the count."""
    known = english_sectors()
    first = known[min(sectors)]
    by_distance = sorted(
        known.values(), key=lambda s: (_squared(first.centre, s.centre), s.name)
    )
    others = [s.name for s in by_distance if s.name not in sectors]
    return frozenset([*sectors, *others[: max(0, count - len(sectors))]])


@cache
def _sectors_by_district() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for sector in english_sectors():
        district = sector.split(" ")[0]
        found.setdefault(district, set()).add(sector)
        if district[-1].isalpha():
            found.setdefault(district[:-1], set()).add(sector)
    return {district: frozenset(inside) for district, inside in found.items()}


@cache
def _sectors_by_authority() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for sector in english_sectors().values():
        for code in sector.authority_codes:
            found.setdefault(code, set()).add(sector.name)
    return {code: frozenset(inside) for code, inside in found.items()}


def _near(
    inside: Sequence[Point], metres: int, leaving_out: str = ""
) -> frozenset[str]:
    """The sectors with a postcode near one of these points.

    Only points that could matter to a sector are compared with it, so the cost
    follows the length of the border and not the size of the place.
    """
    if not inside:
        return frozenset()
    reach = metres + POSITION_ERROR_METRES
    whole = _bounds(inside).grown(reach)
    cells = _cells(inside)
    found = set()
    for sector in english_sectors().values():
        if not whole.meets(sector.box):
            continue
        ours = _points_in(cells, sector.box.grown(reach))
        if ours and _any_near(sector.name, ours, reach, leaving_out):
            found.add(sector.name)
    return frozenset(found)


def _any_near(sector: str, ours: Sequence[Point], reach: int, leaving_out: str) -> bool:
    box = _bounds(ours).grown(reach)
    theirs = (
        point
        for point in points_of_sector(sector)
        if point.authority_code != leaving_out and box.holds(point)
    )
    return any(_is_near(here, there, reach) for there in theirs for here in ours)


def _cells(points: Iterable[Point]) -> dict[tuple[int, int], list[Point]]:
    """The points by the square of a coarse grid they lie in."""
    cells: dict[tuple[int, int], list[Point]] = {}
    for point in points:
        column = point.easting_metres // _CELL_METRES
        row = point.northing_metres // _CELL_METRES
        cells.setdefault((column, row), []).append(point)
    return cells


def _points_in(cells: dict[tuple[int, int], list[Point]], box: Box) -> list[Point]:
    columns = range(box.west // _CELL_METRES, box.east // _CELL_METRES + 1)
    rows = range(box.south // _CELL_METRES, box.north // _CELL_METRES + 1)
    # A wide box has more cells than there are cells with a point in them.
    wide = len(columns) * len(rows) > len(cells)
    wanted = cells if wide else product(columns, rows)
    return [
        point for cell in wanted for point in cells.get(cell, ()) if box.holds(point)
    ]


def _bounds(points: Sequence[Point]) -> Box:
    eastings = [point.easting_metres for point in points]
    northings = [point.northing_metres for point in points]
    return Box(min(eastings), min(northings), max(eastings), max(northings))


def _is_near(here: Point, there: Point, reach: int) -> bool:
    sideways = here.easting_metres - there.easting_metres
    lengthways = here.northing_metres - there.northing_metres
    return sideways * sideways + lengthways * lengthways <= reach * reach


def _squared(here: tuple[int, int], there: tuple[int, int]) -> int:
    return (here[0] - there[0]) ** 2 + (here[1] - there[1]) ** 2

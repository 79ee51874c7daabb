"""Which postcode sectors make up a district, an authority or a distance.

A sector belongs wherever any one of its postcodes does: whoever avoids a place is
better served by a little too much than by a gap.
"""

from collections.abc import Collection, Iterable, Sequence
from functools import cache, lru_cache
from itertools import pairwise, product

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
    return sectors_along([(easting_metres, northing_metres)], metres)


def sectors_along(
    stops: Sequence[tuple[int, int]], metres: int, *, field: str = "metres"
) -> frozenset[str]:
    """The sectors with a postcode within a distance of the line through some points.

    Lengthened as in `sectors_within`. Whole numbers throughout, so that nothing is
    left out by a rounding.

    Args:
        stops: Eastings and northings in the order in which they are passed, at least
            one; one alone is a point.
        metres: To either side, from 0 to 50,000.
        field: The name the error gives to the field.

    Raises:
        DistanceUnusable: If it is negative or above 50,000 metres.

    Cost: legs x sectors, and the postcodes of those whose bounds come near.
    """
    assert stops, "a line has a point at least"
    if not 0 <= metres <= LONGEST_DISTANCE_METRES:
        raise DistanceUnusable(field=field)
    reach = metres + POSITION_ERROR_METRES
    legs = list(pairwise(stops)) or [(stops[0], stops[0])]
    found: set[str] = set()
    for start, end in legs:
        box = _box_of(start, end).grown(reach)
        for sector in english_sectors().values():
            if sector.name not in found and sector.box.meets(box):
                points = points_of_sector(sector.name)
                if any(_beside_leg(point, start, end, reach) for point in points):
                    found.add(sector.name)
    return frozenset(found)


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

    Points are sorted into squares so small that two in one square are near each
    other. Most sectors are then settled without measuring a single distance, and
    the rest compare only points of squares at most two apart.
    """
    if not inside:
        return frozenset()
    reach = metres + POSITION_ERROR_METRES
    whole = _bounds(inside).grown(reach)
    side = reach * 7 // 10  # below reach / √2, so a square's diagonal is in reach
    ours = _squares(inside, side)
    found = set()
    for sector in english_sectors().values():
        if not whole.meets(sector.box):
            continue
        ours_here = _squares_in(ours, sector.box.grown(reach), side)
        if not ours_here:
            continue
        theirs = _squares(_outside(sector.name, leaving_out), side)
        if not ours_here.keys().isdisjoint(theirs) or _across(ours_here, theirs, reach):
            found.add(sector.name)
    return frozenset(found)


@lru_cache(_NEIGHBOURHOODS_KEPT)
def _outside(sector: str, authority: str) -> tuple[Point, ...]:
    """The sector's postcodes outside one authority."""
    return tuple(p for p in points_of_sector(sector) if p.authority_code != authority)


Squares = dict[tuple[int, int], list[Point]]

_AROUND = tuple(
    (east, north)
    for east, north in product(range(-2, 3), repeat=2)
    if (east, north) != (0, 0)
)


def _squares(points: Iterable[Point], side: int) -> Squares:
    """The points by the square of the grid they lie in."""
    squares: Squares = {}
    for point in points:
        square = (point.easting_metres // side, point.northing_metres // side)
        squares.setdefault(square, []).append(point)
    return squares


def _squares_in(squares: Squares, box: Box, side: int) -> Squares:
    """The squares that a box touches."""
    west, east = box.west // side, box.east // side
    south, north = box.south // side, box.north // side
    return {
        (column, row): points
        for (column, row), points in squares.items()
        if west <= column <= east and south <= row <= north
    }


def _across(ours: Squares, theirs: Squares, reach: int) -> bool:
    """Whether points of two neighbouring squares are within reach of each other."""
    for (column, row), there in theirs.items():
        for east, north in _AROUND:
            here = ours.get((column + east, row + north))
            if here and _any_within(here, there, reach):
                return True
    return False


def _any_within(here: Sequence[Point], there: Sequence[Point], reach: int) -> bool:
    """Compare only the points of each that the bounds of the other come near."""
    box = _bounds(there).grown(reach)
    ours = [point for point in here if box.holds(point)]
    if not ours:
        return False
    box = _bounds(ours).grown(reach)
    theirs = [point for point in there if box.holds(point)]
    # Points that are found first to be near settle it; far corners come last.
    middle = ((box.west + box.east) // 2, (box.south + box.north) // 2)
    theirs.sort(key=lambda p: _squared((p.easting_metres, p.northing_metres), middle))
    return any(_is_near(a, b, reach) for b in theirs for a in ours)


def _bounds(points: Sequence[Point]) -> Box:
    eastings = [point.easting_metres for point in points]
    northings = [point.northing_metres for point in points]
    return Box(min(eastings), min(northings), max(eastings), max(northings))


def _box_of(start: tuple[int, int], end: tuple[int, int]) -> Box:
    west, east = sorted((start[0], end[0]))
    south, north = sorted((start[1], end[1]))
    return Box(west, south, east, north)


def _beside_leg(
    point: Point, start: tuple[int, int], end: tuple[int, int], reach: int
) -> bool:
    """Whether the point is within reach of the straight line from start to end."""
    here = (point.easting_metres, point.northing_metres)
    east, north = end[0] - start[0], end[1] - start[1]
    from_start = (here[0] - start[0], here[1] - start[1])
    length_squared = east * east + north * north
    # How far along the leg the point lies, as a share of its length squared.
    along = from_start[0] * east + from_start[1] * north
    if along <= 0:
        return _squared(here, start) <= reach * reach
    if along >= length_squared:
        return _squared(here, end) <= reach * reach
    across = from_start[0] * north - from_start[1] * east
    return across * across <= reach * reach * length_squared


def _is_near(here: Point, there: Point, reach: int) -> bool:
    sideways = here.easting_metres - there.easting_metres
    lengthways = here.northing_metres - there.northing_metres
    return sideways * sideways + lengthways * lengthways <= reach * reach


def _squared(here: tuple[int, int], there: tuple[int, int]) -> int:
    return (here[0] - there[0]) ** 2 + (here[1] - there[1]) ** 2

"""The committed geography, opened one postcode area at a time and kept.

The archive holds an index of sectors and, for each postcode area with an English
postcode, five columns ordered by sector and unit. Opening an area costs some tens of
milliseconds once; all of England takes about 16 MB of memory.
"""

import io
import zipfile
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from reciprocal.places.postcode import area_of
from reciprocal.places.source import ORIGIN_METRES, STEP_METRES, committed_bytes


@dataclass(frozen=True, slots=True)
class Point:
    """A postcode's position on the National Grid, and its authority's code."""

    easting_metres: int
    northing_metres: int
    authority_code: str


class Box(NamedTuple):
    """A rectangle on the National Grid in metres, its edges included."""

    west: int
    south: int
    east: int
    north: int

    def grown(self, metres: int) -> "Box":
        """The same rectangle, wider by a distance on every side."""
        return Box(
            self.west - metres,
            self.south - metres,
            self.east + metres,
            self.north + metres,
        )

    def meets(self, other: "Box") -> bool:
        """Whether they have a point in common."""
        apart_sideways = self.west > other.east or self.east < other.west
        apart_lengthways = self.south > other.north or self.north < other.south
        return not (apart_sideways or apart_lengthways)

    def holds(self, point: Point) -> bool:
        """Whether the point lies inside or on an edge."""
        return (
            self.west <= point.easting_metres <= self.east
            and self.south <= point.northing_metres <= self.north
        )


@dataclass(frozen=True, slots=True)
class Sector:
    """The English part of a postcode sector.

    Attributes:
        name: `E14 9`.
        authority_codes: Every authority one of its postcodes lies in.
        box: The bounds of its postcodes.
        centre: The mean easting and northing of its postcodes, in metres.
    """

    name: str
    authority_codes: frozenset[str]
    box: Box
    centre: tuple[int, int]


@dataclass(frozen=True, slots=True)
class PostcodeArea:
    """The postcodes of one area as parallel columns.

    A postcode outside England has the empty code: we know of it, and nothing more.
    """

    spans: dict[str, tuple[int, int]]
    codes: tuple[str, ...]
    units: str
    authorities: bytes
    eastings: "array[int]"
    northings: "array[int]"

    def find(self, sector: str, unit: str) -> Point | None:
        """The postcode's point, or nothing if there is no such postcode."""
        if sector not in self.spans:
            return None
        start, end = self.spans[sector]
        row = bisect_left(range(start, end), unit, key=self._unit) + start
        return self._point(row) if row < end and self._unit(row) == unit else None

    def points(self, sector: str) -> Iterator[Point]:
        """The sector's English postcodes."""
        start, end = self.spans.get(sector, (0, 0))
        return (self._point(r) for r in range(start, end) if self.authorities[r])

    def _unit(self, row: int) -> str:
        return self.units[2 * row : 2 * row + 2]

    def _point(self, row: int) -> Point:
        return Point(
            self.eastings[row] * STEP_METRES + ORIGIN_METRES,
            self.northings[row] * STEP_METRES + ORIGIN_METRES,
            self.codes[self.authorities[row]],
        )


@cache
def _archive() -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(committed_bytes("geography.zip")))


@cache
def english_sectors() -> dict[str, Sector]:
    """Every sector with an English postcode, by name, in order."""
    found = {}
    for line in _archive().read("sectors").decode().splitlines():
        name, *rest = line.split("\t")
        if rest:
            codes, *figures = rest
            west, south, east, north, *centre = map(int, figures)
            found[name] = Sector(
                name=name,
                authority_codes=frozenset(codes.split(";")),
                box=Box(west, south, east, north),
                centre=(centre[0], centre[1]),
            )
    return found


@cache
def sectors_elsewhere() -> frozenset[str]:
    """Sectors of Great Britain and the islands without an English postcode."""
    lines = _archive().read("sectors").decode().splitlines()
    return frozenset(line for line in lines if "\t" not in line)


@cache
def postcode_area(area: str) -> PostcodeArea | None:
    """One area's postcodes, or nothing if it has none in England."""
    packed = _archive()
    if f"{area}/units" not in packed.namelist():
        return None
    spans, start = {}, 0
    for line in packed.read(f"{area}/sectors").decode().splitlines():
        sector, size = line.split("\t")
        spans[sector] = (start, start + int(size))
        start += int(size)
    return PostcodeArea(
        spans=spans,
        codes=("", *packed.read(f"{area}/codes").decode().splitlines()),
        units=packed.read(f"{area}/units").decode(),
        authorities=packed.read(f"{area}/authorities"),
        eastings=_summed(packed.read(f"{area}/eastings")),
        northings=_summed(packed.read(f"{area}/northings")),
    )


def points_of_sector(sector: str) -> Iterator[Point]:
    """The positions of a sector's English postcodes; none if there is no such one."""
    area = postcode_area(area_of(sector))
    return iter(()) if area is None else area.points(sector)


def _summed(planes: bytes) -> "array[int]":
    """The running sums, modulo 2^16, of differences kept as low then high bytes."""
    half = len(planes) // 2
    steps = (
        low | high << 8 for low, high in zip(planes[:half], planes[half:], strict=True)
    )
    return array("H", accumulate(steps, lambda a, b: (a + b) & 0xFFFF))

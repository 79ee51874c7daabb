"""Areas to avoid, from what a worker states to what a rule can test.

What is stated may be as fine as one postcode. What is kept is never finer than three
sectors, holds no centre and no distance, and is padded by a border: a compiled area
must not tell its reader which address it was drawn around.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from reciprocal.places.authorities import standing
from reciprocal.places.errors import DistanceUnusable, SectorUnknown
from reciprocal.places.lookup import Place, locate
from reciprocal.places.postcode import Postcode
from reciprocal.places.sectors import (
    LONGEST_DISTANCE_METRES,
    nearest_sectors,
    sector_exists,
    sectors_along,
    sectors_beside_authority,
    sectors_near_sector,
    sectors_of_district,
)
from reciprocal.places.source import GEOGRAPHY_VERSION

FEWEST_SECTORS: Final = 3


@dataclass(frozen=True, slots=True)
class WholeAuthority:
    """Everywhere in one housing authority, by its code."""

    code: str


@dataclass(frozen=True, slots=True)
class WholeDistrict:
    """Everywhere in one postcode district, `E14`."""

    district: str


@dataclass(frozen=True, slots=True)
class WholeSector:
    """Everywhere in one postcode sector, `E14 9`."""

    sector: str


@dataclass(frozen=True, slots=True)
class ListedPostcodes:
    """The places of some postcodes, which are kept as their sectors only."""

    postcodes: tuple[Postcode, ...]


@dataclass(frozen=True, slots=True)
class WithinDistance:
    """Everywhere within a distance of a postcode; neither is kept."""

    postcode: Postcode
    metres: int


@dataclass(frozen=True, slots=True)
class AlongRoute:
    """Everywhere within a distance of the line through some postcodes; not kept.

    Attributes:
        postcodes: At least one, in the order in which they are passed.
        metres: To either side of the straight line between each and the next.
    """

    postcodes: tuple[Postcode, ...]
    metres: int


StatedArea = (
    WholeAuthority
    | WholeDistrict
    | WholeSector
    | ListedPostcodes
    | WithinDistance
    | AlongRoute
)


@dataclass(frozen=True, slots=True)
class CompiledAreas:
    """Where a household must not be, as whole authorities and whole sectors.

    Attributes:
        authority_codes: Authorities avoided whole.
        sectors: Sectors avoided whole, the border included.
        geography_version: The release they were compiled against. A home in a
            sector or authority younger than that is not covered by them.
    """

    authority_codes: frozenset[str]
    sectors: frozenset[str]
    geography_version: str

    def covers(self, place: Place) -> bool:
        """Whether a home there is somewhere to avoid."""
        return (
            place.authority_code in self.authority_codes or place.sector in self.sectors
        )


def compile_areas(
    stated: Iterable[StatedArea],
    *,
    border_metres: int,
    field: str = "areas_to_avoid",
) -> CompiledAreas:
    """Every stated place is covered, with a border around it.

    Each authority brings the sectors within the border outside it; each sector brings
    the sectors within the border of its postcodes. If fewer than three sectors result
    where any was stated below authority level, the nearest are added.

    Args:
        stated: What the worker stated, in any order.
        border_metres: The scheme's margin, from 0 to 50,000.
        field: The name errors give to the field.

    Raises:
        AuthorityUnknown, DistrictUnknown, SectorUnknown: If England has none such.
        PostcodeUnknown, PostcodeNotEnglish: As `locate`.
        DistanceUnusable: If a distance is out of range.
    """
    if not 0 <= border_metres <= LONGEST_DISTANCE_METRES:
        raise DistanceUnusable(field="border_metres")
    codes: set[str] = set()
    sectors: set[str] = set()
    for area in stated:
        if isinstance(area, WholeAuthority):
            codes.add(standing(area.code, field=field).code)
        else:
            sectors |= _sectors_of(area, field)
    padded = set(sectors)
    for sector in sectors:
        padded |= sectors_near_sector(sector, border_metres)
    if sectors and len(padded) < FEWEST_SECTORS:
        padded |= nearest_sectors(padded, FEWEST_SECTORS)
    for code in codes:
        padded |= sectors_beside_authority(code, border_metres)
    return CompiledAreas(
        authority_codes=frozenset(codes),
        sectors=frozenset(padded),
        geography_version=GEOGRAPHY_VERSION,
    )


def sectors_by_distance(
    postcodes: Sequence[Postcode], metres: int, *, bands: int, field: str
) -> tuple[frozenset[str], ...]:
    """Sectors by how near they come to the nearest of some postcodes, band by band.

    The first band has those with a postcode within the distance, and each band after
    it those within as far again that no band before it has. The first has three
    sectors at least, so that it is never one address's own.

    Args:
        postcodes: At least one.
        metres: Width of a band; the last ends at `bands` times as far.
        bands: How many there are.
        field: The name errors give to the field.

    Raises:
        PostcodeUnknown, PostcodeNotEnglish: As `locate`.
        DistanceUnusable: If the last band ends beyond 50,000 metres.

    Cost: as `sectors_along`, for each postcode and band.
    """
    centres = [_position(postcode, field) for postcode in postcodes]
    found: list[frozenset[str]] = []
    nearer: frozenset[str] = frozenset()
    for band in range(1, bands + 1):
        reached = nearer.union(
            *(sectors_along([at], band * metres, field=field) for at in centres)
        )
        if band == 1:
            reached = nearest_sectors(reached, FEWEST_SECTORS)
        found.append(reached - nearer)
        nearer = reached
    return tuple(found)


def _sectors_of(
    area: WholeDistrict | WholeSector | ListedPostcodes | WithinDistance | AlongRoute,
    field: str,
) -> frozenset[str]:
    match area:
        case WholeDistrict(district):
            return sectors_of_district(district, field=field)
        case WholeSector(sector):
            if not sector_exists(sector):
                raise SectorUnknown(field=field)
            return frozenset({sector})
        case ListedPostcodes(postcodes):
            return frozenset(locate(p, field=field).sector for p in postcodes)
        case WithinDistance(postcode, metres):
            return sectors_along([_position(postcode, field)], metres, field=field)
    stops = [_position(postcode, field) for postcode in area.postcodes]
    return sectors_along(stops, area.metres, field=field)


def _position(postcode: Postcode, field: str) -> tuple[int, int]:
    place = locate(postcode, field=field)
    return place.easting_metres, place.northing_metres

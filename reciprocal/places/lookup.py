"""From a postcode to where it is, offline."""

from dataclasses import dataclass

from reciprocal.places.errors import PostcodeNotEnglish, PostcodeUnknown
from reciprocal.places.geography import postcode_area, sectors_elsewhere
from reciprocal.places.postcode import Postcode, area_of
from reciprocal.places.source import GEOGRAPHY_VERSION

_NORTHERN_IRELAND = "BT"


@dataclass(frozen=True, slots=True)
class Place:
    """An English postcode on the map.

    Attributes:
        postcode: The postcode asked for.
        authority_code: The local housing authority it lies in.
        sector: Its postcode sector, `E14 9`.
        easting_metres: On the National Grid, to the nearest ten metres.
        northing_metres: Likewise.
        geography_version: The release that says so.
    """

    postcode: Postcode
    authority_code: str
    sector: str
    easting_metres: int
    northing_metres: int
    geography_version: str


def locate(postcode: Postcode, *, field: str = "postcode") -> Place:
    """An English postcode has an authority, a sector and a position.

    Postcodes that Royal Mail has ended still answer, since the published table does
    not say which they are.

    Raises:
        PostcodeNotEnglish: If it lies outside England.
        PostcodeUnknown: If the geography does not hold it.
    """
    if postcode.area == _NORTHERN_IRELAND or postcode.sector in sectors_elsewhere():
        raise PostcodeNotEnglish(field=field)
    area = postcode_area(postcode.area)
    point = area and area.find(postcode.sector, postcode.unit)
    if not point:
        raise PostcodeUnknown(field=field)
    if not point.authority_code:
        raise PostcodeNotEnglish(field=field)
    return Place(
        postcode=postcode,
        authority_code=point.authority_code,
        sector=postcode.sector,
        easting_metres=point.easting_metres,
        northing_metres=point.northing_metres,
        geography_version=GEOGRAPHY_VERSION,
    )


def postcodes_of_sector(sector: str) -> tuple[Postcode, ...]:
    """A sector's English postcodes, in order; none if there is no such sector."""
    district = sector.partition(" ")[0]
    area = postcode_area(area_of(sector))
    units = () if area is None else area.english_units(sector)
    return tuple(Postcode(district=district, sector=sector, unit=u) for u in units)

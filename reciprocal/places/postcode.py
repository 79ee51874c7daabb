"""Postcodes as text: their shape and their parts, before any lookup."""

import re
from dataclasses import dataclass

from reciprocal.places.errors import (
    DistrictUnknown,
    PostcodeUnreadable,
    SectorUnknown,
)

_DISTRICT = r"[A-Z]{1,2}[0-9](?:[0-9]|[A-Z])?"
# The last two letters of a postcode never use C, I, K, M, O or V, which are
# misread when handwritten (Royal Mail, Programmers' Guide to the PAF).
_POSTCODE = re.compile(rf"({_DISTRICT})([0-9])([ABD-HJLNP-UW-Z]{{2}})", re.ASCII)
_DISTRICT_ALONE = re.compile(_DISTRICT, re.ASCII)
_SECTOR_ALONE = re.compile(rf"({_DISTRICT}) ([0-9])", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Postcode:
    """A postcode of the right shape, which need not exist.

    Attributes:
        district: The part before the space, `E14`.
        sector: The district, a space and the next digit, `E14 9`.
        unit: The last two letters, `AA`.
    """

    district: str
    sector: str
    unit: str

    @property
    def area(self) -> str:
        """The leading letters, `E`."""
        return area_of(self.district)

    def __str__(self) -> str:
        """The postcode as it is written on a letter, `E14 9AA`."""
        return self.sector + self.unit


def area_of(district: str) -> str:
    """The one or two letters that open a district or a sector."""
    return district[:2] if district[1].isalpha() else district[:1]


def parse_postcode(text: str, *, field: str = "postcode") -> Postcode:
    """A postcode is read whatever its case and spacing.

    Args:
        text: `E14 9AA`, `e149aa`, ` E14  9aa `.
        field: The name the error gives to the field.

    Raises:
        PostcodeUnreadable: If it does not have the shape of a postcode.
    """
    shape = _POSTCODE.fullmatch("".join(text.upper().split()))
    if shape is None:
        raise PostcodeUnreadable(field=field)
    district, digit, unit = shape.groups()
    return Postcode(district=district, sector=f"{district} {digit}", unit=unit)


def parse_district(text: str, *, field: str = "district") -> str:
    """A district is read whatever its case: ` e14` is `E14`.

    Raises:
        DistrictUnknown: If it does not have the shape of a district.
    """
    district = text.strip().upper()
    if _DISTRICT_ALONE.fullmatch(district) is None:
        raise DistrictUnknown(field=field)
    return district


def parse_sector(text: str, *, field: str = "sector") -> str:
    """A sector is read whatever its case: `e14  9` is `E14 9`.

    The space matters: without it `E14 9` would be indistinguishable from a district.

    Raises:
        SectorUnknown: If it does not have the shape of a sector.
    """
    sector = " ".join(text.upper().split())
    if _SECTOR_ALONE.fullmatch(sector) is None:
        raise SectorUnknown(field=field)
    return sector

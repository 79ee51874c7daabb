"""England's local housing authorities, each with the days it was in force."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache

from reciprocal.places.errors import AuthorityUnknown
from reciprocal.places.source import committed_bytes

LONDON = "London"


@dataclass(frozen=True, slots=True, order=True)
class Authority:
    """A district, unitary, metropolitan or London authority.

    Attributes:
        code: Its nine-character code of the Office for National Statistics.
        name: As that Office publishes it.
        valid_from: The first day this register vouches for: 1 April 2021, when the
            lookup was published, or the later day it began.
        valid_to: Its last day in force, or nothing while it stands.
        successor: The code of the authority that took its place, if one has.
        region: One of the nine regions.
    """

    code: str
    name: str
    valid_from: date
    valid_to: date | None
    successor: str | None
    region: str

    def in_force_on(self, day: date) -> bool:
        """Whether the register vouches for it on that day."""
        ended = self.valid_to is not None and self.valid_to < day
        return self.valid_from <= day and not ended


@cache
def _register() -> dict[str, Authority]:
    rows = csv.DictReader(committed_bytes("authorities.csv").decode().splitlines())
    return {
        row["code"]: Authority(
            code=row["code"],
            name=row["name"],
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            successor=row["successor"] or None,
            region=row["region"],
        )
        for row in rows
    }


@cache
def _by_name() -> dict[str, Authority]:
    # Where a name was recoded, the one still standing is the one that is meant.
    ended_first = sorted(authorities(), key=lambda a: a.valid_to is None)
    return {a.name.casefold(): a for a in ended_first}


def authorities() -> tuple[Authority, ...]:
    """Every authority since 1 April 2021, ended ones too, by code."""
    return tuple(sorted(_register().values()))


def authorities_on(day: date) -> tuple[Authority, ...]:
    """Those in force on a day, by code."""
    return tuple(a for a in authorities() if a.in_force_on(day))


def london_authorities() -> tuple[Authority, ...]:
    """The 32 boroughs and the City of London, by code."""
    return tuple(a for a in authorities() if a.region == LONDON)


def authorities_by_region() -> dict[str, frozenset[str]]:
    """The codes of each region's authorities, ended ones too, by the region's name."""
    regions: dict[str, set[str]] = {}
    for each in authorities():
        regions.setdefault(each.region, set()).add(each.code)
    return {name: frozenset(codes) for name, codes in sorted(regions.items())}


def authority(code: str, *, field: str = "authority_code") -> Authority:
    """The authority with this code, whether standing or ended.

    Raises:
        AuthorityUnknown: If there has been none since 1 April 2021.
    """
    found = _register().get(code)
    if found is None:
        raise AuthorityUnknown(field=field)
    return found


def authority_by_name(name: str, *, field: str = "authority_name") -> Authority:
    """The authority of this name, standing before ended; case does not matter.

    Raises:
        AuthorityUnknown: If none has had this name since 1 April 2021.
    """
    found = _by_name().get(name.strip().casefold())
    if found is None:
        raise AuthorityUnknown(field=field)
    return found


def standing(code: str, *, field: str = "authority_code") -> Authority:
    """The authority itself, or the one that took its place.

    Raises:
        AuthorityUnknown: As `authority`.
    """
    found = authority(code, field=field)
    return found if found.successor is None else standing(found.successor)

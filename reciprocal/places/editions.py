"""Which sectors and authorities each edition of the geography brought.

An area compiled against one edition says nothing of a sector that came later: it may
have been cut out of one that is avoided. Until its worker states the area anew, what
is newer counts as avoided.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reciprocal.places.authorities import authorities
from reciprocal.places.geography import english_sectors
from reciprocal.places.source import GEOGRAPHY_VERSION


@dataclass(frozen=True, slots=True)
class Edition:
    """One release of the geography that this service has used.

    Attributes:
        name: As areas keep it.
        sectors, authority_codes: What the edition before it did not have.
    """

    name: str
    sectors: frozenset[str] = frozenset()
    authority_codes: frozenset[str] = frozenset()


EDITIONS: Final[tuple[Edition, ...]] = (Edition(GEOGRAPHY_VERSION),)
"""Oldest first. Whoever commits a new release adds it here, with what it brought."""


def newer_than(name: str, editions: Sequence[Edition] = EDITIONS) -> Edition:
    """Return all that came after an edition; everything, if it is not known.

    The answer carries the name of the newest.
    """
    names = [edition.name for edition in editions]
    if name not in names:
        codes = frozenset(authority.code for authority in authorities())
        return Edition(names[-1], frozenset(english_sectors()), codes)
    later = editions[names.index(name) + 1 :]
    return Edition(
        names[-1],
        frozenset().union(*(edition.sectors for edition in later)),
        frozenset().union(*(edition.authority_codes for edition in later)),
    )

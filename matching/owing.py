"""Homes that landlords owe and could be asked for: values that load nothing."""

from dataclasses import dataclass
from typing import NamedTuple

from matching.terms import Access

Place = tuple[str, str]
"""An authority and a postcode sector."""


@dataclass(frozen=True, slots=True)
class Owing:
    """What one landlord could be asked for of one size.

    Attributes:
        size_class: Of the homes that it owes, as `BED2`.
        homes_max: The most that it may be asked for; at least 1. Units: homes.
        places: Where it is known to let homes.
        households_barred: Households that may enter none of them, by id.
    """

    landlord_id: str
    size_class: str
    homes_max: int
    places: tuple[Place, ...]
    households_barred: frozenset[str] = frozenset()


class HomesWanted(NamedTuple):
    """Homes of one size that one landlord owes and a plan would use.

    Attributes:
        access: What would do: general, or step-free.
        homes: How many. Units: homes.
    """

    landlord_id: str
    size_class: str
    access: Access
    homes: int


@dataclass(frozen=True, slots=True)
class Asking:
    """What all landlords could be asked for."""

    owing: tuple[Owing, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a plan would use of it."""

    homes: tuple[HomesWanted, ...]

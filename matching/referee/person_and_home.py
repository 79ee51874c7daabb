"""Whether the household fits the home: size, access, floor and rent."""

from collections.abc import Iterator

from matching.pool import Home, Household
from matching.terms import ACCESS_RANK, RefusalCode, RentBasis


def refusals(household: Household, home: Home) -> Iterator[RefusalCode]:
    """Yield the refusals of fit."""
    yield from _size(household, home)
    if ACCESS_RANK[home.access] < ACCESS_RANK[household.access_need]:
        yield RefusalCode.ACCESS_BELOW_NEED
    yield from _floor(household, home)
    affordable = home.rent_basis is RentBasis.AFFORDABLE
    if affordable and not household.affordable_rent_accepted:
        yield RefusalCode.RENT_NOT_ACCEPTED


def _size(household: Household, home: Home) -> Iterator[RefusalCode]:
    if home.bedrooms < household.bedrooms_min:
        yield RefusalCode.BEDROOMS_TOO_FEW
    if home.bedrooms > household.bedrooms_max:
        yield RefusalCode.BEDROOMS_TOO_MANY
    if household.persons > home.persons_max:
        yield RefusalCode.PERSONS_TOO_MANY


def _floor(household: Household, home: Home) -> Iterator[RefusalCode]:
    limit, floor = household.floor_max_without_lift, home.floor
    if limit is not None and not home.lift and (floor is None or floor > limit):
        yield RefusalCode.FLOOR_TOO_HIGH
    if household.ground_floor_unsafe and (floor is None or floor <= 0):
        yield RefusalCode.GROUND_FLOOR_UNSAFE

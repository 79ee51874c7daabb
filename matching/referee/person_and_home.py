"""Whether the household fits the home: size, access, floor, age, animals and rent."""

from collections.abc import Iterator

from matching.pool import Home, Household, Landlord
from matching.terms import (
    ACCESS_RANK,
    AgeOf,
    Animal,
    PetRule,
    RefusalCode,
    RentBasis,
)


def refusals(
    household: Household, home: Home, landlord: Landlord
) -> Iterator[RefusalCode]:
    """Yield the refusals of fit."""
    yield from _size(household, home, landlord)
    if not _accessible(household, home):
        yield RefusalCode.ACCESS_BELOW_NEED
    yield from _floor(household, home)
    yield from _living(household, home)
    affordable = home.rent_basis is RentBasis.AFFORDABLE
    if affordable and not household.affordable_rent_accepted:
        yield RefusalCode.RENT_NOT_ACCEPTED


def _size(
    household: Household, home: Home, landlord: Landlord
) -> Iterator[RefusalCode]:
    needed = household.bedrooms_min
    if landlord.bedroom_standard is not None:
        needed = dict(household.bedrooms_min_by).get(landlord.bedroom_standard, needed)
    over = home.bedrooms - needed
    if over < 0:
        yield RefusalCode.BEDROOMS_TOO_FEW
    if over > household.bedrooms_max - household.bedrooms_min:
        yield RefusalCode.BEDROOMS_TOO_MANY
    if household.persons > home.persons_max:
        yield RefusalCode.PERSONS_TOO_MANY


def _accessible(household: Household, home: Home) -> bool:
    """Tell whether the home is accessible enough, or will be when it must be."""
    need = ACCESS_RANK[household.access_need]
    if ACCESS_RANK[home.access] >= need:
        return True
    if home.adapted_access is None or home.adapted_day is None:
        return False
    last_days = [
        day
        for day in (home.keys_day, household.access_needed_by_day)
        if day is not None
    ]
    in_time = bool(last_days) and home.adapted_day <= max(last_days)
    return in_time and ACCESS_RANK[home.adapted_access] >= need


def _floor(household: Household, home: Home) -> Iterator[RefusalCode]:
    limit, floor = household.floor_max_without_lift, home.floor
    if limit is not None and not home.lift and (floor is None or floor > limit):
        yield RefusalCode.FLOOR_TOO_HIGH
    if household.ground_floor_unsafe and (floor is None or floor <= 0):
        yield RefusalCode.GROUND_FLOOR_UNSAFE


def _living(household: Household, home: Home) -> Iterator[RefusalCode]:
    if home.age_min is not None:
        reached = (
            household.tenant_age_reached
            if home.age_of is AgeOf.TENANT
            else household.adults_age_reached
        )
        if reached < home.age_min:
            yield RefusalCode.AGE_BELOW_DESIGNATION
    if household.animal is Animal.PET_MUST_COME and home.pets is not PetRule.ALLOWED:
        yield RefusalCode.PET_NOT_ALLOWED

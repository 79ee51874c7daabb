"""Homes that nobody has posted: empty, ready, let for life at a social rent."""

from matching.owing import Place
from matching.pool import Home, Landlord
from matching.terms import (
    Access,
    HomeKind,
    LandlordKind,
    LocalClause,
    PetRule,
    RentBasis,
    TenancyKind,
)

_LIFETIME = {
    LandlordKind.COUNCIL: TenancyKind.SECURE_LIFETIME,
    LandlordKind.HOUSING_ASSOCIATION: TenancyKind.ASSURED_LIFETIME,
}
_WEEKS_TO_KEYS = 2


def ideal_home(
    identifier: str,
    landlord: Landlord,
    *,
    bedrooms: int,
    access: Access,
    place: Place,
) -> Home:
    """Return a home at which only its size, place, access and landlord can fail."""
    authority, sector = place
    return Home(
        id=identifier,
        landlord_id=landlord.id,
        team=landlord.id,
        authority=authority,
        sector=sector,
        bedrooms=bedrooms,
        persons_max=2 * max(1, bedrooms),
        kind=HomeKind.FLAT if bedrooms else HomeKind.BEDSIT,
        floor=1,
        lift=True,
        access=access,
        rent_basis=RentBasis.SOCIAL,
        tenancy_offered=_LIFETIME[landlord.kind],
        ready=True,
        weeks_to_keys=_WEEKS_TO_KEYS,
        pets=PetRule.ALLOWED,
        local_clause=LocalClause.NONE,
    )

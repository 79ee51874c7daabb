"""What a landlord may post: values in, faults out, all of them at once."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from matching.terms import (
    Access,
    HomeKind,
    LandlordKind,
    LettingRoute,
    RentBasis,
    TenancyKind,
)
from reciprocal.errors import FieldFault


class Supply(StrEnum):
    """How a home came to the pot."""

    VOID = "void"
    PRE_VOID = "pre_void"
    VACATING = "vacating"


class MarkerMeasure(StrEnum):
    """What a landlord does to a home that somebody dangerous knows."""

    LOCKS_CHANGED = "locks_changed"
    DOOR_STRENGTHENED = "door_strengthened"
    WINDOWS_SECURED = "windows_secured"
    LETTERBOX_SECURED = "letterbox_secured"
    LIGHTING = "lighting"
    ALARM = "alarm"
    CAMERA = "camera"


class PoliceMarker(StrEnum):
    """Whether the police answer a call from the address at once; only by consent."""

    PLACED = "placed"
    ASKED_AT_LETTING = "asked_at_letting"
    NOT_WANTED = "not_wanted"


class NominationState(StrEnum):
    """Whether the council that may nominate has let the home go."""

    NOT_NEEDED = "not_needed"
    ASKED = "asked"
    RELEASED = "released"


class Works(StrEnum):
    """What has to be done before a home can be let."""

    NONE = "none"
    MINOR = "minor"
    MAJOR = "major"


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeFacts:
    """What a landlord says of a home, beside its place.

    Attributes:
        floor: Of the entrance, 0 for the ground; None when not known.
        access: `unknown` blocks only where a household has a need.
        weekly_rent_pence: Rent and eligible charges. Units: pence a week.
        ready_date: The day somebody can have the keys, confirmed by the voids team.
    """

    supply: Supply
    bedrooms: int
    persons_max: int
    kind: HomeKind
    floor: int | None
    lift: bool
    access: Access
    rent_basis: RentBasis
    weekly_rent_pence: int
    tenancy_offered: TenancyKind
    letting_route: LettingRoute
    notice_date: date | None
    void_date: date | None
    ready_date: date | None
    works: Works = Works.NONE


_ROUTES = {
    LandlordKind.COUNCIL: frozenset(
        {LettingRoute.COUNCIL_DIRECT, LettingRoute.COUNCIL_MANAGEMENT_MOVE}
    ),
    LandlordKind.HOUSING_ASSOCIATION: frozenset(
        {LettingRoute.ASSOCIATION_OWN_SHARE, LettingRoute.ASSOCIATION_NOMINATION}
    ),
}

DATES_IN_ORDER = "Give dates in order: notice, void, ready."


def faults(
    facts: HomeFacts, *, landlord: LandlordKind, grants: frozenset[str]
) -> tuple[FieldFault, ...]:
    """Return every reason why these facts cannot be posted by this landlord."""
    return (
        *_date_faults(facts),
        *_tenancy_faults(facts, grants),
        *_route_faults(facts, landlord),
    )


def _date_faults(facts: HomeFacts) -> list[FieldFault]:
    found = []
    if facts.supply is Supply.VOID and facts.void_date is None:
        found.append(FieldFault("void_date", "A void needs its void date."))
    if facts.supply is Supply.PRE_VOID and facts.notice_date is None:
        found.append(FieldFault("notice_date", "A pre-void needs its notice date."))
    dates = (
        ("void_date", facts.notice_date, facts.void_date),
        ("ready_date", facts.void_date or facts.notice_date, facts.ready_date),
    )
    for field, earlier, later in dates:
        if earlier and later and later < earlier:
            found.append(FieldFault(field, DATES_IN_ORDER))
    return found


def _tenancy_faults(facts: HomeFacts, grants: frozenset[str]) -> list[FieldFault]:
    if facts.tenancy_offered in grants:
        return []
    sentence = "Offer a tenancy that this landlord has signed to grant."
    return [FieldFault("tenancy_offered", sentence)]


def _route_faults(facts: HomeFacts, landlord: LandlordKind) -> list[FieldFault]:
    if facts.letting_route in _ROUTES[landlord]:
        return []
    return [
        FieldFault("letting_route", "Choose a route open to this kind of landlord.")
    ]


def needs_nomination_release(facts: HomeFacts) -> bool:
    """Tell whether a council must let this home go before it is in the pot."""
    return facts.letting_route is LettingRoute.ASSOCIATION_NOMINATION

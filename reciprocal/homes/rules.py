"""What a landlord may post: values in, faults out, all of them at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from matching.terms import (
    ACCESS_RANK,
    AGES_DESIGNATED,
    Access,
    AgeOf,
    HomeKind,
    LandlordKind,
    LettingRoute,
    LocalClause,
    PetRule,
    RentBasis,
    TenancyKind,
)
from reciprocal.errors import FieldFault


class Supply(StrEnum):
    """How a home came to the pot.

    Attributes:
        LETTING: An ordinary letting that its landlord offers for a home it owes of
            that size; rounds use no more of them than are owed.
    """

    VOID = "void"
    PRE_VOID = "pre_void"
    VACATING = "vacating"
    LETTING = "letting"


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
        age_min, age_of: The age it is kept for, and who must have reached it; None
            for a home that anybody may live in. Units: years.
        pets: `unknown` keeps out only a pet that must come.
        local_clause: Left out, the landlord says that nothing keeps it for local
            people: whoever posts a home may let it to whom the scheme sends.
        adapted_access, adapted_on: What its access will be, and from which day, as
            the landlord commits itself; both or neither.
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
    age_min: int | None = None
    age_of: AgeOf = AgeOf.EVERY_ADULT
    pets: PetRule = PetRule.UNKNOWN
    local_clause: LocalClause = LocalClause.NONE
    adapted_access: Access | None = None
    adapted_on: date | None = None


SAYABLE = ("access", "pets", "local_clause")
"""Facts that may be said later where they were not known, or a clause waived."""

_ROUTES = {
    LandlordKind.COUNCIL: frozenset(
        {LettingRoute.COUNCIL_DIRECT, LettingRoute.COUNCIL_MANAGEMENT_MOVE}
    ),
    LandlordKind.HOUSING_ASSOCIATION: frozenset(
        {LettingRoute.ASSOCIATION_OWN_SHARE, LettingRoute.ASSOCIATION_NOMINATION}
    ),
}

AGE_DESIGNATED = "Give 50, 55, 60 or 65, or leave it out: anybody may live there."
SAID_BEFORE = "It was said before; withdraw the home and post it anew to change it."
DATES_IN_ORDER = "Give dates in order: notice, void, ready."


def faults(
    facts: HomeFacts, *, landlord: LandlordKind, grants: frozenset[str]
) -> tuple[FieldFault, ...]:
    """Return every reason why these facts cannot be posted by this landlord."""
    return (
        *_date_faults(facts),
        *_tenancy_faults(facts, grants),
        *_route_faults(facts, landlord),
        *_fit_faults(facts),
    )


def _date_faults(facts: HomeFacts) -> list[FieldFault]:
    found = []
    empty = facts.supply in (Supply.VOID, Supply.LETTING)
    if empty and facts.void_date is None:
        sentence = "A void needs its void date, and so does a letting."
        found.append(FieldFault("void_date", sentence))
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


def _fit_faults(facts: HomeFacts) -> list[FieldFault]:
    found = []
    if facts.age_min not in (None, *AGES_DESIGNATED):
        found.append(FieldFault("age_min", AGE_DESIGNATED))
    adapted = facts.adapted_access
    if (adapted is None) is not (facts.adapted_on is None):
        sentence = "Give the access it will have and the day, or neither."
        found.append(FieldFault("adapted_on", sentence))
    elif adapted is not None and ACCESS_RANK[adapted] <= ACCESS_RANK[facts.access]:
        sentence = "Give more access than the home has now, or leave both out."
        found.append(FieldFault("adapted_access", sentence))
    return found


def said_before(facts: HomeFacts, given: Mapping[str, Any]) -> tuple[FieldFault, ...]:
    """Return the facts that would be changed, and not said for the first time."""
    return tuple(
        FieldFault(name, SAID_BEFORE)
        for name in SAYABLE
        if name in given and not sayable(facts, name, given[name])
    )


def sayable(facts: HomeFacts, name: str, value: object) -> bool:
    """Tell whether a home may be amended to say this of one of `SAYABLE`.

    It may where it was not known, where it says the same, where a clause stood, and of
    access also where the adaptation that the landlord committed itself to is done.
    """
    unknown = {
        "access": Access.UNKNOWN,
        "pets": PetRule.UNKNOWN,
        "local_clause": LocalClause.STANDS,
    }
    now = getattr(facts, name)
    done = name == "access" and value is not None and value == facts.adapted_access
    return now in (unknown[name], value) or done


def with_adaptation_done(facts: HomeFacts, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return a change that also forgets a commitment which its access has met."""
    met = facts.adapted_access is not None and given.get("access") == (
        facts.adapted_access
    )
    forgotten = {"adapted_access": None, "adapted_on": None} if met else {}
    return {**given, **forgotten}


def needs_nomination_release(facts: HomeFacts) -> bool:
    """Tell whether a council must let this home go before it is in the pot."""
    return facts.letting_route is LettingRoute.ASSOCIATION_NOMINATION

"""What goes into `calls.landlords`.

Written by `python -m scripts.print_client`; do not edit.
"""

from typing import Literal, NotRequired, TypedDict

from reciprocal.client.shapes.landlords import AgeOf, LettingRoute, LocalClause, Works
from reciprocal.client.shapes.shared_words import (
    Access,
    DeclineCode,
    EndCode,
    HomeKind,
    PetRule,
    RentBasis,
    Supply,
    TenancyKind,
)


class AmendHome(TypedDict):
    """Amend dates, works or rent, or say what was not known."""

    notice_date: NotRequired[str | None]
    void_date: NotRequired[str | None]
    ready_date: NotRequired[str | None]
    works: NotRequired[Works | None]
    weekly_rent_pence: NotRequired[int | None]
    adapted_on: NotRequired[str | None]
    access: NotRequired[Access | None]
    pets: NotRequired[PetRule | None]
    local_clause: NotRequired[LocalClause | None]


class ReturningHome(TypedDict):
    """The home your tenant would leave, as supply for the pot."""

    uprn: str
    address: str
    postcode: str
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
    notice_date: NotRequired[str | None]
    void_date: NotRequired[str | None]
    ready_date: NotRequired[str | None]
    works: NotRequired[Works]
    age_min: NotRequired[Literal[50, 55, 60, 65] | None]
    age_of: NotRequired[AgeOf]
    pets: NotRequired[PetRule]
    local_clause: NotRequired[LocalClause]
    adapted_access: NotRequired[Access | None]
    adapted_on: NotRequired[str | None]
    possession_recorded: bool


MarkerMeasure = Literal[
    "locks_changed",
    "door_strengthened",
    "windows_secured",
    "letterbox_secured",
    "lighting",
    "alarm",
    "camera",
]

PoliceMarker = Literal["placed", "asked_at_letting", "not_wanted"]


class DeclineCheck(TypedDict):
    """Decline by one of three codes."""

    code: DeclineCode
    own_stock_offer_date: NotRequired[str | None]


class DepartureAnswer(TypedDict):
    """Whether your tenancy stands, so that your tenant may move."""

    tenancy_stands: bool


class HomeEmpty(TypedDict):
    """Your tenant's old home is empty."""

    void_date: str
    ready_date: str


class OfferAnswer(TypedDict):
    """Your answer to an offer of your own home."""

    agreed: bool
    code: NotRequired[EndCode | None]


class PostHome(TypedDict):
    """Put a void or a home on notice in the pot; a second person releases it."""

    uprn: str
    address: str
    postcode: str
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
    notice_date: NotRequired[str | None]
    void_date: NotRequired[str | None]
    ready_date: NotRequired[str | None]
    works: NotRequired[Works]
    age_min: NotRequired[Literal[50, 55, 60, 65] | None]
    age_of: NotRequired[AgeOf]
    pets: NotRequired[PetRule]
    local_clause: NotRequired[LocalClause]
    adapted_access: NotRequired[Access | None]
    adapted_on: NotRequired[str | None]
    supply: Supply


class RegisterStock(TypedDict):
    """Dwellings that are yours, by UPRN."""

    uprns: list[str]


class SignUp(TypedDict):
    """The tenancy the household signed."""

    tenancy_granted: TenancyKind
    rent_basis: RentBasis
    tenancy_start: str
    weekly_rent_pence: NotRequired[int | None]


class TenancyEnd(TypedDict):
    """The day your tenancy ends."""

    tenancy_end: str


class Attest(TypedDict):
    """Confirm the tenancy, accept the debt, and state the home that comes back."""

    tenancy_kind: TenancyKind
    tenancy_start: str
    joint: bool
    successor: bool
    possession_proceedings: bool
    notice_served: bool
    account_balance_pence: int
    continuous_since_april_2012: bool
    identity_seen: bool
    accepts_debt: bool
    home: NotRequired[ReturningHome | None]


class ClearMarker(TypedDict):
    """What you did before you let a home that somebody dangerous knows."""

    fit_decided_on: str
    measures: list[MarkerMeasure]
    measures_done_on: str
    police_marker: PoliceMarker

"""What the shapes of `landlords` are made of.

Written by `python -m scripts.print_client`; do not edit.
"""

from typing import NotRequired, TypedDict

from reciprocal.client.shapes.shared import (
    Access,
    CheckState,
    DeclineCode,
    HomeKind,
    HomeState,
    LettingRoute,
    NominationState,
    ProposalState,
    RentBasis,
    Supply,
    TenancyKind,
    Works,
)


class DepartureInList(TypedDict):
    """A tenant of the old landlord who may leave, in a list."""

    reference: str
    code: str
    stage: str
    tenancy_end: str | None


class HomeInList(TypedDict):
    """A landlord's own home in a list, where nothing sealed is opened and a machine finds no home somebody lives in."""

    reference: str
    code: str
    stage: HomeState
    supply: Supply
    authority: str
    bedrooms: int
    persons_max: int
    kind: HomeKind
    floor: int | None
    lift: bool
    access: Access
    rent_basis: RentBasis
    tenancy_offered: TenancyKind
    ready_date: str | None
    letting_route: LettingRoute
    nomination: NominationState
    weekly_rent_pence: int
    notice_date: str | None
    void_date: str | None
    works: Works
    posted_at: str


class Nomination(TypedDict):
    """A home a council is asked to let go; it learns no address."""

    reference: str
    code: str
    stage: str
    landlord: str
    bedrooms: int
    asked_at: str
    released_at: str | None


class OfferInList(TypedDict):
    """An offer of a landlord's own home, in a list."""

    reference: str
    code: str
    stage: ProposalState
    home: str
    answer_by: str
    end_code: NotRequired[str | None]


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
    possession_recorded: bool


class TenancyCheckInList(TypedDict):
    """The old landlord's check of a tenancy, in a list."""

    reference: str
    code: str
    stage: CheckState
    due_at: str
    decline_code: DeclineCode | None
    attested_at: str | None

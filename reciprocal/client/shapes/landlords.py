"""What goes in and comes out of `calls.landlords`.

Written by `python -m scripts.print_client`; do not edit.
"""

from typing import Literal, NotRequired, TypedDict

from reciprocal.client.shapes.shared_words import (
    Access,
    CheckState,
    DeclineCode,
    HomeKind,
    HomeReason,
    HomeState,
    Marker,
    NominationState,
    PetRule,
    ProposalState,
    RentBasis,
    Supply,
    TenancyKind,
    ViewingState,
    ViewingWay,
)

AgeOf = Literal["tenant", "every_adult"]


class DepartureInList(TypedDict):
    """A tenant of the old landlord who may leave, in a list."""

    reference: str
    code: str
    stage: str
    tenancy_end: str | None


LettingRoute = Literal[
    "council_direct",
    "council_management_move",
    "association_own_share",
    "association_nomination",
]

LocalClause = Literal["none", "waived", "stands"]

Works = Literal["none", "minor", "major"]


class HomeNotPlaced(TypedDict):
    """A landlord's own home that is still in the pot after a round: one code, the same for every home and every landlord."""

    reference: str
    code: str
    reason: HomeReason
    sentence: str
    told_on: str


class Nomination(TypedDict):
    """A home a council is asked to let go; it learns no address."""

    reference: str
    code: str
    stage: str
    landlord: str
    bedrooms: int
    asked_at: str
    released_at: str | None


class Offer(TypedDict):
    """An offer of a landlord's own home: the need in bands, and the household once it has accepted."""

    reference: str
    code: str
    stage: ProposalState
    home: str
    answer_by: str
    end_code: NotRequired[str | None]
    bedrooms_needed: NotRequired[int]
    access_need: NotRequired[Access]
    tenancy_to_grant: NotRequired[TenancyKind]
    rent_basis: NotRequired[RentBasis]
    referring_service: NotRequired[str]
    referring_service_on_call: NotRequired[str]
    tenancy_attested: NotRequired[TenancyKind]
    tenancy_attested_start: NotRequired[str]
    tenancy_joint: NotRequired[bool]
    possession_proceedings: NotRequired[bool]
    account_balance_pence: NotRequired[int]
    adults: NotRequired[int | None]
    children_ages: NotRequired[list[int] | None]
    weekly_rent_pence: NotRequired[int]
    viewing: NotRequired[ViewingState]
    viewing_way: NotRequired[ViewingWay | None]
    viewing_on: NotRequired[str | None]
    days_reserved: NotRequired[int]
    rent_lost_pence: NotRequired[int]


class OfferInList(TypedDict):
    """An offer of a landlord's own home, in a list."""

    reference: str
    code: str
    stage: ProposalState
    home: str
    answer_by: str
    end_code: NotRequired[str | None]
    days_reserved: NotRequired[int]
    rent_lost_pence: NotRequired[int]


class Stock(TypedDict):
    """How many homes were new to the stock list."""

    added: int


class TenancyCheck(TypedDict):
    """The old landlord's check of a tenancy, known by its own tenancy reference until declined."""

    reference: str
    code: str
    stage: CheckState
    due_at: str
    decline_code: DeclineCode | None
    attested_at: str | None
    tenancy_reference: NotRequired[str | None]


class TenancyCheckInList(TypedDict):
    """The old landlord's check of a tenancy, in a list."""

    reference: str
    code: str
    stage: CheckState
    due_at: str
    decline_code: DeclineCode | None
    attested_at: str | None


class DepartureInListList(TypedDict):
    """A list.

    A tenant of the old landlord who may leave, in a list.
    """

    items: list[DepartureInList]
    next: str | None


class Home(TypedDict):
    """A landlord's own home.

    A machine never receives an address, not even one it posted, and never hears of a
    home somebody lives in.
    """

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
    age_min: int | None
    age_of: AgeOf
    pets: PetRule
    local_clause: LocalClause
    adapted_access: Access | None
    adapted_on: str | None
    rounds_left: NotRequired[int | None]
    uprn: NotRequired[str | None]
    address: NotRequired[str | None]
    postcode: NotRequired[str | None]
    marker: NotRequired[Marker]


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
    age_min: int | None
    age_of: AgeOf
    pets: PetRule
    local_clause: LocalClause
    adapted_access: Access | None
    adapted_on: str | None
    rounds_left: NotRequired[int | None]


class HomeNotPlacedList(TypedDict):
    """A list.

    A landlord's own home that is still in the pot after a round: one code, the same for
    every home and every landlord.
    """

    items: list[HomeNotPlaced]
    next: str | None


class NominationList(TypedDict):
    """A list.

    A home a council is asked to let go; it learns no address.
    """

    items: list[Nomination]
    next: str | None


class OfferInListList(TypedDict):
    """A list.

    An offer of a landlord's own home, in a list.
    """

    items: list[OfferInList]
    next: str | None


class TenancyCheckInListList(TypedDict):
    """A list.

    The old landlord's check of a tenancy, in a list.
    """

    items: list[TenancyCheckInList]
    next: str | None


class HomeInListList(TypedDict):
    """A list.

    A landlord's own home in a list, where nothing sealed is opened and a machine finds
    no home somebody lives in.
    """

    items: list[HomeInList]
    next: str | None

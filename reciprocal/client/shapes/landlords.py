"""What goes in and comes out of `calls.landlords`.

Written by `python -m scripts.print_client`; do not edit.
"""

from typing import Literal, NotRequired, TypedDict

from reciprocal.client.shapes.shared import (
    Access,
    AgeOf,
    CheckState,
    DeclineCode,
    EndCode,
    HomeKind,
    HomeReason,
    HomeState,
    LettingRoute,
    Marker,
    MarkerMeasure,
    NominationState,
    PetRule,
    PoliceMarker,
    ProposalState,
    RentBasis,
    Supply,
    TenancyKind,
    Works,
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
    adapted_access: NotRequired[Access | None]
    adapted_on: NotRequired[str | None]
    possession_recorded: bool


class ClearMarker(TypedDict):
    """What you did before you let a home that somebody dangerous knows."""

    fit_decided_on: str
    measures: list[MarkerMeasure]
    measures_done_on: str
    police_marker: PoliceMarker


class DeclineCheck(TypedDict):
    """Decline by one of three codes."""

    code: DeclineCode
    own_stock_offer_date: NotRequired[str | None]


class Departure(TypedDict):
    """A tenant of the old landlord who may leave; nothing of where to, to whom or when."""

    reference: str
    code: str
    stage: str
    tenancy_end: str | None
    tenancy_reference: NotRequired[str | None]


class DepartureAnswer(TypedDict):
    """Whether your tenancy stands, so that your tenant may move."""

    tenancy_stands: bool


class DepartureInList(TypedDict):
    """A tenant of the old landlord who may leave, in a list."""

    reference: str
    code: str
    stage: str
    tenancy_end: str | None


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
    adapted_access: Access | None
    adapted_on: str | None
    uprn: NotRequired[str]
    address: NotRequired[str]
    postcode: NotRequired[str]
    marker: NotRequired[Marker]


class HomeEmpty(TypedDict):
    """Your tenant's old home is empty."""

    void_date: str
    ready_date: str


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
    adapted_access: Access | None
    adapted_on: str | None


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


class OfferAnswer(TypedDict):
    """Your answer to an offer of your own home."""

    agreed: bool
    code: NotRequired[EndCode | None]


class OfferInList(TypedDict):
    """An offer of a landlord's own home, in a list."""

    reference: str
    code: str
    stage: ProposalState
    home: str
    answer_by: str
    end_code: NotRequired[str | None]


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


class DepartureInListList(TypedDict):
    """A list.

    A tenant of the old landlord who may leave, in a list.
    """

    items: list[DepartureInList]
    next: str | None


class HomeInListList(TypedDict):
    """A list.

    A landlord's own home in a list, where nothing sealed is opened and a machine finds
    no home somebody lives in.
    """

    items: list[HomeInList]
    next: str | None


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

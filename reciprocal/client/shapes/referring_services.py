"""What goes in and comes out of `calls.referring_services`.

Written by `python -m scripts.print_client`; do not edit.
"""

from typing import Literal, NotRequired, TypedDict

from reciprocal.client.shapes.shared import (
    Access,
    Animal,
    AreaOfChoice,
    AreaPurpose,
    AreaReason,
    CannotShare,
    CheckState,
    ConsentPurpose,
    DeclineCode,
    EndCode,
    HomeKind,
    OverrideReason,
    PetRule,
    ProposalState,
    RentBasis,
    RequestState,
    RiskKind,
    Sex,
    TenancyKind,
    TriggerKind,
    Urgency,
)


class AvoidAuthority(TypedDict):
    """Everywhere in one authority."""

    reason: AreaReason
    review_on: NotRequired[str | None]
    expected_end_on: NotRequired[str | None]
    kind: Literal["authority"]
    code: str


class AvoidDistrict(TypedDict):
    """Everywhere in one postcode district; E1 is not E14."""

    reason: AreaReason
    review_on: NotRequired[str | None]
    expected_end_on: NotRequired[str | None]
    kind: Literal["district"]
    district: str


class AvoidLandlord(TypedDict):
    """Every home of one landlord."""

    reason: AreaReason
    review_on: NotRequired[str | None]
    expected_end_on: NotRequired[str | None]
    kind: Literal["landlord"]
    code: str


class AvoidPostcodes(TypedDict):
    """The places of some postcodes, as an estate; kept as their sectors."""

    reason: AreaReason
    review_on: NotRequired[str | None]
    expected_end_on: NotRequired[str | None]
    kind: Literal["postcodes"]
    postcodes: list[str]


class AvoidRoute(TypedDict):
    """Everywhere within a distance of the line through some postcodes; not kept."""

    reason: AreaReason
    review_on: NotRequired[str | None]
    expected_end_on: NotRequired[str | None]
    kind: Literal["route"]
    postcodes: list[str]
    metres: int


class AvoidSector(TypedDict):
    """Everywhere in one postcode sector."""

    reason: AreaReason
    review_on: NotRequired[str | None]
    expected_end_on: NotRequired[str | None]
    kind: Literal["sector"]
    sector: str


class AvoidWithin(TypedDict):
    """Everywhere within a distance of a postcode; neither is kept."""

    reason: AreaReason
    review_on: NotRequired[str | None]
    expected_end_on: NotRequired[str | None]
    kind: Literal["within"]
    postcode: str
    metres: int


class StayNearBody(TypedDict):
    """A home must be within the distance of one of these; none of it is kept."""

    reason: AreaReason
    review_on: NotRequired[str | None]
    expected_end_on: NotRequired[str | None]
    kind: Literal["near"]
    postcodes: list[str]
    metres: int


class AreaShape(TypedDict):
    """One area as it is kept: compiled, without its centre, line or distance."""

    reference: str
    authorities: list[str]
    sectors: list[str]
    landlords: list[str]


class AreaStatedShape(TypedDict):
    """Why an area of a case is stated, by whom, and when it is asked about again."""

    reference: str
    purpose: AreaPurpose
    reason: AreaReason
    stated_by: str
    stated_at: str
    geography_version: str
    review_on: str
    expected_end_on: str | None


class HomeLeftShape(TypedDict):
    """Where the household lives now; for its own worker alone."""

    uprn: str
    address: str
    postcode: str
    authority: str


class YoungPersonShape(TypedDict):
    """Somebody under 21 when the household was stated, by month of birth."""

    sex: Sex
    born: str
    cannot_share: CannotShare | None


class CaseInList(TypedDict):
    """A referring service's case in a list."""

    reference: str
    code: NotRequired[str]
    stage: RequestState
    next_step: str
    urgency: NotRequired[int]
    waiting_since: NotRequired[str]


class CaseProposal(TypedDict):
    """The home proposed to a case, with its address, for the case's worker alone and before any landlord hears of it."""

    reference: str
    code: str
    stage: ProposalState
    next_step: str
    answer_by: str
    landlord: NotRequired[str]
    landlord_on_call: NotRequired[str]
    address: str
    postcode: str
    authority: str
    bedrooms: int
    persons_max: int
    kind: HomeKind
    floor: int | None
    lift: bool
    access: Access
    rent_basis: RentBasis
    weekly_rent_pence: int
    tenancy_offered: TenancyKind
    ready_date: str | None
    adapted_access: Access | None
    adapted_on: str | None
    pets: PetRule


class ConsentBody(TypedDict):
    """A purpose the household agrees to."""

    purpose: ConsentPurpose


class HomeLeftBody(TypedDict):
    """Where the household lives now."""

    uprn: str
    address: str
    postcode: str


class HouseholdAnswer(TypedDict):
    """The household's answer, given in a conversation."""

    agreed: bool
    code: NotRequired[EndCode | None]


class YoungPersonBody(TypedDict):
    """Somebody under 21 who will live in the new home."""

    sex: Sex
    born: str
    cannot_share: NotRequired[CannotShare | None]


class ReviewArea(TypedDict):
    """An area still stands; when to ask again, and when it may be over."""

    review_on: str | None
    expected_end_on: str | None


class SafetyLook(TypedDict):
    """Whether the home is safe; a no needs no reason and never counts."""

    safe: bool


class AddArea(TypedDict):
    """One more area to avoid, or one more place to stay near."""

    area: (
        AvoidAuthority
        | AvoidDistrict
        | AvoidSector
        | AvoidPostcodes
        | AvoidWithin
        | AvoidRoute
        | AvoidLandlord
        | StayNearBody
    )


class AreasBody(TypedDict):
    """Where the household can live and where not."""

    area_of_choice: AreaOfChoice
    areas_of_choice: list[str]
    areas_to_avoid: list[
        AvoidAuthority
        | AvoidDistrict
        | AvoidSector
        | AvoidPostcodes
        | AvoidWithin
        | AvoidRoute
        | AvoidLandlord
    ]
    within_reach: NotRequired[list[StayNearBody]]


class AreasShape(TypedDict):
    """Areas as they are kept; a home must be in no `avoid` and in each `stay_near`."""

    of_choice: list[str]
    avoid: list[AreaShape]
    stay_near: list[AreaShape]


class HouseholdShape(TypedDict):
    """Who will live in the new home; no name among them."""

    adults: int
    couples: int
    young_adults: list[YoungPersonShape]
    children: list[YoungPersonShape]
    expected_children: int
    due_date: str | None
    overnight_carer: bool
    bedrooms_override: int | None
    bedrooms_override_reason: OverrideReason | None
    one_over_accepted: bool
    one_over_affordable: bool
    tenant_born: str | None
    youngest_adult_born: str | None


class CaseInListList(TypedDict):
    """A list.

    A referring service's case in a list.
    """

    items: list[CaseInList]
    next: str | None


class HouseholdBody(TypedDict):
    """Who will live in the new home; a perpetrator is not counted."""

    adults: int
    couples: NotRequired[int]
    young_adults: NotRequired[list[YoungPersonBody]]
    children: list[YoungPersonBody]
    expected_children: int
    due_date: NotRequired[str | None]
    overnight_carer: NotRequired[bool]
    bedrooms_override: NotRequired[int | None]
    bedrooms_override_reason: NotRequired[OverrideReason | None]
    one_over_accepted: NotRequired[bool]
    one_over_affordable: NotRequired[bool]
    tenant_born: NotRequired[str | None]
    youngest_adult_born: NotRequired[str | None]


class ReferCase(TypedDict):
    """Start a case.

    It takes no name and no contact: those stay with you.
    """

    area_of_choice: AreaOfChoice
    areas_of_choice: list[str]
    areas_to_avoid: list[
        AvoidAuthority
        | AvoidDistrict
        | AvoidSector
        | AvoidPostcodes
        | AvoidWithin
        | AvoidRoute
        | AvoidLandlord
    ]
    within_reach: NotRequired[list[StayNearBody]]
    adults: int
    couples: NotRequired[int]
    young_adults: NotRequired[list[YoungPersonBody]]
    children: list[YoungPersonBody]
    expected_children: int
    due_date: NotRequired[str | None]
    overnight_carer: NotRequired[bool]
    bedrooms_override: NotRequired[int | None]
    bedrooms_override_reason: NotRequired[OverrideReason | None]
    one_over_accepted: NotRequired[bool]
    one_over_affordable: NotRequired[bool]
    tenant_born: NotRequired[str | None]
    youngest_adult_born: NotRequired[str | None]
    landlord_code: str
    tenancy_reference: str
    tenancy_held: TenancyKind
    tenancy_start: str
    joint: bool
    access_need: Access
    access_needed_by: NotRequired[str | None]
    animal: NotRequired[Animal]
    floor_max_without_lift: int | None
    ground_floor_unsafe: bool
    affordable_rent_accepted: bool
    risk_kind: RiskKind
    urgency: Urgency
    trigger_kind: TriggerKind
    trigger_date: str | None
    dash_score: int | None
    home: HomeLeftBody


class Case(TypedDict):
    """A referring service's case.

    Its own system reads the stage and the next step. Once closed, nothing sealed is
    opened.
    """

    reference: str
    code: NotRequired[str]
    stage: RequestState
    next_step: str
    urgency: NotRequired[int]
    waiting_since: NotRequired[str]
    landlord: NotRequired[str]
    tenancy_held: NotRequired[TenancyKind]
    tenancy_start: NotRequired[str]
    joint: NotRequired[bool]
    tenancy_reference: NotRequired[str]
    household: NotRequired[HouseholdShape]
    areas: NotRequired[AreasShape]
    home: NotRequired[HomeLeftShape]
    bedrooms_needed: NotRequired[int]
    access_need: NotRequired[Access]
    risk_kind: NotRequired[RiskKind]
    dash_score: NotRequired[int | None]
    trigger_kind: NotRequired[TriggerKind]
    trigger_date: NotRequired[str | None]
    consents: NotRequired[list[ConsentPurpose]]
    tenancy_check: NotRequired[CheckState | None]
    decline_code: NotRequired[DeclineCode | None]
    confirmed_at: NotRequired[str]
    areas_stated: NotRequired[list[AreaStatedShape]]

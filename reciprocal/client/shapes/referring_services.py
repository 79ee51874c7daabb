"""What goes in and comes out of `calls.referring_services`.

Written by `python -m scripts.print_client`; do not edit.
"""

from typing import Literal, NotRequired, TypedDict

from reciprocal.client.shapes.shared import (
    Access,
    AreaOfChoice,
    CannotShare,
    CheckState,
    ConsentPurpose,
    DeclineCode,
    EndCode,
    HomeKind,
    OverrideReason,
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

    kind: Literal["authority"]
    code: str


class AvoidDistrict(TypedDict):
    """Everywhere in one postcode district."""

    kind: Literal["district"]
    district: str


class AvoidPostcodes(TypedDict):
    """The places of some postcodes, as an estate; kept as their sectors."""

    kind: Literal["postcodes"]
    postcodes: list[str]


class AvoidSector(TypedDict):
    """Everywhere in one postcode sector."""

    kind: Literal["sector"]
    sector: str


class AvoidWithin(TypedDict):
    """Everywhere within a distance of a postcode; neither is kept."""

    kind: Literal["within"]
    postcode: str
    metres: int


class AreasShape(TypedDict):
    """Areas as they are kept: compiled, without centres or distances."""

    of_choice: list[str]
    authorities: list[str]
    sectors: list[str]
    landlords: list[str]


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


class SafetyLook(TypedDict):
    """Whether the home is safe; a no needs no reason and never counts."""

    safe: bool


class AreasBody(TypedDict):
    """Where the household can live and where not."""

    area_of_choice: AreaOfChoice
    areas_of_choice: list[str]
    areas_to_avoid: list[
        AvoidAuthority | AvoidDistrict | AvoidSector | AvoidPostcodes | AvoidWithin
    ]
    landlords_to_avoid: list[str]


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


class ReferCase(TypedDict):
    """Start a case.

    It takes no name and no contact: those stay with you.
    """

    area_of_choice: AreaOfChoice
    areas_of_choice: list[str]
    areas_to_avoid: list[
        AvoidAuthority | AvoidDistrict | AvoidSector | AvoidPostcodes | AvoidWithin
    ]
    landlords_to_avoid: list[str]
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
    landlord_code: str
    tenancy_reference: str
    tenancy_held: TenancyKind
    tenancy_start: str
    joint: bool
    access_need: Access
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

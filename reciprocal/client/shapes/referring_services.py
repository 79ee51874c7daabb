"""What goes in and comes out of `calls.referring_services`.

Written by `python -m scripts.print_client`; do not edit.
"""

from typing import NotRequired, TypedDict

from reciprocal.client.shapes.referring_services_parts import (
    AreasShape,
    AreaStatedShape,
    AvoidAuthority,
    AvoidDistrict,
    AvoidLandlord,
    AvoidPostcodes,
    AvoidRoute,
    AvoidSector,
    AvoidWithin,
    CaseInList,
    HomeLeftBody,
    HomeLeftShape,
    HouseholdShape,
    OptionShape,
    PromiseShape,
    RentBody,
    RentsShape,
    StayNearBody,
    YoungPersonBody,
)
from reciprocal.client.shapes.shared import (
    Access,
    AreaOfChoice,
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
    TenancyKind,
    TriggerKind,
    Urgency,
)


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
    decline_reason: NotRequired[str | None]
    options: NotRequired[list[OptionShape] | None]


class CaseInListList(TypedDict):
    """A list.

    A referring service's case in a list.
    """

    items: list[CaseInList]
    next: str | None


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
    promise: PromiseShape
    rents: RentsShape


class ConsentBody(TypedDict):
    """A purpose the household agrees to."""

    purpose: ConsentPurpose


class HouseholdAnswer(TypedDict):
    """The household's answer, given in a conversation."""

    agreed: bool
    code: NotRequired[EndCode | None]


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
    rent: NotRequired[RentBody]


class Options(TypedDict):
    """What a household can do where the scheme cannot help."""

    options: list[OptionShape]


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
    rent: NotRequired[RentBody]
    landlord_code: str
    tenancy_reference: str
    tenancy_held: TenancyKind
    tenancy_start: str
    joint: bool
    holds_tenancy: NotRequired[bool]
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


class ReviewArea(TypedDict):
    """An area still stands; when to ask again, and when it may be over."""

    review_on: str | None
    expected_end_on: str | None


class SafetyLook(TypedDict):
    """Whether the home is safe; a no needs no reason and never counts."""

    safe: bool

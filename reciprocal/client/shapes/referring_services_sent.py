"""What goes into `calls.referring_services`.

Written by `python -m scripts.print_client`; do not edit.
"""

from typing import Literal, NotRequired, TypedDict

from reciprocal.client.shapes.shared_sent import RentBody, Urgency, YoungPersonBody
from reciprocal.client.shapes.shared_words import (
    Access,
    AreaReason,
    BlockReason,
    ConsentPurpose,
    EndCode,
    LinkReason,
    OverrideReason,
    RiskKind,
    TenancyKind,
    TriggerKind,
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


class CloseToBody(TypedDict):
    """A home would best be close to one of these; it keeps none from the household."""

    reason: AreaReason
    review_on: NotRequired[str | None]
    expected_end_on: NotRequired[str | None]
    kind: Literal["close_to"]
    postcodes: list[str]
    metres: int


class StayNearBody(TypedDict):
    """A home must be within the distance of one of these; none of it is kept."""

    reason: AreaReason
    review_on: NotRequired[str | None]
    expected_end_on: NotRequired[str | None]
    kind: Literal["near"]
    postcodes: list[str]
    metres: int


Animal = Literal["none", "pet", "pet_must_come", "assistance_dog"]

AreaOfChoice = Literal["listed", "anywhere_else"]


class BlockStaff(TypedDict):
    """Who must never see anything of this case, by the name they sign in with."""

    sign_in: str
    reason: BlockReason
    review_on: NotRequired[str | None]
    expected_end_on: NotRequired[str | None]


class ConsentBody(TypedDict):
    """A purpose the household agrees to."""

    purpose: ConsentPurpose


class HomeLeftBody(TypedDict):
    """Where the household lives now."""

    uprn: str
    address: str
    postcode: str
    marker: NotRequired[bool]


class HouseholdAnswer(TypedDict):
    """The household's answer, given in a conversation."""

    agreed: bool
    code: NotRequired[EndCode | None]
    language: str
    interpreter: bool


class LinkCase(TypedDict):
    """Another of your cases that knows of this one, or is known to it."""

    other: str
    reason: LinkReason


class ReviewArea(TypedDict):
    """An area still stands; when to ask again, and when it may be over."""

    review_on: str | None
    expected_end_on: str | None


class ReviewBlock(TypedDict):
    """A block still stands; when to ask again, and when it may be over."""

    review_on: str | None
    expected_end_on: str | None


class SafetyLook(TypedDict):
    """Whether the home is safe; a no needs no reason and never counts."""

    safe: bool


class TryArea(TypedDict):
    """An area to avoid, to see what it would blot out before it is stated."""

    area: (
        AvoidAuthority
        | AvoidDistrict
        | AvoidSector
        | AvoidPostcodes
        | AvoidWithin
        | AvoidRoute
        | AvoidLandlord
    )


class AddArea(TypedDict):
    """One more area to avoid, to stay near, or to be close to."""

    area: (
        AvoidAuthority
        | AvoidDistrict
        | AvoidSector
        | AvoidPostcodes
        | AvoidWithin
        | AvoidRoute
        | AvoidLandlord
        | StayNearBody
        | CloseToBody
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
    areas_of_first_choice: NotRequired[list[str]]
    close_to: NotRequired[list[CloseToBody]]


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
    areas_of_first_choice: NotRequired[list[str]]
    close_to: NotRequired[list[CloseToBody]]
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
    rent: NotRequired[RentBody]
    landlord_code: str
    tenancy_reference: str
    tenancy_held: TenancyKind
    tenancy_start: str
    joint: bool
    holds_tenancy: NotRequired[bool]
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

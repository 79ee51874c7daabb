"""What the shapes of `referring_services` are made of.

Written by `python -m scripts.print_client`; do not edit.
"""

from typing import Literal, NotRequired, TypedDict

from reciprocal.client.shapes.shared import (
    AreaPurpose,
    AreaReason,
    CannotShare,
    Condition,
    Disclosure,
    HelpWithRent,
    LandlordKind,
    OptionCode,
    OverrideReason,
    RentBasis,
    RentFact,
    RequestState,
    Sex,
    TenancyKind,
    TenureRuleId,
    TenureVerdict,
)


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


class CaseInList(TypedDict):
    """A referring service's case in a list."""

    reference: str
    code: NotRequired[str]
    stage: RequestState
    next_step: str
    urgency: NotRequired[int]
    waiting_since: NotRequired[str]


class ConditionShape(TypedDict):
    """What must hold for the household to be as secure as before."""

    code: Condition
    sentence: str


class HomeLeftBody(TypedDict):
    """Where the household lives now."""

    uprn: str
    address: str
    postcode: str


class HomeLeftShape(TypedDict):
    """Where the household lives now; for its own worker alone."""

    uprn: str
    address: str
    postcode: str
    authority: str


class RentShape(TypedDict):
    """What was said of paying rent."""

    help_with_rent: HelpWithRent
    intends_to_return: bool | None
    pension_age: bool | None
    affordable_weekly_pence: int | None


class YoungPersonShape(TypedDict):
    """Somebody under 21 when the household was stated, by month of birth."""

    sex: Sex
    born: str
    cannot_share: CannotShare | None


class OptionShape(TypedDict):
    """One thing a household can do, on whose authority, and since when."""

    code: OptionCode
    sentence: str
    authority: str
    in_force: str | None


class TenureRuleShape(TypedDict):
    """A rule that the answer rests on."""

    code: TenureRuleId
    sentence: str
    authority: str


class ToldShape(TypedDict):
    """A right that changes with the move; tell the household before it answers."""

    code: Disclosure
    sentence: str


class RentBody(TypedDict):
    """What is said of paying rent; nothing of it ever refuses a home."""

    help_with_rent: NotRequired[HelpWithRent]
    intends_to_return: NotRequired[bool | None]
    pension_age: NotRequired[bool | None]
    affordable_weekly_pence: NotRequired[int | None]


class RentFactShape(TypedDict):
    """One thing to tell the household about rent, and what it rests on."""

    code: RentFact
    sentence: str
    authority: str


class StayNearBody(TypedDict):
    """A home must be within the distance of one of these; none of it is kept."""

    reason: AreaReason
    review_on: NotRequired[str | None]
    expected_end_on: NotRequired[str | None]
    kind: Literal["near"]
    postcodes: list[str]
    metres: int


class YoungPersonBody(TypedDict):
    """Somebody under 21 who will live in the new home."""

    sex: Sex
    born: str
    cannot_share: NotRequired[CannotShare | None]


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
    rent: RentShape


class PromiseShape(TypedDict):
    """The tenancy promised: what it does to the household's security, and why."""

    tenancy: TenancyKind
    landlord_kind: LandlordKind
    rent_basis: RentBasis
    weekly_rent_pence: int
    verdict: TenureVerdict
    sentence: str
    condition: ConditionShape | None
    rules: list[TenureRuleShape]
    told: list[ToldShape]
    attested: bool
    worked_out_on: str


class RentsShape(TypedDict):
    """The rent beside what the household said; a fact to tell, and never a gate."""

    weekly_rent_pence: int
    affordable_weekly_pence: int | None
    overlap_days: int | None
    covered_days: int | None
    uncovered_days: int | None
    reduction_weekly_pence: int
    facts: list[RentFactShape]

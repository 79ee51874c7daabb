"""Shapes and words that several audiences use.

Written by `python -m scripts.print_client`; do not edit.
"""

from typing import Literal, NotRequired, TypedDict

Access = Literal[
    "unknown", "general", "step_free", "wheelchair_essential", "wheelchair_full"
]

AreaPurpose = Literal["avoid", "stay_near", "close_to"]

AreaReason = Literal[
    "perpetrator_lives",
    "perpetrator_works",
    "perpetrator_goes",
    "associates",
    "community",
    "group_territory",
    "court_order",
    "school",
    "care",
    "treatment",
    "work",
    "child_contact",
    "support",
    "other",
]


class AreaShape(TypedDict):
    """One area as it is kept: compiled, without its centre, line or distance."""

    reference: str
    authorities: list[str]
    sectors: list[str]
    landlords: list[str]


class WishShape(TypedDict):
    """What a home would be close to, as it is kept: sectors by band, nearest first."""

    reference: str
    bands: list[list[str]]


Band = Literal["none", "one_to_four", "five_to_nineteen", "twenty_or_more"]

BlockReason = Literal[
    "risk", "knows_household", "household_asks", "court_order", "other"
]

CannotShare = Literal["disability", "trauma", "other_professional"]

CheckState = Literal["asked", "escalated", "attested", "countersigned", "declined"]

ConsentPurpose = Literal["matching", "tenancy_check", "offer"]

DeclineCode = Literal[
    "not_our_tenant", "not_a_social_tenancy", "own_stock_move_offered"
]

HelpWithRent = Literal["housing_benefit", "universal_credit", "neither", "not_said"]


class HomeLeftShape(TypedDict):
    """Where the household lives now; for its own worker alone."""

    uprn: str
    address: str
    postcode: str
    authority: str
    marker: bool


HomelessnessDuty = Literal["none", "prevention", "relief", "main"]

LinkReason = Literal["family", "acquainted", "same_risk", "other"]

OptionCode = Literal[
    "homeless_application",
    "refuge",
    "court_transfer",
    "court_occupation",
    "was_a_tenant",
    "housing_register",
    "care_leaver",
    "own_landlord_transfer",
]

OverrideReason = Literal[
    "medical",
    "fostering_or_kinship",
    "away_forces_or_study",
    "children_returning",
    "other_professional",
]

QuestionAbout = Literal["tenancy", "home"]

QuestionState = Literal["open", "allowed", "not_allowed", "lapsed"]

RequestState = Literal[
    "draft",
    "awaiting_approval",
    "in_pot",
    "paused",
    "proposed",
    "offered",
    "accepted",
    "moved",
    "declined",
    "closed",
]

RiskKind = Literal[
    "domestic_abuse",
    "youth_violence",
    "hate_crime",
    "stalking",
    "honour_based_abuse",
    "other",
]

Sex = Literal["F", "M"]

TenancyKind = Literal[
    "secure_lifetime",
    "secure_flexible",
    "introductory",
    "assured_lifetime",
    "assured_fixed",
    "starter",
    "demoted",
    "licence",
    "non_secure",
    "fully_mutual",
    "protected",
]

TriggerKind = Literal[
    "none", "release", "order_expiring", "tenancy_ending", "refuge_place_ending"
]

Condition = Literal["term_covers", "trial_credited", "twelve_months_served"]

PossessionState = Literal["not_needed", "sought", "obtained"]

Disclosure = Literal[
    "rtb_lost",
    "rtb_gained",
    "preserved_rtb_lost",
    "rta_possible",
    "ground_8",
    "succession_narrowed",
    "succession_reset",
    "rent_basis",
]

EndCode = Literal[
    "not_safe",
    "rule_no_longer_met",
    "promise_changed",
    "landlord_withdrew",
    "home_not_ready",
    "tenancy_has_ended",
    "household_refused",
    "fails_a_stated_need",
    "consent_withdrawn",
    "paused",
    "lapsed",
    "risk_changed",
    "household_returned",
    "not_supplied",
    "no_viewing",
    "not_signed_in_time",
    "own_move_found",
    "no_longer_wanted",
    "tenancy_passed",
    "household_changed",
]

HomeKind = Literal["bedsit", "flat", "maisonette", "house", "bungalow"]

HomeReason = Literal["not_placed"]

HomeState = Literal[
    "awaiting_release", "occupied", "in_pot", "reserved", "let", "withdrawn"
]

Marker = Literal["none", "uncleared", "cleared"]

NominationState = Literal["not_needed", "asked", "released"]

PetRule = Literal["unknown", "allowed", "none"]

ProposalState = Literal[
    "proposed",
    "offered",
    "agreed",
    "accepted",
    "signed",
    "completed",
    "ended",
    "failed",
]

RentBasis = Literal["social", "affordable"]

RoundState = Literal["frozen", "solved", "published", "refused"]

Supply = Literal["void", "pre_void", "vacating", "letting"]

TenureRuleId = Literal[
    "R1",
    "R2",
    "R3",
    "R4",
    "R5",
    "R10",
    "R16",
    "R17",
    "R19",
    "S1",
    "S2",
    "S3",
    "S4",
    "S5",
    "S6",
    "S7",
    "S8",
]

TenureVerdict = Literal[
    "improves", "preserves", "conditional", "needs_person", "never", "no_power"
]

ViewingState = Literal["due", "offered", "held", "photographs", "declined"]

ViewingWay = Literal["in_person", "photographs"]


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


class AreasShape(TypedDict):
    """Areas as they are kept; a home must be in no `avoid` and in each `stay_near`."""

    of_choice: list[str]
    first_choice: list[str]
    avoid: list[AreaShape]
    stay_near: list[AreaShape]
    close_to: list[WishShape]


class StaffBlockShape(TypedDict):
    """Why a case is closed to somebody of staff, and when that is asked about again."""

    reference: str
    reason: BlockReason
    stated_by: str
    stated_at: str
    review_on: str
    expected_end_on: str | None


class RentShape(TypedDict):
    """What was said of paying rent."""

    help_with_rent: HelpWithRent
    intends_to_return: bool | None
    pension_age: bool | None
    affordable_weekly_pence: int | None


class CaseLinkShape(TypedDict):
    """Another case that knows of this one, and who said so; None once it left you."""

    reference: str
    other: str | None
    reason: LinkReason
    stated_by: str
    stated_at: str


class OptionShape(TypedDict):
    """One thing a household can do, on whose authority, and since when."""

    code: OptionCode
    sentence: str
    authority: str
    in_force: str | None


class YoungPersonShape(TypedDict):
    """Somebody under 21 when the household was stated, by month of birth."""

    sex: Sex
    born: str
    cannot_share: CannotShare | None


class LeftToAPersonShape(TypedDict):
    """A question about a case that a person is asked, and where it stands."""

    about: QuestionAbout
    stage: QuestionState
    sentence: str
    tenancy_held: TenancyKind | None
    tenancy_offered: TenancyKind | None
    asked_at: str


class Departure(TypedDict):
    """A tenant of the old landlord who may leave; nothing of where to, to whom or when."""

    reference: str
    code: str
    stage: str
    tenancy_end: str | None
    possession: PossessionState
    possession_on: str | None
    possession_expected_on: str | None
    tenancy_reference: NotRequired[str | None]


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
    rent: RentShape


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
    left_to_a_person: NotRequired[list[LeftToAPersonShape]]
    decline_reason: NotRequired[str | None]
    options: NotRequired[list[OptionShape] | None]
    blocked_staff: NotRequired[list[StaffBlockShape]]
    homelessness_duty: NotRequired[HomelessnessDuty | None]
    links: NotRequired[list[CaseLinkShape]]

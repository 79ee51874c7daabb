"""Shapes and words that several audiences use.

Written by `python -m scripts.print_client`; do not edit.
"""

from typing import Literal, NotRequired, TypedDict

About = Literal["homes", "offers", "cases"]

Access = Literal[
    "unknown", "general", "step_free", "wheelchair_essential", "wheelchair_full"
]

AgeOf = Literal["tenant", "every_adult"]

Animal = Literal["none", "pet", "pet_must_come", "assistance_dog"]

AreaOfChoice = Literal["listed", "anywhere_else"]

AreaPurpose = Literal["avoid", "stay_near"]

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
    "other",
]


class AreaShape(TypedDict):
    """One area as it is kept: compiled, without its centre, line or distance."""

    reference: str
    authorities: list[str]
    sectors: list[str]
    landlords: list[str]


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

HomeKind = Literal["bedsit", "flat", "maisonette", "house", "bungalow"]

LandlordKind = Literal["council", "housing_association"]

PetRule = Literal["unknown", "allowed", "none"]

ProposalState = Literal[
    "proposed", "offered", "agreed", "accepted", "signed", "completed", "ended"
]

RentBasis = Literal["social", "affordable"]

RentFact = Literal[
    "two_rents_52_weeks",
    "two_rents_4_weeks",
    "two_rents_12_months",
    "new_rent_only",
    "no_help_with_rent",
    "help_not_said",
    "return_not_said",
    "overlap_not_known",
    "overlap_not_covered",
    "spare_room_14",
    "spare_room_25",
    "spare_room_pension_age",
    "age_not_said",
    "rent_within",
    "rent_above",
    "affordable_not_stated",
    "affordable_rent",
]

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

Choice = Literal["more_areas", "affordable_rent", "one_bedroom_over", "ground_floor"]

DecisionReason = Literal[
    "term_is_long_enough",
    "landlord_promised",
    "advice_taken",
    "safe_for_them",
    "less_secure",
    "not_safe_for_them",
    "not_enough_known",
]

Differing = Literal["refuse", "leave"]

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
    "no_viewing",
]

EndpointState = Literal["live", "disabled", "ended"]

ExchangeKind = Literal["chain", "cycle"]

HomeReason = Literal["not_placed"]

HomeState = Literal[
    "awaiting_release", "occupied", "in_pot", "reserved", "let", "withdrawn"
]

LettingRoute = Literal[
    "council_direct",
    "council_management_move",
    "association_own_share",
    "association_nomination",
]

LocalClause = Literal["none", "waived", "stands"]

MainReason = Literal[
    "no_suitable_home", "none_comes_free", "over_the_caps", "needed_by_others"
]

Marker = Literal["none", "uncleared", "cleared"]

MarkerMeasure = Literal[
    "locks_changed",
    "door_strengthened",
    "windows_secured",
    "letterbox_secured",
    "lighting",
    "alarm",
    "camera",
]

MessageKind = Literal["changed", "ping"]

Mode = Literal["add", "snapshot"]

NominationState = Literal["not_needed", "asked", "released"]

Outcome = Literal["2xx", "3xx", "4xx", "410", "5xx", "refused", "unreachable"]

PoliceMarker = Literal["placed", "asked_at_letting", "not_wanted"]

RefusalCode = Literal[
    "place_unknown",
    "authority_not_chosen",
    "authority_avoided",
    "own_authority",
    "sector_avoided",
    "out_of_reach",
    "bedrooms_too_few",
    "bedrooms_too_many",
    "persons_too_many",
    "access_below_need",
    "floor_too_high",
    "ground_floor_unsafe",
    "age_below_designation",
    "pet_not_allowed",
    "rent_not_accepted",
    "tenancy_not_grantable",
    "tenancy_not_held",
    "tenancy_worse",
    "tenancy_needs_decision",
    "landlord_avoided",
    "same_landlord",
    "local_clause_stands",
    "team_barred",
    "own_home",
    "home_refused",
    "marker_uncleared",
    "marker_needs_decision",
    "linked_case",
]

Role = Literal[
    "coordinator",
    "named_lead",
    "referring_worker",
    "auditor",
    "landlord_system",
    "referring_system",
    "service",
    "nobody",
]

RoundState = Literal["frozen", "solved", "published", "refused"]

RowOutcome = Literal["posted", "amended", "unchanged", "left_alone", "different"]

Scope = Literal["homes:write", "homes:read", "offers:read", "cases:read"]

StepKind = Literal["ready", "forecast"]

Supply = Literal["void", "pre_void", "vacating"]

TaskKind = Literal[
    "tenancy_check",
    "tenancy_check_overdue",
    "countersign",
    "home_clash",
    "case_clash",
    "home_question",
    "nomination_release",
    "safety_look",
    "offer",
    "departure",
    "viewing",
    "household_answer",
    "sign_up",
    "case_changed",
    "confirm_case",
    "area_review",
    "person_decision",
    "staff_review",
    "webhook_failing",
]

ToldReason = Literal["no_suitable_home", "not_this_round"]

Urgency = Literal[1, 2, 3, 4]

ViewingOutcome = Literal["held", "photographs", "declined"]

Works = Literal["none", "minor", "major"]


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
    avoid: list[AreaShape]
    stay_near: list[AreaShape]


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
    """Another of your cases that knows of this one, and who said so."""

    reference: str
    other: str
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


class ConditionShape(TypedDict):
    """What must hold for the household to be as secure as before."""

    code: Condition
    sentence: str


class ToldShape(TypedDict):
    """A right that changes with the move; tell the household before it answers."""

    code: Disclosure
    sentence: str


class RentFactShape(TypedDict):
    """One thing to tell the household about rent, and what it rests on."""

    code: RentFact
    sentence: str
    authority: str


class TenureRuleShape(TypedDict):
    """A rule that the answer rests on."""

    code: TenureRuleId
    sentence: str
    authority: str


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


class RentsShape(TypedDict):
    """The rent beside what the household said; a fact to tell, and never a gate."""

    weekly_rent_pence: int
    affordable_weekly_pence: int | None
    overlap_days: int | None
    covered_days: int | None
    uncovered_days: int | None
    reduction_weekly_pence: int
    facts: list[RentFactShape]


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
    home_warning: str | None
    promise: PromiseShape
    rents: RentsShape
    why_this_home: list[str] | None
    viewing: NotRequired[ViewingState]
    viewing_way: NotRequired[ViewingWay | None]
    viewing_on: NotRequired[str | None]
    warned_of_final_offer: NotRequired[bool]

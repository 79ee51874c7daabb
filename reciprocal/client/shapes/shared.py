"""Shapes and words that several audiences use.

Written by `python -m scripts.print_client`; do not edit.
"""

from typing import Literal

About = Literal["homes", "offers", "cases"]

Access = Literal[
    "unknown", "general", "step_free", "wheelchair_essential", "wheelchair_full"
]

AdjustmentReason = Literal[
    "agreed_at_review",
    "landlord_left",
    "landlords_merged",
    "stock_transferred",
    "cannot_be_repaid",
    "wrong_size",
    "not_started",
    "not_their_tenant",
    "duplicate",
    "outside_scheme",
    "entered_in_error",
]

AdjustmentState = Literal["proposed", "entered", "declined", "lapsed", "withdrawn"]

AgeBand = Literal["under_3_months", "3_to_6_months", "6_to_12_months", "over_12_months"]

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

AskedState = Literal["asked", "approved", "declined", "ended"]

Band = Literal["none", "one_to_four", "five_to_nineteen", "twenty_or_more"]

BlockReason = Literal[
    "risk", "knows_household", "household_asks", "court_order", "other"
]

CannotShare = Literal["disability", "trauma", "other_professional"]

CheckState = Literal["asked", "escalated", "attested", "countersigned", "declined"]

Choice = Literal["more_areas", "affordable_rent", "one_bedroom_over", "ground_floor"]

Condition = Literal["term_covers", "trial_credited", "twelve_months_served"]

ConsentPurpose = Literal["matching", "tenancy_check", "offer"]

DecisionReason = Literal[
    "term_is_long_enough",
    "landlord_promised",
    "advice_taken",
    "safe_for_them",
    "less_secure",
    "not_safe_for_them",
    "not_enough_known",
]

DeclineCode = Literal[
    "not_our_tenant", "not_a_social_tenancy", "own_stock_move_offered"
]

Differing = Literal["refuse", "leave"]

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
]

EndpointState = Literal["live", "disabled", "ended"]

ExchangeKind = Literal["chain", "cycle"]

HelpWithRent = Literal["housing_benefit", "universal_credit", "neither", "not_said"]

HomeKind = Literal["bedsit", "flat", "maisonette", "house", "bungalow"]

HomeReason = Literal["not_placed"]

HomeState = Literal[
    "awaiting_release", "occupied", "in_pot", "reserved", "let", "withdrawn"
]

LandlordKind = Literal["council", "housing_association"]

LettingRoute = Literal[
    "council_direct",
    "council_management_move",
    "association_own_share",
    "association_nomination",
]

LinkReason = Literal["family", "acquainted", "same_risk", "other"]

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

Outcome = Literal["2xx", "3xx", "4xx", "410", "5xx", "refused", "unreachable"]

OverrideReason = Literal[
    "medical",
    "fostering_or_kinship",
    "away_forces_or_study",
    "children_returning",
    "other_professional",
]

PetRule = Literal["unknown", "allowed", "none"]

PoliceMarker = Literal["placed", "asked_at_letting", "not_wanted"]

ProposalState = Literal[
    "proposed", "offered", "agreed", "accepted", "signed", "completed", "ended"
]

QuestionAbout = Literal["tenancy", "home"]

QuestionState = Literal["open", "allowed", "not_allowed", "lapsed"]

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

Sex = Literal["F", "M"]

SizeClass = Literal[
    "BED0",
    "BED1",
    "BED2",
    "BED3",
    "BED4P",
    "BED0_STEPFREE",
    "BED1_STEPFREE",
    "BED2_STEPFREE",
    "BED3_STEPFREE",
    "BED4P_STEPFREE",
]

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
    "household_answer",
    "sign_up",
    "case_changed",
    "confirm_case",
    "area_review",
    "person_decision",
    "staff_review",
    "webhook_failing",
    "adjustment",
]

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

ToldReason = Literal["no_suitable_home", "not_this_round"]

TransactionKind = Literal[
    "HOLD",
    "POST",
    "VOID_HOLD",
    "REVERSAL",
    "CONVERT",
    "OFFSET",
    "OPEN",
    "NOVATE",
    "WRITE_OFF",
    "CORRECT",
]

TriggerKind = Literal[
    "none", "release", "order_expiring", "tenancy_ending", "refuge_place_ending"
]

Urgency = Literal[1, 2, 3, 4]

Works = Literal["none", "minor", "major"]

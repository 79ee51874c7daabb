"""Words that several audiences use.

Written by `python -m scripts.print_client`; do not edit.
"""

from typing import Literal

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

Band = Literal["none", "one_to_four", "five_to_nineteen", "twenty_or_more"]

BlockReason = Literal[
    "risk", "knows_household", "household_asks", "court_order", "other"
]

CannotShare = Literal["disability", "trauma", "other_professional"]

CheckState = Literal[
    "asked", "escalated", "attested", "countersigned", "declined", "not_needed"
]

Condition = Literal["term_covers", "trial_credited", "twelve_months_served"]

ConsentPurpose = Literal["matching", "tenancy_check", "offer"]

DeclineCode = Literal[
    "not_our_tenant", "not_a_social_tenancy", "own_stock_move_offered"
]

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

HelpWithRent = Literal["housing_benefit", "universal_credit", "neither", "not_said"]

HomeKind = Literal["bedsit", "flat", "maisonette", "house", "bungalow"]

HomeReason = Literal["not_placed"]

HomeState = Literal[
    "awaiting_release", "occupied", "in_pot", "reserved", "let", "withdrawn"
]

HomelessnessDuty = Literal["none", "prevention", "relief", "main"]

LinkReason = Literal["family", "acquainted", "same_risk", "other"]

Marker = Literal["none", "uncleared", "cleared"]

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

OverrideReason = Literal[
    "medical",
    "fostering_or_kinship",
    "away_forces_or_study",
    "children_returning",
    "other_professional",
]

PetRule = Literal["unknown", "allowed", "none"]

PossessionState = Literal["not_needed", "sought", "obtained"]

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

QuestionAbout = Literal["tenancy", "home"]

QuestionState = Literal["open", "allowed", "not_allowed", "lapsed"]

RentBasis = Literal["social", "affordable"]

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

RoundState = Literal["frozen", "solved", "published", "refused"]

Sex = Literal["F", "M"]

StepAnswer = Literal["agreed", "withheld"]

Supply = Literal["void", "pre_void", "vacating", "letting"]

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

TriggerKind = Literal[
    "none", "release", "order_expiring", "tenancy_ending", "refuge_place_ending"
]

ViewingState = Literal["due", "offered", "held", "photographs", "declined"]

ViewingWay = Literal["in_person", "photographs"]

WithheldReason = Literal[
    "facts_changed",
    "safety_doubt",
    "home_not_ready",
    "household_not_ready",
    "asked_by_service",
    "another_way_found",
]

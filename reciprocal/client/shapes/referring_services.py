"""What goes in and comes out of `calls.referring_services`.

Written by `python -m scripts.print_client`; do not edit.
"""

from typing import Literal, NotRequired, TypedDict

from reciprocal.client.shapes.shared import OptionShape
from reciprocal.client.shapes.shared_words import (
    Access,
    Band,
    Condition,
    Disclosure,
    HomeKind,
    PetRule,
    PossessionState,
    ProposalState,
    RentBasis,
    RequestState,
    TenancyKind,
    TenureRuleId,
    TenureVerdict,
    ViewingState,
    ViewingWay,
)

AvoidedShare = Literal["none", "less_than_half", "half_or_more", "all"]


class CaseInList(TypedDict):
    """A referring service's case in a list."""

    reference: str
    code: NotRequired[str]
    stage: RequestState
    next_step: str
    urgency: NotRequired[int]
    waiting_since: NotRequired[str]


Choice = Literal["more_areas", "affordable_rent", "one_bedroom_over", "ground_floor"]

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

ToldReason = Literal["no_suitable_home", "not_this_round"]


class ConditionShape(TypedDict):
    """What must hold for the household to be as secure as before."""

    code: Condition
    sentence: str


LandlordKind = Literal["council", "housing_association"]

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


class TenureRuleShape(TypedDict):
    """A rule that the answer rests on."""

    code: TenureRuleId
    sentence: str
    authority: str


class ToldShape(TypedDict):
    """A right that changes with the move; tell the household before it answers."""

    code: Disclosure
    sentence: str


class Options(TypedDict):
    """What a household can do where the scheme cannot help."""

    options: list[OptionShape]


class ChoiceAvoidedShape(TypedDict):
    """An authority of choice, and how much of it the areas to avoid blot out."""

    authority: str
    avoided: AvoidedShare


class CaseInListList(TypedDict):
    """A list.

    A referring service's case in a list.
    """

    items: list[CaseInList]
    next: str | None


class OpeningShape(TypedDict):
    """What would open most homes, if the household chose it: a fact, and no advice."""

    choice: Choice
    homes: Band
    sentence: str


class RefusalShape(TypedDict):
    """How many homes of the round one rule keeps from the household."""

    code: RefusalCode
    homes: Band


class RentFactShape(TypedDict):
    """One thing to tell the household about rent, and what it rests on."""

    code: RentFact
    sentence: str
    authority: str


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


class AreaTried(TypedDict):
    """What an area to avoid would blot out, before it is stated; nothing of it is kept."""

    authorities: list[str]
    sectors: list[str]
    landlords: list[str]
    of_choice: list[ChoiceAvoidedShape]
    nowhere_left: bool
    homes_lately: Band


class CaseNoHomeYet(TypedDict):
    """Why a case has no home yet, for its worker alone: of the household and of what homes are like, and of no other case, home or place."""

    reference: str
    code: str
    told_on: str
    told_reason: ToldReason
    sentences: list[str]
    refused: list[RefusalShape]
    nearest: list[RefusalShape]
    opening: OpeningShape | None


class RentsShape(TypedDict):
    """The rent beside what the household said; a fact to tell, and never a gate."""

    weekly_rent_pence: int
    affordable_weekly_pence: int | None
    overlap_days: int | None
    covered_days: int | None
    covered_until: str | None
    uncovered_days: int | None
    reduction_weekly_pence: int
    facts: list[RentFactShape]


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
    hidden: bool
    interim_home: bool
    viewing: NotRequired[ViewingState]
    viewing_way: NotRequired[ViewingWay | None]
    viewing_on: NotRequired[str | None]
    warned_of_final_offer: NotRequired[bool]
    old_home_possession: NotRequired[PossessionState]
    old_home_possession_on: NotRequired[str | None]

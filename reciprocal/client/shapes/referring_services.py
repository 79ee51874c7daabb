"""What goes in and comes out of `calls.referring_services`.

Written by `python -m scripts.print_client`; do not edit.
"""

from typing import NotRequired, TypedDict

from reciprocal.client.shapes.shared import (
    Access,
    AreaPurpose,
    AreaReason,
    Band,
    BlockReason,
    CannotShare,
    CheckState,
    Choice,
    Condition,
    ConsentPurpose,
    DeclineCode,
    Disclosure,
    HelpWithRent,
    HomeKind,
    LandlordKind,
    LinkReason,
    OptionCode,
    OverrideReason,
    PetRule,
    ProposalState,
    QuestionAbout,
    QuestionState,
    RefusalCode,
    RentBasis,
    RentFact,
    RequestState,
    RiskKind,
    Sex,
    TenancyKind,
    TenureRuleId,
    TenureVerdict,
    ToldReason,
    TriggerKind,
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


class WishShape(TypedDict):
    """What a home would be close to, as it is kept: sectors by band, nearest first."""

    reference: str
    bands: list[list[str]]


class CaseLinkShape(TypedDict):
    """Another of your cases that knows of this one, and who said so."""

    reference: str
    other: str
    reason: LinkReason
    stated_by: str
    stated_at: str


class HomeLeftShape(TypedDict):
    """Where the household lives now; for its own worker alone."""

    uprn: str
    address: str
    postcode: str
    authority: str
    marker: bool


class LeftToAPersonShape(TypedDict):
    """A question about a case that a person is asked, and where it stands."""

    about: QuestionAbout
    stage: QuestionState
    sentence: str
    tenancy_held: TenancyKind | None
    tenancy_offered: TenancyKind | None
    asked_at: str


class OptionShape(TypedDict):
    """One thing a household can do, on whose authority, and since when."""

    code: OptionCode
    sentence: str
    authority: str
    in_force: str | None


class RentShape(TypedDict):
    """What was said of paying rent."""

    help_with_rent: HelpWithRent
    intends_to_return: bool | None
    pension_age: bool | None
    affordable_weekly_pence: int | None


class StaffBlockShape(TypedDict):
    """Why a case is closed to somebody of staff, and when that is asked about again."""

    reference: str
    reason: BlockReason
    stated_by: str
    stated_at: str
    review_on: str
    expected_end_on: str | None


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


class OpeningShape(TypedDict):
    """What would open most homes, if the household chose it: a fact, and no advice."""

    choice: Choice
    homes: Band
    sentence: str


class RefusalShape(TypedDict):
    """How many homes of the round one rule keeps from the household."""

    code: RefusalCode
    homes: Band


class ConditionShape(TypedDict):
    """What must hold for the household to be as secure as before."""

    code: Condition
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


class ToldShape(TypedDict):
    """A right that changes with the move; tell the household before it answers."""

    code: Disclosure
    sentence: str


class AreasShape(TypedDict):
    """Areas as they are kept; a home must be in no `avoid` and in each `stay_near`."""

    of_choice: list[str]
    first_choice: list[str]
    avoid: list[AreaShape]
    stay_near: list[AreaShape]
    close_to: list[WishShape]


class Options(TypedDict):
    """What a household can do where the scheme cannot help."""

    options: list[OptionShape]


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


class CaseInListList(TypedDict):
    """A list.

    A referring service's case in a list.
    """

    items: list[CaseInList]
    next: str | None


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

"""Shapes that several audiences use.

Written by `python -m scripts.print_client`; do not edit.
"""

from typing import NotRequired, TypedDict

from reciprocal.client.shapes.shared_words import (
    Access,
    AreaPurpose,
    AreaReason,
    BlockReason,
    CannotShare,
    CheckState,
    ConsentPurpose,
    DeclineCode,
    HelpWithRent,
    HomelessnessDuty,
    LinkReason,
    OptionCode,
    OverrideReason,
    PossessionState,
    QuestionAbout,
    QuestionState,
    RequestState,
    RiskKind,
    Sex,
    TenancyKind,
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
    """Another case that knows of this one, and who said so; None once it left you."""

    reference: str
    other: str | None
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


class AreasShape(TypedDict):
    """Areas as they are kept; a home must be in no `avoid` and in each `stay_near`."""

    of_choice: list[str]
    first_choice: list[str]
    avoid: list[AreaShape]
    stay_near: list[AreaShape]
    close_to: list[WishShape]


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

"""What goes in and comes out of `calls.coordinators`.

Written by `python -m scripts.print_client`; do not edit.
"""

from typing import Literal, NotRequired, TypedDict

from reciprocal.client.shapes.shared_words import (
    Access,
    Band,
    CheckState,
    Condition,
    Disclosure,
    HomeKind,
    HomeReason,
    HomeState,
    LinkReason,
    Marker,
    NominationState,
    ProposalState,
    QuestionAbout,
    QuestionState,
    RentBasis,
    RequestState,
    RoundState,
    StepAnswer,
    Supply,
    TenancyKind,
    TenureRuleId,
    TenureVerdict,
    WithheldReason,
)


class Attestation(TypedDict):
    """What an old landlord attests, for the coordinator to countersign.

    It names nobody.
    """

    reference: str
    code: str
    landlord: str | None
    tenancy_kind: TenancyKind
    tenancy_start: str
    joint: bool
    successor: bool
    possession_proceedings: bool
    notice_served: bool
    account_balance_pence: int
    continuous_since_april_2012: bool
    identity_seen: bool


class BoardHome(TypedDict):
    """A home as the coordinator sees it: the area and no more."""

    reference: str
    code: str
    stage: HomeState
    supply: Supply
    authority: str
    bedrooms: int
    persons_max: int
    kind: HomeKind
    floor: int | None
    lift: bool
    access: Access
    rent_basis: RentBasis
    tenancy_offered: TenancyKind
    ready_date: str | None
    landlord: str
    nomination: NominationState
    rounds_left: int | None


class BoardLink(TypedDict):
    """Two requests that know of each other, as the coordinator who spoke with both services stated it; neither service is told."""

    reference: str
    code: str
    request: str
    other: str
    reason: LinkReason
    stated_by: str
    stated_at: str


class BoardProposal(TypedDict):
    """A step as the coordinator sees it, by codes."""

    reference: str
    code: str
    stage: ProposalState
    request_code: str
    home_code: str | None
    exchange_number: int
    position: int
    answer_by: str | None
    end_code: str | None


DecisionReason = Literal[
    "term_is_long_enough",
    "landlord_promised",
    "advice_taken",
    "safe_for_them",
    "less_secure",
    "not_safe_for_them",
    "not_enough_known",
]


class BoardQuestionInList(TypedDict):
    """What the rules leave to a person, in a list: a tenancy on offer or a home with a cleared marker; of a home neither place nor landlord."""

    reference: str
    code: str
    stage: QuestionState
    about: QuestionAbout
    request_code: str
    asked_at: str
    landlord: str | None
    tenancy_held: TenancyKind | None
    tenancy_offered: TenancyKind | None
    verdict: TenureVerdict | None
    condition: Condition | None
    tenure_rules: list[TenureRuleId]
    disclosures: list[Disclosure]
    marker: Marker | None


class BoardRequest(TypedDict):
    """A request as the coordinator sees it: the need, and how many areas, not which."""

    reference: str
    code: str
    stage: RequestState
    landlord: str | None
    urgency: int
    dash_score: int | None
    waiting_since: str
    bedrooms_needed: int
    access_need: Access
    areas_of_choice_count: int
    tenancy_check: CheckState | None


ExchangeKind = Literal["chain", "cycle"]


class ExpectedMovesShape(TypedDict):
    """The moves that a plan would complete on average, at odds that are assumed."""

    tenths: int
    step_completes_percent: int
    assumed: bool


class LevelCostShape(TypedDict):
    """What something held fixed does to one objective; `lost` below 0 is better."""

    level: str
    sense: str
    sentence: str
    without: int
    with_locks: int
    lost: int
    proven: bool


class LevelShape(TypedDict):
    """One objective of a round: what was reached, and the proof beside it."""

    level: str
    value: int
    bound: int
    gap: int
    sense: str
    proved_by: str


MainReason = Literal[
    "no_suitable_home", "none_comes_free", "over_the_caps", "needed_by_others"
]

Missing = Literal["interim_home", "dates", "dates_in_order"]

SolveStatus = Literal["proven", "proven_by_solver", "feasible", "empty"]

StepKind = Literal["ready", "forecast"]


class UnusedHome(TypedDict):
    """A home that a round's plan sends nobody to, by the one code there is."""

    home: str
    home_code: str
    reason: HomeReason
    sentence: str


class AttestationList(TypedDict):
    """A list.

    What an old landlord attests, for the coordinator to countersign. It names nobody.
    """

    items: list[Attestation]
    next: str | None


class BoardHomeList(TypedDict):
    """A list.

    A home as the coordinator sees it: the area and no more.
    """

    items: list[BoardHome]
    next: str | None


class BoardLinkList(TypedDict):
    """A list.

    Two requests that know of each other, as the coordinator who spoke with both
    services stated it; neither service is told.
    """

    items: list[BoardLink]
    next: str | None


class BoardProposalList(TypedDict):
    """A list.

    A step as the coordinator sees it, by codes.
    """

    items: list[BoardProposal]
    next: str | None


class BoardQuestion(TypedDict):
    """What the rules leave to a person, and what one decided: of a home neither place nor landlord."""

    reference: str
    code: str
    stage: QuestionState
    about: QuestionAbout
    request_code: str
    asked_at: str
    landlord: str | None
    tenancy_held: TenancyKind | None
    tenancy_offered: TenancyKind | None
    verdict: TenureVerdict | None
    condition: Condition | None
    tenure_rules: list[TenureRuleId]
    disclosures: list[Disclosure]
    marker: Marker | None
    reason: NotRequired[DecisionReason | None]
    decided_at: NotRequired[str | None]
    decided_by: NotRequired[str | None]


class BoardQuestionInListList(TypedDict):
    """A list.

    What the rules leave to a person, in a list: a tenancy on offer or a home with a
    cleared marker; of a home neither place nor landlord.
    """

    items: list[BoardQuestionInList]
    next: str | None


class BoardRequestList(TypedDict):
    """A list.

    A request as the coordinator sees it: the need, and how many areas, not which.
    """

    items: list[BoardRequest]
    next: str | None


class WhatIf(TypedDict):
    """What it would cost a round to hold something fixed, level by level: no household, home or place is named, and what households wish for is left out."""

    reference: str
    asked: int
    kept: int
    kept_at_most: int
    sentences: list[str]
    levels: list[LevelCostShape]
    no_longer: int
    instead: int
    expected_without: ExpectedMovesShape
    expected_with: ExpectedMovesShape


class NoHomeYet(TypedDict):
    """Who has no home yet, and the main reason: a code and a band, and no place."""

    request: str
    request_code: str
    main_reason: MainReason
    sentence: str
    suitable: Band


class Round(TypedDict):
    """A match round: what went in, what came out, and the proof beside it."""

    reference: str
    code: str
    stage: RoundState
    households: int
    homes: int
    ready_steps: int
    forecast_steps: int
    proposed: int
    refused_code: str | None
    pool_digest: str
    seed_commitment: str
    rule_version: int
    geography_version: str
    engine_version: str
    levels: list[LevelShape]
    plan_status: SolveStatus | None
    certificate_closes: bool | None
    home_types: int | None
    expected_moves: ExpectedMovesShape | None
    frozen_at: str
    published_at: str | None


class RoundStep(TypedDict):
    """A step of a plan by codes; a forecast binds nobody and reserves nothing."""

    exchange_number: int
    exchange_kind: ExchangeKind
    position: int
    request: str
    request_code: str
    home: str | None
    home_code: str | None
    kind: StepKind
    weeks_to_keys: int | None
    deliverable: bool
    missing: list[Missing]
    decided: StepAnswer | None
    withheld_reason: WithheldReason | None


class UnusedHomeList(TypedDict):
    """A list.

    A home that a round's plan sends nobody to, by the one code there is.
    """

    items: list[UnusedHome]
    next: str | None


class NoHomeYetList(TypedDict):
    """A list.

    Who has no home yet, and the main reason: a code and a band, and no place.
    """

    items: list[NoHomeYet]
    next: str | None


class RoundList(TypedDict):
    """A list.

    A match round: what went in, what came out, and the proof beside it.
    """

    items: list[Round]
    next: str | None


class RoundStepList(TypedDict):
    """A list.

    A step of a plan by codes; a forecast binds nobody and reserves nothing.
    """

    items: list[RoundStep]
    next: str | None

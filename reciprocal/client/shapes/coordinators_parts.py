"""What the shapes of `coordinators` are made of.

Written by `python -m scripts.print_client`; do not edit.
"""

from typing import TypedDict

from reciprocal.client.shapes.shared import (
    Access,
    CheckState,
    ExchangeKind,
    HomeKind,
    HomeState,
    NominationState,
    ProposalState,
    RentBasis,
    RequestState,
    StepKind,
    Supply,
    TenancyKind,
)


class Attestation(TypedDict):
    """What an old landlord attests, for the coordinator to countersign.

    It names nobody.
    """

    reference: str
    code: str
    landlord: str
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


class BoardProposal(TypedDict):
    """A step as the coordinator sees it, by codes."""

    reference: str
    code: str
    stage: ProposalState
    request_code: str
    home_code: str
    exchange_number: int
    position: int
    answer_by: str
    end_code: str | None


class BoardRequest(TypedDict):
    """A request as the coordinator sees it: the need, and how many areas, not which."""

    reference: str
    code: str
    stage: RequestState
    landlord: str
    urgency: int
    dash_score: int | None
    waiting_since: str
    bedrooms_needed: int
    access_need: Access
    areas_of_choice_count: int
    tenancy_check: CheckState | None


class LevelShape(TypedDict):
    """One objective of a round: what was reached, and the proof beside it."""

    level: str
    value: int
    bound: int
    sense: str
    proved_by: str


class NoHomeYet(TypedDict):
    """Who has no home yet, and the main reason: a code, and no place."""

    request_code: str
    main_reason: str
    sentence: str


class RoundStep(TypedDict):
    """A step of a plan by codes; a forecast binds nobody and reserves nothing."""

    exchange_number: int
    exchange_kind: ExchangeKind
    position: int
    request_code: str
    home_code: str
    kind: StepKind
    weeks_to_keys: int
    deliverable: bool

"""What goes in and comes out of `calls.coordinators`.

Written by `python -m scripts.print_client`; do not edit.
"""

from typing import TypedDict

from reciprocal.client.shapes.coordinators_parts import (
    Attestation,
    BoardHome,
    BoardProposal,
    BoardRequest,
    LevelShape,
    NoHomeYet,
    RoundStep,
)
from reciprocal.client.shapes.shared import RoundState


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


class BoardProposalList(TypedDict):
    """A list.

    A step as the coordinator sees it, by codes.
    """

    items: list[BoardProposal]
    next: str | None


class BoardRequestList(TypedDict):
    """A list.

    A request as the coordinator sees it: the need, and how many areas, not which.
    """

    items: list[BoardRequest]
    next: str | None


class NoHomeYetList(TypedDict):
    """A list.

    Who has no home yet, and the main reason: a code, and no place.
    """

    items: list[NoHomeYet]
    next: str | None


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
    frozen_at: str
    published_at: str | None


class RoundStepList(TypedDict):
    """A list.

    A step of a plan by codes; a forecast binds nobody and reserves nothing.
    """

    items: list[RoundStep]
    next: str | None


class RoundList(TypedDict):
    """A list.

    A match round: what went in, what came out, and the proof beside it.
    """

    items: list[Round]
    next: str | None

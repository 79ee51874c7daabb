"""What goes in and comes out of `calls.reports`.

Written by `python -m scripts.print_client`; do not edit.
"""

from typing import Literal, NotRequired, TypedDict

from reciprocal.client.shapes.shared_words import (
    EndCode,
    ProposalState,
    RequestState,
    RoundState,
    TenancyKind,
)


class BoardRentLost(TypedDict):
    """What a round's reservations cost all landlords together; no landlord and no home is named."""

    reference: str
    code: str
    stage: RoundState
    frozen_at: str
    reservations: int
    days_reserved: int
    rent_lost_pence: int


class BoardReservation(TypedDict):
    """How long a home was set aside for a step, against the longest that the scheme's limits allow: days, and no rent."""

    reference: str
    code: str
    stage: ProposalState
    home_code: str
    kept_from: str
    kept_until: str | None
    end_code: str | None
    days_kept: int
    days_kept_at_most: int


TimelineEvent = Literal[
    "waiting",
    "proposed",
    "looked_at",
    "landlords_agreed",
    "viewed",
    "accepted",
    "signed",
    "keys",
    "window_over",
    "ended",
]

Part = Literal[
    "household",
    "areas",
    "home_left",
    "tenancy_reference",
    "new_home",
    "round_answers",
    "note",
]

Reader = Literal[
    "your_service",
    "another_service",
    "old_landlord",
    "receiving_landlord",
    "coordinator",
]


class HomeRentLostShape(TypedDict):
    """What reservations of one of the landlord's own homes cost it."""

    home: str
    reservations: int
    days_reserved: int
    rent_lost_pence: int


class TenureRowShape(TypedDict):
    """How many moves were promised one tenancy and granted another, or the same."""

    promised: TenancyKind | None
    granted: TenancyKind | None
    moves: int


class UrgencyRowShape(TypedDict):
    """The cases of one member, or of all others together, to the nearest five."""

    code: str | None
    cases: int
    most_urgent: int | None
    urgent: int | None
    soon: int | None
    planned: int | None


class BoardRentLostList(TypedDict):
    """A list.

    What a round's reservations cost all landlords together; no landlord and no home is
    named.
    """

    items: list[BoardRentLost]
    next: str | None


class BoardReservationList(TypedDict):
    """A list.

    How long a home was set aside for a step, against the longest that the scheme's
    limits allow: days, and no rent.
    """

    items: list[BoardReservation]
    next: str | None


class HappenedShape(TypedDict):
    """One event of a household's way: which step, what, and on which day."""

    step: int
    event: TimelineEvent
    on: str
    end_code: EndCode | None


class CaseReading(TypedDict):
    """That a sealed part of a case was opened: within which hour, in whose role, and what part.

    A person is named to their own service alone.
    """

    hour: str
    reader: Reader
    person: NotRequired[str]
    parts: list[Part]


class RentLost(TypedDict):
    """What reservations cost this landlord in rent: its own homes and nobody else's.

    Systems do not read it.
    """

    reservations: int
    days_reserved: int
    rent_lost_pence: int
    homes: list[HomeRentLostShape]


class TenuresChart(TypedDict):
    """Which tenancies moves were promised and which were granted: never of fewer than ten moves, and to the nearest five."""

    period: str
    tenures: list[TenureRowShape]


class UrgencyChart(TypedDict):
    """How urgent the cases of each landlord and of each referring service were judged to be: never of fewer than ten cases, and to the nearest five."""

    period: str
    landlords: list[UrgencyRowShape]
    services: list[UrgencyRowShape]


class BoardTimeline(TypedDict):
    """What happened to a household, in days: no hour, no home, no landlord and no place."""

    reference: str
    code: str
    stage: RequestState
    urgency: int
    waiting_since: str
    events: list[HappenedShape]


class CaseReadingList(TypedDict):
    """A list.

    That a sealed part of a case was opened: within which hour, in whose role, and what
    part. A person is named to their own service alone.
    """

    items: list[CaseReading]
    next: str | None


class BoardTimelineList(TypedDict):
    """A list.

    What happened to a household, in days: no hour, no home, no landlord and no place.
    """

    items: list[BoardTimeline]
    next: str | None

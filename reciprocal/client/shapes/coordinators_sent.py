"""What goes into `calls.coordinators`.

Written by `python -m scripts.print_client`; do not edit.
"""

from typing import Literal, NotRequired, TypedDict

from reciprocal.client.shapes.coordinators import DecisionReason
from reciprocal.client.shapes.shared_words import LinkReason, StepAnswer, WithheldReason


class Decide(TypedDict):
    """Yes or no, a coded reason, and a few words for the record."""

    allowed: bool
    reason: DecisionReason
    note: NotRequired[str | None]


class StepAnswerBody(TypedDict):
    """What you say of an exchange with a ready step; its number is the plan's."""

    exchange_number: int
    answer: StepAnswer
    reason: NotRequired[WithheldReason | None]


class InterimHomeBody(TypedDict):
    """The cycle of a round that is to be carried out, and the home it starts from."""

    exchange_number: int
    home: str


class LinkRequests(TypedDict):
    """Two requests of the board that know of each other."""

    request: str
    other: str
    reason: LinkReason


LockKind = Literal["force", "forbid"]


class DecideStepsBody(TypedDict):
    """One answer for each exchange with a ready step; a reason where it is withheld."""

    decisions: list[StepAnswerBody]


class LockBody(TypedDict):
    """One thing held fixed: a request, a home, or with both of them a step."""

    kind: LockKind
    request: NotRequired[str | None]
    home: NotRequired[str | None]


class WhatIfBody(TypedDict):
    """What to hold fixed, each thing once, and at most one of them forced."""

    locks: list[LockBody]

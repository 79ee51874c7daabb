"""What goes in and comes out of `calls.referring_services`.

Written by `python -m scripts.print_client`; do not edit.
"""

from typing import NotRequired, TypedDict

from reciprocal.client.shapes.shared import (
    Band,
    Choice,
    OptionShape,
    RefusalCode,
    RequestState,
    ToldReason,
)


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


class Options(TypedDict):
    """What a household can do where the scheme cannot help."""

    options: list[OptionShape]


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

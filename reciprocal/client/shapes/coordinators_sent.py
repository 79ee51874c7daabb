"""What goes into `calls.coordinators`.

Written by `python -m scripts.print_client`; do not edit.
"""

from typing import Literal, NotRequired, TypedDict

from reciprocal.client.shapes.coordinators import DecisionReason
from reciprocal.client.shapes.shared import LinkReason


class Decide(TypedDict):
    """Yes or no, a coded reason, and a few words for the record."""

    allowed: bool
    reason: DecisionReason
    note: NotRequired[str | None]


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


class LockBody(TypedDict):
    """One thing held fixed: a request, a home, or with both of them a step."""

    kind: LockKind
    request: NotRequired[str | None]
    home: NotRequired[str | None]


class WhatIfBody(TypedDict):
    """What to hold fixed, each thing once, and at most one of them forced."""

    locks: list[LockBody]

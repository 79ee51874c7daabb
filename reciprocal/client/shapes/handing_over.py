"""What goes in and comes out of `calls.handing_over`.

Written by `python -m scripts.print_client`; do not edit.
"""

from typing import Literal, NotRequired, TypedDict

from reciprocal.client.shapes.shared_sent import HouseholdBody

ServiceState = Literal["open", "closing", "closed"]

TransferReason = Literal[
    "service_closing", "household_asks", "independence", "specialist_support"
]

TransferState = Literal["offered", "taken", "declined", "withdrawn"]

ChangeTold = Literal[
    "child_joined",
    "member_died",
    "split_tenancy_kept",
    "split_both_hold",
    "split_tenancy_left",
    "tenant_died",
    "tenant_died_succeeded",
    "own_move_found",
    "no_longer_wanted",
    "settled",
]

PossessionEvent = Literal["seek", "expect", "obtain"]


class ServiceClosing(TypedDict):
    """The referring service it is about."""

    service_code: str


class TakeCase(TypedDict):
    """That you were told, outside the scheme, who the case is about."""

    handed_over_on: str


class BoardService(TypedDict):
    """A referring service as the coordinator sees it: whether it takes households on, and how many cases it has in hand."""

    service: str
    name: str
    stage: ServiceState
    closing_since: str | None
    cases_in_hand: int
    cases_with_a_home: int


class OfferCase(TypedDict):
    """The one service that may take the case, at the household's word."""

    service_code: str
    reason: TransferReason
    household_agrees: bool


class CaseTransfer(TypedDict):
    """A case on its way from one referring service to another, under each side's own reference; of the case itself, nothing."""

    reference: str
    code: str
    stage: TransferState
    sent: bool
    service: str
    service_on_call: str
    reason: TransferReason
    offered_at: str


class HouseholdChange(TypedDict):
    """What a worker told of a household that changed: a code and a day, and never who."""

    number: int
    change: ChangeTold
    happened_on: str
    goes_on: bool


class TellChange(TypedDict):
    """What changed in a household; with who lives together now, if they go on."""

    change: ChangeTold
    happened_on: str
    household: NotRequired[HouseholdBody | None]


class RecordPossession(TypedDict):
    """What you did where somebody else still lives in your tenant's old home."""

    event: PossessionEvent
    on: str


class BoardServiceList(TypedDict):
    """A list.

    A referring service as the coordinator sees it: whether it takes households on, and
    how many cases it has in hand.
    """

    items: list[BoardService]
    next: str | None


class CaseTransferList(TypedDict):
    """A list.

    A case on its way from one referring service to another, under each side's own
    reference; of the case itself, nothing.
    """

    items: list[CaseTransfer]
    next: str | None


class HouseholdChangeList(TypedDict):
    """A list.

    What a worker told of a household that changed: a code and a day, and never who.
    """

    items: list[HouseholdChange]
    next: str | None

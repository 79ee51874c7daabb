"""What goes in and comes out of `calls.changes_in_a_case`.

Written by `python -m scripts.print_client`; do not edit.
"""

from typing import Literal, NotRequired, TypedDict

from reciprocal.client.shapes.shared import EndCode, HouseholdBody, ProposalState


class CaseStep(TypedDict):
    """A step that a case has had, and what became of it, for the case's worker.

    It holds no address.
    """

    reference: str
    code: str
    stage: ProposalState
    proposed_at: str
    ended_at: str | None
    sentence: str
    hidden: bool


TransferReason = Literal[
    "service_closing", "household_asks", "independence", "specialist_support"
]

TransferState = Literal["offered", "taken", "declined", "withdrawn"]


class CaseWorker(TypedDict):
    """Somebody who works on a case, for those who do."""

    reference: str
    assigned_at: str


class ChangeInRisk(TypedDict):
    """What follows from a change in risk: the step stops, or goes on hidden."""

    stop: bool
    hide_from_lead: bool


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


class Colleague(TypedDict):
    """Somebody of your own service."""

    person: str


class FailedTenancy(TypedDict):
    """Why a tenancy that began did not last."""

    code: EndCode


class NoticePlan(TypedDict):
    """The first day on which a joint tenancy may end, by your safety plan."""

    safe_from: str


class TakeCase(TypedDict):
    """That you were told, outside the scheme, who the case is about."""

    handed_over_on: str


class CaseStepList(TypedDict):
    """A list.

    A step that a case has had, and what became of it, for the case's worker. It holds
    no address.
    """

    items: list[CaseStep]
    next: str | None


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


class CaseWorkerList(TypedDict):
    """A list.

    Somebody who works on a case, for those who do.
    """

    items: list[CaseWorker]
    next: str | None


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

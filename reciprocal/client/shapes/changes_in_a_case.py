"""What goes in and comes out of `calls.changes_in_a_case`.

Written by `python -m scripts.print_client`; do not edit.
"""

from typing import TypedDict

from reciprocal.client.shapes.shared_words import EndCode, ProposalState


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


class CaseWorker(TypedDict):
    """Somebody who works on a case, for those who do."""

    reference: str
    assigned_at: str


class ChangeInRisk(TypedDict):
    """What follows from a change in risk: the step stops, or goes on hidden."""

    stop: bool
    hide_from_lead: bool


class Colleague(TypedDict):
    """Somebody of your own service."""

    person: str


class FailedTenancy(TypedDict):
    """Why a tenancy that began did not last."""

    code: EndCode


class NameLead(TypedDict):
    """Another lead of the landlord, by the name they sign in with."""

    sign_in: str


class NoticePlan(TypedDict):
    """The first day on which a joint tenancy may end, by your safety plan."""

    safe_from: str


class CaseStepList(TypedDict):
    """A list.

    A step that a case has had, and what became of it, for the case's worker. It holds
    no address.
    """

    items: list[CaseStep]
    next: str | None


class CaseWorkerList(TypedDict):
    """A list.

    Somebody who works on a case, for those who do.
    """

    items: list[CaseWorker]
    next: str | None

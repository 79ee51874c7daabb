"""What goes in and comes out of `calls.audit_and_balances`.

Written by `python -m scripts.print_client`; do not edit.
"""

from typing import TypedDict

from reciprocal.client.shapes.shared_words import StepAnswer, WithheldReason


class AuditEntry(TypedDict):
    """Who did what and when: metadata, never payload.

    Subjects and people are pseudonyms of this auditor's.
    """

    sequence: int
    at: str
    actor: str
    organisation: str
    role: str
    action: str
    subject_kind: str
    subject: str
    code: str
    row_hash: str


class AuditHeadShape(TypedDict):
    """The hash in which the audit ended before a day began."""

    day: str
    head: str


class Balance(TypedDict):
    """What a landlord owes the pot (negative) or is owed, by size class.

    Units: homes.
    """

    landlord: str
    landlord_code: str
    size_class: str
    posted: int
    pending: int


class QuarterlyBalanceShape(TypedDict):
    """What one landlord owed or was owed as each quarter ended, and now, in homes."""

    landlord: str
    landlord_code: str
    posted: list[int]
    now: int


class DisclosureRow(TypedDict):
    """What one role is told of one thing at some of its stages: this very file."""

    role: str
    thing: str
    about: str
    stages: list[str]
    fields: list[str]
    sealed: list[str]


class PolicyTriedShape(TypedDict):
    """What one policy came to in one made-up scheme: means over its draws."""

    regime: str
    rhythm: str
    policy: str
    rounds: int
    seeds: int
    price_percent: float
    price_percent_worst: float
    owed_most: float
    structural: float
    delayed: int | None
    rehoused_most_urgent: float
    rehoused_urgent: float
    rehoused_soon: float


class StepDecision(TypedDict):
    """What a person decided of a ready step before anybody was asked about it.

    Subjects and people are pseudonyms of this auditor's.
    """

    round: str
    subject: str
    decided_by: str
    decided_at: str
    answer: StepAnswer
    reason: WithheldReason | None
    proposed: bool


class AuditEntryList(TypedDict):
    """A list.

    Who did what and when: metadata, never payload. Subjects and people are pseudonyms
    of this auditor's.
    """

    items: list[AuditEntry]
    next: str | None


class AuditHeads(TypedDict):
    """Endings of the audit on fixed days, for members to keep."""

    heads: list[AuditHeadShape]


class BalanceList(TypedDict):
    """A list.

    What a landlord owes the pot (negative) or is owed, by size class. Units: homes.
    """

    items: list[Balance]
    next: str | None


class BookByQuarter(TypedDict):
    """What each landlord owed the pot or was owed as quarters ended and owes now, all sizes together; ten moves or more lie between any two.

    Units: homes.
    """

    quarters: list[str]
    landlords: list[QuarterlyBalanceShape]


class DisclosureRowList(TypedDict):
    """A list.

    What one role is told of one thing at some of its stages: this very file.
    """

    items: list[DisclosureRow]
    next: str | None


class ExperimentShape(TypedDict):
    """One comparison of policies, what it means, and the commands that make it."""

    code: str
    title: str
    means: str
    commands: list[str]
    rows: list[PolicyTriedShape]


class StepDecisionList(TypedDict):
    """A list.

    What a person decided of a ready step before anybody was asked about it. Subjects
    and people are pseudonyms of this auditor's.
    """

    items: list[StepDecision]
    next: str | None


class Laboratory(TypedDict):
    """What policies came to in the laboratory, on schemes that are made up: about no landlord, home or household that there is."""

    experiments: list[ExperimentShape]

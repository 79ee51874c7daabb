"""What goes in and comes out of `calls.audit_and_balances`.

Written by `python -m scripts.print_client`; do not edit.
"""

from typing import Literal, TypedDict

from reciprocal.client.shapes.shared import AgeBand


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


class Balance(TypedDict):
    """What a landlord owes the pot (negative) or is owed, by size class.

    Units: homes.
    """

    landlord: str
    landlord_code: str
    size_class: str
    posted: int
    pending: int


class Debt(TypedDict):
    """A debt that is open: how many homes of a size a landlord owes the pot since when, how old that is, and when it is due."""

    reference: str
    stage: Literal["open", "overdue"]
    landlord: str
    landlord_code: str
    size_class: str
    homes: int
    opened_on: str
    settle_by: str
    age: AgeBand


class AuditEntryList(TypedDict):
    """A list.

    Who did what and when: metadata, never payload. Subjects and people are pseudonyms
    of this auditor's.
    """

    items: list[AuditEntry]
    next: str | None


class BalanceList(TypedDict):
    """A list.

    What a landlord owes the pot (negative) or is owed, by size class. Units: homes.
    """

    items: list[Balance]
    next: str | None


class DebtList(TypedDict):
    """A list.

    A debt that is open: how many homes of a size a landlord owes the pot since when,
    how old that is, and when it is due.
    """

    items: list[Debt]
    next: str | None

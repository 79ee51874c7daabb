"""What goes in and comes out of `calls.audit_and_balances`.

Written by `python -m scripts.print_client`; do not edit.
"""

from typing import TypedDict

from reciprocal.client.shapes.audit_and_balances_parts import AuditEntry, Balance


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

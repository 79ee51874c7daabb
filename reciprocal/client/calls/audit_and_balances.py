"""Audit and balances: the calls.

Written by `python -m scripts.print_client`; do not edit.
"""

from reciprocal.client.connection import Answer, Calls
from reciprocal.client.shapes.audit_and_balances import (
    AuditEntryList,
    AuditHeads,
    BalanceList,
    BookByQuarter,
    DisclosureRowList,
    Laboratory,
    StepDecisionList,
)
from reciprocal.client.shapes.shared_sent import Role


class AuditAndBalances(Calls):
    """What happened, and who owes whom."""

    def audit_entries(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        action: str | None = None,
        since: str | None = None,
    ) -> Answer[AuditEntryList]:
        """List the acts, the newest first: metadata, never payload."""
        return self._send(
            "GET",
            "/v1/audit",
            query={"limit": limit, "cursor": cursor, "action": action, "since": since},
        )

    def step_decisions(
        self, *, limit: int | None = None, cursor: str | None = None
    ) -> Answer[StepDecisionList]:
        """List what people decided of planned moves before anybody was asked about them."""
        return self._send(
            "GET", "/v1/step-decisions", query={"limit": limit, "cursor": cursor}
        )

    def disclosure(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        role: Role | None = None,
    ) -> Answer[DisclosureRowList]:
        """List what each role is told of each thing, stage by stage."""
        return self._send(
            "GET",
            "/v1/disclosure",
            query={"limit": limit, "cursor": cursor, "role": role},
        )

    def audit_heads(
        self, *, known: Answer[AuditHeads] | None = None
    ) -> Answer[AuditHeads]:
        """Read in which hashes the audit ended, to keep them out of our reach."""
        return self._send("GET", "/v1/audit-heads", known=known)

    def balances_by_quarter(
        self, *, known: Answer[BookByQuarter] | None = None
    ) -> Answer[BookByQuarter]:
        """Read what each landlord owed the pot or was owed as each quarter ended."""
        return self._send("GET", "/v1/balances-by-quarter", known=known)

    def laboratory_published(
        self, *, known: Answer[Laboratory] | None = None
    ) -> Answer[Laboratory]:
        """Read what policies came to when they were tried on made-up schemes."""
        return self._send("GET", "/v1/laboratory", known=known)

    def balances_now(
        self, *, limit: int | None = None, cursor: str | None = None
    ) -> Answer[BalanceList]:
        """List what each landlord owes the pot or is owed; landlords see none yet."""
        return self._send(
            "GET", "/v1/balances", query={"limit": limit, "cursor": cursor}
        )

"""Audit and balances: the calls.

Written by `python -m scripts.print_client`; do not edit.
"""

from reciprocal.client.connection import Answer, Calls
from reciprocal.client.shapes.audit_and_balances import AuditEntryList, BalanceList


class AuditAndBalances(Calls):
    """What happened, and who owes whom."""

    def audit_entries(self) -> Answer[AuditEntryList]:
        """List the latest 1,000 acts: metadata, never payload."""
        return self._send("GET", "/v1/audit")

    def balances_now(self) -> Answer[BalanceList]:
        """List what each landlord owes the pot or is owed; landlords see none yet."""
        return self._send("GET", "/v1/balances")

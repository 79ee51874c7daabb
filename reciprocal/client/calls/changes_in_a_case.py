"""Changes in a case: the calls.

Written by `python -m scripts.print_client`; do not edit.
"""

from reciprocal.client.connection import Answer, Calls
from reciprocal.client.shapes.changes_in_a_case import (
    CaseStep,
    CaseStepList,
    CaseTransfer,
    CaseTransferList,
    CaseWorkerList,
    ChangeInRisk,
    Colleague,
    FailedTenancy,
    HouseholdChangeList,
    NoticePlan,
    OfferCase,
    TakeCase,
    TellChange,
)
from reciprocal.client.shapes.shared import Case, ProposalState


class ChangesInACase(Calls):
    """What became of a step, and risk."""

    def case_steps(
        self,
        reference: str,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        stage: ProposalState | None = None,
    ) -> Answer[CaseStepList]:
        """List every step the case has had and what became of each, the newest first."""
        return self._send(
            "GET",
            "/v1/cases/{reference}/steps",
            at={"reference": reference},
            query={"limit": limit, "cursor": cursor, "stage": stage},
        )

    def change_in_risk(
        self,
        reference: str,
        body: ChangeInRisk,
        *,
        key: str | None = None,
        if_match: str | None = None,
    ) -> Answer[CaseStep]:
        """Hide at once where the household would go, and stop the step or let it go on."""
        return self._send(
            "POST",
            "/v1/cases/{reference}/change-in-risk",
            at={"reference": reference},
            body=body,
            key=key,
            if_match=if_match,
        )

    def tenancy_failed(
        self,
        reference: str,
        body: FailedTenancy,
        *,
        key: str | None = None,
        if_match: str | None = None,
    ) -> Answer[CaseStep]:
        """Say that the new tenancy did not last; the household keeps its old one."""
        return self._send(
            "POST",
            "/v1/cases/{reference}/tenancy-failed",
            at={"reference": reference},
            body=body,
            key=key,
            if_match=if_match,
        )

    def notice_plan(
        self,
        reference: str,
        body: NoticePlan,
        *,
        key: str | None = None,
        if_match: str | None = None,
    ) -> Answer[CaseStep]:
        """Say from which day your safety plan lets a joint tenancy end."""
        return self._send(
            "POST",
            "/v1/cases/{reference}/notice-plan",
            at={"reference": reference},
            body=body,
            key=key,
            if_match=if_match,
        )

    def case_workers(
        self, reference: str, *, limit: int | None = None, cursor: str | None = None
    ) -> Answer[CaseWorkerList]:
        """List who works on the case, by the references of your list of people."""
        return self._send(
            "GET",
            "/v1/cases/{reference}/workers",
            at={"reference": reference},
            query={"limit": limit, "cursor": cursor},
        )

    def add_worker(
        self,
        reference: str,
        body: Colleague,
        *,
        key: str | None = None,
        if_match: str | None = None,
    ) -> Answer[None]:
        """Let a colleague work on the case too."""
        return self._send(
            "POST",
            "/v1/cases/{reference}/workers",
            at={"reference": reference},
            body=body,
            key=key,
            if_match=if_match,
        )

    def remove_worker(
        self,
        reference: str,
        body: Colleague,
        *,
        key: str | None = None,
        if_match: str | None = None,
    ) -> Answer[None]:
        """End somebody's work on the case, if another goes on with it."""
        return self._send(
            "POST",
            "/v1/cases/{reference}/workers/leave",
            at={"reference": reference},
            body=body,
            key=key,
            if_match=if_match,
        )

    def tell_change(
        self,
        reference: str,
        body: TellChange,
        *,
        key: str | None = None,
        if_match: str | None = None,
    ) -> Answer[Case]:
        """Tell what changed in the household; what hangs on the case follows at once."""
        return self._send(
            "POST",
            "/v1/cases/{reference}/household-changes",
            at={"reference": reference},
            body=body,
            key=key,
            if_match=if_match,
        )

    def changes_told(
        self, reference: str, *, limit: int | None = None, cursor: str | None = None
    ) -> Answer[HouseholdChangeList]:
        """List what was told of the household, in that order."""
        return self._send(
            "GET",
            "/v1/cases/{reference}/household-changes",
            at={"reference": reference},
            query={"limit": limit, "cursor": cursor},
        )

    def offer_case(
        self,
        reference: str,
        body: OfferCase,
        *,
        key: str | None = None,
        if_match: str | None = None,
    ) -> Answer[CaseTransfer]:
        """Offer the case to one other service, at the household's word."""
        return self._send(
            "POST",
            "/v1/cases/{reference}/transfer",
            at={"reference": reference},
            body=body,
            key=key,
            if_match=if_match,
        )

    def own_transfers(
        self, *, limit: int | None = None, cursor: str | None = None
    ) -> Answer[CaseTransferList]:
        """List the cases your service is offered, and those that you sent."""
        return self._send(
            "GET", "/v1/case-transfers", query={"limit": limit, "cursor": cursor}
        )

    def own_transfer(
        self, reference: str, *, known: Answer[CaseTransfer] | None = None
    ) -> Answer[CaseTransfer]:
        """Read one: who sends it and who to ring, and nothing of the case."""
        return self._send(
            "GET",
            "/v1/case-transfers/{reference}",
            at={"reference": reference},
            known=known,
        )

    def take_case(
        self,
        reference: str,
        body: TakeCase,
        *,
        key: str | None = None,
        if_match: str | None = None,
    ) -> Answer[Case]:
        """Take the case over, with all that goes on in it; it is yours from now on."""
        return self._send(
            "POST",
            "/v1/case-transfers/{reference}/take",
            at={"reference": reference},
            body=body,
            key=key,
            if_match=if_match,
        )

    def decline_case(
        self, reference: str, *, key: str | None = None, if_match: str | None = None
    ) -> Answer[CaseTransfer]:
        """Decline a case that your service is offered; it stays where it is."""
        return self._send(
            "POST",
            "/v1/case-transfers/{reference}/decline",
            at={"reference": reference},
            key=key,
            if_match=if_match,
        )

    def withdraw_case(
        self, reference: str, *, key: str | None = None, if_match: str | None = None
    ) -> Answer[CaseTransfer]:
        """Take your offer of a case back before it is taken."""
        return self._send(
            "POST",
            "/v1/case-transfers/{reference}/withdraw",
            at={"reference": reference},
            key=key,
            if_match=if_match,
        )

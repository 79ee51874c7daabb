"""Changes in a case: the calls.

Written by `python -m scripts.print_client`; do not edit.
"""

from reciprocal.client.connection import Answer, Calls
from reciprocal.client.shapes.changes_in_a_case import (
    CaseStep,
    CaseStepList,
    CaseWorkerList,
    ChangeInRisk,
    Colleague,
    FailedTenancy,
    NameLead,
    NoticePlan,
)
from reciprocal.client.shapes.shared_words import ProposalState


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

    def name_lead(
        self,
        reference: str,
        body: NameLead,
        *,
        key: str | None = None,
        if_match: str | None = None,
    ) -> Answer[None]:
        """Leave what a change in risk hides to another lead of the landlord."""
        return self._send(
            "POST",
            "/v1/cases/{reference}/name-lead",
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

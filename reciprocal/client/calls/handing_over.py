"""Handing over: the calls.

Written by `python -m scripts.print_client`; do not edit.
"""

from reciprocal.client.connection import Answer, Calls
from reciprocal.client.shapes.handing_over import (
    BoardService,
    BoardServiceList,
    CaseTransfer,
    CaseTransferList,
    HouseholdChangeList,
    OfferCase,
    RecordPossession,
    ServiceClosing,
    TakeCase,
    TellChange,
)
from reciprocal.client.shapes.shared import Case, Departure


class HandingOver(Calls):
    """Households that change, services that close, homes left."""

    def record_possession(
        self,
        reference: str,
        body: RecordPossession,
        *,
        key: str | None = None,
        if_match: str | None = None,
    ) -> Answer[Departure]:
        """Record that you seek, or have, possession of a home somebody stayed in."""
        return self._send(
            "POST",
            "/v1/departures/{reference}/possession",
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
        """Ask one other service to take the case, at the household's word."""
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

    def services(
        self, *, limit: int | None = None, cursor: str | None = None
    ) -> Answer[BoardServiceList]:
        """List the referring services, and how many cases each has in hand."""
        return self._send(
            "GET", "/v1/board/services", query={"limit": limit, "cursor": cursor}
        )

    def mark_service_closing(
        self, body: ServiceClosing, *, key: str | None = None
    ) -> Answer[BoardService]:
        """Mark a service as closing: it takes nobody on, and hands each case on."""
        return self._send("POST", "/v1/board/services/closing", body=body, key=key)

    def keep_service_open(
        self, body: ServiceClosing, *, key: str | None = None
    ) -> Answer[BoardService]:
        """Take back that a service closes."""
        return self._send("POST", "/v1/board/services/keep-open", body=body, key=key)

    def close_service(
        self, body: ServiceClosing, *, key: str | None = None
    ) -> Answer[BoardService]:
        """Close a service that has no case left, as a second person."""
        return self._send("POST", "/v1/board/services/close", body=body, key=key)

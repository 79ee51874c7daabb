"""Reports: the calls.

Written by `python -m scripts.print_client`; do not edit.
"""

from reciprocal.client.connection import Answer, Calls
from reciprocal.client.shapes.reports import (
    BoardRentLostList,
    BoardReservationList,
    BoardTimelineList,
    CaseReadingList,
    RentLost,
    TenuresChart,
    UrgencyChart,
)
from reciprocal.client.shapes.shared_words import ProposalState, RequestState


class Reports(Calls):
    """Days of a household, of a home, and rent."""

    def board_timelines(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        stage: RequestState | None = None,
    ) -> Answer[BoardTimelineList]:
        """List what happened to each household, in days, the longest waiting first."""
        return self._send(
            "GET",
            "/v1/board/timelines",
            query={"limit": limit, "cursor": cursor, "stage": stage},
        )

    def board_reservations(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        stage: ProposalState | None = None,
    ) -> Answer[BoardReservationList]:
        """List how long homes were set aside, against the scheme's limits."""
        return self._send(
            "GET",
            "/v1/board/reservations",
            query={"limit": limit, "cursor": cursor, "stage": stage},
        )

    def board_rent_lost(
        self, *, limit: int | None = None, cursor: str | None = None
    ) -> Answer[BoardRentLostList]:
        """List what each round's reservations cost all landlords together."""
        return self._send(
            "GET", "/v1/board/rent-lost", query={"limit": limit, "cursor": cursor}
        )

    def rent_lost(self, *, known: Answer[RentLost] | None = None) -> Answer[RentLost]:
        """Read what reservations cost you in rent, home by home and together."""
        return self._send("GET", "/v1/rent-lost", known=known)

    def readings_of_case(
        self, reference: str, *, limit: int | None = None, cursor: str | None = None
    ) -> Answer[CaseReadingList]:
        """List who opened one of your cases: within which hour, in whose role, and what."""
        return self._send(
            "GET",
            "/v1/cases/{reference}/readings",
            at={"reference": reference},
            query={"limit": limit, "cursor": cursor},
        )

    def urgency_chart(
        self, *, known: Answer[UrgencyChart] | None = None
    ) -> Answer[UrgencyChart]:
        """Read how urgent the cases of each landlord and service were judged to be."""
        return self._send("GET", "/v1/urgency", known=known)

    def tenures_chart(
        self, *, known: Answer[TenuresChart] | None = None
    ) -> Answer[TenuresChart]:
        """Read which tenancies moves were promised, and which were granted."""
        return self._send("GET", "/v1/promised-and-granted", known=known)

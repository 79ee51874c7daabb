"""Homes owed: the calls.

Written by `python -m scripts.print_client`; do not edit.
"""

from reciprocal.client.connection import Answer, Calls
from reciprocal.client.shapes.homes_owed import (
    AnswerHomeOwed,
    BoardHomeOwed,
    BoardHomeOwedList,
    DeclineHomeOwed,
    HomeOwed,
    HomeOwedList,
    HomeOwedState,
)


class HomesOwed(Calls):
    """What a landlord in debt is asked for."""

    def homes_owed(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        stage: HomeOwedState | None = None,
    ) -> Answer[HomeOwedList]:
        """List the homes you are, or were, asked for since you owe them, newest first."""
        return self._send(
            "GET",
            "/v1/homes-owed",
            query={"limit": limit, "cursor": cursor, "stage": stage},
        )

    def home_owed(
        self, reference: str, *, known: Answer[HomeOwed] | None = None
    ) -> Answer[HomeOwed]:
        """Read one: a size, whether step-free, and by when; never where or for whom."""
        return self._send(
            "GET",
            "/v1/homes-owed/{reference}",
            at={"reference": reference},
            known=known,
        )

    def answer_home_owed(
        self,
        reference: str,
        body: AnswerHomeOwed,
        *,
        key: str | None = None,
        if_match: str | None = None,
    ) -> Answer[HomeOwed]:
        """Give a letting of that size that you posted for it; the next round may use it."""
        return self._send(
            "POST",
            "/v1/homes-owed/{reference}/answer",
            at={"reference": reference},
            body=body,
            key=key,
            if_match=if_match,
        )

    def decline_home_owed(
        self,
        reference: str,
        body: DeclineHomeOwed,
        *,
        key: str | None = None,
        if_match: str | None = None,
    ) -> Answer[HomeOwed]:
        """Say that there is no such home to give, and why; none of your tenants waits."""
        return self._send(
            "POST",
            "/v1/homes-owed/{reference}/decline",
            at={"reference": reference},
            body=body,
            key=key,
            if_match=if_match,
        )

    def board_homes_owed(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        stage: HomeOwedState | None = None,
    ) -> Answer[BoardHomeOwedList]:
        """List what landlords are asked for, and how often lately one gave no reason."""
        return self._send(
            "GET",
            "/v1/board/homes-owed",
            query={"limit": limit, "cursor": cursor, "stage": stage},
        )

    def withdraw_home_owed(
        self, reference: str, *, key: str | None = None, if_match: str | None = None
    ) -> Answer[BoardHomeOwed]:
        """Take a request back before it is answered; it counts against nobody."""
        return self._send(
            "POST",
            "/v1/board/homes-owed/{reference}/withdraw",
            at={"reference": reference},
            key=key,
            if_match=if_match,
        )

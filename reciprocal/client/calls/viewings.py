"""Viewings: the calls.

Written by `python -m scripts.print_client`; do not edit.
"""

from reciprocal.client.connection import Answer, Calls
from reciprocal.client.shapes.viewings import (
    OfferViewing,
    RecordViewing,
    StateDuty,
    WarnOfFinalOffer,
)


class Viewings(Calls):
    """From the landlords' yes to an answer."""

    def offer_viewing(
        self,
        reference: str,
        body: OfferViewing,
        *,
        key: str | None = None,
        if_match: str | None = None,
    ) -> Answer[None]:
        """Name a day to view the home; or photographs, where somebody lives there."""
        return self._send(
            "POST",
            "/v1/offers/{reference}/viewing",
            at={"reference": reference},
            body=body,
            key=key,
            if_match=if_match,
        )

    def record_viewing(
        self,
        reference: str,
        body: RecordViewing,
        *,
        key: str | None = None,
        if_match: str | None = None,
    ) -> Answer[None]:
        """Record how the viewing went; the household's time to answer begins."""
        return self._send(
            "POST",
            "/v1/cases/{reference}/proposal/viewing",
            at={"reference": reference},
            body=body,
            key=key,
            if_match=if_match,
        )

    def warn_of_final_offer(
        self,
        reference: str,
        body: WarnOfFinalOffer,
        *,
        key: str | None = None,
        if_match: str | None = None,
    ) -> Answer[None]:
        """Record what you told a household that is owed a homelessness duty."""
        return self._send(
            "POST",
            "/v1/cases/{reference}/proposal/final-offer-warning",
            at={"reference": reference},
            body=body,
            key=key,
            if_match=if_match,
        )

    def state_duty(
        self,
        reference: str,
        body: StateDuty,
        *,
        key: str | None = None,
        if_match: str | None = None,
    ) -> Answer[None]:
        """State which homelessness duty is owed; without it no answer is recorded."""
        return self._send(
            "POST",
            "/v1/cases/{reference}/homelessness-duty",
            at={"reference": reference},
            body=body,
            key=key,
            if_match=if_match,
        )

"""Landlords: the calls.

Written by `python -m scripts.print_client`; do not edit.
"""

from typing import Literal

from reciprocal.client.connection import Answer, Calls
from reciprocal.client.shapes.landlords import (
    DepartureInListList,
    Home,
    HomeInListList,
    HomeNotPlacedList,
    NominationList,
    Offer,
    OfferInListList,
    Stock,
    TenancyCheck,
    TenancyCheckInListList,
)
from reciprocal.client.shapes.landlords_sent import (
    AmendHome,
    Attest,
    ClearMarker,
    DeclineCheck,
    DepartureAnswer,
    HomeEmpty,
    OfferAnswer,
    PostHome,
    RegisterStock,
    SignUp,
    TenancyEnd,
)
from reciprocal.client.shapes.shared import Departure
from reciprocal.client.shapes.shared_words import CheckState, HomeState, ProposalState


class Landlords(Calls):
    """Own homes, checks, offers and departures."""

    def register_stock(
        self, body: RegisterStock, *, key: str | None = None
    ) -> Answer[Stock]:
        """Register dwellings as yours; only such a dwelling can be posted."""
        return self._send("POST", "/v1/stock", body=body, key=key)

    def post_home(self, body: PostHome, *, key: str | None = None) -> Answer[Home]:
        """Post a void or a home on notice; it waits for a second person's release."""
        return self._send("POST", "/v1/homes", body=body, key=key)

    def own_homes(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        stage: HomeState | None = None,
    ) -> Answer[HomeInListList]:
        """List your homes, the newest first."""
        return self._send(
            "GET", "/v1/homes", query={"limit": limit, "cursor": cursor, "stage": stage}
        )

    def own_home(
        self, reference: str, *, known: Answer[Home] | None = None
    ) -> Answer[Home]:
        """Read one of your homes; a person sees its address, a machine never does."""
        return self._send(
            "GET", "/v1/homes/{reference}", at={"reference": reference}, known=known
        )

    def amend_home(
        self, reference: str, body: AmendHome, *, if_match: str
    ) -> Answer[Home]:
        """Amend dates, works or rent, or say what was not known; else post it anew."""
        return self._send(
            "PATCH",
            "/v1/homes/{reference}",
            at={"reference": reference},
            body=body,
            if_match=if_match,
        )

    def release_home(
        self, reference: str, *, key: str | None = None, if_match: str | None = None
    ) -> Answer[Home]:
        """Release a home that a colleague posted into the pot."""
        return self._send(
            "POST",
            "/v1/homes/{reference}/release",
            at={"reference": reference},
            key=key,
            if_match=if_match,
        )

    def withdraw_home(
        self, reference: str, *, key: str | None = None, if_match: str | None = None
    ) -> Answer[Home]:
        """Take a home out of the pot, unless it is on offer."""
        return self._send(
            "POST",
            "/v1/homes/{reference}/withdraw",
            at={"reference": reference},
            key=key,
            if_match=if_match,
        )

    def set_marker(
        self, reference: str, *, key: str | None = None, if_match: str | None = None
    ) -> Answer[Home]:
        """Mark a home that somebody dangerous knows; nobody is sent there until cleared."""
        return self._send(
            "POST",
            "/v1/homes/{reference}/marker",
            at={"reference": reference},
            key=key,
            if_match=if_match,
        )

    def clear_marker(
        self,
        reference: str,
        body: ClearMarker,
        *,
        key: str | None = None,
        if_match: str | None = None,
    ) -> Answer[Home]:
        """Record what made a marked home fit to let; a person decides who may enter."""
        return self._send(
            "POST",
            "/v1/homes/{reference}/marker/clear",
            at={"reference": reference},
            body=body,
            key=key,
            if_match=if_match,
        )

    def homes_not_placed(
        self, *, limit: int | None = None, cursor: str | None = None
    ) -> Answer[HomeNotPlacedList]:
        """List your homes that are still in the pot after the last round."""
        return self._send(
            "GET", "/v1/unused-homes", query={"limit": limit, "cursor": cursor}
        )

    def nominations(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        stage: Literal["asked", "released"] | None = None,
    ) -> Answer[NominationList]:
        """List the homes your council is asked to let go."""
        return self._send(
            "GET",
            "/v1/nominations",
            query={"limit": limit, "cursor": cursor, "stage": stage},
        )

    def release_nomination(
        self, reference: str, *, key: str | None = None, if_match: str | None = None
    ) -> Answer[None]:
        """Let a home go to the pot instead of nominating to it."""
        return self._send(
            "POST",
            "/v1/nominations/{reference}/release",
            at={"reference": reference},
            key=key,
            if_match=if_match,
        )

    def tenancy_checks(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        stage: CheckState | None = None,
    ) -> Answer[TenancyCheckInListList]:
        """List the tenancies you are asked to confirm."""
        return self._send(
            "GET",
            "/v1/tenancy-checks",
            query={"limit": limit, "cursor": cursor, "stage": stage},
        )

    def tenancy_check(
        self, reference: str, *, known: Answer[TenancyCheck] | None = None
    ) -> Answer[TenancyCheck]:
        """Read one, with your own tenancy reference."""
        return self._send(
            "GET",
            "/v1/tenancy-checks/{reference}",
            at={"reference": reference},
            known=known,
        )

    def attest(
        self,
        reference: str,
        body: Attest,
        *,
        key: str | None = None,
        if_match: str | None = None,
    ) -> Answer[TenancyCheck]:
        """Confirm the facts, accept the debt, and state the home that comes back."""
        return self._send(
            "POST",
            "/v1/tenancy-checks/{reference}/attest",
            at={"reference": reference},
            body=body,
            key=key,
            if_match=if_match,
        )

    def decline_check(
        self,
        reference: str,
        body: DeclineCheck,
        *,
        key: str | None = None,
        if_match: str | None = None,
    ) -> Answer[TenancyCheck]:
        """Decline by one of three codes; arrears are not among them."""
        return self._send(
            "POST",
            "/v1/tenancy-checks/{reference}/decline",
            at={"reference": reference},
            body=body,
            key=key,
            if_match=if_match,
        )

    def own_offers(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        stage: ProposalState | None = None,
    ) -> Answer[OfferInListList]:
        """List the offers of your homes."""
        return self._send(
            "GET",
            "/v1/offers",
            query={"limit": limit, "cursor": cursor, "stage": stage},
        )

    def own_offer(
        self, reference: str, *, known: Answer[Offer] | None = None
    ) -> Answer[Offer]:
        """Read one: the need in bands, the household once it has accepted."""
        return self._send(
            "GET", "/v1/offers/{reference}", at={"reference": reference}, known=known
        )

    def answer_offer(
        self,
        reference: str,
        body: OfferAnswer,
        *,
        key: str | None = None,
        if_match: str | None = None,
    ) -> Answer[Offer]:
        """Answer for your own home, by code when it is a no."""
        return self._send(
            "POST",
            "/v1/offers/{reference}/answer",
            at={"reference": reference},
            body=body,
            key=key,
            if_match=if_match,
        )

    def not_supplied(
        self, reference: str, *, key: str | None = None, if_match: str | None = None
    ) -> Answer[Offer]:
        """Say that a home you agreed to let cannot be let after all."""
        return self._send(
            "POST",
            "/v1/offers/{reference}/not-supplied",
            at={"reference": reference},
            key=key,
            if_match=if_match,
        )

    def sign_up(
        self,
        reference: str,
        body: SignUp,
        *,
        key: str | None = None,
        if_match: str | None = None,
    ) -> Answer[Offer]:
        """Record the tenancy that was signed; it is no worse than the one promised."""
        return self._send(
            "POST",
            "/v1/offers/{reference}/sign-up",
            at={"reference": reference},
            body=body,
            key=key,
            if_match=if_match,
        )

    def tenancy_started(
        self, reference: str, *, key: str | None = None, if_match: str | None = None
    ) -> Answer[Offer]:
        """Record keys and the first day; the book is posted now."""
        return self._send(
            "POST",
            "/v1/offers/{reference}/tenancy-started",
            at={"reference": reference},
            key=key,
            if_match=if_match,
        )

    def own_departures(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        stage: Literal["asked", "waiting", "notice_due", "ended"] | None = None,
    ) -> Answer[DepartureInListList]:
        """List your tenants who may leave; nothing here says where to."""
        return self._send(
            "GET",
            "/v1/departures",
            query={"limit": limit, "cursor": cursor, "stage": stage},
        )

    def own_departure(
        self, reference: str, *, known: Answer[Departure] | None = None
    ) -> Answer[Departure]:
        """Read one, with your own tenancy reference."""
        return self._send(
            "GET",
            "/v1/departures/{reference}",
            at={"reference": reference},
            known=known,
        )

    def answer_departure(
        self,
        reference: str,
        body: DepartureAnswer,
        *,
        key: str | None = None,
        if_match: str | None = None,
    ) -> Answer[Departure]:
        """Say whether your tenancy stands."""
        return self._send(
            "POST",
            "/v1/departures/{reference}/answer",
            at={"reference": reference},
            body=body,
            key=key,
            if_match=if_match,
        )

    def tenancy_end(
        self,
        reference: str,
        body: TenancyEnd,
        *,
        key: str | None = None,
        if_match: str | None = None,
    ) -> Answer[Departure]:
        """Record when your tenancy ends, once notice is due and never with a gap."""
        return self._send(
            "POST",
            "/v1/departures/{reference}/tenancy-end",
            at={"reference": reference},
            body=body,
            key=key,
            if_match=if_match,
        )

    def home_empty(
        self,
        reference: str,
        body: HomeEmpty,
        *,
        key: str | None = None,
        if_match: str | None = None,
    ) -> Answer[Home]:
        """Put the home your tenant left in the pot."""
        return self._send(
            "POST",
            "/v1/departures/{reference}/home-empty",
            at={"reference": reference},
            body=body,
            key=key,
            if_match=if_match,
        )

"""Referring services: the calls.

Written by `python -m scripts.print_client`; do not edit.
"""

from reciprocal.client.connection import Answer, Calls
from reciprocal.client.shapes.referring_services import (
    AreaTried,
    CaseInListList,
    CaseNoHomeYet,
    CaseProposal,
    Options,
)
from reciprocal.client.shapes.referring_services_sent import (
    AddArea,
    AreasBody,
    BlockStaff,
    ConsentBody,
    HouseholdAnswer,
    LinkCase,
    ReferCase,
    ReviewArea,
    ReviewBlock,
    SafetyLook,
    TryArea,
)
from reciprocal.client.shapes.shared import Case
from reciprocal.client.shapes.shared_sent import HouseholdBody
from reciprocal.client.shapes.shared_words import RequestState


class ReferringServices(Calls):
    """Own cases, to the keys."""

    def refer(self, body: ReferCase, *, key: str | None = None) -> Answer[Case]:
        """Start a case as a draft; it is yours from then on."""
        return self._send("POST", "/v1/cases", body=body, key=key)

    def own_cases(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        stage: RequestState | None = None,
    ) -> Answer[CaseInListList]:
        """List your cases; a case system reads their stage and next step."""
        return self._send(
            "GET", "/v1/cases", query={"limit": limit, "cursor": cursor, "stage": stage}
        )

    def refer_again(
        self,
        reference: str,
        body: ReferCase,
        *,
        key: str | None = None,
        if_match: str | None = None,
    ) -> Answer[Case]:
        """Refer a household, or a part of it, anew with the date it has waited since."""
        return self._send(
            "POST",
            "/v1/cases/{reference}/refer-again",
            at={"reference": reference},
            body=body,
            key=key,
            if_match=if_match,
        )

    def own_case(
        self, reference: str, *, known: Answer[Case] | None = None
    ) -> Answer[Case]:
        """Read one of your cases."""
        return self._send(
            "GET", "/v1/cases/{reference}", at={"reference": reference}, known=known
        )

    def state_areas(
        self, reference: str, body: AreasBody, *, if_match: str
    ) -> Answer[Case]:
        """State the areas anew; every later step is checked against them."""
        return self._send(
            "PUT",
            "/v1/cases/{reference}/areas",
            at={"reference": reference},
            body=body,
            if_match=if_match,
        )

    def add_area(
        self,
        reference: str,
        body: AddArea,
        *,
        key: str | None = None,
        if_match: str | None = None,
    ) -> Answer[Case]:
        """State one more area; a step that it refuses stops at its next check."""
        return self._send(
            "POST",
            "/v1/cases/{reference}/areas",
            at={"reference": reference},
            body=body,
            key=key,
            if_match=if_match,
        )

    def state_household(
        self, reference: str, body: HouseholdBody, *, if_match: str
    ) -> Answer[Case]:
        """State anew who will live there; every later step is checked against it."""
        return self._send(
            "PUT",
            "/v1/cases/{reference}/household",
            at={"reference": reference},
            body=body,
            if_match=if_match,
        )

    def try_area(
        self,
        reference: str,
        body: TryArea,
        *,
        key: str | None = None,
        if_match: str | None = None,
    ) -> Answer[AreaTried]:
        """See what an area to avoid would blot out; nothing is stated."""
        return self._send(
            "POST",
            "/v1/cases/{reference}/areas/try-out",
            at={"reference": reference},
            body=body,
            key=key,
            if_match=if_match,
        )

    def review_area(
        self,
        reference: str,
        area_reference: str,
        body: ReviewArea,
        *,
        key: str | None = None,
        if_match: str | None = None,
    ) -> Answer[Case]:
        """Say that an area still stands, and when to ask you again."""
        return self._send(
            "POST",
            "/v1/cases/{reference}/areas/{area_reference}/review",
            at={"reference": reference, "area_reference": area_reference},
            body=body,
            key=key,
            if_match=if_match,
        )

    def end_area(
        self,
        reference: str,
        area_reference: str,
        *,
        key: str | None = None,
        if_match: str | None = None,
    ) -> Answer[Case]:
        """End an area; no day and nobody else ends one."""
        return self._send(
            "POST",
            "/v1/cases/{reference}/areas/{area_reference}/end",
            at={"reference": reference, "area_reference": area_reference},
            key=key,
            if_match=if_match,
        )

    def give_consent(
        self,
        reference: str,
        body: ConsentBody,
        *,
        key: str | None = None,
        if_match: str | None = None,
    ) -> Answer[None]:
        """Record that the household agrees to one purpose."""
        return self._send(
            "POST",
            "/v1/cases/{reference}/consents",
            at={"reference": reference},
            body=body,
            key=key,
            if_match=if_match,
        )

    def withdraw_consent(
        self, reference: str, purpose: str, *, if_match: str | None = None
    ) -> Answer[None]:
        """Take a consent back; matching and disclosure stop at once."""
        return self._send(
            "DELETE",
            "/v1/cases/{reference}/consents/{purpose}",
            at={"reference": reference, "purpose": purpose},
            if_match=if_match,
        )

    def submit(
        self, reference: str, *, key: str | None = None, if_match: str | None = None
    ) -> Answer[Case]:
        """Ask the household's landlord to confirm the tenancy."""
        return self._send(
            "POST",
            "/v1/cases/{reference}/submit",
            at={"reference": reference},
            key=key,
            if_match=if_match,
        )

    def confirm(
        self, reference: str, *, key: str | None = None, if_match: str | None = None
    ) -> Answer[Case]:
        """Say that the move is still wanted, the areas right and contact safe."""
        return self._send(
            "POST",
            "/v1/cases/{reference}/confirm",
            at={"reference": reference},
            key=key,
            if_match=if_match,
        )

    def pause(
        self, reference: str, *, key: str | None = None, if_match: str | None = None
    ) -> Answer[None]:
        """Pause a case; the waiting date is kept."""
        return self._send(
            "POST",
            "/v1/cases/{reference}/pause",
            at={"reference": reference},
            key=key,
            if_match=if_match,
        )

    def resume(
        self, reference: str, *, key: str | None = None, if_match: str | None = None
    ) -> Answer[Case]:
        """Bring a paused case back."""
        return self._send(
            "POST",
            "/v1/cases/{reference}/resume",
            at={"reference": reference},
            key=key,
            if_match=if_match,
        )

    def case_no_home_yet(
        self, reference: str, *, known: Answer[CaseNoHomeYet] | None = None
    ) -> Answer[CaseNoHomeYet]:
        """Read why a case has no home yet: a fact of the last round, and no advice."""
        return self._send(
            "GET",
            "/v1/cases/{reference}/no-home-yet",
            at={"reference": reference},
            known=known,
        )

    def proposal(
        self, reference: str, *, known: Answer[CaseProposal] | None = None
    ) -> Answer[CaseProposal]:
        """Read the home proposed to a case, with its address, before any landlord knows."""
        return self._send(
            "GET",
            "/v1/cases/{reference}/proposal",
            at={"reference": reference},
            known=known,
        )

    def safety_look(
        self,
        reference: str,
        body: SafetyLook,
        *,
        key: str | None = None,
        if_match: str | None = None,
    ) -> Answer[Case]:
        """Say whether the home is safe; a no needs no reason and never counts."""
        return self._send(
            "POST",
            "/v1/cases/{reference}/proposal/safety-look",
            at={"reference": reference},
            body=body,
            key=key,
            if_match=if_match,
        )

    def household_answer(
        self,
        reference: str,
        body: HouseholdAnswer,
        *,
        key: str | None = None,
        if_match: str | None = None,
    ) -> Answer[Case]:
        """Record the household's answer, given in a conversation."""
        return self._send(
            "POST",
            "/v1/cases/{reference}/proposal/answer",
            at={"reference": reference},
            body=body,
            key=key,
            if_match=if_match,
        )

    def options(self, *, known: Answer[Options] | None = None) -> Answer[Options]:
        """Read what a household can do where the scheme cannot help."""
        return self._send("GET", "/v1/options", known=known)

    def block_staff(
        self,
        reference: str,
        body: BlockStaff,
        *,
        key: str | None = None,
        if_match: str | None = None,
    ) -> Answer[Case]:
        """Close the case to whoever signs in by a name; to them there is no such case."""
        return self._send(
            "POST",
            "/v1/cases/{reference}/blocked-staff",
            at={"reference": reference},
            body=body,
            key=key,
            if_match=if_match,
        )

    def review_block(
        self,
        reference: str,
        block_reference: str,
        body: ReviewBlock,
        *,
        key: str | None = None,
        if_match: str | None = None,
    ) -> Answer[Case]:
        """Say that a block still stands, and when to ask you again."""
        return self._send(
            "POST",
            "/v1/cases/{reference}/blocked-staff/{block_reference}/review",
            at={"reference": reference, "block_reference": block_reference},
            body=body,
            key=key,
            if_match=if_match,
        )

    def end_block(
        self,
        reference: str,
        block_reference: str,
        *,
        key: str | None = None,
        if_match: str | None = None,
    ) -> Answer[Case]:
        """End a block; no day and nobody else ends one."""
        return self._send(
            "POST",
            "/v1/cases/{reference}/blocked-staff/{block_reference}/end",
            at={"reference": reference, "block_reference": block_reference},
            key=key,
            if_match=if_match,
        )

    def link_case(
        self,
        reference: str,
        body: LinkCase,
        *,
        key: str | None = None,
        if_match: str | None = None,
    ) -> Answer[Case]:
        """Say that two of your cases know of each other."""
        return self._send(
            "POST",
            "/v1/cases/{reference}/links",
            at={"reference": reference},
            body=body,
            key=key,
            if_match=if_match,
        )

    def end_link(
        self,
        reference: str,
        link_reference: str,
        *,
        key: str | None = None,
        if_match: str | None = None,
    ) -> Answer[Case]:
        """End a link between two of your cases."""
        return self._send(
            "POST",
            "/v1/cases/{reference}/links/{link_reference}/end",
            at={"reference": reference, "link_reference": link_reference},
            key=key,
            if_match=if_match,
        )

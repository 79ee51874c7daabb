"""Referring services: the calls.

Written by `python -m scripts.print_client`; do not edit.
"""

from reciprocal.client.connection import Answer, Calls
from reciprocal.client.shapes.referring_services import (
    AreasBody,
    Case,
    CaseInListList,
    CaseProposal,
    ConsentBody,
    HouseholdAnswer,
    ReferCase,
    SafetyLook,
)


class ReferringServices(Calls):
    """Own cases, to the keys."""

    def own_cases(self) -> Answer[CaseInListList]:
        """List your cases; a case system reads their stage and next step."""
        return self._send("GET", "/v1/cases")

    def refer(self, body: ReferCase) -> Answer[Case]:
        """Start a case as a draft; it is yours from then on."""
        return self._send("POST", "/v1/cases", body=body)

    def own_case(self, reference: str) -> Answer[Case]:
        """Read one of your cases."""
        return self._send("GET", "/v1/cases/{reference}", at={"reference": reference})

    def state_areas(self, reference: str, body: AreasBody) -> Answer[Case]:
        """State the areas anew; every later step is checked against them."""
        return self._send(
            "PUT", "/v1/cases/{reference}/areas", at={"reference": reference}, body=body
        )

    def give_consent(self, reference: str, body: ConsentBody) -> Answer[None]:
        """Record that the household agrees to one purpose."""
        return self._send(
            "POST",
            "/v1/cases/{reference}/consents",
            at={"reference": reference},
            body=body,
        )

    def withdraw_consent(self, reference: str, purpose: str) -> Answer[None]:
        """Take a consent back; matching and disclosure stop at once."""
        return self._send(
            "DELETE",
            "/v1/cases/{reference}/consents/{purpose}",
            at={"reference": reference, "purpose": purpose},
        )

    def submit(self, reference: str) -> Answer[Case]:
        """Ask the household's landlord to confirm the tenancy."""
        return self._send(
            "POST", "/v1/cases/{reference}/submit", at={"reference": reference}
        )

    def confirm(self, reference: str) -> Answer[Case]:
        """Say that the move is still wanted, the areas right and contact safe."""
        return self._send(
            "POST", "/v1/cases/{reference}/confirm", at={"reference": reference}
        )

    def pause(self, reference: str) -> Answer[None]:
        """Pause a case; the waiting date is kept."""
        return self._send(
            "POST", "/v1/cases/{reference}/pause", at={"reference": reference}
        )

    def resume(self, reference: str) -> Answer[Case]:
        """Bring a paused case back."""
        return self._send(
            "POST", "/v1/cases/{reference}/resume", at={"reference": reference}
        )

    def proposal(self, reference: str) -> Answer[CaseProposal]:
        """Read the home proposed to a case, with its address, before any landlord knows."""
        return self._send(
            "GET", "/v1/cases/{reference}/proposal", at={"reference": reference}
        )

    def safety_look(self, reference: str, body: SafetyLook) -> Answer[Case]:
        """Say whether the home is safe; a no needs no reason and never counts."""
        return self._send(
            "POST",
            "/v1/cases/{reference}/proposal/safety-look",
            at={"reference": reference},
            body=body,
        )

    def household_answer(self, reference: str, body: HouseholdAnswer) -> Answer[Case]:
        """Record the household's answer, given in a conversation."""
        return self._send(
            "POST",
            "/v1/cases/{reference}/proposal/answer",
            at={"reference": reference},
            body=body,
        )

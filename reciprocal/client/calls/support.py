"""Support: the calls.

Written by `python -m scripts.print_client`; do not edit.
"""

from reciprocal.client.connection import Answer, Calls
from reciprocal.client.shapes.shared import Case
from reciprocal.client.shapes.support import (
    AssessUrgency,
    BoardFirstContactList,
    CaseSupport,
    DepartureSupport,
    NameDeputy,
    OfferSupport,
    RecordSupport,
    WriteNote,
)


class Support(Calls):
    """What is done for a household beside its move."""

    def case_support(
        self, reference: str, *, known: Answer[CaseSupport] | None = None
    ) -> Answer[CaseSupport]:
        """Read the whole checklist of a case, and how its urgency was judged."""
        return self._send(
            "GET",
            "/v1/cases/{reference}/support",
            at={"reference": reference},
            known=known,
        )

    def record_case_support(
        self,
        reference: str,
        body: RecordSupport,
        *,
        key: str | None = None,
        if_match: str | None = None,
    ) -> Answer[CaseSupport]:
        """Write down what you did for the household; nothing is changed or taken back."""
        return self._send(
            "POST",
            "/v1/cases/{reference}/support",
            at={"reference": reference},
            body=body,
            key=key,
            if_match=if_match,
        )

    def write_case_note(
        self,
        reference: str,
        body: WriteNote,
        *,
        key: str | None = None,
        if_match: str | None = None,
    ) -> Answer[CaseSupport]:
        """Write the one note of the step to the receiving landlord's lead."""
        return self._send(
            "POST",
            "/v1/cases/{reference}/support/note",
            at={"reference": reference},
            body=body,
            key=key,
            if_match=if_match,
        )

    def name_deputy(
        self, reference: str, body: NameDeputy, *, if_match: str
    ) -> Answer[Case]:
        """Name a colleague as the case's deputy, in place of whoever was."""
        return self._send(
            "PUT",
            "/v1/cases/{reference}/deputy",
            at={"reference": reference},
            body=body,
            if_match=if_match,
        )

    def assess_urgency(
        self, reference: str, body: AssessUrgency, *, if_match: str
    ) -> Answer[Case]:
        """Judge the urgency anew, as after an incident; what it was is kept."""
        return self._send(
            "PUT",
            "/v1/cases/{reference}/urgency",
            at={"reference": reference},
            body=body,
            if_match=if_match,
        )

    def offer_support(
        self, reference: str, *, known: Answer[OfferSupport] | None = None
    ) -> Answer[OfferSupport]:
        """Read what you do for the household that comes, once it has accepted."""
        return self._send(
            "GET",
            "/v1/offers/{reference}/support",
            at={"reference": reference},
            known=known,
        )

    def record_offer_support(
        self,
        reference: str,
        body: RecordSupport,
        *,
        key: str | None = None,
        if_match: str | None = None,
    ) -> Answer[OfferSupport]:
        """Write down what you did for the household that comes."""
        return self._send(
            "POST",
            "/v1/offers/{reference}/support",
            at={"reference": reference},
            body=body,
            key=key,
            if_match=if_match,
        )

    def departure_support(
        self, reference: str, *, known: Answer[DepartureSupport] | None = None
    ) -> Answer[DepartureSupport]:
        """Read what you do for the tenant who leaves; nothing here says where to."""
        return self._send(
            "GET",
            "/v1/departures/{reference}/support",
            at={"reference": reference},
            known=known,
        )

    def record_departure_support(
        self,
        reference: str,
        body: RecordSupport,
        *,
        key: str | None = None,
        if_match: str | None = None,
    ) -> Answer[DepartureSupport]:
        """Write down what you did for the tenant who leaves."""
        return self._send(
            "POST",
            "/v1/departures/{reference}/support",
            at={"reference": reference},
            body=body,
            key=key,
            if_match=if_match,
        )

    def first_contacts_overdue(
        self, *, limit: int | None = None, cursor: str | None = None
    ) -> Answer[BoardFirstContactList]:
        """List the requests whose household nobody has spoken with in time."""
        return self._send(
            "GET",
            "/v1/board/first-contacts-overdue",
            query={"limit": limit, "cursor": cursor},
        )

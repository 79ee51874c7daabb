"""Coordinators: the calls.

Written by `python -m scripts.print_client`; do not edit.
"""

from reciprocal.client.connection import Answer, Calls
from reciprocal.client.shapes.coordinators import (
    AttestationList,
    BoardHomeList,
    BoardLink,
    BoardLinkList,
    BoardProposalList,
    BoardQuestion,
    BoardQuestionInListList,
    BoardRequestList,
    NoHomeYetList,
    Round,
    RoundList,
    RoundStepList,
    UnusedHomeList,
    WhatIf,
)
from reciprocal.client.shapes.coordinators_sent import (
    Decide,
    DecideStepsBody,
    InterimHomeBody,
    LinkRequests,
    WhatIfBody,
)
from reciprocal.client.shapes.shared_words import (
    HomeState,
    ProposalState,
    QuestionState,
    RequestState,
    RoundState,
)


class Coordinators(Calls):
    """The board and the rounds."""

    def board_homes(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        stage: HomeState | None = None,
    ) -> Answer[BoardHomeList]:
        """List the homes in the pot: the area, and no address."""
        return self._send(
            "GET",
            "/v1/board/homes",
            query={"limit": limit, "cursor": cursor, "stage": stage},
        )

    def board_requests(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        stage: RequestState | None = None,
    ) -> Answer[BoardRequestList]:
        """List the requests in the pot, the most urgent and longest waiting first."""
        return self._send(
            "GET",
            "/v1/board/requests",
            query={"limit": limit, "cursor": cursor, "stage": stage},
        )

    def board_proposals(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        stage: ProposalState | None = None,
    ) -> Answer[BoardProposalList]:
        """List the steps that were proposed and where each stands."""
        return self._send(
            "GET",
            "/v1/board/proposals",
            query={"limit": limit, "cursor": cursor, "stage": stage},
        )

    def attestations(
        self, *, limit: int | None = None, cursor: str | None = None
    ) -> Answer[AttestationList]:
        """List the attestations that wait for your name."""
        return self._send(
            "GET", "/v1/board/attestations", query={"limit": limit, "cursor": cursor}
        )

    def countersign(
        self, reference: str, *, key: str | None = None, if_match: str | None = None
    ) -> Answer[None]:
        """Put your name to an attestation, for new landlords to rely on."""
        return self._send(
            "POST",
            "/v1/board/attestations/{reference}/countersign",
            at={"reference": reference},
            key=key,
            if_match=if_match,
        )

    def questions(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        stage: QuestionState | None = None,
    ) -> Answer[BoardQuestionInListList]:
        """List what the rules leave to a person, the longest asked first."""
        return self._send(
            "GET",
            "/v1/board/questions",
            query={"limit": limit, "cursor": cursor, "stage": stage},
        )

    def question(
        self, reference: str, *, known: Answer[BoardQuestion] | None = None
    ) -> Answer[BoardQuestion]:
        """Read one, with what was decided."""
        return self._send(
            "GET",
            "/v1/board/questions/{reference}",
            at={"reference": reference},
            known=known,
        )

    def decide(
        self,
        reference: str,
        body: Decide,
        *,
        key: str | None = None,
        if_match: str | None = None,
    ) -> Answer[BoardQuestion]:
        """Decide under your own name; it holds as long as the facts are the same."""
        return self._send(
            "POST",
            "/v1/board/questions/{reference}/decide",
            at={"reference": reference},
            body=body,
            key=key,
            if_match=if_match,
        )

    def take_back(
        self, reference: str, *, key: str | None = None, if_match: str | None = None
    ) -> Answer[BoardQuestion]:
        """Take a decision back; a step that rests on it ends at its next act."""
        return self._send(
            "POST",
            "/v1/board/questions/{reference}/take-back",
            at={"reference": reference},
            key=key,
            if_match=if_match,
        )

    def run_round(self, *, key: str | None = None) -> Answer[Round]:
        """Freeze the pot and start a round; once it is solved, a person decides it."""
        return self._send("POST", "/v1/rounds", key=key)

    def rounds(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        stage: RoundState | None = None,
    ) -> Answer[RoundList]:
        """List the scheme's rounds, the newest first."""
        return self._send(
            "GET",
            "/v1/rounds",
            query={"limit": limit, "cursor": cursor, "stage": stage},
        )

    def one_round(
        self, reference: str, *, known: Answer[Round] | None = None
    ) -> Answer[Round]:
        """Read one round: what went in, what came out, and the proof beside it."""
        return self._send(
            "GET", "/v1/rounds/{reference}", at={"reference": reference}, known=known
        )

    def decide_round(
        self,
        reference: str,
        body: DecideStepsBody,
        *,
        key: str | None = None,
        if_match: str | None = None,
    ) -> Answer[Round]:
        """Decide each move of a plan under your own name; what you agree to is proposed."""
        return self._send(
            "POST",
            "/v1/rounds/{reference}/decide",
            at={"reference": reference},
            body=body,
            key=key,
            if_match=if_match,
        )

    def what_if(
        self,
        reference: str,
        body: WhatIfBody,
        *,
        key: str | None = None,
        if_match: str | None = None,
    ) -> Answer[WhatIf]:
        """See what it would cost a round to hold something fixed; nothing is changed."""
        return self._send(
            "POST",
            "/v1/rounds/{reference}/what-if",
            at={"reference": reference},
            body=body,
            key=key,
            if_match=if_match,
        )

    def name_interim_home(
        self,
        reference: str,
        body: InterimHomeBody,
        *,
        key: str | None = None,
        if_match: str | None = None,
    ) -> Answer[None]:
        """Name an empty home from which a cycle of the round is carried out."""
        return self._send(
            "POST",
            "/v1/rounds/{reference}/interim-home",
            at={"reference": reference},
            body=body,
            key=key,
            if_match=if_match,
        )

    def round_steps(
        self, reference: str, *, limit: int | None = None, cursor: str | None = None
    ) -> Answer[RoundStepList]:
        """List a plan's steps, chains before cycles, ready ones and forecasts."""
        return self._send(
            "GET",
            "/v1/rounds/{reference}/steps",
            at={"reference": reference},
            query={"limit": limit, "cursor": cursor},
        )

    def no_home_yet(
        self, reference: str, *, limit: int | None = None, cursor: str | None = None
    ) -> Answer[NoHomeYetList]:
        """List who has no home yet and the main reason, without a place."""
        return self._send(
            "GET",
            "/v1/rounds/{reference}/no-home-yet",
            at={"reference": reference},
            query={"limit": limit, "cursor": cursor},
        )

    def unused_homes(
        self, reference: str, *, limit: int | None = None, cursor: str | None = None
    ) -> Answer[UnusedHomeList]:
        """List the homes that a plan sends nobody to, all by one code."""
        return self._send(
            "GET",
            "/v1/rounds/{reference}/unused-homes",
            at={"reference": reference},
            query={"limit": limit, "cursor": cursor},
        )

    def board_links(
        self, *, limit: int | None = None, cursor: str | None = None
    ) -> Answer[BoardLinkList]:
        """List the links that your agency stated."""
        return self._send(
            "GET", "/v1/board/links", query={"limit": limit, "cursor": cursor}
        )

    def link_requests(
        self, body: LinkRequests, *, key: str | None = None
    ) -> Answer[BoardLink]:
        """Say that two requests know of each other, after speaking with both services."""
        return self._send("POST", "/v1/board/links", body=body, key=key)

    def end_board_link(
        self, reference: str, *, key: str | None = None, if_match: str | None = None
    ) -> Answer[None]:
        """End a link that your agency stated."""
        return self._send(
            "POST",
            "/v1/board/links/{reference}/end",
            at={"reference": reference},
            key=key,
            if_match=if_match,
        )

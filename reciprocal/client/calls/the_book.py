"""The book: the calls.

Written by `python -m scripts.print_client`; do not edit.
"""

from reciprocal.client.connection import Answer, Calls
from reciprocal.client.shapes.the_book import (
    AcknowledgeStatement,
    Adjustment,
    AdjustmentList,
    AdjustmentState,
    AnswerAdjustment,
    AskedState,
    BoardAdjustment,
    BoardAdjustmentList,
    BoardDisputeList,
    BoardStatementsList,
    DebtList,
    Dispute,
    DisputeList,
    DisputeState,
    ProposeAdjustment,
    RaiseDispute,
    Statement,
    StatementList,
    StatementStage,
)


class TheBook(Calls):
    """Open debts, and what people decide of them."""

    def open_debts(
        self, *, limit: int | None = None, cursor: str | None = None
    ) -> Answer[DebtList]:
        """List the debts that are open, how old they are and when they are due."""
        return self._send("GET", "/v1/debts", query={"limit": limit, "cursor": cursor})

    def board_adjustments(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        stage: AdjustmentState | None = None,
    ) -> Answer[BoardAdjustmentList]:
        """List what your agency proposed of the book, the newest first."""
        return self._send(
            "GET",
            "/v1/board/adjustments",
            query={"limit": limit, "cursor": cursor, "stage": stage},
        )

    def propose(
        self, body: ProposeAdjustment, *, key: str | None = None
    ) -> Answer[BoardAdjustment]:
        """Propose a change of the book and ask two landlords that it does not touch."""
        return self._send("POST", "/v1/board/adjustments", body=body, key=key)

    def board_adjustment(
        self, reference: str, *, known: Answer[BoardAdjustment] | None = None
    ) -> Answer[BoardAdjustment]:
        """Read one: what it does, who is asked, and where it stands."""
        return self._send(
            "GET",
            "/v1/board/adjustments/{reference}",
            at={"reference": reference},
            known=known,
        )

    def withdraw(
        self, reference: str, *, key: str | None = None, if_match: str | None = None
    ) -> Answer[BoardAdjustment]:
        """Take a proposal back before both have answered."""
        return self._send(
            "POST",
            "/v1/board/adjustments/{reference}/withdraw",
            at={"reference": reference},
            key=key,
            if_match=if_match,
        )

    def adjustments(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        stage: AskedState | None = None,
    ) -> Answer[AdjustmentList]:
        """List what you are asked to approve: what it does, and not whose it is."""
        return self._send(
            "GET",
            "/v1/adjustments",
            query={"limit": limit, "cursor": cursor, "stage": stage},
        )

    def adjustment(
        self, reference: str, *, known: Answer[Adjustment] | None = None
    ) -> Answer[Adjustment]:
        """Read one that you are asked to approve."""
        return self._send(
            "GET",
            "/v1/adjustments/{reference}",
            at={"reference": reference},
            known=known,
        )

    def answer(
        self,
        reference: str,
        body: AnswerAdjustment,
        *,
        key: str | None = None,
        if_match: str | None = None,
    ) -> Answer[Adjustment]:
        """Approve or decline under your own name; nobody else is told which."""
        return self._send(
            "POST",
            "/v1/adjustments/{reference}/answer",
            at={"reference": reference},
            body=body,
            key=key,
            if_match=if_match,
        )

    def statements(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        stage: StatementStage | None = None,
    ) -> Answer[StatementList]:
        """List the statements that went out, the oldest first: a landlord its own."""
        return self._send(
            "GET",
            "/v1/statements",
            query={"limit": limit, "cursor": cursor, "stage": stage},
        )

    def statement(
        self, reference: str, *, known: Answer[Statement] | None = None
    ) -> Answer[Statement]:
        """Read one: balances by size, lines without a day, and the head of the book."""
        return self._send(
            "GET",
            "/v1/statements/{reference}",
            at={"reference": reference},
            known=known,
        )

    def acknowledge(
        self,
        reference: str,
        body: AcknowledgeStatement,
        *,
        key: str | None = None,
        if_match: str | None = None,
    ) -> Answer[Statement]:
        """Say which head you hold, so that the book can be proved against it."""
        return self._send(
            "POST",
            "/v1/statements/{reference}/acknowledge",
            at={"reference": reference},
            body=body,
            key=key,
            if_match=if_match,
        )

    def board_statements(
        self, *, limit: int | None = None, cursor: str | None = None
    ) -> Answer[BoardStatementsList]:
        """List what went out for each quarter, and which sizes are held and why."""
        return self._send(
            "GET", "/v1/board/statements", query={"limit": limit, "cursor": cursor}
        )

    def own_disputes(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        stage: DisputeState | None = None,
    ) -> Answer[DisputeList]:
        """List the lines of your statements that you disputed, the newest first."""
        return self._send(
            "GET",
            "/v1/disputes",
            query={"limit": limit, "cursor": cursor, "stage": stage},
        )

    def raise_dispute(
        self, body: RaiseDispute, *, key: str | None = None
    ) -> Answer[Dispute]:
        """Dispute a line of your own statement; two landlords drawn by lot hear it."""
        return self._send("POST", "/v1/disputes", body=body, key=key)

    def own_dispute(
        self, reference: str, *, known: Answer[Dispute] | None = None
    ) -> Answer[Dispute]:
        """Read one: what you said, until when it is heard, and how it was decided."""
        return self._send(
            "GET", "/v1/disputes/{reference}", at={"reference": reference}, known=known
        )

    def withdraw_dispute(
        self, reference: str, *, key: str | None = None, if_match: str | None = None
    ) -> Answer[Dispute]:
        """Take a dispute back before it is decided; the line is not disputed again."""
        return self._send(
            "POST",
            "/v1/disputes/{reference}/withdraw",
            at={"reference": reference},
            key=key,
            if_match=if_match,
        )

    def appeal_dispute(
        self, reference: str, *, key: str | None = None, if_match: str | None = None
    ) -> Answer[Dispute]:
        """Have a dispute that was lost heard once more, by two others."""
        return self._send(
            "POST",
            "/v1/disputes/{reference}/appeal",
            at={"reference": reference},
            key=key,
            if_match=if_match,
        )

    def board_disputes(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        stage: DisputeState | None = None,
    ) -> Answer[BoardDisputeList]:
        """List what landlords dispute: not the other side of it, nor who hears it."""
        return self._send(
            "GET",
            "/v1/board/disputes",
            query={"limit": limit, "cursor": cursor, "stage": stage},
        )

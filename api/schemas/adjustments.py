"""Changes of the book that people decide: what is proposed, and what is answered."""

from typing import Annotated, Literal

from pydantic import Field

from api.schemas.body import Body, Flag, Text
from api.schemas.kinds import Reference
from reciprocal.ledger.stated import Stated
from reciprocal.ledger.terms import AdjustmentReason, SizeClass, TransactionKind

_Decided = Literal[
    TransactionKind.CONVERT,
    TransactionKind.OFFSET,
    TransactionKind.NOVATE,
    TransactionKind.WRITE_OFF,
    TransactionKind.CORRECT,
]


class ProposeAdjustment(Body):
    """A debt that is to be met otherwise, taken over or given up, or a correction.

    A CORRECT names the step or the earlier adjustment that it takes back; the others
    name a debt.
    """

    kind: _Decided = Field(examples=["WRITE_OFF"])
    reason: AdjustmentReason = Field(examples=["cannot_be_repaid"])
    approvers: Annotated[list[Text], Field(min_length=2, max_length=2)] = Field(
        examples=[["E09000012", "L0001"]]
    )
    debt: Reference | None = Field(
        default=None, examples=["9f2c4e6a8b0d1f3e5a7c9b2d4f6e8a0c"]
    )
    step: Reference | None = Field(default=None, examples=[None])
    adjustment: Reference | None = Field(default=None, examples=[None])
    to_size_class: SizeClass | None = Field(default=None, examples=[None])
    successor: Text | None = Field(default=None, examples=[None])

    def stated(self) -> Stated:
        """Return it as the room knows it."""
        return Stated(
            kind=self.kind,
            reason=self.reason,
            approvers=tuple(self.approvers),
            debt=self.debt,
            step=self.step,
            adjustment=self.adjustment,
            to_size_class=self.to_size_class,
            successor=self.successor,
        )


class AnswerAdjustment(Body):
    """Whether your organisation approves."""

    approved: Flag = Field(examples=[True])

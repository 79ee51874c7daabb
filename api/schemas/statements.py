"""What stands inside a statement: a size, a line; and what is said of one."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.schemas.body import Body
from reciprocal.ledger.dispute_lifecycle import DisputeState
from reciprocal.ledger.terms import SizeClass, TransactionKind
from reciprocal.statements.terms import ToldHow

_Reference = Annotated[str, StringConstraints(pattern="^[0-9a-f]{32}$")]
_Hash = Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]
_Count = Annotated[int, Field(ge=0)]
Period = Annotated[str, StringConstraints(pattern="^[0-9]{4}-Q[1-4]$")]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class StatementSizeShape(_Shape):
    """The homes of one size: plus is owed to the landlord, minus by it.

    What is promised and not begun is null where it is of few landlords.
    """

    size_class: SizeClass
    opening: int
    change: int
    closing: int
    told: ToldHow
    pending: int | None
    owed_under_3_months: _Count
    owed_3_to_6_months: _Count
    owed_6_to_12_months: _Count
    owed_over_12_months: _Count
    owed_disputed: _Count


class StatementLineShape(_Shape):
    """One entry of the book, by the landlord's own reference; the quarter, no day.

    Where its landlord disputed it, how that stands now.
    """

    reference: _Reference
    period: Period
    size_class: SizeClass
    kind: TransactionKind
    homes: int
    dispute: DisputeState | None


class ReleaseSizeShape(_Shape):
    """How the homes of one size were told: how many moves, over how many quarters."""

    size_class: SizeClass
    told: ToldHow
    moves: _Count
    quarters: _Count


class AcknowledgeStatement(Body):
    """The head of the statement as you keep it."""

    head: _Hash = Field(examples=["0" * 64])

"""What goes in and comes out of `calls.the_book`.

Written by `python -m scripts.print_client`; do not edit.
"""

from typing import Literal, NotRequired, TypedDict


class AcknowledgeStatement(TypedDict):
    """The head of the statement as you keep it."""

    head: str


AdjustmentReason = Literal[
    "agreed_at_review",
    "landlord_left",
    "landlords_merged",
    "stock_transferred",
    "cannot_be_repaid",
    "wrong_size",
    "not_started",
    "not_their_tenant",
    "duplicate",
    "outside_scheme",
    "entered_in_error",
    "failed_in_window",
    "not_agreed",
]

AskedState = Literal["asked", "approved", "declined", "ended"]

TransactionKind = Literal[
    "HOLD",
    "POST",
    "VOID_HOLD",
    "REVERSAL",
    "CONVERT",
    "OFFSET",
    "OPEN",
    "NOVATE",
    "WRITE_OFF",
    "CORRECT",
]

AdjustmentState = Literal["proposed", "entered", "declined", "lapsed", "withdrawn"]

AgeBand = Literal[
    "under_3_months", "3_to_6_months", "6_to_12_months", "over_12_months", "disputed"
]


class AnswerAdjustment(TypedDict):
    """Whether your organisation approves."""

    approved: bool


DisputeGround = Literal[
    "wrong_size",
    "not_started",
    "failed_in_window",
    "not_our_tenant",
    "duplicate",
    "outside_scheme",
    "not_agreed",
]

DisputeState = Literal["open", "upheld", "rejected", "lapsed", "withdrawn"]

ReleaseStage = Literal["whole", "some_held"]

SizeClass = Literal[
    "BED0",
    "BED1",
    "BED2",
    "BED3",
    "BED4P",
    "BED0_STEPFREE",
    "BED1_STEPFREE",
    "BED2_STEPFREE",
    "BED3_STEPFREE",
    "BED4P_STEPFREE",
]

ToldHow = Literal["lines", "net", "held"]

Standing = Literal["below", "at", "above"]

StatementStage = Literal["released", "acknowledged"]


class ApprovalShape(TypedDict):
    """One landlord that was asked about a change of the book, and its answer."""

    landlord_code: str
    stage: AskedState


class Adjustment(TypedDict):
    """A change of the book that a landlord is asked to approve: what it does, and neither whose it is nor what anybody else answers."""

    reference: str
    code: str
    stage: AskedState
    kind: TransactionKind
    reason: AdjustmentReason
    size_class: str
    homes: int
    to_size_class: str | None
    to_homes: int | None
    asked_at: str
    answer_by: str | None


class Debt(TypedDict):
    """A debt that is open: how many homes of a size a landlord owes the pot since when, how old that is, and when it is due."""

    reference: str
    stage: Literal["open", "overdue", "disputed"]
    landlord: str
    landlord_code: str
    size_class: str
    homes: int
    opened_on: str
    settle_by: str
    age: AgeBand


class BoardDispute(TypedDict):
    """That a landlord disputes a line of its statement, for the board: not who stands on the other side, nor who hears it."""

    reference: str
    code: str
    stage: DisputeState
    landlord: str
    landlord_code: str
    kind: TransactionKind
    size_class: str
    ground: DisputeGround
    to_size_class: str | None
    appeal: bool
    raised_at: str
    answer_by: str
    settled_at: str | None


class Dispute(TypedDict):
    """A landlord's word against a line of its own statement, and how two others decided: neither who they are, nor who stands on the other side."""

    reference: str
    code: str
    stage: DisputeState
    line: str
    period: str
    kind: TransactionKind
    size_class: str
    homes: int
    ground: DisputeGround
    to_size_class: str | None
    appeal: bool
    raised_at: str
    answer_by: str
    settled_at: str | None
    appeal_by: str | None


class ProposeAdjustment(TypedDict):
    """A debt that is to be met otherwise, taken over or given up, or a correction."""

    kind: Literal["CONVERT", "OFFSET", "NOVATE", "WRITE_OFF", "CORRECT"]
    reason: AdjustmentReason
    approvers: list[str]
    debt: NotRequired[str | None]
    step: NotRequired[str | None]
    adjustment: NotRequired[str | None]
    to_size_class: NotRequired[SizeClass | None]
    successor: NotRequired[str | None]


class RaiseDispute(TypedDict):
    """A line of one of your own statements, and what is wrong with it."""

    statement: str
    line: str
    ground: DisputeGround
    to_size_class: NotRequired[SizeClass | None]


class StatementLineShape(TypedDict):
    """One entry of the book, by the landlord's own reference; the quarter, no day."""

    reference: str
    period: str
    size_class: SizeClass
    kind: TransactionKind
    homes: int
    dispute: DisputeState | None


class ReleaseSizeShape(TypedDict):
    """How the homes of one size were told: how many moves, over how many quarters."""

    size_class: SizeClass
    told: ToldHow
    moves: int
    quarters: int


class StatementSizeShape(TypedDict):
    """The homes of one size: plus is owed to the landlord, minus by it."""

    size_class: SizeClass
    opening: int
    change: int
    closing: int
    told: ToldHow
    pending: int | None
    owed_under_3_months: int
    owed_3_to_6_months: int
    owed_6_to_12_months: int
    owed_over_12_months: int
    owed_disputed: int


class BoardAdjustment(TypedDict):
    """A change of the book that the coordinator proposed, and how far its approval has come."""

    reference: str
    code: str
    stage: AdjustmentState
    kind: TransactionKind
    reason: AdjustmentReason
    landlord: str
    landlord_code: str
    size_class: str
    homes: int
    to_size_class: str | None
    to_homes: int | None
    other_landlord_code: str | None
    proposed_at: str
    settled_at: str | None
    approvals: list[ApprovalShape]


class AdjustmentList(TypedDict):
    """A list.

    A change of the book that a landlord is asked to approve: what it does, and neither
    whose it is nor what anybody else answers.
    """

    items: list[Adjustment]
    next: str | None


class DebtList(TypedDict):
    """A list.

    A debt that is open: how many homes of a size a landlord owes the pot since when,
    how old that is, and when it is due.
    """

    items: list[Debt]
    next: str | None


class BoardDisputeList(TypedDict):
    """A list.

    That a landlord disputes a line of its statement, for the board: not who stands on
    the other side, nor who hears it.
    """

    items: list[BoardDispute]
    next: str | None


class DisputeList(TypedDict):
    """A list.

    A landlord's word against a line of its own statement, and how two others decided:
    neither who they are, nor who stands on the other side.
    """

    items: list[Dispute]
    next: str | None


class BoardStatements(TypedDict):
    """What went out for a quarter, size by size: sums, and whose they are is in none of them."""

    reference: str
    stage: ReleaseStage
    period: str
    released_at: str
    statements: int
    acknowledged: int
    sizes: list[ReleaseSizeShape]
    head: str


class Statement(TypedDict):
    """What a landlord owes the scheme or is owed, quarter by quarter, as it went out: sizes, lines without a day, and never another landlord."""

    reference: str
    stage: StatementStage
    landlord_code: NotRequired[str]
    period: str
    sizes: list[StatementSizeShape]
    lines: list[StatementLineShape]
    total: int
    median: int | None
    standing: Standing | None
    structural_debt: int
    moves_enabled: int | None
    homes_owed_answered: int
    homes_owed_declined: int
    head: str


class BoardAdjustmentList(TypedDict):
    """A list.

    A change of the book that the coordinator proposed, and how far its approval has
    come.
    """

    items: list[BoardAdjustment]
    next: str | None


class BoardStatementsList(TypedDict):
    """A list.

    What went out for a quarter, size by size: sums, and whose they are is in none of
    them.
    """

    items: list[BoardStatements]
    next: str | None


class StatementList(TypedDict):
    """A list.

    What a landlord owes the scheme or is owed, quarter by quarter, as it went out:
    sizes, lines without a day, and never another landlord.
    """

    items: list[Statement]
    next: str | None

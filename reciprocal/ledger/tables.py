from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    text,
)
from sqlmodel import Field, SQLModel

from reciprocal.db import Choice, UTCDateTime, one_of
from reciprocal.ledger.dispute_lifecycle import DisputeState
from reciprocal.ledger.lifecycle import AdjustmentState, AskedState
from reciprocal.ledger.terms import (
    AccountKind,
    AdjustmentReason,
    DisputeGround,
    NormalSide,
    SizeClass,
    TransactionKind,
)


class Account(SQLModel, table=True):
    """What one landlord, or the scheme itself, is owed in homes of one size.

    Attributes:
        id: The digest of scheme, owner, size class and kind, so that the chain over
            the legs also covers what each account is for.
        owner_organisation_id: The landlord; None for the scheme's own accounts.
    """

    __tablename__ = "ledger_account"
    __table_args__ = (
        one_of("size_class", SizeClass),
        one_of("kind", AccountKind),
        one_of("normal_side", NormalSide),
        CheckConstraint(
            "(owner_organisation_id IS NOT NULL) = (kind IN ('PROVIDER', 'PENDING'))",
            name="owner_by_kind",
        ),
        # NULL owners differ from one another in a unique index: hence two of them.
        Index(
            "uq_ledger_account_owned",
            "scheme_id",
            "owner_organisation_id",
            "size_class",
            "kind",
            unique=True,
            sqlite_where=text("owner_organisation_id IS NOT NULL"),
            postgresql_where=text("owner_organisation_id IS NOT NULL"),
        ),
        Index(
            "uq_ledger_account_of_scheme",
            "scheme_id",
            "size_class",
            "kind",
            unique=True,
            sqlite_where=text("owner_organisation_id IS NULL"),
            postgresql_where=text("owner_organisation_id IS NULL"),
        ),
    )

    id: str = Field(primary_key=True)
    scheme_id: str = Field(foreign_key="scheme.id")
    owner_organisation_id: str | None = Field(
        default=None, foreign_key="organisation.id"
    )
    size_class: SizeClass = Field(sa_type=Choice(SizeClass))
    kind: AccountKind = Field(sa_type=Choice(AccountKind))
    normal_side: NormalSide = Field(sa_type=Choice(NormalSide))
    opened_at: datetime = Field(sa_type=UTCDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class Transaction(SQLModel, table=True):
    """One entry of the book; written after its legs, and never touched again.

    Attributes:
        sequence: Without gaps, from 1, over all schemes.
        id: The idempotency key: the move's reference and the event.
        move_ref, chain_ref: Opaque; they lead nowhere without the move log.
        effective_date: The day it counts from.
        settle_by: The day a debt opened by this entry is due.
        hold_until: When a HOLD may be given up.
        actor_id, approver_id: Of an adjustment, who proposed it and who approved last.
        approval_ref: The adjustment that people decided, if they did.
        evidence_hash: SHA-256 of what was proposed and of each who approved.
        nonce: 128 random bits, so that nobody guesses an entry from its hash.
        previous_hash, row_hash: SHA-256 chain over every column and the legs.
    """

    __tablename__ = "ledger_transaction"
    __table_args__ = (
        one_of("kind", TransactionKind),
        CheckConstraint("sequence > 0", name="sequence_positive"),
        CheckConstraint(
            "(kind = 'HOLD') = (hold_until IS NOT NULL)", name="hold_has_end"
        ),
        CheckConstraint(
            "(kind IN ('POST', 'VOID_HOLD')) = (resolves_hold_id IS NOT NULL)",
            name="resolution_names_hold",
        ),
        CheckConstraint(
            "(kind = 'REVERSAL') = (reverses_transaction_id IS NOT NULL)",
            name="reversal_names_post",
        ),
        CheckConstraint(
            "(kind = 'CORRECT') = (corrects_transaction_id IS NOT NULL)",
            name="correction_names_entry",
        ),
        CheckConstraint(
            "kind <> 'POST' OR settle_by IS NOT NULL", name="post_settles_by"
        ),
        CheckConstraint(
            "kind NOT IN ('CONVERT', 'OFFSET', 'NOVATE', 'WRITE_OFF')"
            " OR (approver_id IS NOT NULL AND approval_ref IS NOT NULL"
            " AND evidence_hash IS NOT NULL)",
            name="people_approve",
        ),
    )

    sequence: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    id: str = Field(unique=True)
    scheme_id: str = Field(foreign_key="scheme.id")
    kind: TransactionKind = Field(sa_type=Choice(TransactionKind))
    round_id: str | None = None
    move_ref: str | None = Field(default=None, index=True)
    chain_ref: str | None = None
    effective_date: date
    posted_at: datetime = Field(sa_type=UTCDateTime)
    settle_by: date | None = None
    hold_until: datetime | None = Field(default=None, sa_type=UTCDateTime)
    reverses_transaction_id: str | None = Field(
        default=None, unique=True, foreign_key="ledger_transaction.id"
    )
    resolves_hold_id: str | None = Field(
        default=None, unique=True, foreign_key="ledger_transaction.id"
    )
    corrects_transaction_id: str | None = Field(
        default=None, foreign_key="ledger_transaction.id"
    )
    reason_code: str = ""
    actor_id: str
    actor_organisation_id: str
    approver_id: str | None = None
    approver_organisation_id: str | None = None
    approval_ref: str | None = None
    rule_version: str
    evidence_hash: str | None = None
    nonce: str
    previous_hash: str
    row_hash: str


class Untold(SQLModel, table=True):
    """A move that a change in risk hides, so that its entries are not told yet.

    It stands beside the book and changes nothing of it.

    Attributes:
        since: When its entries were first left out.
        told_on: The day on which statements told it, in a net with others; a debt
            that it made counts from then for whoever is not told its own day.
    """

    __tablename__ = "ledger_untold"

    move_ref: str = Field(primary_key=True)
    since: datetime = Field(sa_type=UTCDateTime)
    told_on: date | None = None


class Leg(SQLModel, table=True):
    """One signed amount of a transaction, in whole homes of its account's size.

    Attributes:
        transaction_sequence: Checked when the database commits, since legs stand
            before their transaction does.
        homes: Plus is owed to the account's owner. Units: homes; never zero.
        lot_id: The debt that an adjustment decides about; None for a move's event,
            whose debts follow from the order they are due in.
    """

    __tablename__ = "ledger_leg"
    __table_args__ = (
        ForeignKeyConstraint(
            ["transaction_sequence"],
            ["ledger_transaction.sequence"],
            deferrable=True,
            initially="DEFERRED",
        ),
        CheckConstraint("homes <> 0", name="homes_not_zero"),
    )

    transaction_sequence: int = Field(
        primary_key=True, sa_column_kwargs={"autoincrement": False}
    )
    leg_no: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    account_id: str = Field(foreign_key="ledger_account.id", index=True)
    homes: int
    lot_id: str | None = None


_LIVE = text("state = 'proposed'")
_LIVE_AND_PROPOSED_BY_AGENCY = text("state = 'proposed' AND answer_by IS NULL")


class Adjustment(SQLModel, table=True):
    """A change of the book that people are asked to approve; see `adjustments.Terms`.

    Attributes:
        other_id: Who takes the debt over, or the other side of what is corrected.
        answer_by: Until when those asked answer; of a dispute, and of nothing else.
        transaction_id: The entry it became.
    """

    __tablename__ = "ledger_adjustment"
    __table_args__ = (
        one_of("kind", TransactionKind),
        one_of("state", AdjustmentState),
        one_of("reason", AdjustmentReason),
        one_of("size_class", SizeClass),
        one_of("to_size_class", SizeClass),
        CheckConstraint("homes > 0", name="homes_positive"),
        CheckConstraint(
            "(kind = 'CORRECT') = (lot_id IS NULL)", name="about_a_debt_or_an_entry"
        ),
        CheckConstraint(
            "(kind = 'CORRECT') = (corrects_transaction_id IS NOT NULL)",
            name="correction_names_entry",
        ),
        CheckConstraint(
            "(state = 'entered') = (transaction_id IS NOT NULL)",
            name="entered_with_entry",
        ),
        Index(
            "uq_ledger_adjustment_live_debt",
            "debtor_id",
            "size_class",
            "lot_id",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
        Index(
            "uq_ledger_adjustment_live_correction",
            "corrects_transaction_id",
            unique=True,
            sqlite_where=_LIVE_AND_PROPOSED_BY_AGENCY,
            postgresql_where=_LIVE_AND_PROPOSED_BY_AGENCY,
        ),
    )

    id: str = Field(primary_key=True)
    board_ref: str = Field(unique=True)
    scheme_id: str = Field(foreign_key="scheme.id", index=True)
    kind: TransactionKind = Field(sa_type=Choice(TransactionKind))
    state: AdjustmentState = Field(sa_type=Choice(AdjustmentState))
    reason: AdjustmentReason = Field(sa_type=Choice(AdjustmentReason))
    debtor_id: str = Field(foreign_key="provider.organisation_id")
    size_class: SizeClass = Field(sa_type=Choice(SizeClass))
    homes: int
    lot_id: str | None = None
    to_size_class: SizeClass | None = Field(default=None, sa_type=Choice(SizeClass))
    to_homes: int | None = None
    other_id: str | None = Field(default=None, foreign_key="provider.organisation_id")
    corrects_transaction_id: str | None = Field(
        default=None, foreign_key="ledger_transaction.id"
    )
    proposed_by: str
    proposed_by_organisation_id: str = Field(foreign_key="organisation.id")
    proposed_at: datetime = Field(sa_type=UTCDateTime)
    answer_by: datetime | None = Field(default=None, sa_type=UTCDateTime)
    settled_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    transaction_id: str | None = Field(
        default=None, unique=True, foreign_key="ledger_transaction.id"
    )


class AdjustmentAsked(SQLModel, table=True):
    """One organisation that is asked about an adjustment, and its answer."""

    __tablename__ = "ledger_adjustment_asked"
    __table_args__ = (
        one_of("state", AskedState),
        UniqueConstraint("adjustment_id", "organisation_id"),
        CheckConstraint(
            "(state IN ('approved', 'declined')) = (answered_by IS NOT NULL)",
            name="answered_by_somebody",
        ),
    )

    id: str = Field(primary_key=True)
    landlord_ref: str = Field(unique=True)
    adjustment_id: str = Field(foreign_key="ledger_adjustment.id", index=True)
    organisation_id: str = Field(foreign_key="organisation.id", index=True)
    state: AskedState = Field(sa_type=Choice(AskedState))
    asked_at: datetime = Field(sa_type=UTCDateTime)
    answered_by: str | None = None
    answered_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


_FIRST = text("appeals_id IS NULL")


class Dispute(SQLModel, table=True):
    """A landlord's word against a line of its own statement, and what became of it.

    An entry is disputed once by each landlord it is told to, and once more on appeal.

    Attributes:
        landlord_ref, board_ref: Each party's own reference of it.
        transaction_id: The entry that the line is of.
        line_ref, period, kind, size_class, homes: The line, as the statement told it.
        adjustment_id: The CORRECT that two landlords are asked about.
        appeals_id: The dispute that it appeals against.
        appeal_by: Until when it may be appealed against; None where it may not.
    """

    __tablename__ = "ledger_dispute"
    __table_args__ = (
        one_of("state", DisputeState),
        one_of("ground", DisputeGround),
        one_of("kind", TransactionKind),
        one_of("size_class", SizeClass),
        one_of("to_size_class", SizeClass),
        CheckConstraint(
            "(state = 'open') = (settled_at IS NULL)", name="settled_at_a_moment"
        ),
        CheckConstraint(
            "(ground = 'wrong_size') = (to_size_class IS NOT NULL)",
            name="a_size_for_a_size",
        ),
        Index(
            "uq_ledger_dispute_of_landlord",
            "organisation_id",
            "transaction_id",
            unique=True,
            sqlite_where=_FIRST,
            postgresql_where=_FIRST,
        ),
    )

    id: str = Field(primary_key=True)
    landlord_ref: str = Field(unique=True)
    board_ref: str = Field(unique=True)
    scheme_id: str = Field(foreign_key="scheme.id", index=True)
    organisation_id: str = Field(foreign_key="provider.organisation_id")
    transaction_id: str = Field(foreign_key="ledger_transaction.id")
    line_ref: str
    period: str
    kind: TransactionKind = Field(sa_type=Choice(TransactionKind))
    size_class: SizeClass = Field(sa_type=Choice(SizeClass))
    homes: int
    ground: DisputeGround = Field(sa_type=Choice(DisputeGround))
    to_size_class: SizeClass | None = Field(default=None, sa_type=Choice(SizeClass))
    state: DisputeState = Field(sa_type=Choice(DisputeState))
    adjustment_id: str = Field(unique=True, foreign_key="ledger_adjustment.id")
    appeals_id: str | None = Field(
        default=None, unique=True, foreign_key="ledger_dispute.id"
    )
    raised_by: str
    raised_at: datetime = Field(sa_type=UTCDateTime)
    answer_by: datetime = Field(sa_type=UTCDateTime)
    settled_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    appeal_by: datetime | None = Field(default=None, sa_type=UTCDateTime)

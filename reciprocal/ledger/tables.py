from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, text
from sqlmodel import Field, SQLModel

from reciprocal.db import Choice, UTCDateTime, one_of
from reciprocal.ledger.terms import (
    AccountKind,
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
        evidence_hash: SHA-256 of the papers behind it, where there are any.
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


class Leg(SQLModel, table=True):
    """One signed amount of a transaction, in whole homes of its account's size.

    Attributes:
        transaction_sequence: Checked when the database commits, since legs stand
            before their transaction does.
        homes: Plus is owed to the account's owner. Units: homes; never zero.
        lot_id: The debt it opens or closes, once lots are kept.
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

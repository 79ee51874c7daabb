from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from reciprocal.db import Choice, UTCDateTime, one_of
from reciprocal.ledger.terms import SizeClass
from reciprocal.statements.terms import ToldHow


class StatementRelease(SQLModel, table=True):
    """A quarter whose statements went out, to all landlords at once.

    Attributes:
        quarter: As `2026-Q1`.
        through_sequence: The last entry of the book that it looked at.
        head_hash: That entry's hash.
    """

    __tablename__ = "statement_release"
    __table_args__ = (UniqueConstraint("scheme_id", "quarter"),)

    id: str = Field(primary_key=True)
    board_ref: str = Field(unique=True)
    scheme_id: str = Field(foreign_key="scheme.id")
    quarter: str
    through_sequence: int
    head_hash: str
    released_at: datetime = Field(sa_type=UTCDateTime)
    released_by: str


class StatementSize(SQLModel, table=True):
    """How a quarter's statements tell the entries of one size.

    Attributes:
        moves: Moves and decisions told or held; what is hidden is not counted.
        quarters: Over how many quarters they lie.
    """

    __tablename__ = "statement_size"
    __table_args__ = (one_of("size_class", SizeClass), one_of("how", ToldHow))

    release_id: str = Field(primary_key=True, foreign_key="statement_release.id")
    size_class: SizeClass = Field(sa_type=Choice(SizeClass), primary_key=True)
    how: ToldHow = Field(sa_type=Choice(ToldHow))
    moves: int
    quarters: int


class StatementEntry(SQLModel, table=True):
    """What of the book was told, and with which release: an entry, size by size."""

    __tablename__ = "statement_entry"
    __table_args__ = (one_of("size_class", SizeClass),)

    sequence: int = Field(
        primary_key=True,
        foreign_key="ledger_transaction.sequence",
        sa_column_kwargs={"autoincrement": False},
    )
    size_class: SizeClass = Field(sa_type=Choice(SizeClass), primary_key=True)
    release_id: str = Field(foreign_key="statement_release.id", index=True)


class Statement(SQLModel, table=True):
    """One landlord's statement as it went out; never written again but to acknowledge.

    Attributes:
        landlord_ref, audit_ref: Each party's own reference of it.
        body: The document, as JSON.
        acknowledged_head: The head that the landlord says it holds.
    """

    __tablename__ = "statement"
    __table_args__ = (
        UniqueConstraint("release_id", "organisation_id"),
        CheckConstraint(
            "(acknowledged_at IS NULL) = (acknowledged_by IS NULL)"
            " AND (acknowledged_at IS NULL) = (acknowledged_head IS NULL)",
            name="acknowledged_by_somebody",
        ),
    )

    id: str = Field(primary_key=True)
    release_id: str = Field(foreign_key="statement_release.id", index=True)
    organisation_id: str = Field(foreign_key="organisation.id", index=True)
    landlord_ref: str = Field(unique=True)
    audit_ref: str = Field(unique=True)
    body: str
    acknowledged_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    acknowledged_by: str | None = None
    acknowledged_head: str | None = None

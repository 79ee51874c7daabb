from datetime import datetime

from sqlmodel import Field, SQLModel

from reciprocal.db import UTCDateTime


class AuditEntry(SQLModel, table=True):
    """Who did what to which thing, and when; rows are added and never touched again.

    Attributes:
        sequence: Without gaps, from 1.
        action: A code such as `home.posted`; never free text.
        subject_kind, subject_id: The thing; its internal identifier.
        code: A coded reason where there is one.
        previous_hash, row_hash: SHA-256 chain over every column.
    """

    __tablename__ = "audit_entry"

    sequence: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime = Field(sa_type=UTCDateTime, index=True)
    actor_id: str
    actor_kind: str
    organisation_id: str
    role: str
    action: str = Field(index=True)
    subject_kind: str
    subject_id: str = Field(index=True)
    code: str
    previous_hash: str
    row_hash: str

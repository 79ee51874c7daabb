from datetime import datetime

from sqlalchemy import LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from reciprocal.db import UTCDateTime


class OrganisationKey(SQLModel, table=True):
    """A key that wraps the keys of one organisation's requests and homes."""

    __tablename__ = "organisation_key"
    __table_args__ = (UniqueConstraint("organisation_id", "version"),)

    id: str = Field(primary_key=True)
    organisation_id: str
    version: int
    root_version: int
    wrapped: bytes = Field(sa_type=LargeBinary)
    created_at: datetime = Field(sa_type=UTCDateTime)


class SubjectKey(SQLModel, table=True):
    """The one key of one request, home or round; destroying it erases the rest.

    Attributes:
        organisation_id: The organisation whose key wraps this one.
        wrapped: None once destroyed.
    """

    __tablename__ = "subject_key"
    __table_args__ = (UniqueConstraint("subject_kind", "subject_id"),)

    id: str = Field(primary_key=True)
    subject_kind: str
    subject_id: str
    organisation_id: str
    organisation_key_id: str = Field(foreign_key="organisation_key.id")
    wrapped: bytes | None = Field(default=None, sa_type=LargeBinary)
    created_at: datetime = Field(sa_type=UTCDateTime)
    destroyed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)

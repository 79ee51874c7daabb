from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from reciprocal.db import Choice, UTCDateTime, one_of
from reciprocal.retention.holds import HoldReason


class LegalHold(SQLModel, table=True):
    """A case that is kept beyond its day, while a court or an inquiry may ask for it.

    Attributes:
        asked_by, confirmed_by: Two coordinators; the second may be wanting for a week.
        review_on: From this day the operator is told of it; it ends nothing.
        release_asked_by, ended_by: Two coordinators, likewise.
    """

    __tablename__ = "legal_hold"
    __table_args__ = (
        one_of("reason", HoldReason),
        CheckConstraint("confirmed_by <> asked_by", name="confirmed_by_another"),
        CheckConstraint("ended_by <> release_asked_by", name="ended_by_another"),
        CheckConstraint(
            "(ended_at IS NULL) = (ended_by IS NULL)", name="ended_by_somebody"
        ),
        Index(
            "uq_legal_hold_standing",
            "request_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: str = Field(primary_key=True)
    scheme_id: str = Field(foreign_key="scheme.id", index=True)
    request_id: str = Field(foreign_key="property_request.id", index=True)
    reason: HoldReason = Field(sa_type=Choice(HoldReason))
    asked_by: str = Field(foreign_key="person.id")
    asked_at: datetime = Field(sa_type=UTCDateTime)
    review_on: date
    confirmed_by: str | None = Field(default=None, foreign_key="person.id")
    release_asked_by: str | None = Field(default=None, foreign_key="person.id")
    ended_by: str | None = Field(default=None, foreign_key="person.id")
    ended_at: datetime | None = Field(default=None, sa_type=UTCDateTime)

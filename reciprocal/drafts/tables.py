from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from reciprocal.db import UTCDateTime
from reciprocal.sealing.column import Sealed, SealedType


class KeptDraft(SQLModel, table=True):
    """A request that somebody began and has not saved: theirs alone, for 30 days.

    Attributes:
        draft_ref: The name that their forms give it; another's is another draft.
        again_of: Their own reference of the case that is referred again; empty for a
            household that is new.
        key_id: The draft's own key; destroyed when it is saved, deleted or too old.
        typed: What they typed, box by box (S).
    """

    __tablename__ = "kept_draft"
    __table_args__ = (UniqueConstraint("person_id", "draft_ref"),)

    id: str = Field(primary_key=True)
    person_id: str = Field(foreign_key="person.id")
    draft_ref: str
    again_of: str
    key_id: str = Field(foreign_key="subject_key.id")
    typed: Sealed = Field(sa_type=SealedType)
    begun_at: datetime = Field(sa_type=UTCDateTime)
    changed_at: datetime = Field(sa_type=UTCDateTime, index=True)

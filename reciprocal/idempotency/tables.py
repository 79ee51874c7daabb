from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from reciprocal.db import UTCDateTime
from reciprocal.sealing.column import Sealed, SealedType


class KeptAnswer(SQLModel, table=True):
    """What somebody was answered under a key of theirs, to be said again.

    Attributes:
        key_digest: Keyed digest of the actor with the key they sent; the key itself,
            in which a caller may have put anything, is kept nowhere.
        request_digest: Keyed digest of method, address and body, so that another
            request under the same key is known for one.
        subject_ref: The caller's own reference of the one thing it was about, so that
            it can be forgotten with a consent; empty where the act made something new.
        key_id: The answer's own key; destroyed when the answer is forgotten.
        answer: Status, headers and body (S).
    """

    __tablename__ = "kept_answer"
    __table_args__ = (UniqueConstraint("actor_id", "key_digest"),)

    id: str = Field(primary_key=True)
    actor_id: str
    key_digest: str
    request_digest: str
    subject_ref: str = Field(index=True)
    key_id: str = Field(foreign_key="subject_key.id")
    answer: Sealed = Field(sa_type=SealedType)
    answered_at: datetime = Field(sa_type=UTCDateTime)
    forget_at: datetime = Field(sa_type=UTCDateTime, index=True)

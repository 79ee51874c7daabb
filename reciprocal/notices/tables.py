from datetime import datetime

from sqlmodel import Field, SQLModel

from reciprocal.db import Choice, UTCDateTime, one_of
from reciprocal.notices.terms import TaskKind


class Task(SQLModel, table=True):
    """Something an organisation has to look at.

    Attributes:
        subject_id: Internal identifier of the row it is about; never sent.
        subject_ref: The receiving organisation's own reference of it.
        case_id: Internal id of the property request it belongs to, if to any; whoever
            that case is closed to has no such task.
        person_id: The one person it is shown to, where a change in risk leaves the
            thing to them alone; None for everybody of the organisation.
        visible_at: When it appears: at once, save the old landlord's.
        telephone: True when it is due so soon that it must also be rung through.
    """

    __tablename__ = "task"
    __table_args__ = (one_of("kind", TaskKind),)

    id: str = Field(primary_key=True)
    public_ref: str = Field(unique=True)
    organisation_id: str = Field(foreign_key="organisation.id", index=True)
    kind: TaskKind = Field(sa_type=Choice(TaskKind))
    subject_id: str = Field(index=True)
    subject_ref: str
    case_id: str | None = Field(default=None, index=True)
    person_id: str | None = None
    created_at: datetime = Field(sa_type=UTCDateTime)
    visible_at: datetime = Field(sa_type=UTCDateTime)
    due_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    telephone: bool
    done_at: datetime | None = Field(default=None, sa_type=UTCDateTime)

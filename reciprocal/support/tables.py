from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from reciprocal.db import Choice, UTCDateTime, one_of
from reciprocal.organisations.support_items import SupportItem
from reciprocal.requests.rules import TriggerKind
from reciprocal.sealing.column import Sealed, SealedType
from reciprocal.support.terms import (
    SupportEvidence,
    SupportOutcome,
    SupportOwner,
    SupportTopic,
)


class SupportFact(SQLModel, table=True):
    """What somebody did for a household, in codes; added and never changed.

    It holds no sentence, no name and no number, and of a meeting, an incident or an
    order nothing but that it was and when.

    Attributes:
        number: Of the case's facts, the later the higher; one act may add several.
        filing_ref: What its owner files a paper under; only its short code is told,
            to that owner alone.
        step_id: The proposed step it belongs to; None of the case as a whole.
        owner, organisation_id, recorded_by: Whose item it is, and who wrote it down.
    """

    __tablename__ = "support_fact"
    __table_args__ = (
        one_of("item", SupportItem),
        one_of("owner", SupportOwner),
        one_of("outcome", SupportOutcome),
        one_of("topic", SupportTopic),
        one_of("evidence", SupportEvidence),
        CheckConstraint("amount_pence > 0", name="amount_positive"),
    )

    id: str = Field(primary_key=True)
    filing_ref: str = Field(unique=True)
    number: int
    request_id: str = Field(foreign_key="property_request.id", index=True)
    step_id: str | None = Field(default=None, foreign_key="proposal.id", index=True)
    item: SupportItem = Field(sa_type=Choice(SupportItem))
    owner: SupportOwner = Field(sa_type=Choice(SupportOwner))
    organisation_id: str = Field(foreign_key="organisation.id")
    outcome: SupportOutcome = Field(sa_type=Choice(SupportOutcome))
    topic: SupportTopic | None = Field(default=None, sa_type=Choice(SupportTopic))
    amount_pence: int | None = None
    evidence: SupportEvidence | None = Field(
        default=None, sa_type=Choice(SupportEvidence)
    )
    happened_on: date
    recorded_by: str
    recorded_at: datetime = Field(sa_type=UTCDateTime)


class CaseDeputy(SQLModel, table=True):
    """Who serves a household when its named worker cannot; a case has one.

    Attributes:
        person_id, named_by: Identifiers of people of the case's own service.
    """

    __tablename__ = "case_deputy"
    __table_args__ = (
        Index(
            "uq_case_deputy_standing",
            "request_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: str = Field(primary_key=True)
    request_id: str = Field(foreign_key="property_request.id", index=True)
    person_id: str = Field(foreign_key="person.id")
    named_by: str
    named_at: datetime = Field(sa_type=UTCDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class StepNote(SQLModel, table=True):
    """The one note of a step, from its referring worker to its receiving lead.

    Attributes:
        words: Class S, under the request's key; screened before it was sealed.
    """

    __tablename__ = "step_note"

    id: str = Field(primary_key=True)
    step_id: str = Field(foreign_key="proposal.id", unique=True)
    request_id: str = Field(foreign_key="property_request.id", index=True)
    words: Sealed = Field(sa_type=SealedType)
    written_by: str
    written_at: datetime = Field(sa_type=UTCDateTime)


class UrgencyAssessment(SQLModel, table=True):
    """How urgent a case was judged to be, and why; added and never changed.

    Attributes:
        dash_band: The band of the checklist, and neither its score nor its answers.
    """

    __tablename__ = "urgency_assessment"
    __table_args__ = (
        one_of("trigger_kind", TriggerKind),
        one_of("dash_band", SupportTopic),
        CheckConstraint("urgency BETWEEN 1 AND 4", name="urgency_in_range"),
    )

    id: str = Field(primary_key=True)
    request_id: str = Field(foreign_key="property_request.id", index=True)
    urgency: int
    trigger_kind: TriggerKind = Field(sa_type=Choice(TriggerKind))
    trigger_date: date | None
    dash_band: SupportTopic = Field(sa_type=Choice(SupportTopic))
    assessed_on: date
    recorded_by: str
    recorded_at: datetime = Field(sa_type=UTCDateTime)

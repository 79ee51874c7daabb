from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from reciprocal.db import Choice, UTCDateTime, one_of
from reciprocal.sealing.column import Sealed, SealedType
from reciprocal.webhooks.terms import (
    About,
    EndpointState,
    MessageKind,
    MessageState,
    Outcome,
)


class WebhookEndpoint(SQLModel, table=True):
    """Where one organisation wants to be told that one kind of thing changed.

    Attributes:
        failing_since: The first failure after the last success.
        last_outcome, last_tried_at: Of the newest attempt; its class and no more.
    """

    __tablename__ = "webhook_endpoint"
    __table_args__ = (
        one_of("about", About),
        one_of("state", EndpointState),
        one_of("last_outcome", Outcome),
    )

    id: str = Field(primary_key=True)
    public_ref: str = Field(unique=True)
    organisation_id: str = Field(foreign_key="organisation.id", index=True)
    about: About = Field(sa_type=Choice(About))
    url: str
    key_id: str = Field(foreign_key="subject_key.id")
    state: EndpointState = Field(sa_type=Choice(EndpointState))
    created_by: str
    created_at: datetime = Field(sa_type=UTCDateTime)
    failing_since: datetime | None = Field(default=None, sa_type=UTCDateTime)
    last_outcome: Outcome | None = Field(default=None, sa_type=Choice(Outcome))
    last_tried_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class WebhookSecret(SQLModel, table=True):
    """A secret that signs; two may live at once, and then both sign."""

    __tablename__ = "webhook_secret"

    id: str = Field(primary_key=True)
    public_ref: str = Field(unique=True)
    endpoint_id: str = Field(foreign_key="webhook_endpoint.id", index=True)
    secret: Sealed = Field(sa_type=SealedType)
    created_at: datetime = Field(sa_type=UTCDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class WebhookMessage(SQLModel, table=True):
    """One message of the outbox, written in the transaction of the change it tells of.

    Attributes:
        public_ref: What the receiver knows the message by.
        subject_ref: The receiving organisation's own reference of what changed.
        told_at: The fixed minute it says it is of; never the moment of anybody's act.
        due_at: When it is to be tried next, or while it is sent, when its lease ends.
        settled_at: When it was delivered or given up.
    """

    __tablename__ = "webhook_message"
    __table_args__ = (
        one_of("kind", MessageKind),
        one_of("state", MessageState),
        Index("ix_webhook_message_state_due_at", "state", "due_at"),
        Index(
            "ix_webhook_message_endpoint_id_subject_ref", "endpoint_id", "subject_ref"
        ),
    )

    id: str = Field(primary_key=True)
    public_ref: str = Field(unique=True)
    endpoint_id: str = Field(foreign_key="webhook_endpoint.id")
    kind: MessageKind = Field(sa_type=Choice(MessageKind))
    subject_ref: str
    state: MessageState = Field(sa_type=Choice(MessageState))
    attempts: int
    told_at: datetime = Field(sa_type=UTCDateTime)
    due_at: datetime = Field(sa_type=UTCDateTime)
    settled_at: datetime | None = Field(default=None, sa_type=UTCDateTime)

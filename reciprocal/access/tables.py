from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from reciprocal.access.actor import Role
from reciprocal.db import Choice, UTCDateTime, one_of


class Person(SQLModel, table=True):
    """Somebody who signs in for an organisation.

    Attributes:
        email: The sign-in name, lower case; staff of members only, never a tenant.
        password_hash: Argon2id; empty until they join.
    """

    __tablename__ = "person"
    __table_args__ = (one_of("role", Role),)

    id: str = Field(primary_key=True)
    public_ref: str = Field(unique=True)
    organisation_id: str = Field(foreign_key="organisation.id", index=True)
    email: str = Field(unique=True)
    role: Role = Field(sa_type=Choice(Role))
    password_hash: str
    joined_at: datetime = Field(sa_type=UTCDateTime)
    left_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class Invitation(SQLModel, table=True):
    """A one-time way in; only the token's digest is kept."""

    __tablename__ = "invitation"
    __table_args__ = (one_of("role", Role),)

    id: str = Field(primary_key=True)
    organisation_id: str = Field(foreign_key="organisation.id")
    email: str
    role: Role = Field(sa_type=Choice(Role))
    token_hash: str = Field(unique=True)
    invited_by: str
    expires_at: datetime = Field(sa_type=UTCDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class SignedInSession(SQLModel, table=True):
    """A sign-in that can be ended at once; only the token's digest is kept."""

    __tablename__ = "signed_in_session"

    id: str = Field(primary_key=True)
    person_id: str = Field(foreign_key="person.id", index=True)
    token_hash: str = Field(unique=True)
    created_at: datetime = Field(sa_type=UTCDateTime)
    last_seen_at: datetime = Field(sa_type=UTCDateTime)
    expires_at: datetime = Field(sa_type=UTCDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class Machine(SQLModel, table=True):
    """A member's own system: a landlord's void system, a service's case system."""

    __tablename__ = "machine"
    __table_args__ = (one_of("role", Role),)

    id: str = Field(primary_key=True)
    public_ref: str = Field(unique=True)
    organisation_id: str = Field(foreign_key="organisation.id", index=True)
    name: str
    role: Role = Field(sa_type=Choice(Role))
    created_at: datetime = Field(sa_type=UTCDateTime)


class MachineKey(SQLModel, table=True):
    """A key of a machine, as a digest; two may live at once, for rotation."""

    __tablename__ = "machine_key"

    id: str = Field(primary_key=True)
    public_ref: str = Field(unique=True)
    machine_id: str = Field(foreign_key="machine.id", index=True)
    key_hash: str = Field(unique=True)
    created_at: datetime = Field(sa_type=UTCDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class Assignment(SQLModel, table=True):
    """A person works on a property request; without one its service sees nothing."""

    __tablename__ = "assignment"
    __table_args__ = (UniqueConstraint("person_id", "request_id"),)

    id: str = Field(primary_key=True)
    person_id: str = Field(foreign_key="person.id", index=True)
    request_id: str = Field(index=True)
    assigned_by: str
    assigned_at: datetime = Field(sa_type=UTCDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UTCDateTime)

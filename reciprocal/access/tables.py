from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from reciprocal.access.actor import Role, SessionStage
from reciprocal.access.closed import BlockReason
from reciprocal.access.holders import Binding
from reciprocal.db import Choice, UTCDateTime, one_of
from reciprocal.sealing.column import Sealed, SealedType


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
    """A sign-in that can be ended at once; only the token's digest is kept.

    Attributes:
        confirmed_at: When its owner last proved, by password or code, who they are.
        passkey_asked: For what a device was asked, and the challenge; once answered,
            nothing.
    """

    __tablename__ = "signed_in_session"
    __table_args__ = (one_of("stage", SessionStage),)

    id: str = Field(primary_key=True)
    public_ref: str = Field(unique=True)
    person_id: str = Field(foreign_key="person.id", index=True)
    token_hash: str = Field(unique=True)
    stage: SessionStage = Field(sa_type=Choice(SessionStage))
    created_at: datetime = Field(sa_type=UTCDateTime)
    confirmed_at: datetime = Field(sa_type=UTCDateTime)
    last_seen_at: datetime = Field(sa_type=UTCDateTime)
    expires_at: datetime = Field(sa_type=UTCDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    passkey_asked: str | None = None
    passkey_asked_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class SecondFactor(SQLModel, table=True):
    """A secret that an app on somebody's phone makes codes of (RFC 6238).

    Attributes:
        confirmed_at: When a first code of it was right; until then it opens nothing.
        last_step: The newest time step of which a code was used; none before it is.
        reset_until: Until then another may be set up in its place with the password
            alone, since a colleague said that it is lost.
    """

    __tablename__ = "second_factor"
    __table_args__ = (
        Index(
            "uq_second_factor_confirmed",
            "person_id",
            unique=True,
            sqlite_where=text("confirmed_at IS NOT NULL"),
            postgresql_where=text("confirmed_at IS NOT NULL"),
        ),
        Index(
            "uq_second_factor_started",
            "person_id",
            unique=True,
            sqlite_where=text("confirmed_at IS NULL"),
            postgresql_where=text("confirmed_at IS NULL"),
        ),
    )

    id: str = Field(primary_key=True)
    person_id: str = Field(foreign_key="person.id")
    key_id: str = Field(foreign_key="subject_key.id")
    secret: Sealed = Field(sa_type=SealedType)
    started_at: datetime = Field(sa_type=UTCDateTime)
    confirmed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    last_step: int
    reset_until: datetime | None = Field(default=None, sa_type=UTCDateTime)


class RecoveryCode(SQLModel, table=True):
    """A code on paper that stands in for a phone once; its digest alone is kept."""

    __tablename__ = "recovery_code"
    __table_args__ = (UniqueConstraint("person_id", "code_hash"),)

    id: str = Field(primary_key=True)
    person_id: str = Field(foreign_key="person.id", index=True)
    code_hash: str


class Passkey(SQLModel, table=True):
    """The public half of a key on somebody's own device, shown in place of a code.

    Attributes:
        credential_id, public_key: As the device gave them, base64url.
        sign_count: How often the device said that it had signed; 0 from those that do
            not count.
    """

    __tablename__ = "passkey"

    id: str = Field(primary_key=True)
    public_ref: str = Field(unique=True)
    person_id: str = Field(foreign_key="person.id", index=True)
    credential_id: str = Field(unique=True)
    public_key: str
    sign_count: int
    added_at: datetime = Field(sa_type=UTCDateTime)
    last_used_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class Machine(SQLModel, table=True):
    """A member's own system: a landlord's void system, a service's case system.

    Attributes:
        public_ref: Also its client id at the token endpoint.
        scopes: What a person let it do: words with a space between, sorted.
    """

    __tablename__ = "machine"
    __table_args__ = (one_of("role", Role),)

    id: str = Field(primary_key=True)
    public_ref: str = Field(unique=True)
    organisation_id: str = Field(foreign_key="organisation.id", index=True)
    name: str
    role: Role = Field(sa_type=Choice(Role))
    scopes: str
    created_at: datetime = Field(sa_type=UTCDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class MachineKey(SQLModel, table=True):
    """A key of a machine, as a digest; two may live at once, for rotation."""

    __tablename__ = "machine_key"

    id: str = Field(primary_key=True)
    public_ref: str = Field(unique=True)
    machine_id: str = Field(foreign_key="machine.id", index=True)
    key_hash: str = Field(unique=True)
    created_at: datetime = Field(sa_type=UTCDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class MachinePublicKey(SQLModel, table=True):
    """A machine's public key (RFC 7517); two may live at once, for rotation.

    Attributes:
        thumbprint: RFC 7638. A key that has ended never lives again.
        members: The JWK as JSON: what the thumbprint is made of, and nothing else.
    """

    __tablename__ = "machine_public_key"
    __table_args__ = (UniqueConstraint("machine_id", "thumbprint"),)

    id: str = Field(primary_key=True)
    public_ref: str = Field(unique=True)
    machine_id: str = Field(foreign_key="machine.id", index=True)
    thumbprint: str
    members: str
    created_at: datetime = Field(sa_type=UTCDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class AccessToken(SQLModel, table=True):
    """A machine's token for ten minutes; only its digest is kept.

    It ends with the key it was asked for with, the machine and the member.

    Attributes:
        bound_to: Whether a key must sign each call, or a certificate carry it.
        thumbprint: Of that key or certificate.
        scopes: Words with a space between, sorted.
    """

    __tablename__ = "access_token"
    __table_args__ = (one_of("bound_to", Binding),)

    id: str = Field(primary_key=True)
    token_hash: str = Field(unique=True)
    machine_id: str = Field(foreign_key="machine.id", index=True)
    public_key_id: str = Field(foreign_key="machine_public_key.id")
    bound_to: Binding = Field(sa_type=Choice(Binding))
    thumbprint: str
    scopes: str
    expires_at: datetime = Field(sa_type=UTCDateTime, index=True)


class SpentIdentifier(SQLModel, table=True):
    """The `jti` of an assertion or proof that was used, until it is too old anyway.

    Attributes:
        digest: Of what it was for, who signed, and the `jti` itself.
    """

    __tablename__ = "spent_identifier"

    digest: str = Field(primary_key=True)
    expires_at: datetime = Field(sa_type=UTCDateTime, index=True)


class TokenRefusals(SQLModel, table=True):
    """How many tokens were refused on a day: a number, and nothing of who asked."""

    __tablename__ = "token_refusals"

    day: date = Field(primary_key=True)
    refused: int


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


class CaseLeftTo(SQLModel, table=True):
    """A case that is left to one person of an organisation, and closed to the others.

    The household lives where a change in risk hid that it went: a case that goes on
    from there would tell its landlord's other people.

    Attributes:
        since: When it was left to them; only another's name in place of theirs ends it.
    """

    __tablename__ = "case_left_to"
    __table_args__ = (UniqueConstraint("request_id", "organisation_id"),)

    id: str = Field(primary_key=True)
    request_id: str = Field(index=True)
    organisation_id: str = Field(foreign_key="organisation.id")
    person_id: str = Field(foreign_key="person.id")
    since: datetime = Field(sa_type=UTCDateTime)


class StaffBlock(SQLModel, table=True):
    """Somebody who must never see a case, by a digest of the name they sign in with.

    Neither date ends it: its referring service alone does.

    Attributes:
        block_ref: The referring service's reference of it.
        mark: Digest of the sign-in name under the scheme's key; the name is nowhere.
        stated_by, ended_by: Identifiers of people.
        review_on: The worker is asked about it from this day.
        expected_end_on: And from this one, when they gave one.
    """

    __tablename__ = "staff_block"
    __table_args__ = (
        one_of("reason", BlockReason),
        CheckConstraint(
            "(ended_at IS NULL) = (ended_by IS NULL)", name="ended_by_somebody"
        ),
        Index(
            "uq_staff_block_standing",
            "mark",
            "request_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: str = Field(primary_key=True)
    block_ref: str = Field(unique=True)
    request_id: str = Field(index=True)
    mark: str
    reason: BlockReason = Field(sa_type=Choice(BlockReason))
    stated_by: str = Field(foreign_key="person.id")
    stated_at: datetime = Field(sa_type=UTCDateTime)
    review_on: date
    expected_end_on: date | None = None
    ended_by: str | None = Field(default=None, foreign_key="person.id")
    ended_at: datetime | None = Field(default=None, sa_type=UTCDateTime)

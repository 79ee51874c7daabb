from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from matching.terms import BedroomStandard, LandlordKind
from reciprocal.db import Choice, UTCDateTime, one_of


class OrganisationKind(StrEnum):
    COORDINATOR = "coordinator"
    PROVIDER = "provider"
    REFERRING_SERVICE = "referring_service"
    AUDITOR = "auditor"


class Scheme(SQLModel, table=True):
    """One managed reciprocal: its members, its pot and its book."""

    __tablename__ = "scheme"

    id: str = Field(primary_key=True)
    name: str = Field(unique=True)
    created_at: datetime = Field(sa_type=UTCDateTime)


class SchemeRulesVersion(SQLModel, table=True):
    """The scheme's rules from a day on; a version is added, never edited."""

    __tablename__ = "scheme_rules_version"
    __table_args__ = (UniqueConstraint("scheme_id", "version"),)

    id: str = Field(primary_key=True)
    scheme_id: str = Field(foreign_key="scheme.id")
    version: int
    effective_from: date
    rules: dict[str, object] = Field(sa_type=JSON)
    decided_by: str


class Organisation(SQLModel, table=True):
    """A member of a scheme.

    Attributes:
        code: Public: a council's GSS code, an association's registration number.
        on_call_number, deputy_number: Who answers the telephone task; without both
            an organisation cannot hold a live offer.
    """

    __tablename__ = "organisation"
    __table_args__ = (
        UniqueConstraint("scheme_id", "code"),
        one_of("kind", OrganisationKind),
    )

    id: str = Field(primary_key=True)
    scheme_id: str = Field(foreign_key="scheme.id")
    kind: OrganisationKind = Field(sa_type=Choice(OrganisationKind))
    name: str
    code: str
    on_call_number: str = ""
    deputy_number: str = ""
    joined_at: datetime = Field(sa_type=UTCDateTime)
    left_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class Provider(SQLModel, table=True):
    """What a landlord is and has signed to do.

    Attributes:
        managing_organisation_id: Arm's-length, tenant-managed or agent; else None.
        holds_stock: False for a council that owns no homes: it refers and receives,
            and never posts.
        home_authority: Of a council; None for an association.
        grants: Tenancy kinds it has signed to grant to a household that moves.
        bedroom_standard: What it counts bedrooms by; None where it is the scheme's.
        nominations_percent: Of its lettings, those that councils nominate to by
            agreement, which it cannot give for a home that it owes.
    """

    __tablename__ = "provider"
    __table_args__ = (
        one_of("kind", LandlordKind),
        one_of("bedroom_standard", BedroomStandard),
        CheckConstraint("settle_by_months > 0", name="settle_by_positive"),
        CheckConstraint(
            "nominations_percent BETWEEN 0 AND 100", name="nominations_percent_in_range"
        ),
    )

    organisation_id: str = Field(primary_key=True, foreign_key="organisation.id")
    kind: LandlordKind = Field(sa_type=Choice(LandlordKind))
    managing_organisation_id: str | None = Field(
        default=None, foreign_key="organisation.id"
    )
    holds_stock: bool
    home_authority: str | None = None
    introductory_scheme: bool
    grants: list[str] = Field(sa_type=JSON)
    settle_by_months: int
    nominations_percent: int = 0
    bedroom_standard: BedroomStandard | None = Field(
        default=None, sa_type=Choice(BedroomStandard)
    )


class ReferringService(SQLModel, table=True):
    """A service that may start a request.

    Attributes:
        owner_provider_id: The landlord whose own team it is; None when independent.
        closing_since, closing_by: Since when it takes nobody on any more, and who of
            the coordinator said so.
    """

    __tablename__ = "referring_service"
    __table_args__ = (
        CheckConstraint(
            "(closing_since IS NULL) = (closing_by IS NULL)", name="closing_by_somebody"
        ),
    )

    organisation_id: str = Field(primary_key=True, foreign_key="organisation.id")
    specialism: str
    owner_provider_id: str | None = Field(
        default=None, foreign_key="provider.organisation_id"
    )
    closing_since: datetime | None = Field(default=None, sa_type=UTCDateTime)
    closing_by: str | None = None

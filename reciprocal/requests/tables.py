from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from matching.terms import Access, Animal, AreaOfChoice, TenancyKind
from reciprocal.db import Choice, UTCDateTime, one_of
from reciprocal.requests.areas import AreaPurpose, AreaReason
from reciprocal.requests.lifecycle import (
    CheckState,
    DeclineCode,
    QuestionAbout,
    QuestionState,
    RequestState,
)
from reciprocal.requests.rules import (
    ConsentPurpose,
    DecisionReason,
    HomelessnessDuty,
    LinkReason,
    RiskKind,
    TriggerKind,
)
from reciprocal.sealing.column import Sealed, SealedType


class PropertyRequest(SQLModel, table=True):
    """A household's need of a safe home. It holds no name and no contact.

    Attributes:
        case_ref, board_ref: The referring service's reference and the
            coordinator's; `id` is nobody's and never leaves.
        household, areas, home, tenancy_reference: Class S. `areas` holds the areas
            of choice and, compiled, what to avoid, what to stay near and what to be
            close to (`kept.KeptAreas`).
        home_clash: Digest of the home's UPRN under the scheme's key: two services may
            hold a case of one household, and only the coordinator is told.
        bedrooms_needed, bedrooms_max: Worked out from the household when it is
            stated, and anew at each round.
        bedrooms_by_size_criteria, bedrooms_by_standard: Likewise, for landlords that
            count by a standard of their own.
        tenant_age_reached, adults_age_reached: Likewise, the highest age that homes
            are kept from and the tenant, or every adult, has reached; no age.
        persons: Derived when it is stated.
        access_needed_by: Until when it can wait for the access it needs; None for no
            longer than its keys.
        waiting_since: Never gets later through a failure that was not theirs.
        goes_on_from_id: The request whose move gave them the tenancy they hold.
    """

    __tablename__ = "property_request"
    __table_args__ = (
        one_of("state", RequestState),
        one_of("tenancy_held", TenancyKind),
        one_of("access_need", Access),
        one_of("animal", Animal),
        one_of("area_of_choice", AreaOfChoice),
        one_of("risk_kind", RiskKind),
        one_of("trigger_kind", TriggerKind),
        CheckConstraint("urgency BETWEEN 1 AND 4", name="urgency_in_range"),
        CheckConstraint("persons >= 1", name="persons_positive"),
        CheckConstraint("bedrooms_max >= bedrooms_needed", name="most_at_least_needed"),
    )

    id: str = Field(primary_key=True)
    case_ref: str = Field(unique=True)
    board_ref: str = Field(unique=True)
    scheme_id: str = Field(foreign_key="scheme.id", index=True)
    service_id: str = Field(foreign_key="referring_service.organisation_id", index=True)
    provider_id: str = Field(foreign_key="provider.organisation_id", index=True)
    key_id: str = Field(foreign_key="subject_key.id")
    state: RequestState = Field(sa_type=Choice(RequestState), index=True)

    household: Sealed = Field(sa_type=SealedType)
    areas: Sealed = Field(sa_type=SealedType)
    home: Sealed = Field(sa_type=SealedType)
    tenancy_reference: Sealed = Field(sa_type=SealedType)
    home_clash: str = Field(index=True)

    tenancy_held: TenancyKind = Field(sa_type=Choice(TenancyKind))
    tenancy_start: date
    joint: bool
    bedrooms_needed: int
    bedrooms_max: int
    bedrooms_by_size_criteria: int
    bedrooms_by_standard: int
    tenant_age_reached: int
    adults_age_reached: int
    persons: int
    access_need: Access = Field(sa_type=Choice(Access))
    access_needed_by: date | None
    animal: Animal = Field(sa_type=Choice(Animal))
    floor_max_without_lift: int | None
    ground_floor_unsafe: bool
    affordable_rent_accepted: bool
    area_of_choice: AreaOfChoice = Field(sa_type=Choice(AreaOfChoice))
    areas_of_choice_count: int
    geography_version: str
    risk_kind: RiskKind = Field(sa_type=Choice(RiskKind))
    urgency: int
    trigger_kind: TriggerKind = Field(sa_type=Choice(TriggerKind))
    trigger_date: date | None
    dash_score: int | None

    referred_by: str
    waiting_since: date
    confirmed_at: datetime = Field(sa_type=UTCDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    goes_on_from_id: str | None = Field(default=None, foreign_key="property_request.id")


class CaseArea(SQLModel, table=True):
    """Why an area of a case is stated, by whom, and when it is asked about again.

    Where it is, is in the case's sealed `areas` under the same reference, and only
    while it stands. No column says how it was stated. Neither date ends it.

    Attributes:
        area_ref: The referring service's reference of it.
        stated_by, ended_by: Identifiers of people.
        geography_version: The edition of the geography it was compiled against.
        review_on: The worker is asked about it from this day.
        expected_end_on: And from this one, when they gave one.
    """

    __tablename__ = "case_area"
    __table_args__ = (
        one_of("purpose", AreaPurpose),
        one_of("reason", AreaReason),
        CheckConstraint(
            "(ended_at IS NULL) = (ended_by IS NULL)", name="ended_by_somebody"
        ),
    )

    id: str = Field(primary_key=True)
    area_ref: str = Field(unique=True)
    request_id: str = Field(foreign_key="property_request.id", index=True)
    purpose: AreaPurpose = Field(sa_type=Choice(AreaPurpose))
    reason: AreaReason = Field(sa_type=Choice(AreaReason))
    stated_by: str = Field(foreign_key="person.id")
    stated_at: datetime = Field(sa_type=UTCDateTime)
    geography_version: str
    review_on: date
    expected_end_on: date | None = None
    ended_by: str | None = Field(default=None, foreign_key="person.id")
    ended_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class CaseLink(SQLModel, table=True):
    """Two cases that know of each other: neither enters a home the other leaves.

    It counts both ways, and tells neither side of the other.

    Attributes:
        link_ref: The stating side's reference of it.
        one_id, other_id: The cases, in the order of their identifiers. No foreign
            keys: those would lock two cases, while a round locks many in its own order.
        organisation_id: Who stated it or took its last case over; alone ends it.
        stated_by, ended_by: Identifiers of people.
    """

    __tablename__ = "case_link"
    __table_args__ = (
        one_of("reason", LinkReason),
        CheckConstraint("one_id <> other_id", name="of_two_cases"),
        CheckConstraint(
            "(ended_at IS NULL) = (ended_by IS NULL)", name="ended_by_somebody"
        ),
        Index(
            "uq_case_link_standing",
            "one_id",
            "other_id",
            "organisation_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: str = Field(primary_key=True)
    link_ref: str = Field(unique=True)
    one_id: str
    other_id: str = Field(index=True)
    organisation_id: str = Field(foreign_key="organisation.id", index=True)
    reason: LinkReason = Field(sa_type=Choice(LinkReason))
    stated_by: str = Field(foreign_key="person.id")
    stated_at: datetime = Field(sa_type=UTCDateTime)
    ended_by: str | None = Field(default=None, foreign_key="person.id")
    ended_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class Consent(SQLModel, table=True):
    """One agreement of the household, for one purpose, until it is taken back."""

    __tablename__ = "consent"
    __table_args__ = (
        one_of("purpose", ConsentPurpose),
        Index(
            "uq_consent_live_purpose",
            "request_id",
            "purpose",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
    )

    id: str = Field(primary_key=True)
    request_id: str = Field(foreign_key="property_request.id", index=True)
    purpose: ConsentPurpose = Field(sa_type=Choice(ConsentPurpose))
    recorded_by: str
    given_at: datetime = Field(sa_type=UTCDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class DutyStated(SQLModel, table=True):
    """Which homelessness duty a household is owed, as its worker states it.

    A row is added, never changed; the newest counts.
    """

    __tablename__ = "duty_stated"
    __table_args__ = (
        one_of("duty", HomelessnessDuty),
        UniqueConstraint("request_id", "number"),
    )

    id: str = Field(primary_key=True)
    request_id: str = Field(foreign_key="property_request.id")
    number: int
    duty: HomelessnessDuty = Field(sa_type=Choice(HomelessnessDuty))
    stated_by: str
    stated_at: datetime = Field(sa_type=UTCDateTime)


class TenancyCheck(SQLModel, table=True):
    """The old landlord's confirmation of facts, and its acceptance of the debt.

    Attributes:
        landlord_ref, board_ref: The landlord's reference and the coordinator's.
        visible_at: The landlord's tasks wait for a fixed run.
        account_balance_pence: Information, never a reason.
        accepts_debt: The landlord will owe the pot a home once this household moves.
    """

    __tablename__ = "tenancy_check"
    __table_args__ = (
        UniqueConstraint("request_id"),
        one_of("state", CheckState),
        CheckConstraint(
            "(state = 'declined') = (decline_code IS NOT NULL)",
            name="declined_with_code",
        ),
        CheckConstraint(
            "state NOT IN ('attested', 'countersigned') OR accepts_debt",
            name="attested_accepts_debt",
        ),
    )

    id: str = Field(primary_key=True)
    landlord_ref: str = Field(unique=True)
    board_ref: str = Field(unique=True)
    request_id: str = Field(foreign_key="property_request.id")
    provider_id: str = Field(foreign_key="provider.organisation_id", index=True)
    state: CheckState = Field(sa_type=Choice(CheckState))
    asked_at: datetime = Field(sa_type=UTCDateTime)
    visible_at: datetime = Field(sa_type=UTCDateTime)
    due_at: datetime = Field(sa_type=UTCDateTime)

    decline_code: DeclineCode | None = Field(default=None, sa_type=Choice(DeclineCode))
    own_stock_offer_date: date | None = None
    tenancy_kind: TenancyKind | None = Field(default=None, sa_type=Choice(TenancyKind))
    tenancy_start: date | None = None
    joint: bool | None = None
    successor: bool | None = None
    possession_proceedings: bool | None = None
    notice_served: bool | None = None
    account_balance_pence: int | None = None
    continuous_since_april_2012: bool | None = None
    identity_seen: bool | None = None
    accepts_debt: bool = False
    attested_by: str | None = None
    attested_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    countersigned_by: str | None = None
    countersigned_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class PersonQuestion(SQLModel, table=True):
    """What the rules leave to a person, asked once: a case of tenancies, or a home.

    Attributes:
        board_ref: The coordinator's reference; the case's worker has none.
        provider_id, tenancies: The landlord that lets, and the canonical text of the
            whole case: a fact that changes makes another question.
        marker_id: The cleared safety marker that the question is about; a marker set
            anew makes another question.
    """

    __tablename__ = "person_question"
    __table_args__ = (
        one_of("about", QuestionAbout),
        one_of("state", QuestionState),
        UniqueConstraint("request_id", "provider_id", "tenancies"),
        UniqueConstraint("request_id", "marker_id"),
        CheckConstraint(
            "(about = 'tenancy') = (provider_id IS NOT NULL)"
            " AND (about = 'tenancy') = (tenancies IS NOT NULL)"
            " AND (about = 'home') = (marker_id IS NOT NULL)",
            name="about_one_thing",
        ),
    )

    id: str = Field(primary_key=True)
    board_ref: str = Field(unique=True)
    request_id: str = Field(foreign_key="property_request.id", index=True)
    about: QuestionAbout = Field(sa_type=Choice(QuestionAbout))
    provider_id: str | None = Field(
        default=None, foreign_key="provider.organisation_id"
    )
    tenancies: str | None = None
    marker_id: str | None = Field(default=None, foreign_key="dwelling_marker.id")
    state: QuestionState = Field(sa_type=Choice(QuestionState))
    asked_at: datetime = Field(sa_type=UTCDateTime)


class PersonDecision(SQLModel, table=True):
    """What one named person decided of a question, until it is taken back.

    Attributes:
        note: Class S, under the request's key: the person's own words, for whoever
            must account for the decision. No route shows it.
        decided_by, taken_back_by: Identifiers of people.
    """

    __tablename__ = "person_decision"
    __table_args__ = (
        one_of("reason", DecisionReason),
        CheckConstraint(
            "(taken_back_at IS NULL) = (taken_back_by IS NULL)",
            name="taken_back_by_somebody",
        ),
        Index(
            "uq_person_decision_stands",
            "question_id",
            unique=True,
            sqlite_where=text("taken_back_at IS NULL"),
            postgresql_where=text("taken_back_at IS NULL"),
        ),
    )

    id: str = Field(primary_key=True)
    question_id: str = Field(foreign_key="person_question.id", index=True)
    allowed: bool
    reason: DecisionReason = Field(sa_type=Choice(DecisionReason))
    note: Sealed | None = Field(default=None, sa_type=SealedType)
    decided_by: str = Field(foreign_key="person.id")
    decided_at: datetime = Field(sa_type=UTCDateTime)
    taken_back_by: str | None = Field(default=None, foreign_key="person.id")
    taken_back_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class CaseTold(SQLModel, table=True):
    """What a case's service is told of one round, in codes and bands.

    Attributes:
        told: Class S: why no home yet; it speaks of the household's areas and needs.
        why: Class S: what speaks for the home that the round proposed, if it did.
        proposed: The round proposed a home, so that `told` is told to nobody.
        told_at: A fixed run after the round was published; before that, nothing.
    """

    __tablename__ = "case_told"
    __table_args__ = (UniqueConstraint("request_id", "round_id"),)

    id: str = Field(primary_key=True)
    request_id: str = Field(foreign_key="property_request.id")
    round_id: str = Field(foreign_key="match_round.id", index=True)
    told: Sealed = Field(sa_type=SealedType)
    why: Sealed = Field(sa_type=SealedType)
    proposed: bool = False
    told_at: datetime | None = Field(default=None, sa_type=UTCDateTime)

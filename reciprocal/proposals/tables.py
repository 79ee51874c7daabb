from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from matching.tenure import Condition, TenureVerdict
from matching.terms import LandlordKind, RentBasis, TenancyKind
from reciprocal.db import Choice, UTCDateTime, one_of
from reciprocal.proposals.change_lifecycle import ChangeTold
from reciprocal.proposals.lifecycle import EndCode, Party, ProposalState
from reciprocal.proposals.transfer_lifecycle import TransferReason, TransferState
from reciprocal.proposals.viewing_lifecycle import ViewingEvent, ViewingWay
from reciprocal.sealing.column import Sealed, SealedType

_LIVE = "state NOT IN ('completed', 'ended', 'failed')"


class Proposal(SQLModel, table=True):
    """One ready step put to its parties; the row that joins both ends of a move.

    Attributes:
        case_ref, offer_ref, departure_ref, board_ref: One reference for each party:
            the worker, the receiving landlord, the old landlord, the coordinator.
        due_at: When the present state lapses.
        departure_visible_at: The old landlord's task waits for a fixed run.
        lead_id: Who of the receiving landlord agreed to the offer: its named lead.
        hidden_at: Since when a change in risk hides where the household goes from
            everybody but its worker and the named lead; None for no such change.
        hidden_from_lead: And from that lead too.
        interim: Into the interim home of a cycle: the household is to move on.
    """

    __tablename__ = "proposal"
    __table_args__ = (
        one_of("state", ProposalState),
        CheckConstraint(
            "(state IN ('ended', 'failed')) = (end_code IS NOT NULL)",
            name="ended_with_code",
        ),
        CheckConstraint(
            "hidden_at IS NOT NULL OR NOT hidden_from_lead", name="hidden_since"
        ),
        Index(
            "uq_proposal_live_home",
            "home_id",
            unique=True,
            sqlite_where=text(_LIVE),
            postgresql_where=text(_LIVE),
        ),
        Index(
            "uq_proposal_live_request",
            "request_id",
            unique=True,
            sqlite_where=text(_LIVE),
            postgresql_where=text(_LIVE),
        ),
        UniqueConstraint("round_id", "exchange_number", "position"),
    )

    id: str = Field(primary_key=True)
    case_ref: str = Field(unique=True)
    offer_ref: str = Field(unique=True)
    departure_ref: str = Field(unique=True)
    board_ref: str = Field(unique=True)
    scheme_id: str = Field(foreign_key="scheme.id", index=True)
    round_id: str = Field(foreign_key="match_round.id")
    exchange_number: int
    position: int
    chain_ref: str
    rule_version: int
    request_id: str = Field(foreign_key="property_request.id", index=True)
    home_id: str = Field(foreign_key="home.id", index=True)
    service_id: str = Field(foreign_key="referring_service.organisation_id")
    old_provider_id: str = Field(foreign_key="provider.organisation_id", index=True)
    new_provider_id: str = Field(foreign_key="provider.organisation_id", index=True)
    state: ProposalState = Field(sa_type=Choice(ProposalState))
    end_code: EndCode | None = Field(default=None, sa_type=Choice(EndCode))

    proposed_at: datetime = Field(sa_type=UTCDateTime)
    due_at: datetime = Field(sa_type=UTCDateTime)
    departure_visible_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    offer_agreed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    departure_agreed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    lead_id: str | None = None
    hidden_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    hidden_from_lead: bool = False
    interim: bool = False


class Decision(SQLModel, table=True):
    """What one party decided; each decides once, and the row is never changed."""

    __tablename__ = "decision"
    __table_args__ = (
        one_of("party", Party),
        UniqueConstraint("proposal_id", "party"),
    )

    id: str = Field(primary_key=True)
    proposal_id: str = Field(foreign_key="proposal.id", index=True)
    party: Party = Field(sa_type=Choice(Party))
    agreed: bool
    code: EndCode | None = Field(default=None, sa_type=Choice(EndCode))
    decided_by: str
    decided_at: datetime = Field(sa_type=UTCDateTime)


class Viewing(SQLModel, table=True):
    """An event of a step's viewing; added, and never changed.

    Attributes:
        number: 1, 2 and so on within the step.
        way: How the landlord offers it; of an offer alone.
        on_day: The day offered, or the day on which it was; none with photographs
            that are offered.
        by: Identifier of a person.
    """

    __tablename__ = "viewing"
    __table_args__ = (
        one_of("event", ViewingEvent),
        one_of("way", ViewingWay),
        CheckConstraint("(event = 'offer') = (way IS NOT NULL)", name="offered_a_way"),
        CheckConstraint(
            "(on_day IS NULL) = (COALESCE(way, '') = 'photographs')", name="on_a_day"
        ),
        UniqueConstraint("proposal_id", "number"),
    )

    id: str = Field(primary_key=True)
    proposal_id: str = Field(foreign_key="proposal.id")
    number: int
    event: ViewingEvent = Field(sa_type=Choice(ViewingEvent))
    way: ViewingWay | None = Field(default=None, sa_type=Choice(ViewingWay))
    on_day: date | None = None
    by: str
    at: datetime = Field(sa_type=UTCDateTime)


class Conversation(SQLModel, table=True):
    """The conversation in which a household gave its answer; never changed.

    Attributes:
        language: Class S, under the request's key: the ISO 639 code of the language
            it was given in. No route shows it.
        interpreter: Whether an interpreter was there.
    """

    __tablename__ = "conversation"

    id: str = Field(primary_key=True)
    proposal_id: str = Field(foreign_key="proposal.id", unique=True)
    language: Sealed = Field(sa_type=SealedType)
    interpreter: bool
    recorded_by: str
    recorded_at: datetime = Field(sa_type=UTCDateTime)


class FinalOfferWarning(SQLModel, table=True):
    """What a household owed a homelessness duty was told before its answer.

    Attributes:
        words: Class S, under the request's key: the worker's own words. No route
            shows them.
    """

    __tablename__ = "final_offer_warning"

    id: str = Field(primary_key=True)
    proposal_id: str = Field(foreign_key="proposal.id", index=True)
    words: Sealed = Field(sa_type=SealedType)
    given_by: str
    given_at: datetime = Field(sa_type=UTCDateTime)


class HouseholdChanged(SQLModel, table=True):
    """That a household changed: a code and a day, added and never taken away.

    Attributes:
        happened_on: As the worker tells it.
        goes_on_as: The case of the part that was referred anew, once it was.
    """

    __tablename__ = "household_changed"
    __table_args__ = (
        one_of("change", ChangeTold),
        UniqueConstraint("request_id", "number"),
    )

    id: str = Field(primary_key=True)
    request_id: str = Field(foreign_key="property_request.id")
    number: int
    change: ChangeTold = Field(sa_type=Choice(ChangeTold))
    happened_on: date
    goes_on_as: str | None = Field(default=None, foreign_key="property_request.id")
    recorded_by: str
    recorded_at: datetime = Field(sa_type=UTCDateTime)


class CaseTransfer(SQLModel, table=True):
    """A case on its way from one referring service to another.

    Attributes:
        sent_ref, received_ref: The reference of either service; neither knows the
            other's.
        offered_by, taken_by: Identifiers of people: two, of two services.
        handed_over_on: On which day what the service alone holds, the household's name
            and how to reach it, was handed over outside; nothing of it is here.
    """

    __tablename__ = "case_transfer"
    __table_args__ = (
        one_of("state", TransferState),
        one_of("reason", TransferReason),
        CheckConstraint(
            "(state = 'taken') = (taken_by IS NOT NULL)", name="taken_by_somebody"
        ),
        CheckConstraint(
            "(taken_by IS NULL) = (handed_over_on IS NULL)", name="taken_handed_over"
        ),
        Index(
            "uq_case_transfer_offered",
            "request_id",
            unique=True,
            sqlite_where=text("state = 'offered'"),
            postgresql_where=text("state = 'offered'"),
        ),
    )

    id: str = Field(primary_key=True)
    sent_ref: str = Field(unique=True)
    received_ref: str = Field(unique=True)
    request_id: str = Field(foreign_key="property_request.id", index=True)
    from_service_id: str = Field(foreign_key="referring_service.organisation_id")
    to_service_id: str = Field(foreign_key="referring_service.organisation_id")
    reason: TransferReason = Field(sa_type=Choice(TransferReason))
    state: TransferState = Field(sa_type=Choice(TransferState))
    offered_by: str = Field(foreign_key="person.id")
    offered_at: datetime = Field(sa_type=UTCDateTime)
    taken_by: str | None = Field(default=None, foreign_key="person.id")
    handed_over_on: date | None = None
    ended_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class HomeRefused(SQLModel, table=True):
    """A home that is not to be proposed to a household again."""

    __tablename__ = "home_refused"
    __table_args__ = (UniqueConstraint("request_id", "home_id"),)

    id: str = Field(primary_key=True)
    request_id: str = Field(foreign_key="property_request.id", index=True)
    home_id: str = Field(foreign_key="home.id")
    since: date


class TenancyPromise(SQLModel, table=True):
    """The tenancy that a step promises; added when it is worked out, never changed.

    Worked out as the step is proposed, for its worker to read. Where the tenancy held
    was not attested by then, it is worked out once more as the step becomes an offer.
    The newest is the promise.

    Attributes:
        number: 1 at the proposal, 2 on the attestation.
        rules, disclosures: Names of the table of tenancies, with a blank between.
        attestation_id: The tenancy check it rests on; None while it rests on what
            the referring worker stated.
    """

    __tablename__ = "tenancy_promise"
    __table_args__ = (
        one_of("tenancy", TenancyKind),
        one_of("landlord_kind", LandlordKind),
        one_of("rent_basis", RentBasis),
        one_of("verdict", TenureVerdict),
        one_of("condition", Condition),
        UniqueConstraint("proposal_id", "number"),
        CheckConstraint("weekly_rent_pence >= 0", name="rent_not_negative"),
    )

    id: str = Field(primary_key=True)
    proposal_id: str = Field(foreign_key="proposal.id")
    number: int
    tenancy: TenancyKind = Field(sa_type=Choice(TenancyKind))
    landlord_kind: LandlordKind = Field(sa_type=Choice(LandlordKind))
    rent_basis: RentBasis = Field(sa_type=Choice(RentBasis))
    weekly_rent_pence: int
    verdict: TenureVerdict = Field(sa_type=Choice(TenureVerdict))
    condition: Condition | None = Field(default=None, sa_type=Choice(Condition))
    rules: str
    disclosures: str
    attestation_id: str | None = Field(default=None, foreign_key="tenancy_check.id")
    worked_out_on: date

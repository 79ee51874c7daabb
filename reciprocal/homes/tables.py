from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from matching.terms import (
    AGES_DESIGNATED,
    Access,
    AgeOf,
    HomeKind,
    LettingRoute,
    LocalClause,
    PetRule,
    RentBasis,
    TenancyKind,
)
from reciprocal.db import Choice, UTCDateTime, one_of
from reciprocal.homes.lifecycle import HomeState
from reciprocal.homes.rules import NominationState, PoliceMarker, Supply, Works
from reciprocal.sealing.column import Sealed, SealedType

_STANDS = "ended_at IS NULL"
_LIVE = "state NOT IN ('let', 'withdrawn')"


class StockEntry(SQLModel, table=True):
    """A dwelling a landlord has registered as its own, as a keyed digest."""

    __tablename__ = "stock_entry"
    __table_args__ = (UniqueConstraint("provider_id", "uprn_blind"),)

    id: str = Field(primary_key=True)
    provider_id: str = Field(foreign_key="provider.organisation_id")
    uprn_blind: str
    registered_by: str
    registered_at: datetime = Field(sa_type=UTCDateTime)


class Home(SQLModel, table=True):
    """A home in the pot: a void, a home on notice, or one a household will leave.

    Attributes:
        landlord_ref, board_ref: The landlord's reference and the coordinator's;
            `id` is nobody's and never leaves.
        uprn, address, postcode, place: Class S. `place` holds sector and metres.
        offer_shown: The landlord has been shown an offer of it; until then a reserved
            home is in the pot as far as its landlord can tell.
        in_pot_since: When its landlord put it in the pot; what rounds have done with it
            since changes nothing here.
        rounds_left: Rounds that a home which a household left, or a letting, stays in
            the pot for; None of any other. What they do with it changes nothing here
            either.
        stay_over_at, stay_ended_at: When it was closed to rounds, having stayed its
            time, and when it went back to its landlord; one that is promised or let
            would have gone back then, and reads so to whoever is not to know.
        uprn_blind: Unique among the landlord's live homes.
        uprn_clash: Finds the same dwelling under another landlord, for the
            coordinator alone.
        teams_barred: Class S: lettings teams whose tenants may not enter, since the
            household that left went there.
        vacated_by_request_id: The request whose household lives here, until it left.
        reserved_for_request_id: The request it is reserved for, or was let to; whoever
            that case is closed to reads it as it was before.
        possession_recorded: False while somebody else is still in occupation.
        hidden: A change in risk hides from its landlord what it is promised or was let
            for; they read it as if it had stayed in the pot.
        known_to_id: The one person of the landlord who knows; None while any of its
            people may still be the one, and no system.
        withdrawal_asked_at, amendment_asked: What the others have asked of it since;
            done once nothing hangs on it.
    """

    __tablename__ = "home"
    __table_args__ = (
        one_of("state", HomeState),
        one_of("supply", Supply),
        one_of("kind", HomeKind),
        one_of("access", Access),
        one_of("rent_basis", RentBasis),
        one_of("tenancy_offered", TenancyKind),
        one_of("letting_route", LettingRoute),
        one_of("nomination", NominationState),
        one_of("works", Works),
        one_of("age_of", AgeOf),
        one_of("pets", PetRule),
        one_of("local_clause", LocalClause),
        one_of("adapted_access", Access),
        CheckConstraint(f"age_min IN {AGES_DESIGNATED}", name="age_min_known"),
        CheckConstraint(
            "(adapted_access IS NULL) = (adapted_on IS NULL)",
            name="adapted_access_by_a_day",
        ),
        CheckConstraint("bedrooms BETWEEN 0 AND 12", name="bedrooms_in_range"),
        CheckConstraint("persons_max BETWEEN 1 AND 24", name="persons_max_in_range"),
        CheckConstraint("weekly_rent_pence > 0", name="weekly_rent_positive"),
        CheckConstraint("rounds_left >= 0", name="rounds_left_counted"),
        CheckConstraint(
            "NOT hidden OR state IN ('reserved', 'let')", name="hidden_while_promised"
        ),
        CheckConstraint(
            "hidden OR (known_to_id IS NULL AND withdrawal_asked_at IS NULL"
            " AND amendment_asked IS NULL)",
            name="asked_while_hidden",
        ),
        Index(
            "uq_home_live_uprn",
            "provider_id",
            "uprn_blind",
            unique=True,
            sqlite_where=text(_LIVE),
            postgresql_where=text(_LIVE),
        ),
        Index(
            "uq_home_live_vacated_by",
            "vacated_by_request_id",
            unique=True,
            sqlite_where=text(_LIVE),
            postgresql_where=text(_LIVE),
        ),
    )

    id: str = Field(primary_key=True)
    landlord_ref: str = Field(unique=True)
    board_ref: str = Field(unique=True)
    scheme_id: str = Field(foreign_key="scheme.id", index=True)
    provider_id: str = Field(foreign_key="provider.organisation_id", index=True)
    key_id: str = Field(foreign_key="subject_key.id")
    state: HomeState = Field(sa_type=Choice(HomeState), index=True)
    supply: Supply = Field(sa_type=Choice(Supply))

    uprn: Sealed = Field(sa_type=SealedType)
    address: Sealed = Field(sa_type=SealedType)
    postcode: Sealed = Field(sa_type=SealedType)
    place: Sealed = Field(sa_type=SealedType)
    teams_barred: Sealed | None = Field(default=None, sa_type=SealedType)
    uprn_blind: str
    uprn_clash: str = Field(index=True)
    authority_code: str
    geography_version: str

    bedrooms: int
    persons_max: int
    kind: HomeKind = Field(sa_type=Choice(HomeKind))
    floor: int | None
    lift: bool
    access: Access = Field(sa_type=Choice(Access))
    rent_basis: RentBasis = Field(sa_type=Choice(RentBasis))
    weekly_rent_pence: int
    tenancy_offered: TenancyKind = Field(sa_type=Choice(TenancyKind))
    letting_route: LettingRoute = Field(sa_type=Choice(LettingRoute))
    nomination: NominationState = Field(sa_type=Choice(NominationState))
    notice_date: date | None = None
    void_date: date | None = None
    ready_date: date | None = None
    works: Works = Field(default=Works.NONE, sa_type=Choice(Works))
    age_min: int | None = None
    age_of: AgeOf = Field(default=AgeOf.EVERY_ADULT, sa_type=Choice(AgeOf))
    pets: PetRule = Field(default=PetRule.UNKNOWN, sa_type=Choice(PetRule))
    local_clause: LocalClause = Field(
        default=LocalClause.NONE, sa_type=Choice(LocalClause)
    )
    adapted_access: Access | None = Field(default=None, sa_type=Choice(Access))
    adapted_on: date | None = None

    offer_shown: bool = False
    in_pot_since: datetime | None = Field(default=None, sa_type=UTCDateTime)
    posted_by: str
    posted_at: datetime = Field(sa_type=UTCDateTime)
    released_by: str | None = None
    released_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    vacated_by_request_id: str | None = Field(
        default=None, foreign_key="property_request.id"
    )
    reserved_for_request_id: str | None = Field(
        default=None, foreign_key="property_request.id"
    )
    possession_recorded: bool = True
    rounds_left: int | None = None
    stay_over_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    stay_ended_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    hidden: bool = False
    known_to_id: str | None = None
    withdrawal_asked_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    amendment_asked: dict[str, Any] | None = Field(
        default=None, sa_column=Column(JSON(none_as_null=True), nullable=True)
    )


class DwellingBar(SQLModel, table=True):
    """A dwelling closed to a lettings team: its household went to that team.

    It stands whether or not, and by whom, the dwelling is ever posted.

    Attributes:
        uprn_clash: The dwelling, as a digest under the scheme's key.
        team: Class S: with the dwelling it would tell where the household went.
    """

    __tablename__ = "dwelling_bar"

    id: str = Field(primary_key=True)
    uprn_clash: str = Field(index=True)
    key_id: str = Field(foreign_key="subject_key.id")
    team: Sealed = Field(sa_type=SealedType)
    since: datetime = Field(sa_type=UTCDateTime)


class DwellingMarker(SQLModel, table=True):
    """A dwelling known to somebody whom a household fled; nothing of whom or why.

    Attributes:
        uprn_clash: The dwelling, as a digest under the scheme's key.
        fit_decided_on, measures, measures_done_on, police_marker: What its landlord
            did before letting it; all of them once it is cleared.
        ended_at: When another marker of the dwelling took its place.
    """

    __tablename__ = "dwelling_marker"
    __table_args__ = (
        one_of("police_marker", PoliceMarker),
        CheckConstraint(
            "(cleared_at IS NULL) = (cleared_by IS NULL)"
            " AND (cleared_at IS NULL) = (fit_decided_on IS NULL)"
            " AND (cleared_at IS NULL) = (measures_done_on IS NULL)"
            " AND (cleared_at IS NULL) = (police_marker IS NULL)",
            name="cleared_with_facts",
        ),
        Index(
            "uq_dwelling_marker_stands",
            "uprn_clash",
            unique=True,
            sqlite_where=text(_STANDS),
            postgresql_where=text(_STANDS),
        ),
    )

    id: str = Field(primary_key=True)
    uprn_clash: str = Field(index=True)
    set_by: str
    set_at: datetime = Field(sa_type=UTCDateTime)
    fit_decided_on: date | None = None
    measures: list[str] = Field(default_factory=list, sa_type=JSON)
    measures_done_on: date | None = None
    police_marker: PoliceMarker | None = Field(
        default=None, sa_type=Choice(PoliceMarker)
    )
    cleared_by: str | None = None
    cleared_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class NominationRelease(SQLModel, table=True):
    """A council's recorded word that it will not nominate to a home.

    The council learns the landlord, the authority and the size; no address.
    """

    __tablename__ = "nomination_release"

    id: str = Field(primary_key=True)
    council_ref: str = Field(unique=True)
    home_id: str = Field(foreign_key="home.id", unique=True)
    council_id: str = Field(foreign_key="provider.organisation_id", index=True)
    asked_at: datetime = Field(sa_type=UTCDateTime)
    released_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    released_by: str | None = None

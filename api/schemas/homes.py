from typing import Annotated, Literal, get_args

from pydantic import Field

from api.schemas.body import (
    Bedrooms,
    Body,
    Day,
    Flag,
    FloorLevel,
    Pence,
    Persons,
    Postcode,
    Text,
)
from api.schemas.kinds import Uprn
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
from reciprocal.homes.amending import Amendment
from reciprocal.homes.marked import Clearance
from reciprocal.homes.operations import Dwelling
from reciprocal.homes.rules import (
    HomeFacts,
    MarkerMeasure,
    PoliceMarker,
    Supply,
    Works,
)

DesignatedAge = Literal[50, 55, 60, 65]
assert get_args(DesignatedAge) == AGES_DESIGNATED, "one list of ages, said twice"


class RegisterStock(Body):
    """Dwellings that are yours, by UPRN."""

    uprns: Annotated[list[Uprn], Field(min_length=1, max_length=5_000)] = Field(
        examples=[["100023336956"]]
    )


class HomeBody(Body):
    """A home's place and facts."""

    uprn: Uprn = Field(examples=["100023336956"])
    address: Text = Field(examples=["Flat 4, Example House, Example Road"])
    postcode: Postcode = Field(examples=["E8 1EA"])
    bedrooms: Bedrooms = Field(examples=[2])
    persons_max: Persons = Field(examples=[4])
    kind: HomeKind = Field(examples=["flat"])
    floor: FloorLevel | None = Field(examples=[1])
    lift: Flag = Field(examples=[True])
    access: Access = Field(examples=["general"])
    rent_basis: RentBasis = Field(examples=["social"])
    weekly_rent_pence: Pence = Field(examples=[11875])
    tenancy_offered: TenancyKind = Field(examples=["secure_lifetime"])
    letting_route: LettingRoute = Field(examples=["council_direct"])
    notice_date: Day | None = Field(default=None, examples=["2026-02-02"])
    void_date: Day | None = Field(default=None, examples=["2026-03-02"])
    ready_date: Day | None = Field(default=None, examples=["2026-03-16"])
    works: Works = Field(default=Works.NONE, examples=["minor"])
    age_min: DesignatedAge | None = Field(default=None, examples=[None])
    age_of: AgeOf = Field(default=AgeOf.EVERY_ADULT, examples=["every_adult"])
    pets: PetRule = Field(default=PetRule.UNKNOWN, examples=["allowed"])
    local_clause: LocalClause = Field(default=LocalClause.NONE, examples=["none"])
    adapted_access: Access | None = Field(default=None, examples=["step_free"])
    adapted_on: Day | None = Field(default=None, examples=["2026-03-13"])

    def dwelling(self) -> Dwelling:
        """Return which dwelling it is."""
        return Dwelling(uprn=self.uprn, address=self.address, postcode=self.postcode)

    def facts(self, supply: Supply) -> HomeFacts:
        """Return what is said of it beside its place."""
        given = self.model_dump(include=set(HomeFacts.__dataclass_fields__))
        return HomeFacts(**given | {"supply": supply})


class PostHome(HomeBody):
    """Put a void or a home on notice in the pot; a second person releases it."""

    supply: Supply = Field(examples=["void"])


class AmendHome(Body):
    """Amend dates, works or rent, or say what was not known.

    What is left out stays as it is. Access and pets are said once: another word means
    posting the home anew, but for access as an adaptation has made it. A clause that
    keeps the home for local people may be said to be waived.
    """

    notice_date: Day | None = Field(default=None, examples=["2026-02-02"])
    void_date: Day | None = Field(default=None, examples=["2026-03-02"])
    ready_date: Day | None = Field(default=None, examples=["2026-03-23"])
    works: Works | None = Field(default=None, examples=["major"])
    weekly_rent_pence: Pence | None = Field(default=None, examples=[12010])
    adapted_on: Day | None = Field(default=None, examples=[None])
    access: Access | None = Field(default=None, examples=[None])
    pets: PetRule | None = Field(default=None, examples=["allowed"])
    local_clause: LocalClause | None = Field(default=None, examples=["waived"])

    def amendment(self) -> Amendment:
        """Return what is to be amended."""
        return Amendment(**self.model_dump())


class ClearMarker(Body):
    """What you did before you let a home that somebody dangerous knows.

    Write nothing of anybody: what is recorded is about the home alone.
    """

    fit_decided_on: Day = Field(examples=["2026-03-16"])
    measures: Annotated[set[MarkerMeasure], Field(min_length=1)] = Field(
        examples=[["locks_changed", "letterbox_secured"]]
    )
    measures_done_on: Day = Field(examples=["2026-03-18"])
    police_marker: PoliceMarker = Field(examples=["asked_at_letting"])

    def clearance(self) -> Clearance:
        """Return the facts as the room knows them."""
        return Clearance(
            fit_decided_on=self.fit_decided_on,
            measures=frozenset(self.measures),
            measures_done_on=self.measures_done_on,
            police_marker=self.police_marker,
        )

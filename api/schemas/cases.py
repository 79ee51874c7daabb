from typing import Annotated, Literal

from pydantic import Field

from api.schemas.body import Body, Day, Flag, FloorLevel, Postcode, Text
from api.schemas.households import HouseholdBody
from api.schemas.kinds import AuthorityCode, Uprn
from matching.terms import Access, AreaOfChoice, TenancyKind, Urgency
from reciprocal import places
from reciprocal.proposals.lifecycle import EndCode
from reciprocal.requests.rules import (
    ConsentPurpose,
    HomeLeft,
    Referral,
    RiskKind,
    StatedAreas,
    TriggerKind,
)

_METRES_MAX = 20_000


class AvoidAuthority(Body):
    """Everywhere in one authority."""

    kind: Literal["authority"]
    code: AuthorityCode = Field(examples=["E09000028"])

    def stated(self) -> places.StatedArea:
        return places.WholeAuthority(self.code)


class AvoidDistrict(Body):
    """Everywhere in one postcode district."""

    kind: Literal["district"]
    district: Annotated[str, Field(max_length=4)] = Field(examples=["SE15"])

    def stated(self) -> places.StatedArea:
        return places.WholeDistrict(
            places.parse_district(self.district, field="areas_to_avoid")
        )


class AvoidSector(Body):
    """Everywhere in one postcode sector."""

    kind: Literal["sector"]
    sector: Annotated[str, Field(max_length=6)] = Field(examples=["SE15 4"])

    def stated(self) -> places.StatedArea:
        return places.WholeSector(
            places.parse_sector(self.sector, field="areas_to_avoid")
        )


class AvoidPostcodes(Body):
    """The places of some postcodes, as an estate; kept as their sectors."""

    kind: Literal["postcodes"]
    postcodes: Annotated[list[Postcode], Field(min_length=1, max_length=200)] = Field(
        examples=[["SE15 4AA"]]
    )

    def stated(self) -> places.StatedArea:
        return places.ListedPostcodes(
            tuple(
                places.parse_postcode(text, field="areas_to_avoid")
                for text in self.postcodes
            )
        )


class AvoidWithin(Body):
    """Everywhere within a distance of a postcode; neither is kept."""

    kind: Literal["within"]
    postcode: Postcode = Field(examples=["SE15 4AA"])
    metres: Annotated[int, Field(strict=True, ge=100, le=_METRES_MAX)] = Field(
        examples=[3000]
    )

    def stated(self) -> places.StatedArea:
        return places.WithinDistance(
            places.parse_postcode(self.postcode, field="areas_to_avoid"), self.metres
        )


Avoid = Annotated[
    AvoidAuthority | AvoidDistrict | AvoidSector | AvoidPostcodes | AvoidWithin,
    Field(discriminator="kind"),
]


class AreasBody(Body):
    """Where the household can live and where not."""

    area_of_choice: AreaOfChoice = Field(examples=["listed"])
    areas_of_choice: Annotated[list[AuthorityCode], Field(max_length=400)] = Field(
        examples=[["E09000012", "E09000019", "E09000025", "E09000030", "E09000031"]]
    )
    areas_to_avoid: Annotated[list[Avoid], Field(max_length=100)] = Field(
        examples=[[{"kind": "authority", "code": "E09000028"}]]
    )
    landlords_to_avoid: Annotated[list[Text], Field(max_length=100)] = Field(
        examples=[[]]
    )

    def areas(self) -> StatedAreas:
        """Return the areas as a worker states them."""
        return StatedAreas(
            choice=self.area_of_choice,
            of_choice=frozenset(self.areas_of_choice),
            avoid=tuple(area.stated() for area in self.areas_to_avoid),
            landlords_to_avoid=frozenset(self.landlords_to_avoid),
        )


class HomeLeftBody(Body):
    """Where the household lives now."""

    uprn: Uprn = Field(examples=["100023336957"])
    address: Text = Field(examples=["1 Example Road"])
    postcode: Postcode = Field(examples=["SE15 4QL"])


class ReferCase(HouseholdBody, AreasBody):
    """Start a case. It takes no name and no contact: those stay with you."""

    landlord_code: Text = Field(examples=["E09000028"])
    tenancy_reference: Text = Field(examples=["T-104422"])
    tenancy_held: TenancyKind = Field(examples=["secure_lifetime"])
    tenancy_start: Day = Field(examples=["2014-05-12"])
    joint: Flag = Field(examples=[False])
    access_need: Access = Field(examples=["general"])
    floor_max_without_lift: FloorLevel | None = Field(examples=[2])
    ground_floor_unsafe: Flag = Field(examples=[True])
    affordable_rent_accepted: Flag = Field(examples=[False])
    risk_kind: RiskKind = Field(examples=["domestic_abuse"])
    urgency: Urgency = Field(examples=[1])
    trigger_kind: TriggerKind = Field(examples=["release"])
    trigger_date: Day | None = Field(examples=["2026-04-01"])
    dash_score: Annotated[int, Field(strict=True, ge=0, le=24)] | None = Field(
        examples=[16]
    )
    home: HomeLeftBody

    def referral(self) -> Referral:
        """Return the referral as the room knows it."""
        plain = self.model_dump(
            include=set(Referral.__dataclass_fields__) - {"home", "areas", "household"}
        )
        return Referral(
            **plain,
            areas=self.areas(),
            household=self.household(),
            home=HomeLeft(**self.home.model_dump()),
        )


class ConsentBody(Body):
    """A purpose the household agrees to."""

    purpose: ConsentPurpose = Field(examples=["matching"])


class SafetyLook(Body):
    """Whether the home is safe; a no needs no reason and never counts."""

    safe: Flag = Field(examples=[True])


class HouseholdAnswer(Body):
    """The household's answer, given in a conversation."""

    agreed: Flag = Field(examples=[True])
    code: EndCode | None = Field(default=None, examples=["household_refused"])

from abc import abstractmethod
from typing import Annotated, Literal

from pydantic import Field

from api.schemas.body import Body, Day, Email, Flag, FloorLevel, Postcode, Text
from api.schemas.households import HouseholdBody
from api.schemas.kinds import AuthorityCode, Reference, Uprn
from matching.terms import Access, Animal, AreaOfChoice, TenancyKind, Urgency
from reciprocal import places
from reciprocal.proposals.lifecycle import EndCode
from reciprocal.proposals.risk import RiskChange
from reciprocal.requests.areas import (
    CLOSE_TO,
    TO_AVOID,
    WITHIN_REACH,
    AreaReason,
    AreaToAvoid,
    CloseTo,
    OneLandlord,
    StatedAreas,
    StayNear,
    Why,
)
from reciprocal.requests.rules import (
    ConsentPurpose,
    HomeLeft,
    Referral,
    RiskKind,
    TriggerKind,
)

_METRES_MAX = 20_000
_ROUTE_METRES_MAX = 5_000
_CLOSE_METRES_MAX = 5_000


class _Stated(Body):
    """Why an area is stated, and when you are asked about it again.

    Neither day ends it: you alone do.
    """

    reason: AreaReason = Field(examples=["perpetrator_lives"])
    review_on: Day | None = Field(default=None, examples=["2026-06-01"])
    expected_end_on: Day | None = Field(default=None, examples=[None])

    def why(self) -> Why:
        return Why(
            reason=self.reason,
            review_on=self.review_on,
            expected_end_on=self.expected_end_on,
        )


class _Avoid(_Stated):
    """Somewhere to avoid, and why."""

    def stated(self) -> AreaToAvoid:
        """Return the area as the room knows it."""
        return AreaToAvoid(self.where(), self.why())

    @abstractmethod
    def where(self) -> places.StatedArea | OneLandlord:
        """Return the place without the reason."""


class AvoidAuthority(_Avoid):
    """Everywhere in one authority."""

    kind: Literal["authority"]
    code: AuthorityCode = Field(examples=["E09000028"])

    def where(self) -> places.StatedArea:
        return places.WholeAuthority(self.code)


class AvoidDistrict(_Avoid):
    """Everywhere in one postcode district; E1 is not E14."""

    kind: Literal["district"]
    district: Annotated[str, Field(max_length=4)] = Field(examples=["SE15"])

    def where(self) -> places.StatedArea:
        return places.WholeDistrict(
            places.parse_district(self.district, field=TO_AVOID)
        )


class AvoidSector(_Avoid):
    """Everywhere in one postcode sector."""

    kind: Literal["sector"]
    sector: Annotated[str, Field(max_length=6)] = Field(examples=["SE15 4"])

    def where(self) -> places.StatedArea:
        return places.WholeSector(places.parse_sector(self.sector, field=TO_AVOID))


class AvoidPostcodes(_Avoid):
    """The places of some postcodes, as an estate; kept as their sectors."""

    kind: Literal["postcodes"]
    postcodes: Annotated[list[Postcode], Field(min_length=1, max_length=200)] = Field(
        examples=[["SE15 4AA"]]
    )

    def where(self) -> places.StatedArea:
        return places.ListedPostcodes(_postcodes(self.postcodes, TO_AVOID))


class AvoidWithin(_Avoid):
    """Everywhere within a distance of a postcode; neither is kept."""

    kind: Literal["within"]
    postcode: Postcode = Field(examples=["SE15 4AA"])
    metres: Annotated[int, Field(strict=True, ge=100, le=_METRES_MAX)] = Field(
        examples=[3000]
    )

    def where(self) -> places.StatedArea:
        (centre,) = _postcodes([self.postcode], TO_AVOID)
        return places.WithinDistance(centre, self.metres)


class AvoidRoute(_Avoid):
    """Everywhere within a distance of the line through some postcodes; not kept."""

    kind: Literal["route"]
    postcodes: Annotated[list[Postcode], Field(min_length=2, max_length=50)] = Field(
        examples=[["SE15 4AA", "SE5 8AA"]]
    )
    metres: Annotated[int, Field(strict=True, ge=100, le=_ROUTE_METRES_MAX)] = Field(
        examples=[400]
    )

    def where(self) -> places.StatedArea:
        return places.AlongRoute(_postcodes(self.postcodes, TO_AVOID), self.metres)


class AvoidLandlord(_Avoid):
    """Every home of one landlord."""

    kind: Literal["landlord"]
    code: Text = Field(examples=["E09000028"])

    def where(self) -> OneLandlord:
        return OneLandlord(self.code)


Avoid = Annotated[
    AvoidAuthority
    | AvoidDistrict
    | AvoidSector
    | AvoidPostcodes
    | AvoidWithin
    | AvoidRoute
    | AvoidLandlord,
    Field(discriminator="kind"),
]


class StayNearBody(_Stated):
    """A home must be within the distance of one of these; none of it is kept."""

    kind: Literal["near"]
    postcodes: Annotated[list[Postcode], Field(min_length=1, max_length=20)] = Field(
        examples=[["SE15 4AA"]]
    )
    metres: Annotated[int, Field(strict=True, ge=100, le=_METRES_MAX)] = Field(
        examples=[8000]
    )

    def stated(self) -> StayNear:
        """Return the need as the room knows it."""
        return StayNear(
            tuple(
                places.WithinDistance(postcode, self.metres)
                for postcode in _postcodes(self.postcodes, WITHIN_REACH)
            ),
            self.why(),
        )


class CloseToBody(_Stated):
    """A home would best be close to one of these; it keeps none from the household."""

    kind: Literal["close_to"]
    postcodes: Annotated[list[Postcode], Field(min_length=1, max_length=5)] = Field(
        examples=[["E8 1AA"]]
    )
    metres: Annotated[int, Field(strict=True, ge=100, le=_CLOSE_METRES_MAX)] = Field(
        examples=[1500]
    )
    reason: AreaReason = Field(examples=["school"])

    def stated(self) -> CloseTo:
        """Return the wish as the room knows it."""
        return CloseTo(_postcodes(self.postcodes, CLOSE_TO), self.metres, self.why())


def _postcodes(texts: list[str], field: str) -> tuple[places.Postcode, ...]:
    return tuple(places.parse_postcode(text, field=field) for text in texts)


class AreasBody(Body):
    """Where the household can live and where not."""

    area_of_choice: AreaOfChoice = Field(examples=["listed"])
    areas_of_choice: Annotated[list[AuthorityCode], Field(max_length=400)] = Field(
        examples=[["E09000012", "E09000019", "E09000025", "E09000030", "E09000031"]]
    )
    areas_to_avoid: Annotated[list[Avoid], Field(max_length=100)] = Field(
        examples=[
            [{"kind": "authority", "code": "E09000028", "reason": "perpetrator_lives"}]
        ]
    )
    within_reach: Annotated[list[StayNearBody], Field(max_length=10)] = Field(
        default=[], examples=[[]]
    )
    areas_of_first_choice: Annotated[list[AuthorityCode], Field(max_length=400)] = (
        Field(default=[], examples=[["E09000012"]])
    )
    close_to: Annotated[list[CloseToBody], Field(max_length=5)] = Field(
        default=[],
        examples=[
            [
                {
                    "kind": "close_to",
                    "postcodes": ["E8 1AA"],
                    "metres": 1500,
                    "reason": "school",
                }
            ]
        ],
    )

    def areas(self) -> StatedAreas:
        """Return the areas as a worker states them."""
        return StatedAreas(
            choice=self.area_of_choice,
            of_choice=frozenset(self.areas_of_choice),
            avoid=tuple(area.stated() for area in self.areas_to_avoid),
            near=tuple(need.stated() for need in self.within_reach),
            first_choice=frozenset(self.areas_of_first_choice),
            close_to=tuple(wish.stated() for wish in self.close_to),
        )


class AddArea(Body):
    """One more area to avoid, to stay near, or to be close to."""

    area: Annotated[
        AvoidAuthority
        | AvoidDistrict
        | AvoidSector
        | AvoidPostcodes
        | AvoidWithin
        | AvoidRoute
        | AvoidLandlord
        | StayNearBody
        | CloseToBody,
        Field(discriminator="kind"),
    ] = Field(examples=[{"kind": "sector", "sector": "SE15 4", "reason": "associates"}])


class TryArea(Body):
    """An area to avoid, to see what it would blot out before it is stated."""

    area: Avoid = Field(
        examples=[{"kind": "sector", "sector": "SE15 4", "reason": "associates"}]
    )


class ReviewArea(Body):
    """An area still stands; when to ask again, and when it may be over."""

    review_on: Day | None = Field(examples=["2026-09-01"])
    expected_end_on: Day | None = Field(examples=[None])


class HomeLeftBody(Body):
    """Where the household lives now."""

    uprn: Uprn = Field(examples=["100023336957"])
    address: Text = Field(examples=["1 Example Road"])
    postcode: Postcode = Field(examples=["SE15 4QL"])
    marker: Flag = Field(default=True, examples=[True])


class ReferCase(HouseholdBody, AreasBody):
    """Start a case. It takes no name and no contact: those stay with you."""

    landlord_code: Text = Field(examples=["E09000028"])
    tenancy_reference: Text = Field(examples=["T-104422"])
    tenancy_held: TenancyKind = Field(examples=["secure_lifetime"])
    tenancy_start: Day = Field(examples=["2014-05-12"])
    joint: Flag = Field(examples=[False])
    holds_tenancy: Flag = Field(default=True, examples=[True])
    access_need: Access = Field(examples=["general"])
    access_needed_by: Day | None = Field(default=None, examples=[None])
    animal: Animal = Field(default=Animal.NONE, examples=["assistance_dog"])
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


class FailedTenancy(Body):
    """Why a tenancy that began did not last."""

    code: EndCode = Field(examples=["not_safe"])


class ChangeInRisk(Body):
    """What follows from a change in risk: the step stops, or goes on hidden."""

    stop: Flag = Field(examples=[True])
    hide_from_lead: Flag = Field(examples=[False])

    def change(self) -> RiskChange:
        """Return it as the room knows it."""
        return RiskChange(stop=self.stop, hide_from_lead=self.hide_from_lead)


class NoticePlan(Body):
    """The first day on which a joint tenancy may end, by your safety plan."""

    safe_from: Day = Field(examples=["2026-04-05"])


class NameLead(Body):
    """Another lead of the landlord, by the name they sign in with."""

    sign_in: Email = Field(examples=["somebody@example.org"])


class Colleague(Body):
    """Somebody of your own service."""

    person: Reference = Field(examples=["9f2c4e6a8b0d1f3e5a7c9b2d4f6e8a0c"])

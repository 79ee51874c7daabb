"""Who will live in the new home, as a worker states it and reads it again."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.schemas.body import Body, Day, Flag, Persons
from reciprocal.requests.household import (
    CannotShare,
    Composition,
    Month,
    OverrideReason,
    Sex,
    YoungPerson,
)

BirthMonth = Annotated[
    str, StringConstraints(pattern=r"^(19|20)[0-9]{2}-(0[1-9]|1[0-2])$")
]


class YoungPersonBody(Body):
    """Somebody under 21 who will live in the new home."""

    sex: Sex = Field(examples=["F"])
    born: BirthMonth = Field(examples=["2019-03"])
    cannot_share: CannotShare | None = Field(default=None, examples=[None])

    def person(self) -> YoungPerson:
        return YoungPerson(self.sex, Month.parse(self.born), self.cannot_share)


class HouseholdBody(Body):
    """Who will live in the new home; a perpetrator is not counted."""

    adults: Persons = Field(examples=[1])
    couples: Annotated[int, Field(strict=True, ge=0, le=12)] = Field(
        default=0, examples=[0]
    )
    young_adults: Annotated[list[YoungPersonBody], Field(max_length=8)] = Field(
        default=[], examples=[[]]
    )
    children: Annotated[list[YoungPersonBody], Field(max_length=14)] = Field(
        examples=[[{"sex": "F", "born": "2019-03"}]]
    )
    expected_children: Annotated[int, Field(strict=True, ge=0, le=4)] = Field(
        examples=[0]
    )
    due_date: Day | None = Field(default=None, examples=[None])
    overnight_carer: Flag = Field(default=False, examples=[False])
    bedrooms_override: Annotated[int, Field(strict=True, ge=1, le=12)] | None = Field(
        default=None, examples=[None]
    )
    bedrooms_override_reason: OverrideReason | None = Field(
        default=None, examples=[None]
    )
    one_over_accepted: Flag = Field(default=False, examples=[False])
    one_over_affordable: Flag = Field(default=False, examples=[False])
    tenant_born: BirthMonth | None = Field(default=None, examples=["1968-04"])
    youngest_adult_born: BirthMonth | None = Field(default=None, examples=[None])

    def household(self) -> Composition:
        """Return the household as the room knows it."""
        return Composition(
            adults=self.adults,
            couples=self.couples,
            young_adults=tuple(one.person() for one in self.young_adults),
            children=tuple(one.person() for one in self.children),
            expected_children=self.expected_children,
            due_date=self.due_date,
            overnight_carer=self.overnight_carer,
            bedrooms_override=self.bedrooms_override,
            bedrooms_override_reason=self.bedrooms_override_reason,
            one_over_accepted=self.one_over_accepted,
            one_over_affordable=self.one_over_affordable,
            tenant_born=_month(self.tenant_born),
            youngest_adult_born=_month(self.youngest_adult_born),
        )


def _month(text: str | None) -> Month | None:
    return None if text is None else Month.parse(text)


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class YoungPersonShape(_Shape):
    """Somebody under 21 when the household was stated, by month of birth."""

    sex: Sex
    born: BirthMonth
    cannot_share: CannotShare | None


class HouseholdShape(_Shape):
    """Who will live in the new home; no name among them."""

    adults: int
    couples: int
    young_adults: list[YoungPersonShape]
    children: list[YoungPersonShape]
    expected_children: int
    due_date: date | None
    overnight_carer: bool
    bedrooms_override: int | None
    bedrooms_override_reason: OverrideReason | None
    one_over_accepted: bool
    one_over_affordable: bool
    tenant_born: BirthMonth | None
    youngest_adult_born: BirthMonth | None

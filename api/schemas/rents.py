"""What a household says of paying rent, and what its worker is shown of it."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from api.schemas.body import Body, Flag, Pence
from reciprocal.proposals.rents import RentFact
from reciprocal.requests.rent import HelpWithRent, RentStated


class RentBody(Body):
    """What is said of paying rent; nothing of it ever refuses a home."""

    help_with_rent: HelpWithRent = Field(
        default=HelpWithRent.NOT_SAID, examples=["universal_credit"]
    )
    intends_to_return: Flag | None = Field(default=None, examples=[False])
    pension_age: Flag | None = Field(default=None, examples=[False])
    affordable_weekly_pence: Pence | None = Field(default=None, examples=[13000])

    def stated(self) -> RentStated:
        """Return it as the room knows it."""
        return RentStated(**self.model_dump())


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class RentShape(_Shape):
    """What was said of paying rent."""

    help_with_rent: HelpWithRent
    intends_to_return: bool | None
    pension_age: bool | None
    affordable_weekly_pence: int | None


class RentFactShape(_Shape):
    """One thing to tell the household about rent, and what it rests on."""

    code: RentFact
    sentence: str
    authority: str


class RentsShape(_Shape):
    """The rent beside what the household said; a fact to tell, and never a gate."""

    weekly_rent_pence: int
    affordable_weekly_pence: int | None
    overlap_days: Annotated[int, Field(ge=0)] | None
    covered_days: Annotated[int, Field(ge=0)] | None
    covered_until: date | None
    uncovered_days: Annotated[int, Field(ge=0)] | None
    reduction_weekly_pence: Annotated[int, Field(ge=0)]
    facts: list[RentFactShape]

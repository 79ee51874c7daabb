"""The viewing of a home on offer, and the conversation that follows it."""

from typing import Annotated

from pydantic import Field, StringConstraints

from api.schemas.body import Body, Day, Flag, Text
from reciprocal.proposals.conversation import Said
from reciprocal.proposals.lifecycle import EndCode
from reciprocal.proposals.viewing_lifecycle import ViewingOutcome, ViewingWay
from reciprocal.requests.rules import HomelessnessDuty

Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]


class OfferViewing(Body):
    """A day for a viewing of your home; or photographs, the plan and the works list."""

    way: ViewingWay = Field(examples=["in_person"])
    on: Day | None = Field(default=None, examples=["2026-03-11"])


class RecordViewing(Body):
    """How the viewing went; the household's time to answer begins."""

    outcome: ViewingOutcome = Field(examples=["held"])
    on: Day = Field(examples=["2026-03-11"])


class StateDuty(Body):
    """Which homelessness duty a council owes the household now."""

    duty: HomelessnessDuty = Field(examples=["main"])


class WarnOfFinalOffer(Body):
    """What you told the household that refusing could do to the duty owed to it.

    Your words are sealed with the case, and no route shows them again.
    """

    words: Text = Field(examples=["Told that the council may end its duty on a no."])


class HouseholdAnswer(Body):
    """The household's answer, given in a conversation."""

    agreed: Flag = Field(examples=[True])
    code: EndCode | None = Field(default=None, examples=["household_refused"])
    language: Language = Field(examples=["pl"])
    interpreter: Flag = Field(examples=[True])

    def said(self) -> Said:
        """Return how it was given, as the room knows it."""
        return Said(language=self.language, interpreter=self.interpreter)

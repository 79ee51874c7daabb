from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.schemas.body import Body, Day, Pence
from matching.terms import Urgency
from reciprocal.organisations.support_items import SupportItem
from reciprocal.requests.rules import TriggerKind
from reciprocal.support.operations import Assessment
from reciprocal.support.screening import NOTE_LENGTH_MAX
from reciprocal.support.standing import StatedFact
from reciprocal.support.terms import (
    SupportEvidence,
    SupportOutcome,
    SupportOwner,
    SupportStage,
    SupportState,
    SupportTopic,
)

_FACTS_MAX = 20
_Reference = Annotated[str, StringConstraints(pattern="^[0-9a-f]{32}$")]
_Code = Annotated[
    str, StringConstraints(pattern="^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$")
]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class SupportFactShape(_Shape):
    """What was written down of an item; the paper and its code are its owner's."""

    outcome: SupportOutcome
    topic: SupportTopic | None
    happened_on: date
    amount_pence: int | None
    evidence: SupportEvidence | None
    filed_under: _Code | None


class SupportItemShape(_Shape):
    """One item of a checklist: whose it is, where it stands, and what was done."""

    item: SupportItem
    part_of_way: SupportStage
    owner: SupportOwner
    sentence: str
    state: SupportState
    due_at: datetime | None
    gates_acceptance: bool
    outstanding: list[SupportTopic]
    facts: list[SupportFactShape]


class AssessmentShape(_Shape):
    """How urgent a case was judged to be, and when."""

    urgency: int
    trigger_kind: TriggerKind
    trigger_date: date | None
    dash_band: SupportTopic
    assessed_on: date


class FactBody(Body):
    """What was done of one item: codes and a day, and no sentence."""

    item: SupportItem = Field(examples=["first_contact"])
    outcome: SupportOutcome = Field(examples=["made"])
    happened_on: Day = Field(examples=["2026-03-02"])
    topic: SupportTopic | None = Field(default=None, examples=[None])
    amount_pence: Pence | None = Field(default=None, examples=[None])
    evidence: SupportEvidence | None = Field(default=None, examples=[None])

    def stated(self) -> StatedFact:
        """Return the fact as the room knows it."""
        return StatedFact(
            item=self.item,
            outcome=self.outcome,
            happened_on=self.happened_on,
            topic=self.topic,
            amount_pence=self.amount_pence,
            evidence=self.evidence,
        )


class RecordSupport(Body):
    """What was done; all of it is written down, or nothing."""

    facts: Annotated[
        list[FactBody],
        Field(
            min_length=1,
            max_length=_FACTS_MAX,
            examples=[
                [
                    {
                        "item": "first_contact",
                        "outcome": "made",
                        "happened_on": "2026-03-02",
                    }
                ]
            ],
        ),
    ]

    def stated(self) -> tuple[StatedFact, ...]:
        """Return the facts as the room knows them."""
        return tuple(fact.stated() for fact in self.facts)


class WriteNote(Body):
    """The one note of a step; it is screened, and the receiving lead reads it."""

    note: Annotated[
        str,
        StringConstraints(
            min_length=1, max_length=NOTE_LENGTH_MAX, pattern=r"^[^\x00-\x1f\x7f]+$"
        ),
    ] = Field(examples=["They will come for the keys with a colleague of ours."])


class NameDeputy(Body):
    """A colleague who serves the household when its worker cannot."""

    person: _Reference = Field(examples=["2d4f6a8091c3e5f72b4d6f8091a3c5e7"])


class AssessUrgency(Body):
    """How urgent the case is now; of the DASH checklist its band alone."""

    urgency: Urgency = Field(examples=[1])
    trigger_kind: TriggerKind = Field(examples=["none"])
    trigger_date: Day | None = Field(examples=[None])
    dash_band: SupportTopic = Field(examples=["band_high"])
    assessed_on: Day = Field(examples=["2026-03-02"])

    def judged(self) -> Assessment:
        """Return the assessment as the room knows it."""
        return Assessment(
            urgency=self.urgency,
            trigger_kind=self.trigger_kind,
            trigger_date=self.trigger_date,
            dash_band=self.dash_band,
            assessed_on=self.assessed_on,
        )

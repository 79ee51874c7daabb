"""What stands inside a report: one event of a way, one home's rent."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from matching.terms import TenancyKind
from reciprocal.proposals.lifecycle import EndCode
from reciprocal.reports.timeline import TimelineEvent

_Reference = Annotated[str, StringConstraints(pattern="^[0-9a-f]{32}$")]
_Count = Annotated[int, Field(ge=0)]
_Measure = Annotated[float, Field(ge=0)]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class HappenedShape(_Shape):
    """One event of a household's way: which step, what, and on which day."""

    step: _Count
    event: TimelineEvent
    on: date
    end_code: EndCode | None


class UrgencyRowShape(_Shape):
    """The cases of one member, or of all others together, to the nearest five.

    A number of fewer than ten is null.
    """

    code: str | None
    cases: _Count
    most_urgent: _Count | None
    urgent: _Count | None
    soon: _Count | None
    planned: _Count | None


class QuarterlyBalanceShape(_Shape):
    """What one landlord owed or was owed as each quarter ended, and now, in homes."""

    landlord: str
    landlord_code: str
    posted: list[int]
    now: int


class PolicyTriedShape(_Shape):
    """What one policy came to in one made-up scheme: means over its draws.

    The price is in percent of moves, below nothing where more were made. Nobody
    counted who was delayed where it is null.
    """

    regime: str
    rhythm: str
    policy: str
    rounds: _Count
    seeds: _Count
    price_percent: float
    price_percent_worst: float
    owed_most: _Measure
    structural: _Measure
    delayed: _Count | None
    rehoused_most_urgent: _Measure
    rehoused_urgent: _Measure
    rehoused_soon: _Measure


class ExperimentShape(_Shape):
    """One comparison of policies, what it means, and the commands that make it."""

    code: str
    title: str
    means: str
    commands: list[str]
    rows: list[PolicyTriedShape]


class TenureRowShape(_Shape):
    """How many moves were promised one tenancy and granted another, or the same.

    Neither is named where too few had it: such moves are told together.
    """

    promised: TenancyKind | None
    granted: TenancyKind | None
    moves: _Count


class AuditHeadShape(_Shape):
    """The hash in which the audit ended before a day began."""

    day: date
    head: str


class HomeRentLostShape(_Shape):
    """What reservations of one of the landlord's own homes cost it."""

    home: _Reference
    reservations: _Count
    days_reserved: _Count
    rent_lost_pence: _Count

"""Areas of a case as its worker states them; values in, values out.

What is then kept of them is in `kept`: the postcode, the distance and the line that
an area was stated by are compiled and forgotten there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

from matching.terms import AreaOfChoice
from reciprocal.errors import FieldFault
from reciprocal.organisations.rules import SchemeRules
from reciprocal.places import Postcode, StatedArea, WithinDistance

TO_AVOID, WITHIN_REACH, CLOSE_TO = "areas_to_avoid", "within_reach", "close_to"
FIRST_CHOICE = "areas_of_first_choice"


class AreaPurpose(StrEnum):
    """Whether a home inside the area is refused, or one outside it, or neither.

    What a home would be close to is a wish: it tells homes apart that would do, and
    keeps none from anybody.
    """

    AVOID = "avoid"
    STAY_NEAR = "stay_near"
    CLOSE_TO = "close_to"


class AreaReason(StrEnum):
    """Why an area is stated: a role or a need, and never a name."""

    PERPETRATOR_LIVES = "perpetrator_lives"
    PERPETRATOR_WORKS = "perpetrator_works"
    PERPETRATOR_GOES = "perpetrator_goes"
    ASSOCIATES = "associates"
    COMMUNITY = "community"
    GROUP_TERRITORY = "group_territory"
    COURT_ORDER = "court_order"
    SCHOOL = "school"
    CARE = "care"
    TREATMENT = "treatment"
    WORK = "work"
    CHILD_CONTACT = "child_contact"
    SUPPORT = "support"
    OTHER = "other"


_NEEDS = frozenset(
    {
        AreaReason.SCHOOL,
        AreaReason.CARE,
        AreaReason.TREATMENT,
        AreaReason.WORK,
        AreaReason.CHILD_CONTACT,
        AreaReason.SUPPORT,
    }
)
_EITHER = frozenset({AreaReason.COURT_ORDER, AreaReason.OTHER})
REASONS: Mapping[AreaPurpose, frozenset[AreaReason]] = {
    AreaPurpose.AVOID: frozenset(AreaReason) - _NEEDS,
    AreaPurpose.STAY_NEAR: _NEEDS | _EITHER,
    AreaPurpose.CLOSE_TO: _NEEDS | {AreaReason.OTHER},
}


@dataclass(frozen=True, slots=True)
class OneLandlord:
    """Every home of one landlord, by its public code."""

    code: str


class Dated(Protocol):
    """What has a day of review, and perhaps one of its expected end."""

    @property
    def review_on(self) -> date | None: ...
    @property
    def expected_end_on(self) -> date | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """Why an area is stated, and when its worker is asked about it again.

    Attributes:
        review_on: None for the scheme's usual interval. It ends nothing.
        expected_end_on: When the reason may be over; None if none is known. It ends
            nothing either: the worker alone ends an area.
    """

    reason: AreaReason
    review_on: date | None = None
    expected_end_on: date | None = None


@dataclass(frozen=True, slots=True)
class AreaToAvoid:
    """Somewhere, or some landlord, that no home may be at."""

    where: StatedArea | OneLandlord
    why: Why


@dataclass(frozen=True, slots=True)
class StayNear:
    """What a home must be near: within reach of one of these, whichever.

    Attributes:
        places: Postcodes with their distances. A household with several needs states
            several; each of them has to be met.
    """

    places: tuple[WithinDistance, ...]
    why: Why


@dataclass(frozen=True, slots=True)
class CloseTo:
    """What a home would best be close to: any one of these, whichever is nearest.

    Attributes:
        metres: Within reach on foot or by a short ride. The nearest band goes so far,
            and each band behind it as far again.
    """

    postcodes: tuple[Postcode, ...]
    metres: int
    why: Why


StatedNeed = AreaToAvoid | StayNear | CloseTo


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedAreas:
    """Where the household can live and where not, as its worker states it.

    Attributes:
        choice: Whether `of_choice` lists the areas or everywhere else will do.
        of_choice: Authority codes.
        avoid, near: Compiled at once; centres, lines and distances are not kept.
        first_choice: Authority codes, of those that will do, in which the household
            would rather live. A wish.
        close_to: Wishes likewise, compiled to bands at once.
    """

    choice: AreaOfChoice
    of_choice: frozenset[str]
    avoid: tuple[AreaToAvoid, ...]
    near: tuple[StayNear, ...] = ()
    first_choice: frozenset[str] = frozenset()
    close_to: tuple[CloseTo, ...] = ()

    @property
    def needs(self) -> tuple[StatedNeed, ...]:
        """Return what to avoid, then what to stay near, then what to be close to."""
        return (*self.avoid, *self.near, *self.close_to)


def purpose_of(stated: StatedNeed) -> AreaPurpose:
    """Return whether a home in the area is refused, or one outside it, or neither."""
    match stated:
        case AreaToAvoid():
            return AreaPurpose.AVOID
        case StayNear():
            return AreaPurpose.STAY_NEAR
    return AreaPurpose.CLOSE_TO


_FIELDS = {
    AreaPurpose.AVOID: TO_AVOID,
    AreaPurpose.STAY_NEAR: WITHIN_REACH,
    AreaPurpose.CLOSE_TO: CLOSE_TO,
}


def field_of(stated: StatedNeed) -> str:
    """Return the field in which such an area is stated."""
    return _FIELDS[purpose_of(stated)]


def review_day(why: Dated, *, rules: SchemeRules, today: date) -> date:
    """Return when the worker is asked again: their own day, or the scheme's."""
    return why.review_on or today + timedelta(days=rules.area_review_days)


def why_faults(
    why: Why, purpose: AreaPurpose, *, field: str, today: date
) -> list[FieldFault]:
    """Return every reason why an area cannot be stated with these dates and reason."""
    found = []
    if why.reason not in REASONS[purpose]:
        found.append(FieldFault(field, "Give a reason that is for this kind of area."))
    if past_days(why, today=today):
        found.append(FieldFault(field, "Give a review and an end after today."))
    return found


def past_days(why: Dated, *, today: date) -> list[str]:
    """Return the names of its days that have come already."""
    days = {"review_on": why.review_on, "expected_end_on": why.expected_end_on}
    return [name for name, day in days.items() if day is not None and day <= today]

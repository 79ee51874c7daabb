"""Who will live in the new home, by month of birth, and what makes no household.

Ages are never stated, since they would be wrong a year later: a month of birth is
held, sealed, and every age is worked out on the day it is needed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Self

from matching.terms import AGES_REACHED
from reciprocal.errors import FieldFault

CHILD_UNDER = 16
YOUNG_ADULT_UNDER = 21
_OF_AGE = 18
# A pregnancy lasts nine months; a later date is a slip of the pen.
_DUE_WITHIN = timedelta(days=305)


class Sex(StrEnum):
    FEMALE = "F"
    MALE = "M"


class CannotShare(StrEnum):
    """Why somebody needs a room to themselves, on professional judgement."""

    DISABILITY = "disability"
    TRAUMA = "trauma"
    OTHER_PROFESSIONAL = "other_professional"


class OverrideReason(StrEnum):
    """Why the bedrooms that the standard gives are not those the household needs."""

    MEDICAL = "medical"
    FOSTERING_OR_KINSHIP = "fostering_or_kinship"
    AWAY_FORCES_OR_STUDY = "away_forces_or_study"
    CHILDREN_RETURNING = "children_returning"
    OTHER_PROFESSIONAL = "other_professional"


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month of birth; somebody is a year older from its first day on."""

    year: int
    month: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `2019-03`, which a schema or a pattern has let through."""
        year, _, month = text.partition("-")
        return cls(int(year), int(month))

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"

    def age_on(self, day: date) -> int:
        """Return the age in whole years; below 0 for somebody not yet born."""
        return day.year - self.year - (day.month < self.month)


@dataclass(frozen=True, slots=True)
class YoungPerson:
    """Somebody under 21 when the household was stated, who may have to share a room.

    Attributes:
        cannot_share: Why they must have a room to themselves; None when they share.
    """

    sex: Sex
    born: Month
    cannot_share: CannotShare | None = None


@dataclass(frozen=True, slots=True)
class Composition:
    """Who will live in the new home. A perpetrator is never counted.

    Attributes:
        adults: People of 21 and over, and the younger ones who hold the tenancy or
            are one of a couple.
        couples: How many rooms two of these adults share.
        young_adults: The others of 16 to 20 on the day this was stated.
        children: Those under 16 on that day.
        expected_children: Of one pregnancy, due on `due_date`.
        overnight_carer: Somebody who lives elsewhere stays the night to care.
        bedrooms_override: What the household needs whatever the standard gives; with
            its reason or not at all.
        one_over_accepted, one_over_affordable: The household would take one bedroom
            more than it needs, and could pay for it.
        tenant_born, youngest_adult_born: Months of birth of the lead tenant and of
            the youngest of the adults, for homes kept from an age; None when it was
            not said. One adult has one.
    """

    adults: int
    couples: int = 0
    young_adults: tuple[YoungPerson, ...] = ()
    children: tuple[YoungPerson, ...] = ()
    expected_children: int = 0
    due_date: date | None = None
    overnight_carer: bool = False
    bedrooms_override: int | None = None
    bedrooms_override_reason: OverrideReason | None = None
    one_over_accepted: bool = False
    one_over_affordable: bool = False
    tenant_born: Month | None = None
    youngest_adult_born: Month | None = None

    @property
    def young(self) -> tuple[YoungPerson, ...]:
        """Return all whose month of birth is held."""
        return (*self.young_adults, *self.children)

    @property
    def persons(self) -> int:
        """Return how many people the home must hold, those expected included."""
        return self.adults + len(self.young) + self.expected_children

    def adults_on(self, day: date) -> int:
        """Return how many are of age; whoever came of age since is among them."""
        return self.adults + len(self.young) - len(self.minors_on(day))

    def minors_on(self, day: date) -> list[int]:
        """Return the ages of those under 18, the youngest first."""
        ages = (one.born.age_on(day) for one in self.young)
        return sorted(age for age in ages if age < _OF_AGE)

    def tenant_age_reached(self, day: date) -> int:
        """Return the highest age of designation that the lead tenant has reached."""
        return _reached(self.tenant_born or self.youngest_adult_born, day)

    def adults_age_reached(self, day: date) -> int:
        """Return the highest that every adult has reached, whoever came of age since.

        0 when a month of birth that decides it was not said.
        """
        if self.adults_on(day) > self.adults:
            return 0
        alone = self.tenant_born if self.adults == 1 else None
        return _reached(self.youngest_adult_born or alone, day)


def _reached(born: Month | None, day: date) -> int:
    """Return no more of an age than the homes ask that are kept from one."""
    age = 0 if born is None else born.age_on(day)
    return max(reached for reached in AGES_REACHED if reached <= max(age, 0))


def faults(household: Composition, today: date) -> Iterator[FieldFault]:
    """Yield every reason why these people make no household today; no values."""
    if household.adults < 1:
        yield FieldFault("adults", "At least one adult holds the tenancy.")
    if household.couples * 2 > household.adults:
        yield FieldFault("couples", "A couple is two of the adults.")
    yield from _ages(household, today)
    yield from _births_of_adults(household, today)
    yield from _pregnancy(household, today)
    if (household.bedrooms_override is None) is not (
        household.bedrooms_override_reason is None
    ):
        sentence = "Give a reason with each number of bedrooms, and none without one."
        yield FieldFault("bedrooms_override_reason", sentence)


def _ages(household: Composition, today: date) -> Iterator[FieldFault]:
    for place, age in _aged(household.children, today):
        if age < 0:
            sentence = "Count a child that is not born yet among `expected_children`."
            yield FieldFault(f"children.{place}.born", sentence)
        elif age >= CHILD_UNDER:
            sentence = "From 16 on list them among `young_adults`, from 21 on `adults`."
            yield FieldFault(f"children.{place}.born", sentence)
    for place, age in _aged(household.young_adults, today):
        if not CHILD_UNDER <= age < YOUNG_ADULT_UNDER:
            sentence = "From 16 to 20; list younger ones as `children`, older `adults`."
            yield FieldFault(f"young_adults.{place}.born", sentence)


def _births_of_adults(household: Composition, today: date) -> Iterator[FieldFault]:
    tenant, youngest = household.tenant_born, household.youngest_adult_born
    for field, born in (("tenant_born", tenant), ("youngest_adult_born", youngest)):
        if born is not None and born.age_on(today) < CHILD_UNDER:
            yield FieldFault(field, "An adult of the household is 16 or over.")
    if tenant is not None and youngest is not None and youngest < tenant:
        sentence = "Give the youngest of the adults, the tenant among them."
        yield FieldFault("youngest_adult_born", sentence)


def _aged(people: Iterable[YoungPerson], today: date) -> Iterator[tuple[int, int]]:
    return ((place, one.born.age_on(today)) for place, one in enumerate(people))


def _pregnancy(household: Composition, today: date) -> Iterator[FieldFault]:
    due = household.due_date
    if (due is None) is not (household.expected_children == 0):
        sentence = "Give the due date of children expected, and none without them."
        yield FieldFault("due_date", sentence)
    elif due is not None and due < today:
        sentence = "It is past: list a child that is born, or give the date as it is."
        yield FieldFault("due_date", sentence)
    elif due is not None and due > today + _DUE_WITHIN:
        yield FieldFault("due_date", "It is more than ten months on; look again.")


def as_plain(household: Composition) -> dict[str, object]:
    """Return a household as it is sealed, and shown to its own worker."""
    due, reason = household.due_date, household.bedrooms_override_reason
    return {
        "adults": household.adults,
        "couples": household.couples,
        "young_adults": [_person_as_plain(one) for one in household.young_adults],
        "children": [_person_as_plain(one) for one in household.children],
        "expected_children": household.expected_children,
        "due_date": due.isoformat() if due else None,
        "overnight_carer": household.overnight_carer,
        "bedrooms_override": household.bedrooms_override,
        "bedrooms_override_reason": str(reason) if reason else None,
        "one_over_accepted": household.one_over_accepted,
        "one_over_affordable": household.one_over_affordable,
        "tenant_born": _month_as_plain(household.tenant_born),
        "youngest_adult_born": _month_as_plain(household.youngest_adult_born),
    }


def from_plain(plain: object) -> Composition:
    """Return the household that was sealed."""
    assert isinstance(plain, dict), "a household was sealed"
    due, reason = plain["due_date"], plain["bedrooms_override_reason"]
    read: dict[str, Any] = plain | {
        "young_adults": tuple(map(_person_from_plain, plain["young_adults"])),
        "children": tuple(map(_person_from_plain, plain["children"])),
        "due_date": date.fromisoformat(due) if due else None,
        "bedrooms_override_reason": OverrideReason(reason) if reason else None,
        "tenant_born": _month_from_plain(plain["tenant_born"]),
        "youngest_adult_born": _month_from_plain(plain["youngest_adult_born"]),
    }
    return Composition(**read)


def _month_as_plain(month: Month | None) -> str | None:
    return None if month is None else str(month)


def _month_from_plain(text: str | None) -> Month | None:
    return None if text is None else Month.parse(text)


def _person_as_plain(one: YoungPerson) -> dict[str, object]:
    reason = one.cannot_share
    return {
        "sex": str(one.sex),
        "born": str(one.born),
        "cannot_share": str(reason) if reason else None,
    }


def _person_from_plain(plain: dict[str, Any]) -> YoungPerson:
    reason = plain["cannot_share"]
    return YoungPerson(
        Sex(plain["sex"]),
        Month.parse(plain["born"]),
        CannotShare(reason) if reason else None,
    )

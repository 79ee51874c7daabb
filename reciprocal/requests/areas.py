"""Areas of a case, from what a worker states to what is kept; values in, values out.

What is kept of an area is whole authorities, whole sectors and landlords. The
postcode, the distance and the line it was stated by are compiled and forgotten here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import reduce
from itertools import chain
from typing import Protocol

from matching.terms import AreaOfChoice
from reciprocal.errors import FieldFault
from reciprocal.organisations.rules import SchemeRules
from reciprocal.places import (
    StatedArea,
    WithinDistance,
    authorities_on,
    compile_areas,
    newer_than,
    sectors_of_authority,
    standing,
)

TO_AVOID, WITHIN_REACH = "areas_to_avoid", "within_reach"


class AreaPurpose(StrEnum):
    """Whether a home inside the area is refused, or one outside it."""

    AVOID = "avoid"
    STAY_NEAR = "stay_near"


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
    OTHER = "other"


_NEEDS = frozenset(
    {
        AreaReason.SCHOOL,
        AreaReason.CARE,
        AreaReason.TREATMENT,
        AreaReason.WORK,
        AreaReason.CHILD_CONTACT,
    }
)
_EITHER = frozenset({AreaReason.COURT_ORDER, AreaReason.OTHER})
REASONS: Mapping[AreaPurpose, frozenset[AreaReason]] = {
    AreaPurpose.AVOID: frozenset(AreaReason) - _NEEDS,
    AreaPurpose.STAY_NEAR: _NEEDS | _EITHER,
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


StatedNeed = AreaToAvoid | StayNear


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedAreas:
    """Where the household can live and where not, as its worker states it.

    Attributes:
        choice: Whether `of_choice` lists the areas or everywhere else will do.
        of_choice: Authority codes.
        avoid, near: Compiled at once; centres, lines and distances are not kept.
    """

    choice: AreaOfChoice
    of_choice: frozenset[str]
    avoid: tuple[AreaToAvoid, ...]
    near: tuple[StayNear, ...] = ()

    @property
    def needs(self) -> tuple[StatedNeed, ...]:
        """Return what to avoid, then what to stay near."""
        return (*self.avoid, *self.near)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptArea:
    """One area as it is kept, sealed with its case.

    Attributes:
        reference: The worker's reference of it.
        authorities, sectors, landlords: Codes, sectors and public codes; of an area
            to stay near, sectors alone.
    """

    reference: str
    purpose: AreaPurpose
    authorities: frozenset[str]
    sectors: frozenset[str]
    landlords: frozenset[str]

    @classmethod
    def read(cls, plain: Mapping[str, object], purpose: AreaPurpose) -> "KeptArea":
        """Return the area that `plain` was written from."""
        return cls(
            reference=str(plain["reference"]),
            purpose=purpose,
            authorities=_texts(plain["authorities"]),
            sectors=_texts(plain["sectors"]),
            landlords=_texts(plain["landlords"]),
        )

    def plain(self) -> dict[str, object]:
        """Return it as JSON knows it."""
        return {
            "reference": self.reference,
            "authorities": sorted(self.authorities),
            "sectors": sorted(self.sectors),
            "landlords": sorted(self.landlords),
        }


@dataclass(frozen=True, slots=True)
class KeptAreas:
    """Every area that stands of a case, and the authorities of choice."""

    of_choice: frozenset[str]
    standing: tuple[KeptArea, ...]

    @classmethod
    def read(cls, plain: object) -> "KeptAreas":
        """Return the areas that `plain` was written from."""
        assert isinstance(plain, dict)
        return cls(
            of_choice=_texts(plain["of_choice"]),
            standing=tuple(
                KeptArea.read(area, purpose)
                for purpose in AreaPurpose
                for area in plain[purpose]
            ),
        )

    def plain(self) -> dict[str, object]:
        """Return them as JSON knows them."""
        listed: dict[str, object] = {"of_choice": sorted(self.of_choice)}
        for purpose in AreaPurpose:
            listed[purpose.value] = [
                area.plain() for area in self.standing if area.purpose is purpose
            ]
        return listed

    def as_of(self, edition: str) -> "KeptAreas":
        """Return them with what the geography brought after an edition also avoided.

        Where nothing is to be avoided or stayed near, nothing is added. An authority
        that has ended stands for the one that took its place.
        """
        if not self.standing:
            return self
        newer = newer_than(edition)
        since = KeptArea(
            reference="",
            purpose=AreaPurpose.AVOID,
            authorities=newer.authority_codes
            | {authority_now(code) for code in self.authorities},
            sectors=newer.sectors,
            landlords=frozenset(),
        )
        return self.with_one(since)

    def with_one(self, area: KeptArea) -> "KeptAreas":
        """Return them with one more."""
        return KeptAreas(self.of_choice, (*self.standing, area))

    def without(self, reference: str) -> "KeptAreas":
        """Return them without one."""
        left = tuple(area for area in self.standing if area.reference != reference)
        return KeptAreas(self.of_choice, left)

    @property
    def authorities(self) -> frozenset[str]:
        """Return every authority to avoid."""
        return _all(area.authorities for area in self._of(AreaPurpose.AVOID))

    @property
    def sectors(self) -> frozenset[str]:
        """Return every sector to avoid."""
        return _all(area.sectors for area in self._of(AreaPurpose.AVOID))

    @property
    def landlords(self) -> frozenset[str]:
        """Return every landlord to avoid, by public code."""
        return _all(area.landlords for area in self._of(AreaPurpose.AVOID))

    @property
    def sectors_within_reach(self) -> frozenset[str] | None:
        """Return the sectors that meet every need to stay near; None without any."""
        needs = [area.sectors for area in self._of(AreaPurpose.STAY_NEAR)]
        return reduce(frozenset.intersection, needs) if needs else None

    def _of(self, purpose: AreaPurpose) -> list[KeptArea]:
        return [area for area in self.standing if area.purpose is purpose]

    def authorities_left(
        self, choice: AreaOfChoice, today: date, *, near: bool = True
    ) -> frozenset[str]:
        """Return the authorities in which a sector is left to live in.

        Args:
            choice: How `of_choice` is to be read.
            near: False to leave what the household must stay near out of account.
        """
        reach = self.sectors_within_reach if near else None
        candidates = {authority.code for authority in authorities_on(today)}
        if choice is AreaOfChoice.LISTED:
            candidates &= self.of_choice
        return frozenset(
            code
            for code in candidates - self.authorities
            if any(
                reach is None or sector in reach
                for sector in sectors_of_authority(code) - self.sectors
            )
        )


def compiled(stated: StatedNeed, *, reference: str, rules: SchemeRules) -> KeptArea:
    """Compile what is stated and forget how it was stated.

    Raises:
        PostcodeUnknown: And its kin, from places.
    """
    purpose = purpose_of(stated)
    landlords: frozenset[str] = frozenset()
    if isinstance(stated, StayNear):
        where: tuple[StatedArea, ...] = stated.places
    elif isinstance(stated.where, OneLandlord):
        where, landlords = (), frozenset({stated.where.code})
    else:
        where = (stated.where,)
    found = compile_areas(
        where,
        border_metres=rules.border_margin_metres,
        field=field_of(stated),
    )
    return KeptArea(
        reference=reference,
        purpose=purpose,
        authorities=found.authority_codes,
        sectors=found.sectors,
        landlords=landlords,
    )


def authority_now(code: str) -> str:
    """Return the code of an authority, or of the one that took its place."""
    return standing(code).code


def purpose_of(stated: StatedNeed) -> AreaPurpose:
    """Return whether a home in the area is refused, or one outside it."""
    avoided = isinstance(stated, AreaToAvoid)
    return AreaPurpose.AVOID if avoided else AreaPurpose.STAY_NEAR


def field_of(stated: StatedNeed) -> str:
    """Return the field in which such an area is stated."""
    return TO_AVOID if isinstance(stated, AreaToAvoid) else WITHIN_REACH


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


def nowhere_left(
    kept: KeptAreas, choice: AreaOfChoice, today: date
) -> list[FieldFault]:
    """Return the fault of areas that leave a household nowhere to live."""
    if not kept.authorities_left(choice, today, near=False):
        sentence = "Every area of choice lies inside the areas to avoid."
        return [FieldFault("areas_of_choice", sentence)]
    if not kept.authorities_left(choice, today):
        sentence = "Nowhere that is left lies within reach of all of these."
        return [FieldFault(WITHIN_REACH, sentence)]
    return []


def _texts(plain: object) -> frozenset[str]:
    assert isinstance(plain, list)
    return frozenset(map(str, plain))


def _all(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset(chain.from_iterable(sets))

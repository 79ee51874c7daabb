"""Areas of a case as they are kept, sealed with it; values in, values out.

What is kept of an area is whole authorities, whole sectors and landlords. The
postcode, the distance and the line it was stated by are compiled and forgotten here.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import reduce
from itertools import chain

from matching.pool import CLOSENESS_MAX
from matching.terms import AreaOfChoice
from reciprocal.errors import FieldFault
from reciprocal.organisations.rules import SchemeRules
from reciprocal.places import (
    StatedArea,
    authorities_on,
    compile_areas,
    newer_than,
    sectors_by_distance,
    sectors_of_authority,
    standing,
)
from reciprocal.requests.areas import (
    WITHIN_REACH,
    AreaPurpose,
    CloseTo,
    OneLandlord,
    StatedNeed,
    StayNear,
    field_of,
    purpose_of,
)

_NEEDS = (AreaPurpose.AVOID, AreaPurpose.STAY_NEAR)


class AvoidedShare(StrEnum):
    """How much of an authority all areas to avoid blot out together."""

    NONE = "none"
    LESS_THAN_HALF = "less_than_half"
    HALF_OR_MORE = "half_or_more"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptArea:
    """One area as it is kept, sealed with its case.

    Attributes:
        reference: The worker's reference of it.
        purpose: A need; what a home would be close to is a `KeptWish`.
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
class KeptWish:
    """What a home would be close to, as it is kept: sectors by band, the nearest first.

    Attributes:
        reference: The worker's reference of it.
        bands: `CLOSENESS_MAX` of them; a sector is in one at most.
    """

    reference: str
    bands: tuple[frozenset[str], ...]

    @classmethod
    def read(cls, plain: Mapping[str, object]) -> "KeptWish":
        """Return the wish that `plain` was written from."""
        bands = plain["bands"]
        assert isinstance(bands, list)
        return cls(str(plain["reference"]), tuple(_texts(band) for band in bands))

    def plain(self) -> dict[str, object]:
        """Return it as JSON knows it."""
        return {
            "reference": self.reference,
            "bands": [sorted(band) for band in self.bands],
        }

    @property
    def closeness(self) -> Counter[str]:
        """Return the band of each sector as the solver counts it: the nearest most."""
        return Counter(
            {
                sector: CLOSENESS_MAX - further
                for further, band in enumerate(self.bands)
                for sector in band
            }
        )


Kept = KeptArea | KeptWish


@dataclass(frozen=True, slots=True)
class KeptAreas:
    """Every area that stands of a case, the authorities of choice, and the wishes.

    Attributes:
        standing: What to avoid and what to stay near; rules read nothing else.
        first_choice: Of the areas of choice those preferred.
        close_to: What a home would be close to.
    """

    of_choice: frozenset[str]
    standing: tuple[KeptArea, ...]
    first_choice: frozenset[str] = frozenset()
    close_to: tuple[KeptWish, ...] = ()

    @classmethod
    def read(cls, plain: object) -> "KeptAreas":
        """Return the areas that `plain` was written from."""
        assert isinstance(plain, dict)
        return cls(
            of_choice=_texts(plain["of_choice"]),
            standing=tuple(
                KeptArea.read(area, purpose)
                for purpose in _NEEDS
                for area in plain[purpose]
            ),
            first_choice=_texts(plain["first_choice"]),
            close_to=tuple(map(KeptWish.read, plain[AreaPurpose.CLOSE_TO])),
        )

    def plain(self) -> dict[str, object]:
        """Return them as JSON knows them."""
        listed: dict[str, object] = {
            "of_choice": sorted(self.of_choice),
            "first_choice": sorted(self.first_choice),
        }
        for purpose in _NEEDS:
            listed[purpose.value] = [
                area.plain() for area in self.standing if area.purpose is purpose
            ]
        listed[AreaPurpose.CLOSE_TO.value] = [wish.plain() for wish in self.close_to]
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

    def with_one(self, one: Kept) -> "KeptAreas":
        """Return them with one more."""
        if isinstance(one, KeptWish):
            return replace(self, close_to=(*self.close_to, one))
        return replace(self, standing=(*self.standing, one))

    def without(self, reference: str) -> "KeptAreas":
        """Return them without one."""
        return replace(
            self,
            standing=tuple(one for one in self.standing if one.reference != reference),
            close_to=tuple(one for one in self.close_to if one.reference != reference),
        )

    def renamed(self, references: Mapping[str, str]) -> "KeptAreas":
        """Return them under new references, by the ones they had."""

        def named(one: KeptArea | KeptWish) -> str:
            return references[one.reference]

        return replace(
            self,
            standing=tuple(replace(one, reference=named(one)) for one in self.standing),
            close_to=tuple(replace(one, reference=named(one)) for one in self.close_to),
        )

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

    @property
    def closeness(self) -> tuple[tuple[str, int], ...]:
        """Return how close each sector is, in the solver's bands, by sector.

        Of several wishes the mean, rounded down, so that none counts for more than
        another.
        """
        summed: Counter[str] = Counter()
        for wish in self.close_to:
            summed.update(wish.closeness)
        means = ((name, total // len(self.close_to)) for name, total in summed.items())
        return tuple(sorted((name, band) for name, band in means if band))

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


def compiled(stated: StatedNeed, *, reference: str, rules: SchemeRules) -> Kept:
    """Compile what is stated and forget how it was stated.

    Raises:
        PostcodeUnknown: And its kin, from places.
    """
    if isinstance(stated, CloseTo):
        return KeptWish(
            reference,
            sectors_by_distance(
                stated.postcodes,
                stated.metres,
                bands=CLOSENESS_MAX,
                field=field_of(stated),
            ),
        )
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
        purpose=purpose_of(stated),
        authorities=found.authority_codes,
        sectors=found.sectors,
        landlords=landlords,
    )


def blotted_out(
    kept: KeptAreas, one: KeptArea, choice: AreaOfChoice
) -> dict[str, object]:
    """Return what one area covers, and how much of each choice all of them avoid.

    Args:
        kept: With that one.
        choice: Of authorities that are listed each is told of; of others none.
    """
    chosen = sorted(kept.of_choice) if choice is AreaOfChoice.LISTED else []
    return {
        "authorities": sorted(one.authorities),
        "sectors": sorted(one.sectors),
        "landlords": sorted(one.landlords),
        "of_choice": [
            {"authority": code, "avoided": _share_avoided(kept, code)}
            for code in chosen
        ],
    }


def _share_avoided(kept: KeptAreas, code: str) -> AvoidedShare:
    sectors = sectors_of_authority(code)
    avoided = len(sectors & kept.sectors)
    if code in kept.authorities or avoided == len(sectors):
        return AvoidedShare.ALL
    if 2 * avoided >= len(sectors):
        return AvoidedShare.HALF_OR_MORE
    return AvoidedShare.LESS_THAN_HALF if avoided else AvoidedShare.NONE


def authority_now(code: str) -> str:
    """Return the code of an authority, or of the one that took its place."""
    return standing(code).code


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

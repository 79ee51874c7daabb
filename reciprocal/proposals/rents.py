"""What a worker is shown about rent before the household answers; never a gate.

Pure: a case in, facts out. Nothing here is a decision on a benefit, which the council
or the department makes; each fact names its authority, and `docs/law.md` says how sure
we are of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple

from matching.terms import RentBasis
from reciprocal.requests.rent import HelpWithRent, RentStated

_HB, _UC = HelpWithRent.HOUSING_BENEFIT, HelpWithRent.UNIVERSAL_CREDIT
_FOUR_WEEKS_DAYS = 28
_FIFTY_TWO_WEEKS_DAYS = 364
_TWELVE_MONTHS_DAYS = 365
_ONE_SPARE_PERCENT, _MORE_SPARE_PERCENT = 14, 25


class RentFact(StrEnum):
    """One thing to tell the household about rent."""

    TWO_RENTS_52_WEEKS = "two_rents_52_weeks"
    TWO_RENTS_4_WEEKS = "two_rents_4_weeks"
    TWO_RENTS_12_MONTHS = "two_rents_12_months"
    NEW_RENT_ONLY = "new_rent_only"
    NO_HELP_WITH_RENT = "no_help_with_rent"
    HELP_NOT_SAID = "help_not_said"
    RETURN_NOT_SAID = "return_not_said"
    OVERLAP_NOT_KNOWN = "overlap_not_known"
    OVERLAP_NOT_COVERED = "overlap_not_covered"
    SPARE_ROOM_14 = "spare_room_14"
    SPARE_ROOM_25 = "spare_room_25"
    SPARE_ROOM_PENSION_AGE = "spare_room_pension_age"
    AGE_NOT_SAID = "age_not_said"
    RENT_WITHIN = "rent_within"
    RENT_ABOVE = "rent_above"
    AFFORDABLE_NOT_STATED = "affordable_not_stated"
    AFFORDABLE_RENT = "affordable_rent"


class Told(NamedTuple):
    """How a fact is told, and what it rests on."""

    sentence: str
    authority: str


_TWO_HOMES_HB = "Housing Benefit Regulations 2006 reg. 7(6)(a)"
_OVERLAP_HB = "Housing Benefit Regulations 2006 reg. 7(6)(d)"
_TWO_HOMES_UC = "Universal Credit Regulations 2013 sch.3 para.6"
_SPARE = "Housing Benefit Regulations 2006 reg. B13; Universal Credit Regulations 2013 "
_SPARE_BOTH = _SPARE + "sch.4 para.36"
_SCHEME = "Scheme practice"

FACTS: Final = MappingProxyType(
    {
        RentFact.TWO_RENTS_52_WEEKS: Told(
            "Housing benefit may cover both rents for up to 52 weeks, from fear of "
            "violence in the old home or by a former member of the family, and while "
            "the household intends to return; once it decides not to, for 4 weeks at "
            "most.",
            _TWO_HOMES_HB,
        ),
        RentFact.TWO_RENTS_4_WEEKS: Told(
            "Housing benefit may cover both rents for up to 4 weeks, where the "
            "household could not have avoided owing both.",
            _OVERLAP_HB,
        ),
        RentFact.TWO_RENTS_12_MONTHS: Told(
            "Universal credit may cover both rents for up to 12 months, from fear of "
            "violence in the old home or by a former partner, and while the household "
            "intends to return; once it decides not to, the notice on the old home is "
            "not covered.",
            _TWO_HOMES_UC,
        ),
        RentFact.NEW_RENT_ONLY: Told(
            "Universal credit covers the new home alone: the household owes the old "
            "rent for as long as the two tenancies overlap. Keep that short.",
            _TWO_HOMES_UC,
        ),
        RentFact.NO_HELP_WITH_RENT: Told(
            "Nothing helps with the rent: the household owes both for as long as the "
            "two tenancies overlap.",
            _SCHEME,
        ),
        RentFact.HELP_NOT_SAID: Told(
            "It is not said what helps with the rent; ask before the household "
            "answers.",
            _SCHEME,
        ),
        RentFact.RETURN_NOT_SAID: Told(
            "It is not said whether the household intends to return; the shorter "
            "time is shown.",
            _SCHEME,
        ),
        RentFact.OVERLAP_NOT_KNOWN: Told(
            "How long the tenancies overlap is known once both landlords have given "
            "their dates; a weekly tenant's notice is four weeks at least.",
            "Protection from Eviction Act 1977 s.5",
        ),
        RentFact.OVERLAP_NOT_COVERED: Told(
            "The tenancies overlap for longer than benefit may cover.",
            f"{_TWO_HOMES_HB} and (d); {_TWO_HOMES_UC}",
        ),
        RentFact.SPARE_ROOM_14: Told(
            "The home has one bedroom more than benefit counts: help with the rent "
            "falls by 14 % of it.",
            _SPARE_BOTH,
        ),
        RentFact.SPARE_ROOM_25: Told(
            "The home has two bedrooms or more over what benefit counts: help with "
            "the rent falls by 25 % of it.",
            _SPARE_BOTH,
        ),
        RentFact.SPARE_ROOM_PENSION_AGE: Told(
            "Housing benefit is not reduced for a spare bedroom at pension age.",
            "Housing Benefit (Persons who have attained the qualifying age for state "
            "pension credit) Regulations 2006",
        ),
        RentFact.AGE_NOT_SAID: Told(
            "It is not said whether all who claim are of pension age; the reduction "
            "is shown as though they were not.",
            _SCHEME,
        ),
        RentFact.RENT_WITHIN: Told(
            "The rent is within what the household can pay.", _SCHEME
        ),
        RentFact.RENT_ABOVE: Told(
            "The rent is more than the household can pay; it may still choose the "
            "home.",
            _SCHEME,
        ),
        RentFact.AFFORDABLE_NOT_STATED: Told(
            "It is not stated what the household can pay.", _SCHEME
        ),
        RentFact.AFFORDABLE_RENT: Told(
            "The home is let at Affordable Rent, which may reach 80 % of the market "
            "and rises on its own terms; security is unchanged.",
            "Regulator of Social Housing, Rent Standard",
        ),
    }
)
assert set(FACTS) == set(RentFact), "every fact has its sentence and its authority"


@dataclass(frozen=True, slots=True, kw_only=True)
class RentCase:
    """One home beside what one household said.

    Attributes:
        spare_bedrooms: Over what benefit counts; 0 or less for none.
        overlap_days: From the first day of the new tenancy to the last of the old;
            None until both are known. Units: days.
    """

    stated: RentStated
    weekly_rent_pence: int
    rent_basis: RentBasis
    spare_bedrooms: int
    overlap_days: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RentsShown:
    """What is shown.

    Attributes:
        covered_days: For how long benefit may cover both rents; None where nobody
            said what helps. Units: days.
        uncovered_days: Of the overlap; None until it is known. Units: days.
        reduction_weekly_pence: What help falls by for spare bedrooms, to the whole
            penny; 0 where it does not. Units: pence a week.
    """

    facts: tuple[RentFact, ...]
    covered_days: int | None
    uncovered_days: int | None
    reduction_weekly_pence: int


def rents_shown(case: RentCase) -> RentsShown:
    """Return what a worker is shown, in the order of `RentFact`."""
    covered_days = _covered_days(case.stated)
    uncovered_days = None
    if case.overlap_days is not None and covered_days is not None:
        uncovered_days = max(0, case.overlap_days - covered_days)
    found = {
        *_two_rents(case.stated),
        *_overlap(case, uncovered_days),
        *_spare_room(case),
        *_affordability(case),
    }
    return RentsShown(
        facts=tuple(fact for fact in RentFact if fact in found),
        covered_days=covered_days,
        uncovered_days=uncovered_days,
        reduction_weekly_pence=_reduction_pence(case, found),
    )


def covered_until(covered_days: int | None, first_day: date | None) -> date | None:
    """Return the last day on which both rents may be covered.

    Args:
        covered_days: As shown; None where nobody said what helps.
        first_day: Of the new tenancy, from which both are owed; None until it is known.
    """
    if not covered_days or first_day is None:
        return None
    return first_day + timedelta(days=covered_days - 1)


def _covered_days(stated: RentStated) -> int | None:
    """Return for how long both rents may be covered; what is not said counts as no."""
    if stated.help_with_rent is HelpWithRent.NOT_SAID:
        return None
    if stated.help_with_rent is _HB:
        return _FIFTY_TWO_WEEKS_DAYS if stated.intends_to_return else _FOUR_WEEKS_DAYS
    both = stated.help_with_rent is _UC and stated.intends_to_return
    return _TWELVE_MONTHS_DAYS if both else 0


def _two_rents(stated: RentStated) -> Iterator[RentFact]:
    match stated.help_with_rent:
        case HelpWithRent.NOT_SAID:
            yield RentFact.HELP_NOT_SAID
            return
        case HelpWithRent.NEITHER:
            yield RentFact.NO_HELP_WITH_RENT
            return
    by_return = {
        _HB: (RentFact.TWO_RENTS_4_WEEKS, RentFact.TWO_RENTS_52_WEEKS),
        _UC: (RentFact.NEW_RENT_ONLY, RentFact.TWO_RENTS_12_MONTHS),
    }
    yield by_return[stated.help_with_rent][bool(stated.intends_to_return)]
    if stated.intends_to_return is None:
        yield RentFact.RETURN_NOT_SAID


def _overlap(case: RentCase, uncovered_days: int | None) -> Iterator[RentFact]:
    if case.overlap_days is None:
        yield RentFact.OVERLAP_NOT_KNOWN
    if uncovered_days:
        yield RentFact.OVERLAP_NOT_COVERED


def _spare_room(case: RentCase) -> Iterator[RentFact]:
    """Tell of spare bedrooms; without help with the rent there is none to reduce.

    Universal credit is claimed below pension age, by one of a couple at least, and
    has no exemption for the other's.
    """
    stated = case.stated
    if case.spare_bedrooms < 1 or stated.help_with_rent is HelpWithRent.NEITHER:
        return
    if stated.help_with_rent is not _UC and stated.pension_age:
        yield RentFact.SPARE_ROOM_PENSION_AGE
        return
    one = case.spare_bedrooms == 1
    yield RentFact.SPARE_ROOM_14 if one else RentFact.SPARE_ROOM_25
    if stated.help_with_rent is not _UC and stated.pension_age is None:
        yield RentFact.AGE_NOT_SAID


def _affordability(case: RentCase) -> Iterator[RentFact]:
    if case.rent_basis is RentBasis.AFFORDABLE:
        yield RentFact.AFFORDABLE_RENT
    most = case.stated.affordable_weekly_pence
    if most is None:
        yield RentFact.AFFORDABLE_NOT_STATED
        return
    within = case.weekly_rent_pence <= most
    yield RentFact.RENT_WITHIN if within else RentFact.RENT_ABOVE


def _reduction_pence(case: RentCase, found: set[RentFact]) -> int:
    percent = 0
    if RentFact.SPARE_ROOM_14 in found:
        percent = _ONE_SPARE_PERCENT
    elif RentFact.SPARE_ROOM_25 in found:
        percent = _MORE_SPARE_PERCENT
    return case.weekly_rent_pence * percent // 100

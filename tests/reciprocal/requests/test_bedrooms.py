"""Bedrooms under both standards: the specification, and a reading by brute force."""

from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.terms import BedroomStandard
from reciprocal.organisations.rules import SchemeRules
from reciprocal.requests.bedrooms import bedrooms_needed, suitable_bedrooms
from reciprocal.requests.household import (
    CannotShare,
    Composition,
    Month,
    OverrideReason,
    Sex,
    YoungPerson,
)
from tests.spec.bedrooms import NEEDS, STANDARDS, TODAY, Need
from tests.support.minutes import examples

RULES = {standard: SchemeRules(bedroom_standard=standard) for standard in STANDARDS}
GIRL = YoungPerson(Sex.FEMALE, Month(2016, 11))
DUE = date(2027, 3, 1)


@pytest.mark.parametrize("line", [pytest.param(n, id=n.says) for n in NEEDS])
def test_the_standards_give_what_the_line_says(line: Need) -> None:
    found = {
        standard: bedrooms_needed(line.household, rules, TODAY)
        for standard, rules in RULES.items()
    }
    assert found == {
        BedroomStandard.SIZE_CRITERIA: line.size_criteria,
        BedroomStandard.BEDROOM_STANDARD: line.bedroom_standard,
    }


Person = tuple[str, int]
"""Sex and age; of a child that is due nobody knows the sex, and it is written `?`."""


def may_share(standard: str, one: Person, other: Person) -> bool:
    """Read the standard for two people and one room."""
    (sex, age), (other_sex, other_age) = one, other
    if age < 10 and other_age < 10:
        return True
    if sex != other_sex or "?" in (sex, other_sex):
        return False
    grown = {"size_criteria": 16, "bedroom_standard": 21}[standard]
    return age < grown and other_age < grown


@cache
def fewest_rooms(standard: str, people: tuple[Person, ...]) -> int:
    """Pair people off in every way and keep the fewest rooms."""
    if not people:
        return 0
    first, rest = people[0], people[1:]
    best = 1 + fewest_rooms(standard, rest)
    for index, other in enumerate(rest):
        if may_share(standard, first, other):
            left = rest[:index] + rest[index + 1 :]
            best = min(best, 1 + fewest_rooms(standard, left))
    return best


young_people = st.lists(
    st.builds(
        YoungPerson,
        st.sampled_from(Sex),
        st.builds(Month, st.integers(2005, 2026), st.integers(1, 10)),
        st.sampled_from([None, None, None, *CannotShare]),
    ),
    max_size=7,
)


@pytest.mark.parametrize("standard", STANDARDS)
@settings(max_examples=examples(100, 3000))
@given(
    adults=st.integers(1, 4),
    couples=st.integers(0, 2),
    young=young_people,
    expected=st.integers(0, 2),
    carer=st.booleans(),
)
def test_no_pairing_needs_fewer_rooms(
    standard: BedroomStandard,
    *,
    adults: int,
    couples: int,
    young: list[YoungPerson],
    expected: int,
    carer: bool,
) -> None:
    couples = min(couples, adults // 2)
    household = Composition(
        adults,
        couples,
        children=tuple(young),
        expected_children=expected,
        due_date=DUE if expected else None,
        overnight_carer=carer,
    )
    # Everybody above was born before November, so the year alone gives the age.
    sharing = [
        (str(one.sex), 2026 - one.born.year) for one in young if not one.cannot_share
    ]
    sharing += [("?", 0)] * expected
    apart = sum(one.cannot_share is not None for one in young)
    rooms = couples + (adults - 2 * couples) + apart + int(carer)
    rooms += fewest_rooms(str(standard), tuple(sorted(sharing)))
    assert bedrooms_needed(household, RULES[standard], TODAY) == rooms
    assert household.persons == adults + len(young) + expected


BIRTHDAYS = (
    ("size_criteria", ("F2016-12", "M2020-01"), date(2026, 12, 1), (2, 3)),
    ("bedroom_standard", ("F2016-12", "M2020-01"), date(2026, 12, 1), (2, 3)),
    ("size_criteria", ("F2011-02", "F2010-12"), date(2026, 12, 1), (2, 3)),
    ("bedroom_standard", ("F2011-02", "F2010-12"), date(2026, 12, 1), (2, 2)),
    ("bedroom_standard", ("F2011-02", "F2010-12"), date(2031, 12, 1), (2, 3)),
)


@pytest.mark.parametrize(("standard", "born", "birthday", "rooms"), BIRTHDAYS)
def test_a_birthday_changes_the_need_on_the_first_day_of_its_month(
    standard: str, born: tuple[str, ...], birthday: date, rooms: tuple[int, int]
) -> None:
    children = tuple(YoungPerson(Sex(one[0]), Month.parse(one[1:])) for one in born)
    rules = RULES[BedroomStandard(standard)]
    assert rooms == tuple(
        bedrooms_needed(Composition(1, children=children), rules, day)
        for day in (birthday - timedelta(days=1), birthday)
    )


@pytest.mark.parametrize(
    ("weeks", "days_before", "rooms"),
    [
        (None, 300, 2),
        (12, 85, 1),
        (12, 84, 2),
        (0, 1, 1),
        (0, 0, 2),
        (0, -30, 2),
    ],
)
def test_the_scheme_says_from_when_an_expected_child_counts(
    weeks: int | None, days_before: int, rooms: int
) -> None:
    rules = SchemeRules(expected_child_weeks=weeks)
    household = Composition(1, expected_children=1, due_date=DUE)
    day = DUE - timedelta(days=days_before)
    assert bedrooms_needed(household, rules, day) == rooms
    assert household.persons == 2


@pytest.mark.parametrize(
    ("accepted", "affordable", "most"),
    [(False, False, 2), (True, False, 2), (False, True, 2), (True, True, 3)],
)
def test_one_over_takes_both_to_accept_and_to_afford(
    *, accepted: bool, affordable: bool, most: int
) -> None:
    household = Composition(
        1,
        children=(GIRL,),
        one_over_accepted=accepted,
        one_over_affordable=affordable,
    )
    assert suitable_bedrooms(household, SchemeRules(), TODAY) == (2, most)


def test_an_override_stands_on_every_day_and_may_be_less() -> None:
    household = Composition(
        1,
        children=(GIRL, GIRL, GIRL),
        bedrooms_override=2,
        bedrooms_override_reason=OverrideReason.MEDICAL,
        one_over_accepted=True,
        one_over_affordable=True,
    )
    for years in (0, 7, 30):
        day = TODAY.replace(year=TODAY.year + years)
        assert suitable_bedrooms(household, SchemeRules(), day) == (2, 3)

"""People who make a household, and ages that make none: each fault by its field."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reciprocal.requests.household import (
    CannotShare,
    Composition,
    Month,
    OverrideReason,
    Sex,
    YoungPerson,
    as_plain,
    faults,
    from_plain,
)

TODAY = date(2026, 11, 2)
GOOD = Composition(2)


def born(year: int, month: int) -> tuple[YoungPerson, ...]:
    return (YoungPerson(Sex.FEMALE, Month(year, month)),)


def due(day: date) -> dict[str, object]:
    return {"expected_children": 1, "due_date": day}


OVERRIDE = {
    "bedrooms_override": 3,
    "bedrooms_override_reason": OverrideReason.MEDICAL,
}

CASES: tuple[tuple[str, dict[str, object], list[str]], ...] = (
    ("two adults", {}, []),
    ("nobody of age", {"adults": 0}, ["adults"]),
    ("a couple of two", {"couples": 1}, []),
    ("two couples of two", {"couples": 2}, ["couples"]),
    ("two couples of three", {"adults": 3, "couples": 2}, ["couples"]),
    ("a child born this month", {"children": born(2026, 11)}, []),
    ("a child born next month", {"children": born(2026, 12)}, ["children.0.born"]),
    ("a child born next year", {"children": born(2027, 1)}, ["children.0.born"]),
    ("a child who is 16 next month", {"children": born(2010, 12)}, []),
    ("a child who is 16", {"children": born(2010, 11)}, ["children.0.born"]),
    (
        "the second child is 40",
        {"children": (*born(2020, 1), *born(1986, 1))},
        ["children.1.born"],
    ),
    ("a young adult of 16", {"young_adults": born(2010, 11)}, []),
    ("a young adult of 15", {"young_adults": born(2010, 12)}, ["young_adults.0.born"]),
    ("a young adult of 20", {"young_adults": born(2005, 12)}, []),
    ("a young adult of 21", {"young_adults": born(2005, 11)}, ["young_adults.0.born"]),
    ("a child due today", due(TODAY), []),
    ("a child due yesterday", due(TODAY - timedelta(days=1)), ["due_date"]),
    ("a child due in ten months", due(TODAY + timedelta(days=305)), []),
    ("a child due later", due(TODAY + timedelta(days=306)), ["due_date"]),
    ("a child due some day", {"expected_children": 1}, ["due_date"]),
    ("a day and no child", {"due_date": TODAY}, ["due_date"]),
    ("an override with its reason", OVERRIDE, []),
    ("an override", {"bedrooms_override": 3}, ["bedrooms_override_reason"]),
    (
        "a reason for no override",
        {"bedrooms_override_reason": OverrideReason.MEDICAL},
        ["bedrooms_override_reason"],
    ),
    ("a tenant of 16", {"tenant_born": Month(2010, 11)}, []),
    ("a tenant of 15", {"tenant_born": Month(2010, 12)}, ["tenant_born"]),
    (
        "an adult of 15",
        {"youngest_adult_born": Month(2010, 12)},
        ["youngest_adult_born"],
    ),
    (
        "a tenant who is the youngest",
        {"tenant_born": Month(1970, 5), "youngest_adult_born": Month(1970, 5)},
        [],
    ),
    (
        "a tenant who is younger than the youngest",
        {"tenant_born": Month(1970, 6), "youngest_adult_born": Month(1970, 5)},
        ["youngest_adult_born"],
    ),
    (
        "all at once",
        {
            "adults": 0,
            "couples": 1,
            "children": born(1999, 9),
            "young_adults": born(1999, 9),
            "due_date": TODAY,
            "bedrooms_override": 9,
        },
        [
            "adults",
            "couples",
            "children.0.born",
            "young_adults.0.born",
            "due_date",
            "bedrooms_override_reason",
        ],
    ),
)


@pytest.mark.parametrize(
    ("changed", "fields"), [pytest.param(*case[1:], id=case[0]) for case in CASES]
)
def test_faults(changed: dict[str, object], fields: list[str]) -> None:
    household = replace(GOOD, **changed)  # type: ignore[arg-type]
    found = list(faults(household, TODAY))
    assert [fault.field for fault in found] == fields
    # No fault says back what was stated.
    assert not any(said in f.fault for f in found for said in ("1999", "2026", "9"))


@pytest.mark.parametrize(
    ("day", "age"),
    [
        (date(2026, 2, 28), 6),
        (date(2026, 3, 1), 7),
        (date(2027, 2, 28), 7),
        (date(2027, 3, 1), 8),
        (date(2019, 3, 1), 0),
        (date(2019, 2, 28), -1),
        (date(2018, 12, 31), -1),
    ],
)
def test_an_age_changes_with_the_month(day: date, age: int) -> None:
    assert Month(2019, 3).age_on(day) == age


def test_whoever_comes_of_age_is_no_child_to_a_landlord() -> None:
    household = Composition(1, young_adults=born(2008, 12), children=born(2020, 1))
    before, after = date(2026, 11, 30), date(2026, 12, 1)
    assert (household.adults_on(before), household.minors_on(before)) == (1, [6, 17])
    assert (household.adults_on(after), household.minors_on(after)) == (2, [6])


BORN_1971 = Month(1971, 11)  # 55 on the day, for the whole month
BORN_1966 = Month(1966, 1)

AGES: tuple[tuple[str, Composition, int, int], ...] = (
    ("nothing said", Composition(1), 0, 0),
    ("one adult has one age", Composition(1, tenant_born=BORN_1971), 55, 55),
    ("next month it is", Composition(1, tenant_born=Month(1971, 12)), 50, 50),
    ("forty-nine", Composition(1, tenant_born=Month(1976, 12)), 0, 0),
    ("ninety", Composition(1, tenant_born=Month(1936, 1)), 65, 65),
    ("two, of one nothing said", Composition(2, tenant_born=BORN_1966), 60, 0),
    (
        "two",
        Composition(2, tenant_born=BORN_1966, youngest_adult_born=BORN_1971),
        60,
        55,
    ),
    ("the tenant is no younger", Composition(2, youngest_adult_born=BORN_1971), 55, 55),
    (
        "a son of 18",
        Composition(1, tenant_born=BORN_1966, young_adults=born(2008, 11)),
        60,
        0,
    ),
    (
        "a daughter of 17 is no adult",
        Composition(1, tenant_born=BORN_1966, young_adults=born(2008, 12)),
        60,
        60,
    ),
)


@pytest.mark.parametrize(
    ("household", "tenant", "adults"),
    [pytest.param(*line[1:], id=line[0]) for line in AGES],
)
def test_ages_are_told_by_what_homes_are_kept_from(
    household: Composition, tenant: int, adults: int
) -> None:
    assert household.tenant_age_reached(TODAY) == tenant
    assert household.adults_age_reached(TODAY) == adults


months = st.builds(Month, st.integers(1900, 2099), st.integers(1, 12))
people = st.lists(
    st.builds(
        YoungPerson,
        st.sampled_from(Sex),
        months,
        st.none() | st.sampled_from(CannotShare),
    ),
    max_size=3,
).map(tuple)


@given(
    st.builds(
        Composition,
        adults=st.integers(0, 9),
        couples=st.integers(0, 4),
        young_adults=people,
        children=people,
        expected_children=st.integers(0, 4),
        due_date=st.none() | st.dates(),
        overnight_carer=st.booleans(),
        bedrooms_override=st.none() | st.integers(1, 12),
        bedrooms_override_reason=st.none() | st.sampled_from(OverrideReason),
        one_over_accepted=st.booleans(),
        one_over_affordable=st.booleans(),
        tenant_born=st.none() | months,
        youngest_adult_born=st.none() | months,
    )
)
def test_what_is_sealed_is_read_back(household: Composition) -> None:
    assert from_plain(as_plain(household)) == household

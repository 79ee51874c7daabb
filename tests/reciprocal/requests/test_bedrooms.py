"""The size criteria: published examples, and a reading by brute force."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reciprocal.requests.bedrooms import Child, Composition, Sex, bedrooms_needed
from tests.support.minutes import examples

F, M = Sex.FEMALE, Sex.MALE

# As councils publish the criteria of reg. B13, in households that can be met.
EXAMPLES = (
    ("one adult", 1, (), 0, 1),
    ("two adults, a room each", 2, (), 0, 2),
    ("a parent and one child", 1, ((F, 7),), 0, 2),
    ("two girls under ten share", 1, ((F, 3), (F, 8)), 0, 2),
    ("a boy and a girl under ten share", 1, ((F, 3), (M, 9)), 0, 2),
    ("a boy of ten does not share with his sister", 1, ((F, 8), (M, 10)), 0, 3),
    ("brothers of 9 and 15 share", 1, ((M, 9), (M, 15)), 0, 2),
    ("brothers of 15 and 16 do not", 1, ((M, 15), (M, 16)), 0, 3),
    ("a child of 16 has a room", 1, ((F, 16),), 0, 2),
    ("three girls under 16 take two rooms", 1, ((F, 4), (F, 9), (F, 12)), 0, 3),
    ("girl 12, girl 8, boy 6: the girls share", 1, ((F, 12), (F, 8), (M, 6)), 0, 3),
    ("girl 12, boy 11, girl 5, boy 4", 1, ((F, 12), (M, 11), (F, 5), (M, 4)), 0, 3),
    ("a baby that is due shares with a small child", 1, ((F, 3),), 1, 2),
    ("a first baby that is due", 1, (), 1, 2),
    ("twins that are due share", 1, (), 2, 2),
)


def composition(
    adults: int, children: tuple[tuple[Sex, int], ...], expected: int
) -> Composition:
    return Composition(adults, tuple(Child(*child) for child in children), expected)


@pytest.mark.parametrize(
    ("adults", "children", "expected", "rooms"),
    [pytest.param(*case[1:], id=case[0]) for case in EXAMPLES],
)
def test_published_examples(
    adults: int, children: tuple[tuple[Sex, int], ...], expected: int, rooms: int
) -> None:
    household = composition(adults, children, expected)
    assert bedrooms_needed(household) == rooms
    assert household.persons == adults + len(children) + expected


def may_share(one: Child | None, other: Child | None) -> bool:
    """Read the regulation for two people; None is a child that is due."""
    ages = [child.age if child else 0 for child in (one, other)]
    if max(ages) < 10:
        return True
    if one is None or other is None or max(ages) >= 16:
        return False
    return one.sex is other.sex


def fewest_rooms(people: tuple[Child | None, ...]) -> int:
    """Pair people off in every way and keep the fewest rooms."""
    if not people:
        return 0
    first, rest = people[0], people[1:]
    best = 1 + fewest_rooms(rest)
    for index in range(len(rest)):
        if may_share(first, rest[index]):
            left = rest[:index] + rest[index + 1 :]
            best = min(best, 1 + fewest_rooms(left))
    return best


@settings(max_examples=examples(150, 2000))
@given(
    adults=st.integers(1, 3),
    children=st.lists(
        st.builds(Child, st.sampled_from(Sex), st.integers(0, 17)), max_size=6
    ),
    expected=st.integers(0, 2),
)
def test_no_pairing_needs_fewer_rooms(
    adults: int, children: list[Child], expected: int
) -> None:
    household = Composition(adults, tuple(children), expected)
    fewest = adults + fewest_rooms((*children, *(None,) * expected))
    assert bedrooms_needed(household) == fewest

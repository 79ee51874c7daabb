"""How many bedrooms a household needs: the social-sector size criteria.

Source: Housing Benefit Regulations 2006 reg. B13, as councils publish it: a room for
each couple, each other person of 16 or over, two children of the same sex under 16,
two children under 10, and any other child. A perpetrator is never counted.
"""

from dataclasses import dataclass
from enum import StrEnum

_SHARES_WITH_ANY_UNDER = 10
_SHARES_WITH_SAME_SEX_UNDER = 16


class Sex(StrEnum):
    FEMALE = "F"
    MALE = "M"


@dataclass(frozen=True, slots=True)
class Child:
    """A child who will live in the new home. Units: `age` in whole years."""

    sex: Sex
    age: int


@dataclass(frozen=True, slots=True)
class Composition:
    """Who will live in the new home.

    Attributes:
        adults: People of 16 and over, each with a room of their own.
        expected_children: Due before or soon after the move; they share as a child
            under ten of either sex would.
    """

    adults: int
    children: tuple[Child, ...] = ()
    expected_children: int = 0

    @property
    def persons(self) -> int:
        """Return how many people the home must hold."""
        return self.adults + len(self.children) + self.expected_children


def bedrooms_needed(household: Composition) -> int:
    """Return the bedrooms the size criteria give.

    Cost: grows with the number of children only, of whom there are few.
    """
    grown = sum(
        child.age >= _SHARES_WITH_SAME_SEX_UNDER for child in household.children
    )
    minors = [
        child for child in household.children if child.age < _SHARES_WITH_SAME_SEX_UNDER
    ]
    small = [child for child in minors if child.age < _SHARES_WITH_ANY_UNDER]
    big = {
        sex: sum(child.sex is sex for child in minors if child not in small)
        for sex in Sex
    }
    little = {sex: sum(child.sex is sex for child in small) for sex in Sex}
    rooms, left_over = 0, household.expected_children
    for sex in Sex:
        # An odd one of the older children takes in a younger one of the same sex;
        # the younger ones that remain share with anybody under ten.
        rooms += (big[sex] + 1) // 2
        taken_in = min(big[sex] % 2, little[sex])
        left_over += little[sex] - taken_in
    return household.adults + grown + rooms + (left_over + 1) // 2

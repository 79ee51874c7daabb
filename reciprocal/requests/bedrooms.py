"""How many bedrooms a household needs, under the standard that its scheme chose.

The size criteria (Housing Benefit Regulations 2006 reg. B13(5)): a room for each
couple, each other person of 16 or over, two children of the same sex under 16, two
children under 10, and any other child. The bedroom standard (Allocation of
accommodation: guidance for local housing authorities in England, 2012, para. 4.8): a
room for each couple, each other person of 21 or over, two people of the same sex from
10 to 20, and two children under 10; whoever of 10 to 20 is left over shares with a
child under 10 of the same sex where there is one. Both come to the fewest rooms in
which the people may be paired off; they differ in the age of an own room.
"""

from datetime import date, timedelta

from matching.terms import BedroomStandard
from reciprocal.organisations.rules import SchemeRules
from reciprocal.requests.household import Composition, Sex, YoungPerson

_OWN_ROOM_FROM = {
    BedroomStandard.SIZE_CRITERIA: 16,
    BedroomStandard.BEDROOM_STANDARD: 21,
}
_SHARES_WITH_ANY_UNDER = 10


def suitable_bedrooms(
    household: Composition, rules: SchemeRules, today: date
) -> tuple[int, int]:
    """Return the fewest and the most bedrooms that suit a household on a day.

    One more than it needs suits only a household that would take it and could pay
    (reg. B13(3): housing benefit falls by 14 % for one bedroom over).
    """
    needed = bedrooms_needed(household, rules, today)
    one_over = household.one_over_accepted and household.one_over_affordable
    return needed, needed + one_over


def bedrooms_needed(
    household: Composition,
    rules: SchemeRules,
    today: date,
    standard: BedroomStandard | None = None,
) -> int:
    """Return the bedrooms that a standard gives, or the override.

    The standard is the scheme's unless a landlord's own is asked for.

    A room more for each who cannot share and for a carer who stays the night (reg.
    B13(5) and (6)); the bedroom standard is a least one, to which a scheme adds the
    same.

    Cost: grows with the number of young people only, of whom there are few.
    """
    if household.bedrooms_override is not None:
        return household.bedrooms_override
    sharing = [one for one in household.young if one.cannot_share is None]
    rooms_of_their_own = (
        household.adults
        - household.couples
        + len(household.young)
        - len(sharing)
        + household.overnight_carer
    )
    expected = household.expected_children if _counted(household, rules, today) else 0
    own_room_from = _OWN_ROOM_FROM[standard or rules.bedroom_standard]
    return rooms_of_their_own + _rooms_shared(sharing, expected, today, own_room_from)


def _counted(household: Composition, rules: SchemeRules, today: date) -> bool:
    """Tell whether the scheme counts a child that is due yet; a late one stays so."""
    due, weeks = household.due_date, rules.expected_child_weeks
    if due is None or weeks is None:
        return True
    return today >= due - timedelta(weeks=weeks)


def _rooms_shared(
    people: list[YoungPerson], expected: int, today: date, own_room_from: int
) -> int:
    """Pair people off in the fewest rooms; a child that is due is of neither sex."""
    ages = [(one.sex, one.born.age_on(today)) for one in people]
    rooms = sum(age >= own_room_from for _, age in ages)
    left_over = expected
    for sex in Sex:
        little = sum(of is sex and age < _SHARES_WITH_ANY_UNDER for of, age in ages)
        big = sum(
            of is sex and _SHARES_WITH_ANY_UNDER <= age < own_room_from
            for of, age in ages
        )
        # An odd one of the older ones takes in a younger one of the same sex; the
        # younger ones that remain share with anybody under ten.
        rooms += (big + 1) // 2
        left_over += little - min(big % 2, little)
    return rooms + (left_over + 1) // 2

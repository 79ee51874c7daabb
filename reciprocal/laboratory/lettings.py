"""Which ordinary lettings landlords are asked for, as a round begins."""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import islice

from matching.pool import size_class
from reciprocal.laboratory.policies import Requests, Tried
from reciprocal.laboratory.pooling import InPot, Owed
from reciprocal.laboratory.regimes import STRUCTURAL_BEYOND
from reciprocal.laboratory.world import World

Row = tuple[str, str]


def row_of(in_pot: InPot) -> Row:
    """Return the debt that a letting would repay: its landlord's, of its size."""
    return in_pot.home.landlord_id, size_class(in_pot.home.bedrooms)


def asked(
    world: World, tried: Tried, lettings: Iterable[InPot], owed: Owed, expected: Owed
) -> list[InPot]:
    """Return the lettings that landlords are asked for, as they enter the round.

    What is asked for a debt of its own size is used up to the debt, by the solver.
    Whatever is asked for beyond that is no more than may be used.

    Args:
        owed: The book as the round begins.
        expected: What landlords come to owe in a month, by row; read where the policy
            asks ahead.
    """
    if tried.requests is Requests.NEVER:
        return []
    listed = list(lettings)
    found = _of_the_size(tried, listed, owed)
    if tried.worth:
        found += _of_other_sizes(tried, listed, found, owed)
    if tried.neighbours:
        found += _of_neighbours(world, tried, listed, found, owed)
    if tried.ahead_months:
        found += _ahead(tried, listed, found, expected)
    return found


def beyond(lettings: Iterable[InPot], found: Iterable[InPot], due: Owed) -> list[InPot]:
    """Return lettings that are not asked for yet, as many as would be due."""
    left, more = Counter(due), []
    taken = {each.home.id for each in found}
    for each in lettings:
        row = row_of(each)
        if each.home.id not in taken and left[row] > 0:
            left[row] -= 1
            more.append(replace(each, capped=False))
    return more


def due_of(owed: Owed) -> Owed:
    """Return what is owed, by row, where anything is."""
    return Counter({row: -homes for row, homes in owed.items() if homes < 0})


def _of_the_size(tried: Tried, lettings: list[InPot], owed: Owed) -> list[InPot]:
    due = due_of(owed)
    of_row: dict[Row, list[InPot]] = {}
    for each in lettings:
        of_row.setdefault(row_of(each), []).append(each)
    return [
        replace(each, capped=True)
        for row, homes in of_row.items()
        for each in islice(homes, None if tried.lists_all and due[row] else due[row])
    ]


def _of_other_sizes(
    tried: Tried, lettings: list[InPot], found: list[InPot], owed: Owed
) -> list[InPot]:
    """Return lettings in other sizes, worth no more than a landlord owes in all."""
    worth: dict[str, float] = {}
    for (landlord_id, size), homes in owed.items():
        of_size = tried.worth.get(int(size.strip("BEDP")), 0)
        worth[landlord_id] = worth.get(landlord_id, 0) - homes * of_size
    taken, more = {each.home.id for each in found}, []
    for each in lettings:
        landlord_id, value = each.home.landlord_id, tried.worth[each.home.bedrooms]
        if each.home.id not in taken and worth.get(landlord_id, 0) >= value:
            worth[landlord_id] -= value
            more.append(replace(each, capped=False))
    return more


def _of_neighbours(
    world: World, tried: Tried, lettings: list[InPot], found: list[InPot], owed: Owed
) -> list[InPot]:
    """Return lettings of those near a landlord that cannot repay, for its debts."""
    taken, more, due = {each.home.id for each in found}, [], due_of(owed)
    totals: Counter[str] = Counter()
    for (landlord_id, _size), homes in owed.items():
        totals[landlord_id] += homes
    for debtor in sorted(who for who, n in totals.items() if n < -STRUCTURAL_BEYOND):
        near = world.nearest(debtor)[: tried.neighbours]
        for each in lettings:
            row = debtor, size_class(each.home.bedrooms)
            free = each.home.landlord_id in near and each.home.id not in taken
            if free and due[row] > 0:
                taken.add(each.home.id)
                more.append(replace(each, capped=True, counts_for=debtor))
    return more


def _ahead(
    tried: Tried, lettings: list[InPot], found: list[InPot], expected: Owed
) -> list[InPot]:
    due = {row: math.floor(n * tried.ahead_months) for row, n in expected.items()}
    return beyond(lettings, found, Counter(due))

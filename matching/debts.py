"""What landlords owe by size class, and the ordinary lettings they offer for it.

A landlord in debt may offer a home that never was in the pot, of a size that it owes.
For whoever moves it is a void like any other, and a move into it repays a home. A plan
uses as many of a landlord's lettings of one size as it owes homes of that size beside
those it has promised already, and no more: nobody repays what is not owed.
"""

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from matching.pool import Home, Pool, size_class


class Debt(NamedTuple):
    """Homes of one size class that one landlord owes."""

    landlord_id: str
    size_class: str


@dataclass(frozen=True, slots=True)
class Lettings:
    """Ordinary lettings that are offered for one debt.

    Attributes:
        homes_owed: The most that one plan may use; at least 1. Units: homes.
        homes: The lettings, as indexes into the pool, ascending.
    """

    debt: Debt
    homes_owed: int
    homes: tuple[int, ...]


def lettings_offered(pool: Pool) -> tuple[Lettings, ...]:
    """Return the lettings that some plan may use, by debt, in the order of debts."""
    owed = _homes_owed(pool)
    offered: dict[Debt, list[int]] = {}
    for at, home in enumerate(pool.homes):
        debt = _debt_of(home)
        if debt is not None and owed[debt] > 0:
            offered.setdefault(debt, []).append(at)
    return tuple(
        Lettings(debt, owed[debt], tuple(offered[debt])) for debt in sorted(offered)
    )


def not_owed(pool: Pool) -> tuple[str, ...]:
    """Return the lettings, by id, that are offered for what their landlords do not owe.

    They are of another size than the debt, or the debt is no longer there, or homes
    are promised for all of it. No plan may use one, and a round goes on without them.
    """
    owed = {at for lettings in lettings_offered(pool) for at in lettings.homes}
    return tuple(
        home.id
        for at, home in enumerate(pool.homes)
        if home.offered_for is not None and at not in owed
    )


def _homes_owed(pool: Pool) -> Counter[Debt]:
    owed: Counter[Debt] = Counter()
    for landlord in pool.landlords:
        for name, balance in landlord.balances:
            owed[Debt(landlord.id, name)] -= balance
        for name, homes in landlord.homes_promised:
            owed[Debt(landlord.id, name)] -= homes
    return owed


def _debt_of(home: Home) -> Debt | None:
    """Return the debt a home can repay; None where it is offered for none it could."""
    if home.offered_for != size_class(home.bedrooms):
        return None
    return Debt(home.landlord_id, home.offered_for)

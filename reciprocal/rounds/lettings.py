"""Which lettings that landlords offer for debts a round may use."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from matching.pool import Home, Landlord

Debt = tuple[str, str]
"""A landlord, and the size class of homes that it owes."""


def within_debts(
    homes: Iterable[Home], landlords: Sequence[Landlord], promised: Mapping[Debt, int]
) -> tuple[Home, ...]:
    """Return the homes of a round without lettings that would repay too much.

    What is drawn for somebody and not accepted is not in the book. Where a landlord
    has such lettings of a size, only as many others are left as would still be owed;
    elsewhere the solver chooses among all, and uses no more than are owed.
    """
    owed = {
        (landlord.id, size): -balance
        for landlord in landlords
        for size, balance in landlord.balances
    }
    left = Counter({debt: owed.get(debt, 0) - n for debt, n in promised.items()})
    kept = []
    for home in homes:
        debt = home.landlord_id, home.offered_for or ""
        if home.offered_for is None or debt not in promised:
            kept.append(home)
        elif left[debt] > 0:
            left[debt] -= 1
            kept.append(home)
    return tuple(kept)

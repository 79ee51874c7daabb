"""What locks forbid, taken from what the rules allow."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from matching.locks import Lock, forbidden
from matching.rules import Suitability


def without_forbidden(
    suitability: Suitability,
    locks: Iterable[Lock],
    *,
    household_at: Mapping[str, int],
    home_at: Mapping[str, int],
) -> Suitability:
    """Return which pairs suit and are not forbidden; the counts stay the rules' own.

    Args:
        suitability: The rules' answer.
        locks: Of the policy; forced ones are passed over.
        household_at, home_at: Index of each identifier; every lock's is there.
    """
    taken = forbidden(locks)
    if not taken:
        return suitability
    suits = suitability.suits.copy()
    for lock in taken:
        row = (
            slice(None)
            if lock.household_id is None
            else household_at[lock.household_id]
        )
        if lock.home_id is None:
            suits[row] = 0
        else:
            at = home_at[lock.home_id]
            suits[row, at // 8] &= 0xFF ^ (0x80 >> at % 8)
    return replace(suitability, suits=suits)

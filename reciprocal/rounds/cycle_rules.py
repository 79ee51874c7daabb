"""In which order a cycle is carried out from an interim home: values in, values out.

A cycle closes only where somebody goes first. One household takes the interim home, on
a tenancy no worse than its own; the home it leaves is made ready for the next, and so
on round the ring, until the last home left is the one planned for it.
"""

from collections.abc import Sequence
from datetime import date

from reciprocal.rounds.cycle_lifecycle import Missing


def round_from(first: int, moves: int) -> tuple[int, ...]:
    """Return the steps in the order their homes are left, the first household's last.

    Step k enters the home that step k - 1 leaves, so once household `first` has left,
    step `first` + 1 can be taken.
    """
    return tuple((first + k) % moves for k in range(1, moves + 1))


def may_go_first(dates: Sequence[date], interim_ready: date) -> tuple[int, ...]:
    """Return which households may go first for all homes to be ready in their order.

    Args:
        dates: When the home that each step enters is ready, in the plan's order.
        interim_ready: When the interim home is.
    """
    return tuple(
        first for first in range(len(dates)) if _in_order(dates, first, interim_ready)
    )


def missing_dates(dates: Sequence[date | None], today: date) -> tuple[Missing, ...]:
    """Return what keeps the dates of a cycle's homes from being good.

    A date that is past says no more when its home will be ready.
    """
    known = [day for day in dates if day is not None and day >= today]
    if len(known) < len(dates):
        return (Missing.DATES,)
    if not may_go_first(known, today):
        return (Missing.DATES_IN_ORDER,)
    return ()


def _in_order(dates: Sequence[date], first: int, interim_ready: date) -> bool:
    days = [interim_ready, *(dates[k] for k in round_from(first, len(dates)))]
    return days == sorted(days)

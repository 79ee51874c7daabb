"""When somebody can have the keys of a home."""

from datetime import date

from reciprocal.homes.tables import Home

WEEKS_TO_KEYS_UNKNOWN = 6
"""What is expected of a home without a ready date. Units: weeks; assumed."""

_DAYS_A_WEEK = 7


def is_ready(home: Home, today: date, ready_within_days: int) -> bool:
    """Tell whether a home is empty, or will be by a confirmed date soon enough."""
    if home.ready_date is None:
        return home.void_date is not None and home.void_date <= today
    return (home.ready_date - today).days <= ready_within_days


def weeks_to_keys(home: Home, today: date) -> int:
    """Return the expected weeks until somebody can have the keys, rounded up."""
    if home.ready_date is None:
        return WEEKS_TO_KEYS_UNKNOWN
    return max(0, -((today - home.ready_date).days // _DAYS_A_WEEK))

"""When a legal hold keeps a case from being erased: values in, values out."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

ALONE = timedelta(days=7)
"""How long one person's word keeps a case; for longer it takes another's."""


class HoldReason(StrEnum):
    """Why a case is kept beyond its day; never what is claimed, nor by whom."""

    COURT_ORDER = "court_order"
    CLAIM = "claim"
    COMPLAINT = "complaint"
    INQUIRY = "inquiry"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is known of a hold.

    Attributes:
        confirmed: Another person agreed to it.
        ended: Two people agreed to let it go.
    """

    at: datetime
    review_on: date
    confirmed: bool = False
    ended: bool = False


def in_effect(hold: Asked, now: datetime) -> bool:
    """Tell whether the case is kept now.

    A hold begins with the first person, since what is erased cannot be had back, and
    never ends by a date: the review only asks.
    """
    return not hold.ended and (hold.confirmed or now - hold.at < ALONE)


def is_for_review(hold: Asked, now: datetime, today: date) -> bool:
    """Tell whether somebody is to say if the case must still be kept."""
    return in_effect(hold, now) and hold.review_on <= today

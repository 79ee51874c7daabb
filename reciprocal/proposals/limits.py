"""How long each party has, and how long a home is reserved: values in, values out.

Every limit ends at 17:00 UK on a working day, is kept in UTC, and is read off the
scheme's rules; the clock that is compared with it is the server's alone.
"""

from datetime import date, datetime, timedelta

from reciprocal import clock
from reciprocal.organisations.rules import SchemeRules

SAFETY_LOOK_WORKING_DAYS = 1
"""For the worker to look at the home before any landlord hears of it."""

TO_RECORD_A_VIEWING_WORKING_DAYS = 1
"""For the worker to say how an offered viewing went, after its day."""


def viewing_by(agreed_at: datetime, rules: SchemeRules) -> datetime:
    """Return by when a viewing is due, once both landlords have agreed."""
    return clock.working_days_after(agreed_at, rules.viewing_working_days)


def viewing_recorded_by(agreed_at: datetime, on: date, rules: SchemeRules) -> datetime:
    """Return by when it is to be recorded how a viewing offered for a day went.

    An offer of a viewing never shortens the time there was for it.
    """
    told = clock.working_days_after(
        clock.end_of_day(on), TO_RECORD_A_VIEWING_WORKING_DAYS
    )
    return max(viewing_by(agreed_at, rules), told)


def household_answers_by(
    viewed_on: date, recorded_at: datetime, rules: SchemeRules
) -> datetime:
    """Return by when the household answers, who viewed, saw photographs or would not.

    The whole days lie between the viewing's day and the day of the answer, so that
    an evening's viewing costs it none. A viewing recorded late leaves the worker the
    next working day.
    """
    after = viewed_on + timedelta(days=rules.household_answer_days + 1)
    due = clock.end_of_day(clock.working_day_from(after))
    return max(due, clock.working_days_after(recorded_at, 1))


def reserved_until(
    ready: date | None, accepted_on: date, rules: SchemeRules
) -> datetime:
    """Return when a reservation ends: so long after the home is ready, if not signed.

    Args:
        ready: The home's ready date; one in the past counts as the day of acceptance.
    """
    day = max(ready or accepted_on, accepted_on)
    return clock.working_days_after(clock.end_of_day(day), rules.release_working_days)


def freed_by(reserved_at: datetime, ready: date | None, rules: SchemeRules) -> datetime:
    """Return when a reservation ends at the latest, if everybody takes all their time.

    The worker looks, both landlords answer, a viewing is offered for its last day and
    recorded on the day after, the household answers, and nobody signs. Sooner ends are
    what everybody hopes for; a later one is nobody's to choose.
    """
    looked = clock.working_days_after(reserved_at, SAFETY_LOOK_WORKING_DAYS)
    # The old landlord hears of it at a fixed run, on the working day after at most.
    told = clock.working_days_after(looked, 1)
    agreed = clock.working_days_after(told, rules.landlord_answer_working_days)
    viewed_on = viewing_by(agreed, rules).astimezone(clock.LONDON).date()
    recorded = viewing_recorded_by(agreed, viewed_on, rules)
    accepted = household_answers_by(viewed_on, recorded, rules)
    return reserved_until(ready, accepted.astimezone(clock.LONDON).date(), rules)


def days_reserved(shown_on: date, ready: date | None, until: date) -> int:
    """Return on how many days a ready home stood reserved for an offer.

    Args:
        shown_on: When its landlord was shown the offer; what a round drew before that
            is not told.
        until: The day the offer ended or the tenancy began, or today.
    """
    return max(0, (until - max(shown_on, ready or shown_on)).days)


def rent_lost_pence(days: int, weekly_rent_pence: int) -> int:
    """Return the rent of so many days. Units: whole pence, rounded down."""
    return days * weekly_rent_pence // 7

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from api.pages.desk import Desk, Shown
from api.pages.todo import bundles

_CHECK = "/desk/tenancy-checks/{about}"
_HOME = "/desk/homes/{about}"
_OFFER = "/desk/offers/{about}"
_LEAVING = "/desk/departures/{about}"

ASKS = {
    "tenancy_check": ("Say whether somebody is your tenant", _CHECK),
    "tenancy_check_overdue": ("Say whether somebody is your tenant: late", _CHECK),
    "home_clash": ("A home is posted twice: look at it", _HOME),
    "home_question": ("Answer a question about a home", _HOME),
    "nomination_release": ("Let a home go that you nominate to", "/desk/nominations"),
    "home_owed": (
        "Give a home that you owe, or say why not",
        "/desk/homes-owed/{about}",
    ),
    "offer": ("Answer: may the household have your home?", _OFFER),
    "departure": ("Say whether a tenancy still stands", _LEAVING),
    "viewing": ("Offer a viewing", _OFFER),
    "sign_up": ("Sign the new tenancy up", _OFFER),
    "change_in_risk": ("Something changed: telephone first", _OFFER),
    "home_comes_back": ("A home comes back to you", _HOME),
    "home_not_back": ("Say what became of a home that was left", _LEAVING),
    "possession_due": ("Say whether you have possession yet", _LEAVING),
    "home_withdrawal_asked": ("Your system asks to withdraw a home", _HOME),
    "home_amendment_asked": ("Your system asks to amend a home", _HOME),
    "notice_plan": ("Record when the old tenancy ends", _LEAVING),
    "webhook_failing": ("A webhook of yours fails", "/desk/webhooks"),
    "adjustment": (
        "Approve or decline a change in the book",
        "/desk/adjustments/{about}",
    ),
    "dispute_settled": ("A dispute of yours is settled", "/desk/disputes/{about}"),
    "support_due": ("Support is due for a household that comes to you", _OFFER),
    "departure_support_due": ("Support is due for a household that leaves", _LEAVING),
}

_KEPT = ("offered", "agreed", "accepted")
_A_WEEK = timedelta(days=7)


async def today(desk: Desk) -> Shown:
    """Show what has to be done, and what is kept waiting while it is not."""
    tasks = await desk.inside.every("/v1/tasks")
    rent = await desk.inside.read("/v1/rent-lost")
    offers = await desk.inside.every("/v1/offers")
    held = sorted(
        (each for each in offers if each["stage"] in _KEPT),
        key=lambda each: str(each["answer_by"]),
    )
    ending = ending_within(_A_WEEK, held, datetime.now(UTC))
    waiting = await desk.inside.every("/v1/homes", stage="awaiting_release")
    values = {
        "bundles": bundles(tasks, ASKS),
        "rent": rent,
        "ending": ending,
        "ending_rent_lost_pence": sum(each["rent_lost_pence"] for each in ending),
        "held": [each for each in held if each not in ending],
        "waiting": len(waiting),
    }
    return Shown("landlord/today.html", values)


def ending_within(
    span: timedelta, offers: Sequence[Mapping[str, Any]], now: datetime
) -> list[Mapping[str, Any]]:
    """Return the offers whose homes go free unless somebody answers in that time.

    Those whose time is over are among them until the service ends them.
    """
    return [
        each
        for each in offers
        if datetime.fromisoformat(each["answer_by"]) <= now + span
    ]

"""Households that go from one service to another."""

from api.pages import acts, listings, things
from api.pages.acts import Act
from api.pages.desk import Pages
from api.pages.listings import Listing
from api.pages.questions import Question
from api.pages.things import Door, Thing
from api.pages.worker.cases import CASE

_ONE = "/desk/case-transfers/{reference}"


def open_pages(pages: Pages) -> None:
    """Register every page about handing over."""
    listings.register(pages, _LIST)
    things.register(pages, _THING)
    for act in _ACTS:
        acts.register(pages, act)


_LIST = Listing(
    path="/case-transfers",
    api="/v1/case-transfers",
    title="Handed over",
    intro="Households that another service hands to yours, and those that yours hands "
    "on.",
    columns=(
        ("Handover", "code"),
        ("State", "stage"),
        ("Service", "service"),
        ("Why", "reason"),
        ("Offered", "offered_at"),
    ),
    leads=_ONE,
    empty="No household is being handed over.",
)

_THING = Thing(
    path="/case-transfers/{reference}",
    api="/v1/case-transfers/{reference}",
    title="Handover {code}",
    back="/desk/case-transfers",
    labels={"service_on_call": "Its on-call telephone", "sent": "Handed on by you"},
    doors=(
        Door(
            "Take the household",
            _ONE + "/take",
            ("offered",),
            lambda found: not found["sent"],
            first=True,
        ),
        Door(
            "Say no",
            _ONE + "/decline",
            ("offered",),
            lambda found: not found["sent"],
        ),
        Door(
            "Take it back",
            _ONE + "/withdraw",
            ("offered",),
            lambda found: bool(found["sent"]),
        ),
    ),
)

_ACTS = (
    Act(
        path="/cases/{reference}/transfer",
        method="POST",
        api="/v1/cases/{reference}/transfer",
        title="Hand this case to another service",
        intro="The household agrees first. Its place in the queue, and a home that "
        "is on its way, go with it.",
        questions=(
            Question("service_code", "The other service's code", width=20),
            Question("reason", "Why?"),
            Question("household_agrees", "Does the household agree?"),
        ),
        button="Offer it",
        back=CASE,
        said="saved",
    ),
    Act(
        path="/case-transfers/{reference}/take",
        method="POST",
        api="/v1/case-transfers/{reference}/take",
        title="Take this household",
        questions=(
            Question(
                "handed_over_on", "On which day did both services meet the household?"
            ),
        ),
        button="Take it",
        back="/desk/cases",
        said="saved",
    ),
    Act(
        path="/case-transfers/{reference}/decline",
        method="POST",
        api="/v1/case-transfers/{reference}/decline",
        title="Do not take this household",
        button="Say no",
        back="/desk/case-transfers",
        said="saved",
    ),
    Act(
        path="/case-transfers/{reference}/withdraw",
        method="POST",
        api="/v1/case-transfers/{reference}/withdraw",
        title="Take this handover back",
        button="Take it back",
        back="/desk/case-transfers",
        said="saved",
    ),
)

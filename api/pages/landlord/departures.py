"""Departures: a tenant of this landlord moves, and nothing says where to."""

from api.pages import acts, listings, support, things
from api.pages.acts import Act
from api.pages.desk import Pages
from api.pages.listings import Listing
from api.pages.questions import Question
from api.pages.things import Door, Thing

_LEAVING = "/desk/departures/{reference}"
_ABOUT = "/v1/departures/{reference}"


def open_pages(pages: Pages) -> None:
    """Register every page about departures."""
    listings.register(pages, _LIST)
    things.register(pages, _THING)
    for act in _ACTS:
        acts.register(pages, act)
    support.open_pages(pages, "departures", _LEAVING)


_LIST = Listing(
    path="/departures",
    api="/v1/departures",
    title="Departures",
    intro="Tenants of yours who may move. You are never told where to, nor when.",
    columns=(
        ("Departure", "code"),
        ("State", "stage"),
        ("Tenancy ends on", "tenancy_end"),
    ),
    leads=_LEAVING,
    empty="No tenant of yours is about to move.",
)

_THING = Thing(
    path="/departures/{reference}",
    api=_ABOUT,
    title="Departure {code}",
    back="/desk/departures",
    labels={
        "tenancy_end": "Tenancy ends on",
        "possession": "Possession from whoever stays",
        "possession_on": "Since",
        "possession_expected_on": "Possession expected on",
        "tenancy_reference": "Your tenancy reference",
    },
    intro="Until you are told to end it, the tenancy goes on, even if nobody is "
    "seen at the home: being away is not giving it up.",
    doors=(
        Door("Say whether the tenancy still stands", _LEAVING + "/answer"),
        Door("Record when the tenancy ends", _LEAVING + "/tenancy-end"),
        Door("Say that the home is empty", _LEAVING + "/home-empty"),
        Door("Record possession", _LEAVING + "/possession"),
        Door("What you do for those who leave", _LEAVING + "/support"),
    ),
)

_ACTS = (
    Act(
        path="/departures/{reference}/answer",
        method="POST",
        api="/v1/departures/{reference}/answer",
        about=_ABOUT,
        title="Does the tenancy still stand?",
        questions=(Question("tenancy_stands", "Does it?"),),
        button="Answer",
        back=_LEAVING,
        said="answered",
    ),
    Act(
        path="/departures/{reference}/tenancy-end",
        method="POST",
        api="/v1/departures/{reference}/tenancy-end",
        about=_ABOUT,
        title="When does the tenancy end?",
        questions=(Question("tenancy_end", "On which day?"),),
        button="Record it",
        back=_LEAVING,
        said="saved",
    ),
    Act(
        path="/departures/{reference}/home-empty",
        method="POST",
        api="/v1/departures/{reference}/home-empty",
        about=_ABOUT,
        title="The home is empty",
        intro="It comes into the pot, for whoever gains most by it.",
        questions=(
            Question("void_date", "Since which day?"),
            Question("ready_date", "When is it ready to let?"),
        ),
        button="Put it in the pot",
        back=_LEAVING,
        said="saved",
    ),
    Act(
        path="/departures/{reference}/possession",
        method="POST",
        api="/v1/departures/{reference}/possession",
        about=_ABOUT,
        title="Possession of a home in which somebody stays",
        intro="Say the day on which you expect it, and you are asked once that day "
        "is over.",
        questions=(
            Question("event", "What happened?"),
            Question("on", "On which day?"),
        ),
        button="Record it",
        back=_LEAVING,
        said="saved",
    ),
)

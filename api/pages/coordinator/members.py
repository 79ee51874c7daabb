"""Members: referring services that open and close, and who is invited."""

from api.pages import acts, listings
from api.pages.acts import Act
from api.pages.desk import Desk, Moved, Pages, Shown
from api.pages.inside import NotHere
from api.pages.listings import Listing
from api.pages.questions import Question

_BOTH = ("GET", "POST")
_SENTENCES = {
    "closing": (
        "Say that this service closes",
        "It takes no more households and hands its own on. A second person closes it.",
    ),
    "keep-open": ("Keep this service open", "It does not close after all."),
    "close": (
        "Close this service",
        "When no household is left with it; by another person than began it.",
    ),
}


def open_pages(pages: Pages) -> None:
    """Register the pages of members."""
    listings.register(pages, _SERVICES)
    pages.add("/members/{service}/{what}", change, methods=_BOTH)
    acts.register(pages, _INVITE)


_SERVICES = Listing(
    path="/members",
    api="/v1/board/services",
    title="Members",
    intro="Referring services. Landlords come in by the operator's command.",
    columns=(
        ("Service", "name"),
        ("State", "stage"),
        ("Cases", "cases_in_hand"),
        ("With a home on its way", "cases_with_a_home"),
        ("Closing since", "closing_since"),
    ),
    row_acts=(
        ("It closes", "/desk/members/{service}/closing", ("open",)),
        ("Keep it open", "/desk/members/{service}/keep-open", ("closing",)),
        ("Close it", "/desk/members/{service}/close", ("closing",)),
    ),
    empty="No referring service is in the scheme.",
    acts=(("Invite somebody of a member", "/desk/members/invite"),),
)

_INVITE = Act(
    path="/members/invite",
    method="POST",
    api="/v1/invitations",
    title="Invite somebody of a member",
    questions=(
        Question("organisation_code", "The member's code", width=12, needed=True),
        Question("email", "Their email address at work"),
        Question(
            "role",
            "What are they?",
            only=("named_lead", "referring_worker", "auditor", "coordinator"),
        ),
    ),
    button="Make an invitation",
    back="/desk/members",
    shows="invited.html",
)


async def change(desk: Desk) -> Shown | Moved:
    """Begin to close a service, keep it open, or close it."""
    what = desk.path["what"]
    services = await desk.inside.every("/v1/board/services")
    known = {each["service"] for each in services}
    if desk.path["service"] not in known or what not in _SENTENCES:
        raise NotHere
    title, intro = _SENTENCES[what]
    act = Act(
        path="/members/{service}/{what}",
        method="POST",
        api=f"/v1/board/services/{what}",
        title=title,
        intro=intro,
        button=title,
        back="/desk/members",
        said="saved",
        grave=what == "close",
    )
    return await acts.visit(act, desk, fixed={"service_code": desk.path["service"]})

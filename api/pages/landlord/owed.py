"""Homes that this landlord owes or nominates to, and what it is asked of them."""

from api.pages import acts, listings, things
from api.pages.acts import Act
from api.pages.desk import Desk, Moved, Pages, Shown
from api.pages.listings import Listing
from api.pages.questions import Kind, Question
from api.pages.things import Door, Thing

_OWED = "/desk/homes-owed/{reference}"


def open_pages(pages: Pages) -> None:
    """Register every page about homes that are owed or nominated to."""
    listings.register(pages, _LIST)
    things.register(pages, _THING)
    pages.add("/homes-owed/{reference}/answer", answer, methods=("GET", "POST"))
    acts.register(pages, _DECLINE)
    listings.register(pages, _NOMINATIONS)
    acts.register(pages, _RELEASE)


_LIST = Listing(
    path="/homes-owed",
    api="/v1/homes-owed",
    title="Homes that you are asked for",
    intro="You owe the pot homes. After a round it asks for one where that moves "
    "somebody: by size, and never by place.",
    columns=(
        ("Request", "code"),
        ("State", "stage"),
        ("Size", "size_class"),
        ("Access", "access"),
        ("Answer by", "respond_by"),
    ),
    leads=_OWED,
    stages=("asked", "answered", "declined", "lapsed", "withdrawn"),
    empty="You are asked for no home.",
)

_THING = Thing(
    path="/homes-owed/{reference}",
    api="/v1/homes-owed/{reference}",
    title="Request {code} for a home owed",
    back="/desk/homes-owed",
    leave_out=("letting",),
    labels={"size_class": "Size", "respond_by": "Answer by"},
    next_steps={
        "asked": "Post an ordinary letting of this size and name it here, or say why "
        "there is none."
    },
    doors=(
        Door("Name a letting", _OWED + "/answer", ("asked",), first=True),
        Door("Say why there is none", _OWED + "/decline", ("asked",)),
        Door("Post a letting", "/desk/homes/post", ("asked",)),
    ),
)

_DECLINE = Act(
    path="/homes-owed/{reference}/decline",
    method="POST",
    api="/v1/homes-owed/{reference}/decline",
    title="Why is there no home?",
    questions=(
        Question(
            "reason",
            "Why?",
            only=(
                "nothing_empty",
                "nominated",
                "kept_for_locals",
                "being_repaired",
                "debt_disputed",
                "asked_unreasonably",
            ),
        ),
    ),
    button="Say so",
    back=_OWED,
    said="answered",
)

_NOMINATIONS = Listing(
    path="/nominations",
    api="/v1/nominations",
    title="Homes that you nominate to",
    intro="Housing associations put these homes in the pot. You may let each go.",
    columns=(
        ("Home", "code"),
        ("Landlord", "landlord"),
        ("Bedrooms", "bedrooms"),
        ("State", "stage"),
        ("Asked", "asked_at"),
    ),
    row_acts=(("Let it go", "/desk/nominations/{reference}/release", ("asked",)),),
    empty="No association has put in a home that you nominate to.",
    back="/desk/homes",
)

_RELEASE = Act(
    path="/nominations/{reference}/release",
    method="POST",
    api="/v1/nominations/{reference}/release",
    title="Let this home go into the pot",
    intro="You give up this one nomination. It counts as yours in the book.",
    button="Let it go",
    back="/desk/nominations",
    said="saved",
)


async def answer(desk: Desk) -> Shown | Moved:
    """Name one of the landlord's own lettings for a request."""
    homes = await desk.inside.every("/v1/homes", stage="in_pot")
    choices = tuple(
        (home["reference"], f"{home['code']}: {home['bedrooms']} bedrooms")
        for home in homes
        if home["supply"] == "letting"
    )
    act = Act(
        path="/homes-owed/{reference}/answer",
        method="POST",
        api="/v1/homes-owed/{reference}/answer",
        title="Which letting do you give?",
        intro=""
        if choices
        else "You have no letting in the pot. Post one as a letting first.",
        questions=(Question("letting", "Letting", kind=Kind.PICK, choices=choices),)
        if choices
        else (),
        button="Give it",
        back=_OWED,
        said="answered",
    )
    return await acts.visit(act, desk)

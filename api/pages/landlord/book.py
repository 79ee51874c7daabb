"""The landlord's own statement, what it disputes, and what it is asked to approve."""

from starlette.responses import Response

from api.pages import acts, listings, things
from api.pages.acts import Act
from api.pages.bars import bars
from api.pages.desk import Desk, Moved, Pages, Shown
from api.pages.listings import Listing
from api.pages.questions import Question
from api.pages.things import Door, Thing
from api.pages.words import words

_STATEMENT = "/desk/statements/{reference}"
_DISPUTE = "/desk/disputes/{reference}"
_ADJUSTMENT = "/desk/adjustments/{reference}"


def open_pages(pages: Pages) -> None:
    """Register every page about the book."""
    for listing in (_STATEMENTS, _DISPUTES, _ADJUSTMENTS):
        listings.register(pages, listing)
    pages.add("/statements/{reference}", statement)
    pages.add("/statements/{reference}/file", statement_file)
    pages.add("/statements/{reference}/acknowledge", acknowledge, methods=_BOTH)
    pages.add("/statements/{reference}/dispute/{line}", dispute, methods=_BOTH)
    for thing in (_ONE_DISPUTE, _ONE_ADJUSTMENT):
        things.register(pages, thing)
    for act in _ACTS:
        acts.register(pages, act)


_BOTH = ("GET", "POST")

_STATEMENTS = Listing(
    path="/statements",
    api="/v1/statements",
    title="Statements",
    intro="Your account with the scheme: homes that you gave and homes that your "
    "tenants were given.",
    columns=(("Period", "period"), ("State", "stage"), ("Balance", "total")),
    leads=_STATEMENT,
    empty="There is no statement yet. They go out when a month is over and enough "
    "moves have happened in it, so that no line tells who moved.",
    acts=(
        ("Disputes that you raised", "/desk/disputes"),
        ("Changes that you are asked to approve", "/desk/adjustments"),
    ),
)


async def statement(desk: Desk) -> Shown:
    """Show one statement, with its balance by size as a picture."""
    found = await desk.inside.read(f"/v1/statements/{desk.path['reference']}")
    sizes = [(words(each["size_class"]), each["closing"]) for each in found["sizes"]]
    values = {
        "statement": found,
        "picture": bars(sizes),
        "back": "/desk/statements",
    }
    return Shown("landlord/statement.html", values)


async def statement_file(desk: Desk) -> Response:
    """Send one statement as a spreadsheet, under a name that says nothing."""
    path = f"/v1/statements/{desk.path['reference']}"
    found = await desk.inside.ask("GET", path, accept="text/csv")
    kept = {"Content-Disposition": 'attachment; filename="statement.csv"'}
    return Response(found.text, media_type="text/csv", headers=kept)


async def acknowledge(desk: Desk) -> Shown | Moved:
    """Say that this statement is what the landlord holds: a witness of the book."""
    found = await desk.inside.read(f"/v1/statements/{desk.path['reference']}")
    return await acts.visit(_ACKNOWLEDGE, desk, fixed={"head": found["head"]})


async def dispute(desk: Desk) -> Shown | Moved:
    """Dispute one line."""
    fixed = {"statement": desk.path["reference"], "line": desk.path["line"]}
    return await acts.visit(_RAISE, desk, fixed=fixed)


_ACKNOWLEDGE = Act(
    path="/statements/{reference}/acknowledge",
    method="POST",
    api="/v1/statements/{reference}/acknowledge",
    title="Acknowledge this statement",
    intro="Keep a copy of it. Its head is a digest of the whole book: should anybody "
    "rewrite the book, your copy shows it.",
    button="We have it",
    back=_STATEMENT,
    said="acknowledged",
)

_RAISE = Act(
    path="/statements/{reference}/dispute/{line}",
    method="POST",
    api="/v1/disputes",
    about="/v1/statements/{reference}",
    title="Dispute this line",
    intro="Two other landlords, drawn by lot, hear it. No household waits for it.",
    questions=(
        Question("ground", "What is wrong?"),
        Question(
            "to_size_class",
            "Which size was it?",
            only_if=("ground", "wrong_size"),
            needed=True,
        ),
    ),
    button="Dispute it",
    back=_STATEMENT,
    said="disputed",
)

_DISPUTES = Listing(
    path="/disputes",
    api="/v1/disputes",
    title="Disputes",
    columns=(
        ("Dispute", "code"),
        ("State", "stage"),
        ("What is wrong", "ground"),
        ("Size", "size_class"),
        ("Answer by", "answer_by"),
    ),
    leads=_DISPUTE,
    stages=("open", "upheld", "rejected", "lapsed", "withdrawn"),
    empty="You have disputed no line. Open a statement to dispute one of its lines.",
    back="/desk/statements",
)

_ONE_DISPUTE = Thing(
    path="/disputes/{reference}",
    api="/v1/disputes/{reference}",
    title="Dispute {code}",
    back="/desk/disputes",
    leave_out=("line",),
    labels={"to_size_class": "Size that you say", "answer_by": "Heard by"},
    doors=(
        Door("Take it back", _DISPUTE + "/withdraw", ("open",)),
        Door(
            "Appeal",
            _DISPUTE + "/appeal",
            ("rejected", "lapsed"),
            lambda found: not found["appeal"],
        ),
    ),
)

_ADJUSTMENTS = Listing(
    path="/adjustments",
    api="/v1/adjustments",
    title="Changes that you are asked to approve",
    intro="Two landlords on neither side look at each change of the book.",
    columns=(
        ("Change", "code"),
        ("State", "stage"),
        ("What", "kind"),
        ("Why", "reason"),
        ("Size", "size_class"),
        ("Answer by", "answer_by"),
    ),
    leads=_ADJUSTMENT,
    stages=("asked", "approved", "declined", "ended"),
    empty="You are asked to approve nothing.",
    back="/desk/statements",
)

_ONE_ADJUSTMENT = Thing(
    path="/adjustments/{reference}",
    api="/v1/adjustments/{reference}",
    title="Change {code}",
    back="/desk/adjustments",
    labels={"kind": "What", "reason": "Why", "size_class": "Size"},
    doors=(Door("Answer", _ADJUSTMENT + "/answer", ("asked",), first=True),),
)

_ACTS = (
    Act(
        path="/disputes/{reference}/withdraw",
        method="POST",
        api="/v1/disputes/{reference}/withdraw",
        title="Take this dispute back",
        button="Take it back",
        back=_DISPUTE,
        said="withdrawn",
    ),
    Act(
        path="/disputes/{reference}/appeal",
        method="POST",
        api="/v1/disputes/{reference}/appeal",
        title="Appeal",
        intro="Two landlords who have not heard it look again. What they say is the "
        "last word.",
        button="Appeal",
        back=_DISPUTE,
        said="saved",
    ),
    Act(
        path="/adjustments/{reference}/answer",
        method="POST",
        api="/v1/adjustments/{reference}/answer",
        about="/v1/adjustments/{reference}",
        template="act_about.html",
        title="Do you approve this change?",
        questions=(Question("approved", "Do you approve it?"),),
        button="Answer",
        back=_ADJUSTMENT,
        said="answered",
    ),
)

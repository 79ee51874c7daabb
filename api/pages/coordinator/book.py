"""The book as the coordinator reads it, and the changes that people decide."""

from api.pages import acts, listings, over_time, things
from api.pages import balances as everything
from api.pages.acts import Act
from api.pages.desk import Desk, Moved, Pages, Shown
from api.pages.listings import Listing
from api.pages.questions import Kind, Question
from api.pages.things import Door, Thing

_CHANGE = "/desk/changes/{reference}"


def open_pages(pages: Pages) -> None:
    """Register the pages of the book."""
    pages.add("/book", book)
    pages.add("/book/over-time", by_quarter)
    pages.add("/changes/propose", propose, methods=("GET", "POST"))
    for listing in (_CHANGES, _DISPUTES, _STATEMENTS):
        listings.register(pages, listing)
    things.register(pages, _ONE_CHANGE)
    acts.register(pages, _WITHDRAW)


async def book(desk: Desk) -> Shown:
    """Show what each landlord owes or is owed, and how old its debts are."""
    return Shown("coordinator/book.html", await everything.read(desk))


async def by_quarter(desk: Desk) -> Shown:
    """Show what each landlord owed or was owed as each quarter ended."""
    told = await over_time.read(desk)
    return Shown("over_time.html", {**told, "back": "/desk/book"})


_CHANGES = Listing(
    path="/changes",
    api="/v1/board/adjustments",
    title="Changes in the book",
    intro="Two landlords on neither side approve each.",
    columns=(
        ("Change", "code"),
        ("State", "stage"),
        ("What", "kind"),
        ("Why", "reason"),
        ("Landlord", "landlord"),
        ("Size", "size_class"),
        ("Homes", "homes"),
    ),
    leads=_CHANGE,
    stages=("proposed", "entered", "declined", "lapsed", "withdrawn"),
    empty="No change has been proposed.",
    acts=(("Propose a change", "/desk/changes/propose"),),
    back="/desk/book",
)

_ONE_CHANGE = Thing(
    path="/changes/{reference}",
    api="/v1/board/adjustments/{reference}",
    title="Change {code}",
    back="/desk/changes",
    labels={"kind": "What", "reason": "Why", "size_class": "Size"},
    doors=(Door("Withdraw it", _CHANGE + "/withdraw", ("proposed",)),),
)

_WITHDRAW = Act(
    path="/changes/{reference}/withdraw",
    method="POST",
    api="/v1/board/adjustments/{reference}/withdraw",
    title="Withdraw this change",
    button="Withdraw it",
    back=_CHANGE,
    said="withdrawn",
)

_DISPUTES = Listing(
    path="/board-disputes",
    api="/v1/board/disputes",
    title="Disputes",
    intro="Two landlords drawn by lot hear each. No household waits for it.",
    columns=(
        ("Dispute", "code"),
        ("State", "stage"),
        ("Landlord", "landlord"),
        ("What is wrong", "ground"),
        ("Size", "size_class"),
        ("Heard by", "answer_by"),
    ),
    stages=("open", "upheld", "rejected", "lapsed", "withdrawn"),
    empty="Nothing is disputed.",
    back="/desk/book",
)

_STATEMENTS = Listing(
    path="/board-statements",
    api="/v1/board/statements",
    title="Statements",
    columns=(
        ("Period", "period"),
        ("State", "stage"),
        ("Released", "released_at"),
        ("Statements", "statements"),
        ("Acknowledged", "acknowledged"),
    ),
    empty="No statement has gone out yet. They go out by themselves when a month is "
    "over and enough moves have happened in it.",
    back="/desk/book",
)


async def propose(desk: Desk) -> Shown | Moved:
    """Propose a change of the book, to be approved by two landlords."""
    debts = await desk.inside.every("/v1/debts")
    choices = tuple(
        (
            each["reference"],
            f"{each['landlord']}: {each['homes']} of {each['size_class']}",
        )
        for each in debts
    )
    balances = await desk.inside.every("/v1/balances")
    landlords = tuple(
        sorted({(each["landlord_code"], each["landlord"]) for each in balances})
    )
    act = Act(
        path="/changes/propose",
        method="POST",
        api="/v1/board/adjustments",
        title="Propose a change in the book",
        intro="Nothing is entered until two landlords on neither side approve it.",
        questions=(
            Question(
                "kind", "What?", only=("CONVERT", "OFFSET", "NOVATE", "WRITE_OFF")
            ),
            Question("debt", "Which debt?", kind=Kind.PICK, choices=choices),
            Question("reason", "Why?"),
            Question("to_size_class", "Into which size?", only_if=("kind", "CONVERT")),
            Question(
                "successor",
                "Who takes the debt over?",
                kind=Kind.PICK,
                choices=landlords,
                only_if=("kind", "NOVATE"),
            ),
            Question(
                "approvers",
                "Who looks at it?",
                "Two landlords, neither of them the debtor.",
                kind=Kind.MANY,
                choices=landlords,
            ),
        ),
        button="Propose it",
        back="/desk/changes",
        said="saved",
    )
    return await acts.visit(act, desk)

"""Tenancy checks: whether somebody is a tenant, and what their tenancy is."""

from api.pages import acts, listings, things
from api.pages.acts import Act
from api.pages.desk import Pages
from api.pages.landlord.homes import POST_QUESTIONS
from api.pages.listings import Listing
from api.pages.questions import Question
from api.pages.things import Door, Thing

_CHECK = "/desk/tenancy-checks/{reference}"
_OPEN = ("asked", "escalated")
_HOME_LEFT = tuple(
    Question(
        f"home.{each.name}",
        each.ask,
        each.hint,
        width=each.width,
        only=each.only,
    )
    for each in POST_QUESTIONS
    if each.name
    not in ("supply", "void_date", "ready_date", "works", "age_min", "pets")
)


def open_pages(pages: Pages) -> None:
    """Register every page about tenancy checks."""
    listings.register(pages, _LIST)
    things.register(pages, _THING)
    acts.register(pages, _ATTEST)
    acts.register(pages, _DECLINE)


_LIST = Listing(
    path="/tenancy-checks",
    api="/v1/tenancy-checks",
    title="Is this your tenant?",
    intro="A household asks for a move. You are asked about the tenancy alone, and are "
    "never told where it might move.",
    columns=(("Check", "code"), ("State", "stage"), ("Answer by", "due_at")),
    leads=_CHECK,
    stages=(
        *("asked", "escalated", "attested", "countersigned", "declined"),
        "not_needed",
    ),
    empty="Nobody has asked about a tenant of yours.",
)

_THING = Thing(
    path="/tenancy-checks/{reference}",
    api="/v1/tenancy-checks/{reference}",
    title="Tenancy check {code}",
    back="/desk/tenancy-checks",
    labels={"due_at": "Answer by", "tenancy_reference": "Your tenancy reference"},
    next_steps={
        "asked": "Find the tenancy by its reference. Do not ask the tenant, and write "
        "nothing of this on their file.",
        "escalated": "This is late: find the tenancy and answer today.",
        "attested": "Nothing: a second name is put to what you said.",
        "countersigned": "Nothing: new landlords rely on what you said.",
        "declined": "Nothing: you said no.",
        "not_needed": "Nothing: this household asks no longer. Write nothing of it on "
        "their file.",
    },
    doors=(
        Door("Yes: say what the tenancy is", _CHECK + "/attest", _OPEN, first=True),
        Door("No: say why not", _CHECK + "/decline", _OPEN),
    ),
)

_ATTEST = Act(
    path="/tenancy-checks/{reference}/attest",
    method="POST",
    api="/v1/tenancy-checks/{reference}/attest",
    about="/v1/tenancy-checks/{reference}",
    template="act_about.html",
    title="Say what the tenancy is",
    intro="New landlords grant as good a tenancy on the strength of this, so say only "
    "what your records show.",
    questions=(
        Question("tenancy_kind", "Which tenancy is it?"),
        Question("tenancy_start", "When did it begin?"),
        Question("joint", "Is it a joint tenancy?"),
        Question("successor", "Is the tenant a successor?"),
        Question("possession_proceedings", "Are there possession proceedings?"),
        Question("notice_served", "Has a notice been served?"),
        Question(
            "account_balance_pence",
            "Rent account",
            "What is owed, with a minus before it: -120.50. Nothing owed is 0.",
            width=10,
        ),
        Question(
            "continuous_since_april_2012",
            "Have they been a social tenant without a break since 1 April 2012?",
        ),
        Question("identity_seen", "Have you seen proof of who the tenant is?"),
        Question(
            "accepts_debt",
            "Does your organisation owe the pot a home of this size when they move?",
            "The scheme works because every landlord says yes.",
        ),
        *_HOME_LEFT,
    ),
    button="Say so",
    back=_CHECK,
    said="attested",
)

_DECLINE = Act(
    path="/tenancy-checks/{reference}/decline",
    method="POST",
    api="/v1/tenancy-checks/{reference}/decline",
    about="/v1/tenancy-checks/{reference}",
    template="act_about.html",
    title="Say why not",
    questions=(
        Question("code", "Why not?"),
        Question(
            "own_stock_offer_date",
            "When did you offer them a move in your own stock?",
            only_if=("code", "own_stock_move_offered"),
        ),
    ),
    warning="The household's request ends with this answer.",
    button="Say no",
    back=_CHECK,
    said="saved",
    grave=True,
)

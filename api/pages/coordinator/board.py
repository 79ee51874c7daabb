"""The board: steps, decisions that the rules leave to a person, and who is late."""

from api.pages import acts, listings, things
from api.pages.acts import Act
from api.pages.desk import Desk, Moved, Pages, Shown
from api.pages.listings import Listing
from api.pages.questions import Kind, Question
from api.pages.things import Door, Thing

_QUESTION = "/desk/questions/{reference}"
_STEPS = (
    "proposed",
    "offered",
    "agreed",
    "accepted",
    "signed",
    "completed",
    "ended",
    "failed",
)


def open_pages(pages: Pages) -> None:
    """Register the pages of the board."""
    for listing in (
        _MOVES,
        _FELL,
        _QUESTIONS,
        _ATTESTATIONS,
        _LINKS,
        _OWED,
        _RENT,
        _WAYS,
        _CONTACTS,
    ):
        listings.register(pages, listing)
    things.register(pages, _ONE_QUESTION)
    pages.add("/links/add", link, methods=("GET", "POST"))
    for act in _ACTS:
        acts.register(pages, act)


_MOVES = Listing(
    path="/moves",
    api="/v1/board/proposals",
    title="Moves",
    columns=(
        ("Step", "code"),
        ("State", "stage"),
        ("Request", "request_code"),
        ("Home", "home_code"),
        ("Exchange", "exchange_number"),
        ("Place", "position"),
        ("Answer by", "answer_by"),
        ("How it ended", "end_code"),
    ),
    stages=_STEPS,
    empty="No step has been proposed yet. Run a round.",
    acts=(
        ("Steps that fell through", "/desk/moves/fell-through"),
        ("Each household's way, by days", "/desk/moves/ways"),
        ("Rent lost, by round", "/desk/moves/rent-lost"),
        ("Requests for homes owed", "/desk/board-homes-owed"),
        ("Attestations to countersign", "/desk/attestations"),
        ("Requests that are kept apart", "/desk/links"),
    ),
)

_FELL = Listing(
    path="/moves/fell-through",
    api="/v1/board/proposals",
    title="Steps that fell through",
    columns=(
        ("Step", "code"),
        ("Request", "request_code"),
        ("How it ended", "end_code"),
        ("Exchange", "exchange_number"),
        ("State", "stage"),
    ),
    stages=("ended", "failed"),
    at_first="ended",
    empty="Nothing fell through.",
    back="/desk/moves",
)

_WAYS = Listing(
    path="/moves/ways",
    api="/v1/board/timelines",
    title="Each household's way",
    columns=(
        ("Request", "code"),
        ("State", "stage"),
        ("Urgency", "urgency"),
        ("Waiting since", "waiting_since"),
    ),
    empty="No household is in the scheme yet.",
    back="/desk/moves",
)

_RENT = Listing(
    path="/moves/rent-lost",
    api="/v1/board/rent-lost",
    title="Rent lost, by round",
    columns=(
        ("Round", "code"),
        ("Frozen", "frozen_at"),
        ("Reservations", "reservations"),
        ("Days kept", "days_reserved"),
        ("Rent lost", "rent_lost_pence"),
    ),
    empty="No home has been kept for anybody yet.",
    back="/desk/moves",
)

_CONTACTS = Listing(
    path="/first-contacts",
    api="/v1/board/first-contacts-overdue",
    title="First contacts that are late",
    columns=(
        ("Case", "code"),
        ("Was due", "due_at"),
        ("Working days over", "working_days_over"),
    ),
    empty="Every household was spoken with within one working day.",
    back="/desk",
)

_QUESTIONS = Listing(
    path="/questions",
    api="/v1/board/questions",
    title="Questions",
    intro="What the rules leave to a person. No plan uses such a move until somebody "
    "decides, under their own name.",
    columns=(
        ("Question", "code"),
        ("State", "stage"),
        ("About", "about"),
        ("Request", "request_code"),
        ("Asked", "asked_at"),
    ),
    leads=_QUESTION,
    stages=("open", "allowed", "not_allowed", "lapsed"),
    empty="Nothing waits for a decision.",
)

_ONE_QUESTION = Thing(
    path="/questions/{reference}",
    api="/v1/board/questions/{reference}",
    title="Question {code}",
    back="/desk/questions",
    labels={
        "tenancy_held": "Tenancy that they hold",
        "tenancy_offered": "Tenancy that is offered",
        "tenure_rules": "Rules that apply",
        "disclosures": "What would change for them",
        "marker": "Marker of the home",
    },
    next_steps={"open": "Read it, ask whom you must, and decide."},
    doors=(
        Door("Decide", _QUESTION + "/decide", ("open",), first=True),
        Door(
            "Take the decision back",
            _QUESTION + "/take-back",
            ("allowed", "not_allowed"),
        ),
    ),
)

_ATTESTATIONS = Listing(
    path="/attestations",
    api="/v1/board/attestations",
    title="Attestations to countersign",
    intro="With your name beside the landlord's, new landlords rely on it.",
    columns=(
        ("Attestation", "code"),
        ("Landlord", "landlord"),
        ("Tenancy", "tenancy_kind"),
        ("Since", "tenancy_start"),
        ("Joint", "joint"),
        ("Possession proceedings", "possession_proceedings"),
        ("Identity seen", "identity_seen"),
    ),
    row_acts=(
        ("Put your name to it", "/desk/attestations/{reference}/countersign", ()),
    ),
    empty="No attestation waits for your name.",
    back="/desk",
)

_LINKS = Listing(
    path="/links",
    api="/v1/board/links",
    title="Requests that are kept apart",
    columns=(("Link", "code"), ("Why", "reason"), ("Since", "stated_at")),
    row_acts=(("End it", "/desk/links/{reference}/end", ()),),
    empty="No requests are kept apart.",
    acts=(("Keep two requests apart", "/desk/links/add"),),
    back="/desk/moves",
)

_OWED = Listing(
    path="/board-homes-owed",
    api="/v1/board/homes-owed",
    title="Requests for homes owed",
    columns=(
        ("Request", "code"),
        ("State", "stage"),
        ("Landlord", "landlord"),
        ("Size", "size_class"),
        ("Answer by", "respond_by"),
        ("Why there is none", "no_home_reason"),
        ("To speak with", "to_speak_with"),
    ),
    stages=("asked", "answered", "declined", "lapsed", "withdrawn"),
    row_acts=(("Withdraw", "/desk/board-homes-owed/{reference}/withdraw", ("asked",)),),
    empty="No landlord is asked for a home.",
    back="/desk/moves",
)


async def link(desk: Desk) -> Shown | Moved:
    """Keep two requests apart."""
    requests = await desk.inside.every("/v1/board/requests")
    choices = tuple((each["reference"], each["code"]) for each in requests)
    act = Act(
        path="/links/add",
        method="POST",
        api="/v1/board/links",
        title="Keep two requests apart",
        questions=(
            Question("request", "One request", kind=Kind.PICK, choices=choices),
            Question("other", "The other", kind=Kind.PICK, choices=choices),
            Question("reason", "Why?"),
        ),
        button="Keep them apart",
        back="/desk/links",
        said="saved",
    )
    return await acts.visit(act, desk)


_ACTS = (
    Act(
        path="/questions/{reference}/decide",
        method="POST",
        api="/v1/board/questions/{reference}/decide",
        about="/v1/board/questions/{reference}",
        tagged=True,
        template="act_about.html",
        title="Decide",
        questions=(
            Question("allowed", "May this move be planned?"),
            Question("reason", "Why?"),
            Question("note", "A few words for the record", "No names, no places."),
        ),
        button="Decide",
        back=_QUESTION,
        said="decided",
    ),
    Act(
        path="/questions/{reference}/take-back",
        method="POST",
        api="/v1/board/questions/{reference}/take-back",
        about="/v1/board/questions/{reference}",
        tagged=True,
        title="Take this decision back",
        warning="A step that rests on it ends at its next act.",
        button="Take it back",
        back=_QUESTION,
        said="saved",
        grave=True,
    ),
    Act(
        path="/attestations/{reference}/countersign",
        method="POST",
        api="/v1/board/attestations/{reference}/countersign",
        title="Put your name to this attestation",
        intro="Only if you have no doubt: landlords grant a tenancy on the strength of "
        "it.",
        button="Put my name to it",
        back="/desk/attestations",
        said="saved",
    ),
    Act(
        path="/links/{reference}/end",
        method="POST",
        api="/v1/board/links/{reference}/end",
        title="End this link",
        button="End it",
        back="/desk/links",
        said="saved",
        grave=True,
    ),
    Act(
        path="/board-homes-owed/{reference}/withdraw",
        method="POST",
        api="/v1/board/homes-owed/{reference}/withdraw",
        title="Withdraw this request for a home owed",
        button="Withdraw it",
        back="/desk/board-homes-owed",
        said="withdrawn",
    ),
)

"""Homes in the pot: posted, released by a second person, amended, withdrawn."""

from api.pages import acts, listings, things
from api.pages.acts import Act
from api.pages.desk import Desk, Moved, Pages, Shown
from api.pages.listings import Listing
from api.pages.questions import Kind, Question
from api.pages.things import Door, Thing

_HOME = "/desk/homes/{reference}"
_STAGES = ("awaiting_release", "occupied", "in_pot", "reserved", "let", "withdrawn")
_GOES_ON = ("awaiting_release", "occupied", "in_pot", "reserved")

LABELS = {
    "code": "Short code",
    "supply": "Kind of home",
    "authority": "Council area",
    "persons_max": "Most people",
    "kind": "Type",
    "lift": "Lift",
    "tenancy_offered": "Tenancy you offer",
    "ready_date": "Ready on",
    "void_date": "Empty on",
    "notice_date": "Notice given on",
    "letting_route": "How you let it",
    "weekly_rent_pence": "Rent a week",
    "age_min": "Only from this age",
    "age_of": "The age is that of",
    "local_clause": "Kept for local people",
    "rounds_left": "Rounds it stays in the pot",
    "marker": "Somebody dangerous knows the home",
    "uprn": "UPRN",
}

POST_QUESTIONS = (
    Question("uprn", "UPRN", "It must be on the list of your stock.", width=20),
    Question("address", "Address", "As one line."),
    Question("postcode", "Postcode", width=10),
    Question("supply", "Is it empty?", only=("void", "pre_void", "letting")),
    Question("bedrooms", "Bedrooms", width=2),
    Question("persons_max", "Most people who may live there", width=2),
    Question("kind", "What is it?"),
    Question("floor", "Floor of its door", "0 is the ground floor.", width=3),
    Question("lift", "Is there a lift?"),
    Question("access", "How does one get in?"),
    Question("rent_basis", "Rent"),
    Question("weekly_rent_pence", "Rent a week", width=10),
    Question("tenancy_offered", "Which tenancy do you offer?"),
    Question("letting_route", "How do you let it?"),
    Question("void_date", "When is it, or was it, empty?"),
    Question("ready_date", "When is it ready to let?"),
    Question("works", "Works before letting"),
    Question("age_min", "Is it only for people from a certain age?"),
    Question("pets", "May a pet live there?"),
)


def open_pages(pages: Pages) -> None:
    """Register every page about homes."""
    listings.register(pages, _LIST)
    acts.register(pages, _POST)
    pages.add("/homes/release", release_many, methods=("GET", "POST"))
    for act in _ACTS:
        acts.register(pages, act)
    listings.register(pages, _NOT_USED)
    things.register(pages, _THING)


_LIST = Listing(
    path="/homes",
    api="/v1/homes",
    title="Our homes",
    columns=(
        ("Home", "code"),
        ("State", "stage"),
        ("Council area", "authority"),
        ("Bedrooms", "bedrooms"),
        ("Type", "kind"),
        ("Ready on", "ready_date"),
        ("Rent a week", "weekly_rent_pence"),
    ),
    leads="/desk/homes/{reference}",
    stages=_STAGES,
    empty="You have no home in the pot. Post one, or upload a spreadsheet.",
    acts=(
        ("Post a home", "/desk/homes/post"),
        ("Upload a spreadsheet of homes", "/desk/homes/upload"),
        ("Release homes that a colleague posted", "/desk/homes/release"),
        ("Upload the list of your stock", "/desk/homes/stock"),
        ("Homes that nobody was proposed, and why", "/desk/homes/not-used"),
        ("Homes that you nominate to", "/desk/nominations"),
    ),
)

_NOT_USED = Listing(
    path="/homes/not-used",
    api="/v1/unused-homes",
    title="Homes that nobody was proposed",
    columns=(("Home", "code"), ("Why", "sentence"), ("Told on", "told_on")),
    leads="/desk/homes/{reference}",
    empty="Every home of yours in the last round was proposed to somebody.",
    back="/desk/homes",
)

_THING = Thing(
    path="/homes/{reference}",
    api="/v1/homes/{reference}",
    title="Home {code}",
    back="/desk/homes",
    labels=LABELS,
    next_steps={
        "awaiting_release": "A colleague of yours looks at it and releases it: whoever "
        "posted a home cannot.",
        "occupied": "Nothing: it comes into the pot when its tenant has moved.",
        "in_pot": "Nothing: each round tries it. Keep its dates right.",
        "reserved": "It is kept for somebody. See your offers.",
        "let": "Nothing: it is let.",
        "withdrawn": "Nothing: it is no longer in the pot.",
    },
    doors=(
        Door(
            "Release it into the pot",
            _HOME + "/release",
            ("awaiting_release",),
            first=True,
        ),
        Door("Amend dates, works or rent", _HOME + "/amend", _GOES_ON),
        Door("Withdraw it", _HOME + "/withdraw", ("awaiting_release", "in_pot")),
        Door(
            "Say that somebody dangerous knows it",
            _HOME + "/marker",
            _GOES_ON,
            lambda home: home.get("marker") == "none",
        ),
        Door(
            "Say how it was made safe",
            _HOME + "/marker/clear",
            _GOES_ON,
            lambda home: home.get("marker") == "uncleared",
        ),
    ),
)


def _amended(home: dict[str, object]) -> dict[str, object]:
    found: dict[str, object] = {
        name: home.get(name) or ""
        for name in ("works", "access", "pets", "local_clause")
    }
    for name in ("notice_date", "void_date", "ready_date", "adapted_on"):
        year, _, rest = str(home.get(name) or "").partition("-")
        month, _, day = rest.partition("-")
        found[name] = {"day": day, "month": month, "year": year}
    rent = home.get("weekly_rent_pence")
    found["weekly_rent_pence"] = f"{rent / 100:.2f}" if isinstance(rent, int) else ""
    return found


_POST = Act(
    path="/homes/post",
    method="POST",
    api="/v1/homes",
    title="Post a home",
    intro="A colleague then looks at it and releases it into the pot.",
    questions=POST_QUESTIONS,
    button="Post this home",
    back="/desk/homes",
    said="home_posted",
)

_ABOUT = "/v1/homes/{reference}"

_ACTS = (
    Act(
        path="/homes/{reference}/release",
        method="POST",
        api="/v1/homes/{reference}/release",
        title="Release this home into the pot",
        about=_ABOUT,
        template="act_about.html",
        intro="Check that it is a home of yours, and that its size and dates are "
        "right.",
        button="Release it",
        back=_HOME,
        said="home_released",
    ),
    Act(
        path="/homes/{reference}/amend",
        method="PATCH",
        api="/v1/homes/{reference}",
        title="Amend this home",
        about=_ABOUT,
        tagged=True,
        begin=_amended,
        questions=(
            Question("notice_date", "Notice given on"),
            Question("void_date", "Empty on"),
            Question("ready_date", "Ready on"),
            Question("works", "Works before letting"),
            Question("weekly_rent_pence", "Rent a week", width=10),
            Question("pets", "May a pet live there?"),
            Question("local_clause", "Is it kept for local people?"),
        ),
        button="Save",
        back=_HOME,
        said="saved",
    ),
    Act(
        path="/homes/{reference}/withdraw",
        method="POST",
        api="/v1/homes/{reference}/withdraw",
        title="Withdraw this home",
        about=_ABOUT,
        template="act_about.html",
        warning="It leaves the pot, and no round can propose it any more.",
        button="Withdraw it",
        back=_HOME,
        said="withdrawn",
        grave=True,
    ),
    Act(
        path="/homes/{reference}/marker",
        method="POST",
        api="/v1/homes/{reference}/marker",
        title="Say that somebody dangerous knows this home",
        intro="No household at risk is then proposed it, until you say how it was made "
        "safe. Nothing is written of anybody.",
        button="Mark it",
        back=_HOME,
        said="saved",
    ),
    Act(
        path="/homes/{reference}/marker/clear",
        method="POST",
        api="/v1/homes/{reference}/marker/clear",
        title="Say how this home was made safe",
        questions=(
            Question("fit_decided_on", "On which day did you decide that it is fit?"),
            Question("measures", "What was done?"),
            Question("measures_done_on", "When was the last of it done?"),
            Question("police_marker", "Is there a police marker on the address?"),
        ),
        button="Record it",
        back=_HOME,
        said="saved",
    ),
)


async def release_many(desk: Desk) -> Shown | Moved:
    """Let a second person release what colleagues posted, after a look at each."""
    found = await desk.inside.every("/v1/homes", stage="awaiting_release")
    choices = tuple(
        (
            home["reference"],
            (f"{home['code']}: {home['bedrooms']} bedrooms, {home['kind']}, "
            f"ready {home['ready_date'] or 'on a day not given'}"),
        )
        for home in found
    )
    act = Act(
        path="/homes/release",
        method="POST",
        api="/v1/homes/release",
        title="Release homes",
        intro="Whoever posted a home cannot release it. Tick those that you looked at."
        if choices
        else "No home waits to be released.",
        questions=(Question("references", "Homes", kind=Kind.MANY, choices=choices),)
        if choices
        else (),
        button="Release them",
        back="/desk/homes",
        said="home_released",
    )
    return await acts.visit(act, desk)

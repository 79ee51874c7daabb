"""Cases: the list, one household's way, and what is done to a case as a whole."""

from collections.abc import Mapping, Sequence
from typing import Any

from api.pages import acts, listings, support, things
from api.pages.acts import Act
from api.pages.desk import Desk, Pages, Shown
from api.pages.inside import NotHere
from api.pages.listings import Listing
from api.pages.questions import Kind, Question
from api.pages.things import Door, Thing
from api.pages.worker.today import ASKS

CASE = "/desk/cases/{reference}"
ABOUT = "/v1/cases/{reference}"
_STAGES = (
    "draft",
    "awaiting_approval",
    "in_pot",
    "paused",
    "proposed",
    "offered",
    "accepted",
    "moved",
    "declined",
    "closed",
)
_BEFORE_KEYS = ("in_pot", "paused", "proposed", "offered", "accepted")
_WITH_A_HOME = ("proposed", "offered", "accepted")


def open_pages(pages: Pages) -> None:
    """Register every page about a case as a whole."""
    listings.register(pages, _LIST)
    listings.register(pages, _READINGS)
    pages.add("/cases/{reference}", case)
    pages.add("/cases/{reference}/no-home-yet", no_home_yet)
    for act in _ACTS:
        acts.register(pages, act)
    support.open_pages(pages, "cases", CASE)


_LIST = Listing(
    path="/cases",
    api="/v1/cases",
    title="My cases",
    columns=(
        ("Case", "code"),
        ("State", "stage"),
        ("Next", "next_step"),
        ("Urgency", "urgency"),
        ("Waiting since", "waiting_since"),
    ),
    leads=CASE,
    stages=_STAGES,
    empty="You have no case yet. Start a request for a household that has to move.",
    acts=(("Start a request", "/desk/cases/new"),),
)

_READINGS = Listing(
    path="/cases/{reference}/readings",
    api="/v1/cases/{reference}/readings",
    title="Who opened this case",
    intro="Each hour in which somebody opened a sealed part of it. You see who of your "
    "own service did, and of others their role. If you do not expect one, ring the "
    "coordinator.",
    columns=(
        ("From this hour", "hour"),
        ("Whose", "reader"),
        ("Who of yours", "person"),
        ("What", "parts"),
    ),
    empty="Nobody has opened it.",
    nothing="Nobody of yours",
    back=CASE,
)

LABELS = {
    "next_step": "Next",
    "landlord": "Landlord",
    "tenancy_held": "Tenancy that they hold",
    "tenancy_start": "It began on",
    "tenancy_reference": "Landlord's tenancy reference",
    "joint": "Joint tenancy",
    "access_need": "Access that they need",
    "household.children": "Children",
    "household.young_adults": "Young adults",
    "areas.of_choice": "Areas of choice",
    "areas.first_choice": "Areas of first choice",
    "areas.avoid": "Areas to avoid",
    "areas.stay_near": "Areas to stay near",
    "areas.close_to": "Close to",
    "home.authority": "Council area of the home",
    "tenancy_check": "The landlord's answer",
    "confirmed_at": "Asked last whether they still want to move",
    "areas_stated": "What was said of areas",
}

_THING = Thing(
    path="/cases/{reference}",
    api=ABOUT,
    title="Case {code}",
    back="/desk/cases",
    labels=LABELS,
    leave_out=(
        "next_step",
        "waiting_since",
        "areas",
        "areas_stated",
        "blocked_staff",
        "links",
        "left_to_a_person",
    ),
    template="worker/case.html",
    also={"support": "/v1/cases/{reference}/support"},
    doors=(
        Door("Send the request", CASE + "/submit", ("draft",), first=True),
        Door("Look at the home", CASE + "/home", _WITH_A_HOME, first=True),
        Door("Why there is no home yet", CASE + "/no-home-yet", ("in_pot",)),
        Door("Something changed in the risk", CASE + "/risk", _WITH_A_HOME),
        Door("Support", CASE + "/support"),
        Door("Areas", CASE + "/areas"),
        Door("The household", CASE + "/household"),
        Door("Consents", CASE + "/consents"),
        Door("Who works on it, and who may not see it", CASE + "/people"),
        Door("Who opened it", CASE + "/readings"),
        Door("How urgent it is", CASE + "/urgency"),
        Door("Say which homelessness duty is owed", CASE + "/duty"),
        Door("Something changed in the household", CASE + "/household-change"),
        Door("Still wanted", CASE + "/confirm", _BEFORE_KEYS),
        Door("Pause it", CASE + "/pause", ("in_pot",)),
        Door("Take it up again", CASE + "/resume", ("paused",)),
        Door(
            "Say from when it is safe to end the old joint tenancy",
            CASE + "/notice-plan",
            ("accepted", "moved"),
            lambda found: bool(found.get("joint")),
        ),
        Door(
            "Refer them again",
            CASE + "/refer-again",
            ("moved", "closed", "declined"),
        ),
        Door("Name another lead at the landlord", CASE + "/name-lead", _WITH_A_HOME),
        Door("The new tenancy failed", CASE + "/tenancy-failed", ("moved",)),
        Door("Hand the case to another service", CASE + "/transfer"),
    ),
)


async def case(desk: Desk) -> Shown:
    """Show one household's way: what is next, what happened, and every act."""
    found = await things.visit(_THING, desk)
    steps = await desk.inside.every(f"/v1/cases/{desk.path['reference']}/steps")
    thing = found.values["found"]
    values = {
        **found.values,
        "steps": steps,
        "timeline": _timeline(thing, steps),
        "coming": _coming(await desk.inside.every("/v1/tasks"), desk.path["reference"]),
    }
    return Shown(found.template, values)


def _coming(
    tasks: Sequence[Mapping[str, Any]], reference: str
) -> list[tuple[str, str, str | None]]:
    """Return what the reader is asked to do of a case, what is due first in front."""
    asked = [each for each in tasks if each["about"] == reference]
    asked.sort(key=lambda each: (each["due_at"] is None, each["due_at"] or ""))
    return [
        (ASKS[each["kind"]][0], ASKS[each["kind"]][1].format(about=reference), due)
        for each in asked
        for due in [each["due_at"]]
    ]


def _timeline(
    case: dict[str, Any], steps: list[dict[str, Any]]
) -> list[tuple[str, str]]:
    """Return what happened, the newest first: when, and what."""
    lines = [(str(case["waiting_since"]), "The household began to wait.")]
    lines += [(str(each["proposed_at"]), each["sentence"]) for each in steps]
    return sorted(lines, reverse=True)


async def no_home_yet(desk: Desk) -> Shown:
    """Show why the last round had no home for the household, and what would open."""
    values: dict[str, Any] = {"back": CASE.format(**desk.path)}
    path = ABOUT.format(**desk.path)
    await desk.inside.read(path)
    try:
        values["why"] = await desk.inside.read(f"{path}/no-home-yet")
    except NotHere:
        values["why"] = None
    return Shown("worker/no_home_yet.html", values)


_ACTS = (
    Act(
        path="/cases/{reference}/submit",
        method="POST",
        api="/v1/cases/{reference}/submit",
        title="Send this request",
        intro="Its landlord is asked whether they are its tenant, and nothing else. "
        "Areas are told to no landlord.",
        button="Send it",
        back=CASE,
        said="submitted",
    ),
    Act(
        path="/cases/{reference}/confirm",
        method="POST",
        api="/v1/cases/{reference}/confirm",
        title="Do they still want to move?",
        intro="Ask them, in a safe way. If they do not, pause the case or say that a "
        "move is no longer wanted.",
        button="Yes, they do",
        back=CASE,
        said="saved",
    ),
    Act(
        path="/cases/{reference}/pause",
        method="POST",
        api="/v1/cases/{reference}/pause",
        title="Pause this case",
        intro="No round proposes a home while it rests. It keeps its place in the "
        "queue.",
        button="Pause it",
        back=CASE,
        said="saved",
    ),
    Act(
        path="/cases/{reference}/resume",
        method="POST",
        api="/v1/cases/{reference}/resume",
        title="Take this case up again",
        button="Take it up",
        back=CASE,
        said="saved",
    ),
    Act(
        path="/cases/{reference}/duty",
        method="POST",
        api="/v1/cases/{reference}/homelessness-duty",
        title="Which homelessness duty does a council owe them?",
        intro="Where one is owed, refusing a home could end it. You warn them before "
        "they answer.",
        questions=(Question("duty", "Duty"),),
        button="Save",
        back=CASE,
        said="saved",
    ),
    Act(
        path="/cases/{reference}/urgency",
        method="PUT",
        api="/v1/cases/{reference}/urgency",
        about="/v1/cases/{reference}/support",
        title="How urgent is it?",
        intro="Judge it again after each incident.",
        questions=(
            Question(
                "urgency",
                "Urgency",
                kind=Kind.ONE,
                choices=(
                    ("1", "1: most urgent"),
                    ("2", "2: urgent"),
                    ("3", "3: soon"),
                    ("4", "4: planned"),
                ),
            ),
            Question("trigger_kind", "Is there a day by which they must have moved?"),
            Question("trigger_date", "Which day?"),
            Question(
                "dash_band",
                "DASH",
                only=("band_standard", "band_medium", "band_high", "band_not_made"),
            ),
            Question("assessed_on", "Judged on"),
        ),
        button="Save",
        back=CASE,
        said="saved",
    ),
    Act(
        path="/cases/{reference}/note",
        method="POST",
        api="/v1/cases/{reference}/support/note",
        title="A note to the new landlord's lead",
        intro="One note a step, of 280 characters. No name, address, telephone number "
        "or place. The old landlord never sees it.",
        questions=(Question("note", "Note"),),
        button="Leave it",
        back=CASE,
        said="saved",
    ),
)

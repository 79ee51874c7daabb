"""What keeps a household safe: areas, who may not see the case, linked cases."""

from api.pages import acts
from api.pages.acts import Act
from api.pages.desk import Desk, Moved, Pages, Shown
from api.pages.facts import facts
from api.pages.questions import Kind, Question
from api.pages.worker.cases import ABOUT, CASE, LABELS
from api.pages.worker.sections import AREA_COLUMNS, area_to_avoid

_AREAS, _PEOPLE = CASE + "/areas", CASE + "/people"
_BOTH = ("GET", "POST")


def open_pages(pages: Pages) -> None:
    """Register every page about safety."""
    pages.add("/cases/{reference}/areas", areas)
    pages.add("/cases/{reference}/people", people)
    pages.add("/cases/{reference}/deputy", deputy, methods=_BOTH)
    pages.add("/cases/{reference}/people/link", link, methods=_BOTH)
    for act in _ACTS:
        acts.register(pages, act)


async def areas(desk: Desk) -> Shown:
    """Show where a household wants to live, and where it must not."""
    found = await desk.inside.read(ABOUT.format(**desk.path))
    values = {
        "case": found,
        "facts": facts({"areas": found.get("areas") or {}}, LABELS),
        "back": CASE.format(**desk.path),
    }
    return Shown("worker/areas.html", values)


async def people(desk: Desk) -> Shown:
    """Show who works on a case, who may never see it, and which cases touch it."""
    found = await desk.inside.read(ABOUT.format(**desk.path))
    workers = await desk.inside.every(f"{ABOUT.format(**desk.path)}/workers")
    support = await desk.inside.read(f"{ABOUT.format(**desk.path)}/support")
    staff = await desk.inside.every("/v1/people")
    values = {
        "case": found,
        "workers": workers,
        "emails": {each["reference"]: each["email"] for each in staff},
        "deputy": support.get("deputy"),
        "back": CASE.format(**desk.path),
    }
    return Shown("worker/people.html", values)


async def deputy(desk: Desk) -> Shown | Moved:
    """Name a colleague who may do all that the worker may."""
    staff = await desk.inside.every("/v1/people")
    choices = tuple((each["reference"], each["email"]) for each in staff)
    act = Act(
        path="/cases/{reference}/deputy",
        method="PUT",
        api="/v1/cases/{reference}/deputy",
        about="/v1/cases/{reference}/support",
        tagged=True,
        title="Who stands in for you?",
        questions=(Question("person", "Deputy", kind=Kind.PICK, choices=choices),),
        button="Name them",
        back=_PEOPLE,
        said="saved",
    )
    return await acts.visit(act, desk)


async def link(desk: Desk) -> Shown | Moved:
    """Keep a case apart from another of the same service."""
    cases = await desk.inside.every("/v1/cases")
    choices = tuple(
        (each["reference"], each["code"])
        for each in cases
        if each["reference"] != desk.path["reference"]
    )
    act = Act(
        path="/cases/{reference}/people/link",
        method="POST",
        api="/v1/cases/{reference}/links",
        title="Keep two cases apart",
        intro="They are never proposed homes that would bring them together.",
        questions=(
            Question("other", "The other case", kind=Kind.PICK, choices=choices),
            Question("reason", "Why?"),
        ),
        button="Link them",
        back=_PEOPLE,
        said="saved",
    )
    return await acts.visit(act, desk)


_AGAIN = (
    Question("review_on", "Look at it again on", optional=True),
    Question("expected_end_on", "It may end on", optional=True),
)


def _dates(body: dict[str, object]) -> dict[str, object]:
    return {"review_on": None, "expected_end_on": None} | body


_ACTS = (
    Act(
        path="/cases/{reference}/areas/add",
        method="POST",
        api="/v1/cases/{reference}/areas",
        title="One more area to avoid",
        intro="From now on no home there is proposed to them.",
        questions=(
            Question(
                "area",
                "Where?",
                kind=Kind.ROWS,
                rows=1,
                row=area_to_avoid,
                columns=AREA_COLUMNS,
            ),
        ),
        finish=lambda body: {"area": body["area"][0]} if body.get("area") else {},
        tries="/v1/cases/{reference}/areas/try-out",
        tried="worker/area_tried.html",
        button="Avoid it",
        back=_AREAS,
        said="saved",
    ),
    Act(
        path="/cases/{reference}/areas/{area_reference}/review",
        method="POST",
        api="/v1/cases/{reference}/areas/{area_reference}/review",
        title="Look at this area again",
        questions=_AGAIN,
        finish=_dates,
        button="It still holds",
        back=_AREAS,
        said="saved",
    ),
    Act(
        path="/cases/{reference}/areas/{area_reference}/end",
        method="POST",
        api="/v1/cases/{reference}/areas/{area_reference}/end",
        title="This area is safe now",
        warning="Homes there can be proposed from now on.",
        button="It is safe now",
        back=_AREAS,
        said="saved",
        grave=True,
    ),
    Act(
        path="/cases/{reference}/people/block",
        method="POST",
        api="/v1/cases/{reference}/blocked-staff",
        title="Somebody must never see this case",
        intro="By the name they sign in with, at any organisation. They find nothing, "
        "and are not told that there was anything to find.",
        questions=(
            Question("sign_in", "Their sign-in name"),
            Question("reason", "Why?"),
            *_AGAIN,
        ),
        button="Close it to them",
        back=_PEOPLE,
        said="saved",
    ),
    Act(
        path="/cases/{reference}/people/{block_reference}/review",
        method="POST",
        api="/v1/cases/{reference}/blocked-staff/{block_reference}/review",
        title="Look at this again",
        questions=_AGAIN,
        finish=_dates,
        button="It still holds",
        back=_PEOPLE,
        said="saved",
    ),
    Act(
        path="/cases/{reference}/people/{block_reference}/end",
        method="POST",
        api="/v1/cases/{reference}/blocked-staff/{block_reference}/end",
        title="Open the case to them again",
        button="Open it",
        back=_PEOPLE,
        said="saved",
        grave=True,
    ),
    Act(
        path="/cases/{reference}/people/links/{link_reference}/end",
        method="POST",
        api="/v1/cases/{reference}/links/{link_reference}/end",
        title="End this link",
        button="End it",
        back=_PEOPLE,
        said="saved",
        grave=True,
    ),
)

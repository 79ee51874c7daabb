"""What changes in a household: who it is, what it agrees to, and its way."""

from dataclasses import replace
from typing import Any

from api.pages import acts
from api.pages.acts import Act
from api.pages.desk import Desk, Moved, Pages, Shown
from api.pages.questions import Kind, Question
from api.pages.worker.cases import ABOUT, CASE
from api.pages.worker.sections import AVOID, CHOICE, HOUSEHOLD, NEAR

_BOTH = ("GET", "POST")
_CONSENTS = {
    "matching": "Homes are looked for, by area and size and with no name.",
    "tenancy_check": "Their landlord is asked whether they are its tenant.",
    "offer": "A new landlord is told what it must know to sign them up.",
}


def open_pages(pages: Pages) -> None:
    """Register every page about changes."""
    pages.add("/cases/{reference}/consents", consents)
    pages.add("/cases/{reference}/consents/{purpose}/give", give, methods=_BOTH)
    pages.add("/cases/{reference}/consents/{purpose}/withdraw", withdraw, methods=_BOTH)
    for act in _ACTS:
        acts.register(pages, act)


async def consents(desk: Desk) -> Shown:
    """Show what a household agreed to; each can be taken back."""
    found = await desk.inside.read(ABOUT.format(**desk.path))
    values = {
        "case": found,
        "purposes": _CONSENTS,
        "back": CASE.format(**desk.path),
    }
    return Shown("worker/consents.html", values)


async def give(desk: Desk) -> Shown | Moved:
    """Record a consent."""
    fixed = {"purpose": desk.path["purpose"]}
    return await acts.visit(_GIVE, desk, fixed=fixed)


async def withdraw(desk: Desk) -> Shown | Moved:
    """Record that a consent was taken back."""
    return await acts.visit(_WITHDRAW, desk)


_KEPT_AWAY = Question(
    "keeps_away", "Is there anywhere they must never live?", kind=Kind.YES_NO
)
_IF_KEPT_AWAY: dict[str, Any] = {
    "only_if": ("keeps_away", "true"),
    "needed": True,
    "rows": 12,
}

_GIVE = Act(
    path="/cases/{reference}/consents/{purpose}/give",
    method="POST",
    api="/v1/cases/{reference}/consents",
    title="They agree",
    intro="Read it to them in their own language. They may take it back at any time, "
    "and nobody asks why.",
    button="They agree",
    back=CASE + "/consents",
    said="saved",
)

_WITHDRAW = Act(
    path="/cases/{reference}/consents/{purpose}/withdraw",
    method="DELETE",
    api="/v1/cases/{reference}/consents/{purpose}",
    title="They take it back",
    warning="What needs this consent stops at once.",
    button="They take it back",
    back=CASE + "/consents",
    said="saved",
    grave=True,
)


_MAY_BE_EMPTY = (
    "due_date",
    "tenant_born",
    "bedrooms_override",
    "bedrooms_override_reason",
)
"""What is nothing where its box is left empty."""


def _household(case: dict[str, Any]) -> dict[str, Any]:
    """Return what stands in the boxes: what is known of the household now."""
    known = case["household"]
    due = str(known.get("due_date") or "").split("-")
    return {
        "adults": str(known["adults"]),
        "couples": str(known["couples"]),
        "children": [_row(each) for each in known["children"]],
        "young_adults": [_row(each) for each in known["young_adults"]],
        "bedrooms_override": str(known["bedrooms_override"] or ""),
        "bedrooms_override_reason": known["bedrooms_override_reason"] or "",
        "expected_children": str(known["expected_children"]),
        "due_date": dict(zip(("year", "month", "day"), due, strict=False)),
        "overnight_carer": str(known["overnight_carer"]).lower(),
        "tenant_born": known["tenant_born"] or "",
        **_rent(known["rent"]),
    }


def _row(person: dict[str, Any]) -> dict[str, str]:
    year, _, month = person["born"].partition("-")
    alone = person["cannot_share"] or ""
    return {"sex": person["sex"], "month": month, "year": year, "cannot_share": alone}


def _rent(known: dict[str, Any]) -> dict[str, str]:
    pence = known["affordable_weekly_pence"]
    said = {name: known[name] for name in ("pension_age", "intends_to_return")}
    return {
        "rent.help_with_rent": known["help_with_rent"],
        "rent.affordable_weekly_pence": "" if pence is None else f"{pence / 100:.2f}",
        **{
            f"rent.{name}": "" if value is None else str(value).lower()
            for name, value in said.items()
        },
    }


def _household_anew(answers: dict[str, Any], case: dict[str, Any]) -> dict[str, Any]:
    """Return the household stated anew: what this page does not ask stays as it is."""
    known = case["household"]
    emptied = dict.fromkeys(_MAY_BE_EMPTY)
    rent = {**known["rent"], **answers.get("rent", {})}
    return {**known, **emptied, **answers, "rent": rent}


def _areas(case: dict[str, Any]) -> dict[str, Any]:
    chosen = (case.get("areas") or {}).get("of_choice", [])
    return {
        each.name: [code for code, _ in each.items if code in chosen]
        for each in CHOICE
        if each.name.startswith("areas_of_choice:")
    }


def _listed(answers: dict[str, Any]) -> dict[str, Any]:
    codes = [
        code
        for name, found in answers.items()
        if name.startswith("areas_of_choice:")
        for code in found
    ]
    return {
        "area_of_choice": answers["area_of_choice"],
        "areas_of_choice": codes,
        "areas_to_avoid": answers.get("areas_to_avoid", []),
        **{each.name: answers.get(each.name, []) for each in NEAR},
    }


_ACTS = (
    Act(
        path="/cases/{reference}/household",
        method="PUT",
        api="/v1/cases/{reference}/household",
        about=ABOUT,
        tagged=True,
        title="The household",
        begin=_household,
        questions=HOUSEHOLD,
        finish_with=_household_anew,
        button="Save",
        back=CASE,
        said="saved",
    ),
    Act(
        path="/cases/{reference}/areas/choose",
        method="PUT",
        api="/v1/cases/{reference}/areas",
        about=ABOUT,
        tagged=True,
        title="State all areas anew",
        intro="What stands now is below. It all ends with this, areas to avoid among "
        "it: what you do not state again no longer keeps them safe. To add an area to "
        "avoid, go back and choose one more.",
        template="worker/areas_anew.html",
        begin=_areas,
        questions=(*CHOICE, *NEAR, _KEPT_AWAY, replace(AVOID[0], **_IF_KEPT_AWAY)),
        finish=_listed,
        warning="Areas to stay near, to be close to and of first choice end too, but "
        "for those that you state again here.",
        button="State them anew",
        grave=True,
        back=CASE + "/areas",
        said="saved",
    ),
    Act(
        path="/cases/{reference}/household-change",
        method="POST",
        api="/v1/cases/{reference}/household-changes",
        title="Something changed in the household",
        questions=(
            Question("change", "What happened?"),
            Question("happened_on", "On which day?"),
        ),
        button="Record it",
        back=CASE,
        said="saved",
    ),
)

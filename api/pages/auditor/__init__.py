"""The auditor's pages: what happened, who owes whom, and how urgent was judged."""

from collections.abc import Mapping
from typing import Any

from api.pages import balances as everything
from api.pages import over_time
from api.pages.auditor import exceptions
from api.pages.desk import Desk, Pages, Shown

PAGES = Pages("auditor")
exceptions.register(PAGES)
_EVENTS_ON_A_PAGE = 50
ROLES = (
    "named_lead",
    "referring_worker",
    "coordinator",
    "auditor",
    "landlord_system",
    "referring_system",
    "nobody",
)
"""In the order in which they are offered to be looked at."""


async def today(desk: Desk) -> Shown:
    """Show where the record stands, and what in it asks to be looked at."""
    newest = await desk.inside.read("/v1/audit", limit=10)
    balances = await desk.inside.every("/v1/balances")
    debts = await desk.inside.every("/v1/debts")
    overdue = [each for each in debts if each["age"] == "over_12_months"]
    values = {
        "events": newest["items"],
        "sum": sum(each["posted"] for each in balances),
        "landlords": len({each["landlord_code"] for each in balances}),
        "debts": len(debts),
        "overdue": len(overdue),
    }
    return Shown("auditor/today.html", values)


@PAGES.page("/events")
async def events(desk: Desk) -> Shown:
    """List what happened, the newest first, of one kind or since a day."""
    asked = {name: desk.query.get(name, "").strip() for name in ("action", "since")}
    page = await desk.inside.read(
        "/v1/audit",
        **asked,
        cursor=desk.query.get("cursor"),
        limit=_EVENTS_ON_A_PAGE,
    )
    values = {"events": page["items"], "next": page.get("next"), "asked": asked}
    return Shown("auditor/events.html", values)


@PAGES.page("/decisions")
async def decisions(desk: Desk) -> Shown:
    """List what people decided of planned moves, the newest first."""
    page = await desk.inside.read(
        "/v1/step-decisions",
        cursor=desk.query.get("cursor"),
        limit=_EVENTS_ON_A_PAGE,
    )
    values = {"decisions": page["items"], "next": page.get("next")}
    return Shown("auditor/decisions.html", values)


@PAGES.page("/balances")
async def balances(desk: Desk) -> Shown:
    """Show what each landlord owes or is owed, and how old its debts are."""
    return Shown("auditor/balances.html", await everything.read(desk))


@PAGES.page("/balances/over-time")
async def by_quarter(desk: Desk) -> Shown:
    """Show what each landlord owed or was owed as each quarter ended."""
    told = await over_time.read(desk)
    return Shown("over_time.html", {**told, "back": "/desk/balances"})


@PAGES.page("/told")
async def told(desk: Desk) -> Shown:
    """Show what a role is told of each thing, stage by stage."""
    role = desk.query.get("role", "")
    role = role if role in ROLES else ROLES[0]
    rows = await desk.inside.every("/v1/disclosure", role=role)
    values = {"rows": rows, "roles": ROLES, "role": role, "back": "/desk/figures"}
    return Shown("auditor/told.html", values)


@PAGES.page("/heads")
async def heads(desk: Desk) -> Shown:
    """Show in which hashes the audit ended, to be kept elsewhere."""
    found = await desk.inside.read("/v1/audit-heads")
    return Shown("auditor/heads.html", {"rows": found["heads"], "back": "/desk"})


@PAGES.page("/statements-sent")
async def statements(desk: Desk) -> Shown:
    """List the statements that landlords were given."""
    rows = await desk.inside.every("/v1/statements")
    return Shown("auditor/statements.html", {"rows": rows})


@PAGES.page("/statements-sent/{reference}")
async def statement(desk: Desk) -> Shown:
    """Show one statement as its landlord has it."""
    found = await desk.inside.read(f"/v1/statements/{desk.path['reference']}")
    return Shown("auditor/statement.html", {"statement": found})


@PAGES.page("/figures")
async def figures(desk: Desk) -> Shown:
    """Show how urgent cases were judged, and whether promises were kept."""
    chart: Mapping[str, Any] = await desk.inside.read("/v1/urgency")
    tenures = await desk.inside.read("/v1/promised-and-granted")
    return Shown("auditor/figures.html", {"chart": chart, "tenures": tenures})

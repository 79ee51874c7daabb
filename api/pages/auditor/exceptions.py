"""What went out of the ordinary: refused, shut out, kept by law, done by two people.

It is the record of events, read by the acts that somebody should look at; it tells
nothing that the page of events does not.
"""

from collections.abc import Mapping

from api.pages.desk import Desk, Pages, Shown

_NEWEST_OF_EACH = 5
_ON_A_PAGE = 50

GROUPS: Mapping[str, Mapping[str, str]] = {
    "Refused": {
        "case.refused": "Somebody asked for a case that is not there for them",
        "round.refused": "A round failed, or its plan broke a rule",
        "tokens.refused": "Systems were refused tokens, so many on one day",
        "tenancy.declined": "A landlord said that somebody is not its tenant",
    },
    "Kept apart": {
        "step.risk_changed": "Something changed in the risk, and a move was hidden",
        "case.staff_blocked": "Somebody was shut out of a case",
        "case.staff_block_ended": "Somebody shut out was let in again",
    },
    "Kept or handed over by law": {
        "case.hold_asked": "A legal hold was asked for",
        "case.hold_confirmed": "A second person confirmed a legal hold",
        "case.hold_release_asked": "The end of a legal hold was asked for",
        "case.hold_ended": "A second person ended a legal hold",
        "case.court_file_asked": "A file for a court was asked for",
        "case.court_file_made": "A second person made a file for a court",
    },
    "Done by two people": {
        "adjustment.proposed": "A change in the book was proposed",
        "adjustment.approved": "Another person approved a change in the book",
        "adjustment.declined": "Another person declined a change in the book",
        "tenancy.countersigned": "A second name was put to an attestation",
        "home.released": "A colleague released a home",
        "second_factor.reset": "Somebody's second factor was set back",
    },
}
"""The acts by what is out of the ordinary in them, and each in plain words."""

_SAYS = {action: text for acts in GROUPS.values() for action, text in acts.items()}


def register(pages: Pages) -> None:
    """Give the exceptions their page."""
    pages.add("/exceptions", exceptions)


async def exceptions(desk: Desk) -> Shown:
    """Show the newest of each act, or all of one, the newest first."""
    only = desk.query.get("action", "")
    only = only if only in _SAYS else ""
    tables = await (_one(desk, only) if only else _newest(desk))
    values = {"only": only, "groups": GROUPS, "says": _SAYS, **tables}
    return Shown("auditor/exceptions.html", values)


async def _one(desk: Desk, action: str) -> dict[str, object]:
    page = await desk.inside.read(
        "/v1/audit",
        action=action,
        cursor=desk.query.get("cursor"),
        limit=_ON_A_PAGE,
    )
    return {"tables": {_SAYS[action]: page["items"]}, "next": page.get("next")}


async def _newest(desk: Desk) -> dict[str, object]:
    tables = {}
    for group, acts in GROUPS.items():
        found = []
        for action in acts:
            page = await desk.inside.read(
                "/v1/audit", action=action, limit=_NEWEST_OF_EACH
            )
            found += page["items"]
        tables[group] = sorted(found, key=lambda each: -each["sequence"])
    return {"tables": tables, "next": None}

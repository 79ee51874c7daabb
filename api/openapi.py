"""What the API's description says beside the routes themselves."""

from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute

DESCRIPTION = """
Landlords put homes in a pot, referring services bring households that are at risk,
and a coordinator runs match rounds. Each party has its own references; none is
shared by two. No answer to a machine carries an address.

Faults are RFC 9457 problems with a stable `code` and the fields at fault by name.
""".strip()

TAGS = [
    {"name": "Front door", "description": "What this is, and whether it is well."},
    {"name": "People, sessions and systems", "description": "Coming in and leaving."},
    {"name": "Landlords", "description": "Own homes, checks, offers and departures."},
    {"name": "Referring services", "description": "Own cases, to the keys."},
    {"name": "Coordinators", "description": "The board and the rounds."},
    {"name": "Audit and balances", "description": "What happened, and who owes whom."},
    {"name": "Webhooks", "description": "Being told that something changed."},
]


def operation_id(route: APIRoute) -> str:
    """Return the name of the function that answers, which is unique."""
    return route.name


def describe(app: FastAPI) -> None:
    """Let the description say that a fault is a problem, and never plain JSON."""
    whole = app.openapi

    def openapi() -> dict[str, Any]:
        description = whole()
        for operations in description["paths"].values():
            for operation in operations.values():
                for status, response in operation["responses"].items():
                    if status >= _FIRST_FAULT:
                        response["content"].pop("application/json", None)
        return description

    app.openapi = openapi  # type: ignore[method-assign]


_FIRST_FAULT = "400"

"""Writes docs/api.md from the OpenAPI description of the street door.

Run `python -m scripts.print_api > docs/api.md` from the root.
"""

import sys
from collections.abc import Iterator
from typing import Any

from fastapi.routing import APIRoute

from api.door import ACTION, OPEN
from api.openapi import TAGS
from api.routes import ROUTERS
from reciprocal.access.policy import ACTIONS
from scripts.print_openapi import description

_HEAD = """# API

Every route, from the service's own OpenAPI 3.1 description (`GET /openapi.json`).
This page is written from the code: change that, then run
`python -m scripts.print_api > docs/api.md`.

A person signs in with `POST /v1/sessions` and sends the token as
`Authorization: Bearer …`; a landlord's or a service's own system signs each call, as
[machine-clients.md](machine-clients.md) shows. What may go wrong is in
[problems.md](problems.md). "Who" says which roles may call; a machine only where its
role is named. What each of them then sees of an answer, field by field, is decided by
`reciprocal/disclosure/fields.toml`.
"""


def api_page() -> str:
    """Return the whole page."""
    return "\n".join((_HEAD, *_chapters(description()["paths"]))) + "\n"


def _chapters(paths: dict[str, dict[str, Any]]) -> Iterator[str]:
    who = _who()
    for tag in TAGS:
        yield f"## {tag['name']}\n"
        yield f"{tag['description']}\n"
        yield "| route | what it does | who |\n| --- | --- | --- |"
        for path, acts in paths.items():
            for method, act in acts.items():
                if tag["name"] in act["tags"]:
                    route = f"{method.upper()} {path}"
                    yield f"| `{route}` | {_line(act)} | {who[route]} |"
        yield ""


def _line(act: dict[str, Any]) -> str:
    """Return the first sentence that the route says of itself."""
    return " ".join(str(act["description"]).split("\n\n")[0].split())


def _who() -> dict[str, str]:
    """Return who may call each route, read from its door."""
    return {
        f"{method} {route.path}": _roles(_action(route))
        for router in ROUTERS
        for route in router.routes
        if isinstance(route, APIRoute)
        for method in route.methods or ()
    }


def _action(route: APIRoute) -> str:
    """Return what a route's door guards; a route without one asks nobody's name."""
    doors = (getattr(part.call, ACTION, None) for part in route.dependant.dependencies)
    return next((action for action in doors if action is not None), OPEN)


def _roles(action: str) -> str:
    if action == OPEN:
        return "anybody"
    roles = sorted(ACTIONS[action].roles)
    return ", ".join(role.value.replace("_", " ") for role in roles)


if __name__ == "__main__":
    sys.stdout.write(api_page())

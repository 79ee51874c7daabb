"""What the API's description says beside the routes themselves."""

import re
from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute

DESCRIPTION = """
Landlords put homes in a pot, referring services bring households that are at risk,
and a coordinator runs match rounds. Each party has its own references; none is
shared by two. No answer to a machine carries an address.

Faults are RFC 9457 problems with a stable `code` and the fields at fault by name.
What is shown singly has an `ETag`, and a change that overwrites names it with
`If-Match`. Lists come in pages, and every caller has a budget of requests.
""".strip()

CONTACT = {"name": "The scheme's coordinating agency"}
"""Whom a member asks; every scheme has its own, so no address stands here."""

SERVERS = [{"url": "/", "description": "Where this description was read."}]

TAGS = [
    {"name": "Front door", "description": "What this is, and whether it is well."},
    {"name": "People, sessions and systems", "description": "Coming in and leaving."},
    {"name": "Own sign-in", "description": "Sessions, password, second factor."},
    {"name": "Landlords", "description": "Own homes, checks, offers and departures."},
    {"name": "Whole files", "description": "Files of homes, and many releases."},
    {"name": "Referring services", "description": "Own cases, to the keys."},
    {"name": "Changes in a case", "description": "What became of a step, and risk."},
    {
        "name": "Handing over",
        "description": "Households that change, services that close, homes left.",
    },
    {"name": "Viewings", "description": "From the landlords' yes to an answer."},
    {"name": "Support", "description": "What is done for a household beside its move."},
    {"name": "Coordinators", "description": "The board and the rounds."},
    {"name": "Reports", "description": "Days of a household, of a home, and rent."},
    {"name": "Audit and balances", "description": "What happened, and who owes whom."},
    {"name": "Homes owed", "description": "What a landlord in debt is asked for."},
    {"name": "The book", "description": "Open debts, and what people decide of them."},
    {"name": "Webhooks", "description": "Being told that something changed."},
]


def operation_id(route: APIRoute) -> str:
    """Return the name of the function that answers, which is unique."""
    return route.name


def describe(app: FastAPI) -> None:
    """Let the description say what holds on every route, beside the routes' own.

    A fault is a problem and never plain JSON, save where the token endpoint has its
    own; what is shown singly has a tag; whoever is counted is told what is left; and
    what was made says where it is.
    """
    whole = app.openapi

    def openapi() -> dict[str, Any]:
        known = app.openapi_schema
        description = whole()
        if description is not known:
            singly = _shown_singly(description)
            for path, operations in description["paths"].items():
                for method, operation in operations.items():
                    _say_problems(operation)
                    _say_tags(method, path, operation, singly)
                    _say_budget(path, operation)
                    # Open to all is said, so that it cannot be read as forgotten.
                    operation.setdefault("security", [])
            _say_links(description["paths"], singly)
        return description

    # FastAPI's own way to change a description is to put a function in its place.
    app.openapi = openapi  # type: ignore[method-assign]


_FIRST_FAULT = "400"
_PROBLEM = "application/problem+json"
_TEXT = {"type": "string"}
_TAG_HEADER = {
    "description": "The tag of what you see of it now.",
    "required": True,
    "schema": _TEXT | {"pattern": '^"[0-9a-f]{40}"$'},
    "example": f'"{"4f" * 20}"',
}
_LEFT_HEADERS = {
    "RateLimit-Policy": {
        "description": "Your budget: q requests in a moving window of w seconds.",
        "schema": _TEXT,
        "example": '"person";q=300;w=60',
    },
    "RateLimit": {
        "description": "What is left of it: r requests; t seconds until more.",
        "schema": _TEXT,
        "example": '"person";r=299;t=60',
    },
}
_RETRY_AFTER = {
    "description": "When to come again. Units: seconds.",
    "required": True,
    "schema": {"type": "integer", "minimum": 1},
    "example": 12,
}
_PART = re.compile(r"{(\w+)}")
_NOT_COUNTED = ("/", "/health/live", "/health/ready")


def _shown_singly(description: dict[str, Any]) -> frozenset[str]:
    """Name the shapes that a GET answers with and that are no list."""
    schemas = description["components"]["schemas"]
    return frozenset(
        shape
        for path, operations in description["paths"].items()
        if path.startswith("/v1") and "get" in operations
        for shape in _shapes(operations["get"])
        if "items" not in schemas[shape.rsplit("/", 1)[-1]]["properties"]
    )


def _shapes(operation: dict[str, Any]) -> Iterator[str]:
    for status, response in operation["responses"].items():
        if status < _FIRST_FAULT and "content" in response:
            yield response["content"]["application/json"]["schema"]["$ref"]


def _say_problems(operation: dict[str, Any]) -> None:
    for status, response in operation["responses"].items():
        if status >= _FIRST_FAULT and _PROBLEM in response["content"]:
            response["content"].pop("application/json", None)


def _say_tags(
    method: str, path: str, operation: dict[str, Any], singly: frozenset[str]
) -> None:
    """Describe the tag of an answer, and the conditions a request may set."""
    for response in _tagged(operation, singly):
        response.setdefault("headers", {})["ETag"] = _TAG_HEADER
        if method == "get":
            operation["responses"]["304"] = {
                "description": "As you know it; nothing was opened.",
                "headers": {"ETag": _TAG_HEADER} | _LEFT_HEADERS,
            }
            about = "Tags you know; one that still holds is answered with 304."
            _add_condition(operation, "If-None-Match", about, required=False)
    if method in {"put", "patch"}:
        about = "The tag you read; with another, nothing is changed."
        _add_condition(operation, "If-Match", about, required=True)
    elif method != "get" and "{" in path:
        about = "The tag you read, if nothing is to be done when it has changed."
        _add_condition(operation, "If-Match", about, required=False)


def _tagged(
    operation: dict[str, Any], singly: frozenset[str]
) -> Iterator[dict[str, Any]]:
    for status, response in list(operation["responses"].items()):
        if status < _FIRST_FAULT and "content" in response:
            shape = response["content"]["application/json"]["schema"]["$ref"]
            if shape in singly:
                yield response


def _add_condition(
    operation: dict[str, Any], name: str, about: str, *, required: bool
) -> None:
    operation.setdefault("parameters", []).append(
        {
            "name": name,
            "in": "header",
            "required": required,
            "description": about,
            "schema": _TEXT,
            "example": _TAG_HEADER["example"],
        }
    )


def _say_budget(path: str, operation: dict[str, Any]) -> None:
    if path in _NOT_COUNTED:
        operation["responses"].pop("429", None)
        return
    for status, response in operation["responses"].items():
        headers = response.setdefault("headers", {})
        headers.update(_LEFT_HEADERS)
        if status == "429":
            headers["Retry-After"] = _RETRY_AFTER


def _say_links(paths: dict[str, Any], singly: frozenset[str]) -> None:
    """Link each POST that makes a thing to what can be done with that thing."""
    for path, operations in paths.items():
        maker = operations.get("post")
        outer = {name: f"$request.path.{name}" for name in _PART.findall(path)}
        for place, later in paths.items():
            parts = _PART.findall(place.removeprefix(path))
            if maker is None or not place.startswith(f"{path}/{{") or len(parts) > 1:
                continue
            made = "response" if parts[0].endswith("reference") else "request"
            name = "reference" if made == "response" else parts[0]
            known = outer | {parts[0]: f"${made}.body#/{name}"}
            _add_links(maker, later, known, tagged=any(_tagged(maker, singly)))


def _add_links(
    maker: dict[str, Any],
    operations: dict[str, Any],
    known: dict[str, str],
    *,
    tagged: bool,
) -> None:
    """Link the success of one operation to every method of an address."""
    for method, operation in operations.items():
        overwrites = tagged and method in {"put", "patch"}
        tag = {"header.If-Match": "$response.header.ETag"} if overwrites else {}
        link = {"operationId": operation["operationId"], "parameters": known | tag}
        for status, response in maker["responses"].items():
            if status < _FIRST_FAULT:
                response.setdefault("links", {})[operation["operationId"]] = link

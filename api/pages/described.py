"""What the API's own description says of a body: so that no form knows it twice."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from starlette.applications import Starlette

from api.pages.questions import Kind, Question

_FEW = 7
"""Choices that are shown one under the other; more of them hide in a list to pick."""

_SHORT_TEXT = 100


def completed(
    app: Starlette,
    method: str,
    path: str,
    questions: Sequence[Question],
    *,
    of_each: str = "",
) -> tuple[Question, ...]:
    """Return questions with kind, choices and whether they may be left, as described.

    What a question says for itself stands.

    Args:
        of_each: The list of the body whose things the questions are about.
    """
    description: dict[str, Any] = app.openapi()  # type: ignore[attr-defined]
    body = _body(description, method, path)
    if of_each:
        listed = _resolved(description, body["properties"][of_each])
        body = _resolved(description, listed["items"])
    return tuple(_completed(description, body, each) for each in questions)


def shown_at(app: Starlette, path: str) -> tuple[str, bool]:
    """Return where the API shows the thing that an act is done to.

    Returns:
        A path, and whether it is the thing's own: else it is the list that has it, or
        empty, where nothing is shown of it.
    """
    paths = app.openapi()["paths"]  # type: ignore[attr-defined]
    parts = path.split("/")
    for end in range(len(parts), 1, -1):
        above = "/".join(parts[:end])
        if above.endswith("}") and "get" in paths.get(above, {}):
            return above, True
    for end in range(len(parts) - 1, 1, -1):
        above = "/".join(parts[:end])
        if parts[end].startswith("{") and "get" in paths.get(above, {}):
            return above, False
    return "", False


def fields_of(
    description: Mapping[str, Any], method: str, path: str
) -> dict[str, bool]:
    """Return the fields that a body may have, and which of them it must have."""
    body = _body(description, method, path)
    needed = set(body.get("required", ()))
    return {name: name in needed for name in body.get("properties", {})}


def _body(description: Mapping[str, Any], method: str, path: str) -> dict[str, Any]:
    operation = description["paths"][path][method.lower()]
    content = operation.get("requestBody", {}).get("content", {})
    schema = content.get("application/json", {}).get("schema", {})
    return _resolved(description, schema)


def _resolved(description: Mapping[str, Any], schema: Any) -> dict[str, Any]:  # noqa: ANN401
    while "$ref" in schema:
        schema = description["components"]["schemas"][schema["$ref"].split("/")[-1]]
    return dict(schema)


def _completed(
    description: Mapping[str, Any], body: Mapping[str, Any], question: Question
) -> Question:
    above: Mapping[str, Any] = body
    *way, last = question.name.split(".")
    for part in way:
        above = _resolved(description, above.get("properties", {}).get(part, {}))
    whole = above.get("properties", {}).get(last)
    if whole is None:
        return question
    schema, empty = _unwrapped(description, whole)
    found = _of_schema(description, schema, last)
    left = question.optional or empty or last not in above.get("required", ())
    if question.kind is not Kind.AUTO:
        found["kind"] = question.kind
    if question.choices:
        found["choices"] = question.choices
    elif question.only:
        found["choices"] = question.only
    if question.width is not None:
        found["width"] = question.width
    return replace(question, optional=left and not question.needed, **found)


def _unwrapped(
    description: Mapping[str, Any],
    schema: Any,  # noqa: ANN401 - JSON
) -> tuple[dict[str, Any], bool]:
    """Return a schema without the nothing beside it, and whether there was one."""
    found = _resolved(description, schema)
    if "anyOf" not in found:
        return found, False
    parts = [_resolved(description, each) for each in found["anyOf"]]
    return next(each for each in parts if each.get("type") != "null"), True


def _of_schema(
    description: Mapping[str, Any], schema: Mapping[str, Any], name: str
) -> dict[str, Any]:
    codes = schema.get("enum")
    if codes:
        kind = Kind.ONE if len(codes) <= _FEW else Kind.PICK
        number = schema.get("type") == "integer"
        return {"kind": kind, "choices": tuple(map(str, codes)), "number": number}
    if schema.get("type") == "array":
        of = _resolved(description, schema.get("items", {}))
        return {"kind": Kind.MANY, "choices": tuple(of.get("enum", ()))}
    if schema.get("type") == "integer":
        return {"kind": Kind.POUNDS if name.endswith("_pence") else Kind.WHOLE}
    if schema.get("type") == "boolean":
        return {"kind": Kind.YES_NO}
    return _of_text(schema)


def _of_text(schema: Mapping[str, Any]) -> dict[str, Any]:
    if schema.get("format") == "date":
        return {"kind": Kind.DAY}
    longest = schema.get("maxLength", 0)
    if longest > _SHORT_TEXT and "pattern" not in schema:
        return {"kind": Kind.LONG, "width": longest}
    return {"kind": Kind.TEXT}

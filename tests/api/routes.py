"""Every route as the app declares it, and what its description promises."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts

from api.door import ACTION
from tests.api.standing import NOT_THERE


@dataclass(frozen=True, slots=True)
class Declared:
    """One route: how it is reached, who it lets in, what it takes and gives."""

    method: str
    path: str
    actions: tuple[str, ...]
    response_model: Any
    route: APIRoute

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"


def declared(app: FastAPI) -> list[Declared]:
    """List the routes of an app but the description of itself."""
    found = []
    for context in iter_route_contexts(app.routes):
        route = context.original_route
        if not isinstance(route, APIRoute):
            path = str(context.path)
            ours = path == "/openapi.json" or path.startswith("/desk")
            assert ours, "a route that is no route of ours"
            continue
        found += [
            Declared(
                method,
                str(context.path),
                tuple(doors(context.dependant)),
                context.response_model,
                route,
            )
            for method in sorted(context.methods or ())
        ]
    return found


def doors(dependant: Dependant) -> Iterator[str]:
    """Name the action of every door on the way to a route."""
    for each in dependant.dependencies:
        action = getattr(each.call, ACTION, None)
        if action is not None:
            yield str(action)
        yield from doors(each)


_IN_CASES = ("block_reference", "link_reference")


def filled(path: str) -> str:
    """Return a path with references that lead nowhere."""
    for name in ("reference", "key_reference", "area_reference", *_IN_CASES):
        path = path.replace(f"{{{name}}}", NOT_THERE)
    return path.replace("{purpose}", "matching")


def example_bodies(description: dict[str, Any]) -> dict[str, Any]:
    """Return the example body of each route that takes one, by its name."""
    return {
        f"{method.upper()} {path}": example(
            description, operation["requestBody"]["content"]["application/json"]
        )
        for path, operations in description["paths"].items()
        for method, operation in operations.items()
        if "application/json" in operation.get("requestBody", {}).get("content", {})
    }


def example(description: dict[str, Any], media: dict[str, Any]) -> Any:  # noqa: ANN401 - JSON
    """Build a body from the examples that its fields state."""
    return _of_schema(description, media["schema"])


def _of_schema(description: dict[str, Any], schema: dict[str, Any]) -> Any:  # noqa: ANN401 - JSON
    if "examples" in schema:
        return schema["examples"][0]
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[-1]
        return _of_schema(
            description, cast("Any", description["components"]["schemas"][name])
        )
    if "anyOf" in schema:
        return _of_schema(description, schema["anyOf"][0])
    assert schema["type"] == "object", "a field of a body without an example"
    return {
        name: _of_schema(description, field)
        for name, field in schema["properties"].items()
    }

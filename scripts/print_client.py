"""Writes the typed part of `reciprocal.client` from the API's own description.

Run `python -m scripts.print_client` from the root: it writes every file under
`reciprocal/client/shapes/` and `reciprocal/client/calls/` anew. A test compares them
with the description, so that the client knows every route, and no other.
"""

import re
import subprocess
import sys
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import Any

from scripts.print_openapi import description as described
from scripts.tree import ROOT

FOLDER = ROOT / "reciprocal" / "client"
SHARED = "shared"
SHARED_SENT = "shared_sent"
SHARED_WORDS = "shared_words"

IN_TWO = frozenset({"coordinators", "landlords", "referring_services"})
"""Audiences whose bodies stand in a file of their own: one is read in one sitting."""

_WRITTEN = "Written by `python -m scripts.print_client`; do not edit."
_JSON = "application/json"
_PLAIN = {
    "string": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "null": "None",
    "object": "dict[str, object]",
}
# What the connection itself sends, and nobody who calls.
_OWN_HEADERS = frozenset({"Authorization", "DPoP"})
# Made for browsers: a client sends the file itself, with its own content type.
_FORM = "multipart/form-data"
# A form of its own standard, sent by the credentials.
_LEFT_OUT = frozenset({"/v1/oauth/token"})

Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Call:
    """One operation of the API, as a method will have it."""

    name: str
    tag: str
    method: str
    path: str
    about: str
    operation: Mapping[str, Any]

    def parameters(self, place: str) -> list[Mapping[str, Any]]:
        """Return the parameters that stand in the path, the query or the headers."""
        return [
            each
            for each in self.operation.get("parameters", ())
            if each["in"] == place and each["name"] not in _OWN_HEADERS
        ]

    @property
    def bodies(self) -> Mapping[str, Any]:
        """Return what may be sent, by media type."""
        content: Mapping[str, Any] = self.operation.get("requestBody", {}).get(
            "content", {}
        )
        return {media: said for media, said in content.items() if media != _FORM}

    @property
    def answer(self) -> str:
        """Return the annotation of what a success holds."""
        for status, response in self.operation["responses"].items():
            if status.startswith("2"):
                content = response.get("content", {})
                return (
                    annotation(content[_JSON]["schema"]) if _JSON in content else "None"
                )
        raise AssertionError(self.name)


def files(description: Mapping[str, Any]) -> dict[str, str]:
    """Return each generated file's text by its place under the client."""
    calls = list(calls_of(description))
    schemas: Mapping[str, Schema] = description["components"]["schemas"]
    homes = _homes(calls, schemas)
    tags = {each["name"]: each["description"] for each in description["tags"]}
    written = {"shapes/__init__.py": "", "calls/__init__.py": ""}
    for module in sorted(set(homes.values())):
        written[f"shapes/{module}.py"] = _shapes(module, homes, schemas)
    for tag, about in tags.items():
        mine = [call for call in calls if call.tag == tag]
        if mine:
            written[f"calls/{_module(tag)}.py"] = _methods(tag, about, mine, homes)
    return {place: _formatted(text) for place, text in written.items()}


def annotation(schema: Schema) -> str:
    """Return the type of a schema, as it is on the wire."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    for union in ("anyOf", "oneOf"):
        if union in schema:
            return " | ".join(dict.fromkeys(annotation(each) for each in schema[union]))
    if "const" in schema or "enum" in schema:
        known = schema.get("enum", [schema.get("const")])
        return f"Literal[{', '.join(repr(each) for each in known)}]"
    kind = schema.get("type")
    if kind == "array":
        return f"list[{annotation(schema['items'])}]" if "items" in schema else _LIST
    return _PLAIN[str(kind)] if kind else "object"


_LIST = "list[object]"
_FIRST_PARTY = "lint.isort.known-first-party=['reciprocal']"


def calls_of(description: Mapping[str, Any]) -> Iterator[Call]:
    """Return every operation that the client has a method for."""
    for path, operations in description["paths"].items():
        for method, operation in operations.items():
            if path not in _LEFT_OUT:
                yield Call(
                    name=operation["operationId"],
                    tag=operation["tags"][0],
                    method=method.upper(),
                    path=path,
                    about=operation["description"],
                    operation=operation,
                )


def _homes(calls: list[Call], schemas: Mapping[str, Schema]) -> dict[str, str]:
    """Return the module of each shape: its audience's, or shared by several."""
    users: dict[str, set[str]] = {}
    told: set[str] = set()
    for call in calls:
        said: list[object] = [call.bodies]
        answers = [r for s, r in call.operation["responses"].items() if s < "300"]
        told |= _named(answers, schemas, set())
        said += answers
        said.append(call.parameters("query"))
        for name in _named(said, schemas, set()):
            users.setdefault(name, set()).add(_module(call.tag))
    for name in users.keys() - told:
        users[name] = {_sent_from(each) for each in users[name]}
    shared = {name: _shared(schemas[name], told=name in told) for name in users}
    return {
        name: tags.pop() if len(tags) == 1 else shared[name]
        for name, tags in users.items()
    }


def _shared(schema: Schema, *, told: bool) -> str:
    if not told:
        return SHARED_SENT
    return SHARED if "properties" in schema else SHARED_WORDS


def _sent_from(module: str) -> str:
    return f"{module}_sent" if module in IN_TWO else module


def _named(said: object, schemas: Mapping[str, Schema], known: set[str]) -> set[str]:
    if isinstance(said, Mapping):
        name = str(said.get("$ref", "")).rsplit("/", 1)[-1]
        if name and name not in known:
            known.add(name)
            _named(schemas[name], schemas, known)
        for each in said.values():
            _named(each, schemas, known)
    elif isinstance(said, list):
        for each in said:
            _named(each, schemas, known)
    return known


def _shapes(
    module: str, homes: Mapping[str, str], schemas: Mapping[str, Schema]
) -> str:
    mine = {name: schemas[name] for name in sorted(homes) if homes[name] == module}
    uses = {
        name: [other for other in sorted(_named(each, schemas, set())) if other in mine]
        for name, each in mine.items()
    }
    # A class is evaluated where it stands, so what it names stands before it.
    text = "\n\n".join(
        _shape(name, mine[name])
        if "properties" in mine[name]
        else f"{name} = {annotation(mine[name])}"
        for name in TopologicalSorter(uses).static_order()
    )
    about = "Shapes that several audiences use."
    if module == SHARED_WORDS:
        about = "Words that several audiences use."
    if module == SHARED_SENT:
        about = "What goes into calls of several audiences."
    elif module.endswith("_sent"):
        about = f"What goes into `calls.{module.removesuffix('_sent')}`."
    elif module not in (SHARED, SHARED_WORDS):
        about = f"What goes in and comes out of `calls.{module}`."
    head = f'"""{about}\n\n{_WRITTEN}\n"""'
    return "\n".join((head, _imports(text, module, homes), text))


def _shape(name: str, schema: Schema) -> str:
    required = set(schema.get("required", ()))
    about = str(schema.get("description", "A shape of the API.")).split("\n", 1)[0]
    lines = [f"class {name}(TypedDict):", _docstring(about, 4), ""]
    for field, each in schema["properties"].items():
        kind = annotation(each)
        lines.append(
            f"    {field}: {kind if field in required else f'NotRequired[{kind}]'}"
        )
    return "\n".join(lines)


def _methods(tag: str, about: str, calls: list[Call], homes: Mapping[str, str]) -> str:
    name = "".join(part.capitalize() for part in _module(tag).split("_"))
    text = "\n".join(
        (f"class {name}(Calls):", f'    """{about}"""', *(_method(c) for c in calls))
    )
    imports = "from reciprocal.client.connection import Answer, Calls"
    return "\n".join(
        (
            f'"""{tag}: the calls.\n\n{_WRITTEN}\n"""',
            _imports(text, "", homes),
            imports,
            text,
        )
    )


def _method(call: Call) -> str:
    given, named, passed = ["self"], [], [repr(call.method), repr(call.path)]
    at = [each["name"] for each in call.parameters("path")]
    if at:
        given += [f"{name}: str" for name in at]
        passed.append(f"at={{{', '.join(f'{name!r}: {name}' for name in at)}}}")
    if _JSON in call.bodies and len(call.bodies) == 1:
        given.append(f"body: {annotation(call.bodies[_JSON]['schema'])}")
        passed.append("body=body")
    elif call.bodies:
        given.append("content: bytes")
        named.append(f"content_type: Literal[{', '.join(map(repr, call.bodies))}]")
        passed += ["content=content", "content_type=content_type"]
    query = []
    for each in call.parameters("query"):
        needed = each.get("required", False)
        kind = annotation(each["schema"]).removesuffix(" | None")
        named.append(f"{each['name']}: {kind}" + ("" if needed else " | None = None"))
        query.append(f"{each['name']!r}: {each['name']}")
    if query:
        passed.append(f"query={{{', '.join(query)}}}")
    for each in call.parameters("header"):
        if each["name"] == "If-None-Match":
            named.append(f"known: Answer[{call.answer}] | None = None")
            passed.append("known=known")
            continue
        word = {"Idempotency-Key": "key", "If-Match": "if_match"}[each["name"]]
        free = word == "key" or not each.get("required", False)
        named.append(f"{word}: str" + (" | None = None" if free else ""))
        passed.append(f"{word}={word}")
    signature = ", ".join([*given, *(["*", *named] if named else [])])
    return (
        f"\n    def {call.name}({signature}) -> Answer[{call.answer}]:\n"
        f"{_docstring(call.about, 8)}\n"
        f"        return self._send({', '.join(passed)})"
    )


def _imports(text: str, module: str, homes: Mapping[str, str]) -> str:
    words = set(re.findall(r"[A-Za-z_]+", text))
    lines = [
        f"from typing import {', '.join(names)}"
        for names in [sorted(words & {"Literal", "NotRequired", "TypedDict"})]
        if names
    ]
    for home in sorted(set(homes.values()) - {module}):
        used = sorted(name for name in words if homes.get(name) == home)
        if used:
            lines.append(
                f"from reciprocal.client.shapes.{home} import {', '.join(used)}"
            )
    return "\n".join(lines)


def _module(tag: str) -> str:
    return re.sub(r"\W+", "_", tag.lower()).strip("_")


def _docstring(about: str, indent: int) -> str:
    """Return the first sentence on a line of its own, and the rest below it."""
    margin = " " * indent
    first, _, rest = about.partition(". ")
    lines = [f'"""{first.removesuffix(".")}.']
    if rest:
        lines += ["", *textwrap.wrap(rest, 88 - indent), '"""']
    else:
        lines[0] += '"""'
    return "\n".join(f"{margin}{each}".rstrip() for each in lines)


def _formatted(text: str) -> str:
    if not text:
        return text
    ruff = f"{sys.prefix}/bin/ruff"
    for step in (
        # Named, since a module that is new stands in no folder yet.
        ("check", "--fix", "--quiet", "--select", "I", "--config", _FIRST_PARTY),
        ("format",),
    ):
        text = subprocess.run(
            [ruff, *step, "--stdin-filename", "client.py", "-"],
            input=text,
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
        ).stdout
    return text


def main() -> None:
    """Write every file anew."""
    for place, text in files(described()).items():
        target = FOLDER / place
        target.parent.mkdir(exist_ok=True)
        target.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

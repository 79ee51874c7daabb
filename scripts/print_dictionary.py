"""Writes docs/data-dictionary.md: each field that leaves or enters, and its meaning.

Run `python -m scripts.print_dictionary > docs/data-dictionary.md` from the root. Names,
types, classes and who sees them come from the disclosure file, the request bodies and
the routes; meanings and standards from `reciprocal/disclosure/dictionary.toml`.
"""

import importlib
import json
import pkgutil
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from fastapi.routing import APIRoute
from pydantic import TypeAdapter

import api.schemas
from api.routes import ROUTERS
from api.schemas.body import Body
from api.schemas.kinds import KINDS
from matching.terms import HomeKind, RentBasis, TenancyKind
from reciprocal import clock
from reciprocal.disclosure.present import FieldRule, Resource, resources
from reciprocal.places.authorities import authorities
from reciprocal.requests.rules import RiskKind
from reciprocal.webhooks.rules import body_of
from reciprocal.webhooks.terms import MessageKind
from scripts.tree import ROOT

SOURCE = ROOT / "reciprocal" / "disclosure" / "dictionary.toml"
MESSAGE = "webhook_message"

CORE_CODES: Mapping[str, type[StrEnum]] = {
    "tenancy": TenancyKind,
    "tenancy_held": TenancyKind,
    "rent_basis": RentBasis,
    "home_kind": HomeKind,
    "risk_kind": RiskKind,
}
"""Which of our words each table of CORE codes is of."""

_HEAD = """# Data dictionary

Each field that leaves or enters the service over HTTP: what it means, what it may
hold, of what class it is, who sees or sends it, and whose standard it follows.
This page is written from the code and from `reciprocal/disclosure/dictionary.toml`:
change those, then run `python -m scripts.print_dictionary > docs/data-dictionary.md`.

**Class.** S is sealed, under a key of its own request or home; R is restricted to
whom the line names; P is public inside the scheme. **Who** names roles; a role with *
sees the field at some stages only, which [disclosure.md](disclosure.md) lists, and
everybody sees only what is their own organisation's. **CORE** is the bulk-upload field
of the lettings log 2026/27 that a landlord fills with it.
"""

_COLUMNS = "| field | meaning | holds | class | who | standard | CORE |\n" + (
    "| --- " * 7 + "|"
)
_BODY_COLUMNS = "| field | meaning | holds | class | standard | CORE |\n" + (
    "| --- " * 6 + "|"
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a field means, and whose standard it follows.

    Attributes:
        key: Where the dictionary says so.
        standard, core: Empty where none applies.
    """

    key: str
    text: str
    standard: str
    core: str


class NoMeaning(LookupError):
    """A field that the dictionary does not explain; names the field."""


@cache
def dictionary() -> dict[str, Any]:
    """Return the dictionary's file, read once."""
    return tomllib.loads(SOURCE.read_text(encoding="utf-8"))


def meaning(where: str, name: str) -> Meaning:
    """Return what a field of a resource or a body means.

    Raises:
        NoMeaning: When nobody has written it down.
    """
    fields = dictionary()["fields"]
    for key in (f"{where}.{name}", name):
        if key in fields:
            found = fields[key]
            standard = found.get("standard", "")
            return Meaning(key, found["meaning"], standard, found.get("core", ""))
    raise NoMeaning(f"{where}.{name}")


def entries() -> Iterator[tuple[str, str]]:
    """Give each field that leaves or enters: where it stands, and its name."""
    for resource in resources().values():
        for field in resource.fields:
            yield resource.name, field.name
    for body in bodies():
        for name in body.model_fields:
            yield body.__name__, name
    for name in message_fields():
        yield MESSAGE, name


def bodies() -> list[type[Body]]:
    """Return every request body and what it is made of, by name."""
    for module in pkgutil.iter_modules(api.schemas.__path__, "api.schemas."):
        importlib.import_module(module.name)
    return sorted(set(_below(Body)), key=lambda body: body.__name__)


def message_fields() -> list[str]:
    """Return the fields of a webhook's message, read from one."""
    body = json.loads(body_of(MessageKind.CHANGED, clock.now(), "0" * 32))
    nested = {name for name, value in body.items() if isinstance(value, dict)}
    inner = [f"{outer}.{name}" for outer in sorted(nested) for name in body[outer]]
    return [name for name in body if name not in nested] + inner


def dictionary_page() -> str:
    """Return the whole page."""
    parts = (_HEAD, *_answers(), *_bodies(), *_message(), *_standards(), *_codes())
    return "\n".join((*parts, *_authorities())) + "\n"


def _below(kind: type[Body]) -> Iterator[type[Body]]:
    for found in kind.__subclasses__():
        yield found
        yield from _below(found)


def _answers() -> Iterator[str]:
    yield "## What leaves"
    for resource in resources().values():
        yield f"\n### {resource.name}\n\n{resource.about}\n\n{_COLUMNS}"
        for field in resource.fields:
            known = meaning(resource.name, field.name)
            may_be_empty = " or nothing" if field.optional else ""
            holds = said(TypeAdapter(KINDS[field.kind]).json_schema()) + may_be_empty
            yield _line(
                field.name, known, holds, field.data_class, _who(resource, field)
            )


def _who(resource: Resource, field: FieldRule) -> str:
    def named(role: str) -> str:
        stages = [stage for stage in resource.stages if field.may_be_seen(role, stage)]
        mark = "" if len(stages) == len(resource.stages) else "\\*"
        return role.replace("_", " ") + mark

    return ", ".join(named(role) for role in field.cells)


def _bodies() -> Iterator[str]:
    takers = _takers()
    yield "\n## What enters"
    for body in bodies():
        about = " ".join((body.__doc__ or "").split())
        taken = ", ".join(f"`{route}`" for route in takers.get(body.__name__, ()))
        where = f"Taken by {taken}." if taken else "Part of other bodies."
        yield f"\n### {body.__name__}\n\n{about} {where}\n\n{_BODY_COLUMNS}"
        schema = body.model_json_schema()
        for name in body.model_fields:
            known = meaning(body.__name__, name)
            holds = said(schema["properties"][name], schema.get("$defs", {}))
            needed = "" if name in schema.get("required", ()) else "; may be left out"
            yield _line(name, known, holds + needed, body_class(body, name))


def body_class(body: type[Body], name: str) -> str:
    """Return the class of what a body's field is kept as: S sealed, else R."""
    sealed = dictionary()["sealed_in_bodies"]
    return "S" if {name, f"{body.__name__}.{name}"} & set(sealed) else "R"


def _takers() -> dict[str, list[str]]:
    """Return the routes that take each body."""
    found: dict[str, list[str]] = {}
    for router in ROUTERS:
        for route in router.routes:
            if isinstance(route, APIRoute) and route.body_field is not None:
                body = route.body_field.field_info.annotation
                for method in sorted(route.methods or ()):
                    name = getattr(body, "__name__", "")
                    found.setdefault(name, []).append(f"{method} {route.path}")
    return found


def _message() -> Iterator[str]:
    yield "\n## What a webhook sends\n\nSee [webhooks.md](webhooks.md).\n"
    yield "| field | meaning | class | standard |\n| --- | --- | --- | --- |"
    for name in message_fields():
        known = meaning(MESSAGE, name)
        yield f"| `{name}` | {known.text} | R | {_linked(known.standard)} |"


def _line(name: str, known: Meaning, *cells: str) -> str:
    inside = " | ".join(cells)
    standard = _linked(known.standard)
    return f"| `{name}` | {known.text} | {inside} | {standard} | {known.core} |"


def _linked(standard: str) -> str:
    if not standard:
        return ""
    title = dictionary()["standards"][standard]["title"]
    return f"[{title}](#{title.lower().replace(' ', '-').replace('/', '')})"


def said(schema: Mapping[str, Any], known: Mapping[str, Any] | None = None) -> str:
    """Say in words what a JSON schema allows; codes are given one by one."""
    known = schema.get("$defs", {}) if known is None else known
    if "$ref" in schema:
        return said(known[schema["$ref"].rsplit("/", 1)[-1]], known)
    for several in ("anyOf", "oneOf"):
        if several in schema:
            return " or ".join(said(each, known) for each in schema[several])
    if "enum" in schema:
        return ", ".join(f"`{each}`" for each in schema["enum"])
    if "const" in schema:
        return f"`{schema['const']}`"
    return _said_of_type(schema, known)


_NUMBERS = {"integer": "whole number", "number": "number"}


def _said_of_type(schema: Mapping[str, Any], known: Mapping[str, Any]) -> str:
    kind = schema.get("type", "")
    if kind == "array":
        if "prefixItems" in schema:
            return " and ".join(said(each, known) for each in schema["prefixItems"])
        most = f", at most {schema['maxItems']}" if "maxItems" in schema else ""
        return f"list{most}: {said(schema['items'], known)}"
    if kind == "object":
        inside = (
            f"{name} ({said(each, known)})"
            for name, each in schema.get("properties", {}).items()
        )
        return "; ".join(inside)
    if kind == "string":
        return _said_of_text(schema)
    if kind in _NUMBERS:
        return f"{_NUMBERS[kind]}{_range(schema)}"
    return {"boolean": "true or false", "null": "nothing"}[kind]


def _range(schema: Mapping[str, Any]) -> str:
    least, most = schema.get("minimum"), schema.get("maximum")
    if least is not None and most is not None:
        return f" from {least} to {most}"
    return "" if least is None else f", {least} or more"


def _said_of_text(schema: Mapping[str, Any]) -> str:
    if "format" in schema:
        return {"date": "day", "date-time": "moment"}.get(
            schema["format"], str(schema["format"])
        )
    most = schema.get("maxLength")
    text = "text" if most is None else f"text of at most {most} characters"
    pattern = str(schema.get("pattern", ""))
    shown = pattern.replace("|", "\\|")
    return f"{text} as `{shown}`" if pattern.isascii() and pattern else text


def _standards() -> Iterator[str]:
    yield "\n## Standards"
    for standard in dictionary()["standards"].values():
        yield f"\n### {standard['title']}\n\n{standard['source']}"


def _codes() -> Iterator[str]:
    yield "\n## CORE codes\n\nWhere a word of ours has no code, the landlord chooses."
    for name, table in dictionary()["core"].items():
        codes = {word: code for word, code in table.items() if word != "question"}
        yield f"\n### {name}: field {table['question']}\n"
        yield "| ours | CORE |\n| --- | --- |"
        for word in CORE_CODES[name]:
            yield f"| `{word}` | {codes.get(word, '')} |"


def _authorities() -> Iterator[str]:
    yield "\n## GSS codes with their days\n"
    yield "From the Office for National Statistics' register and the structural changes"
    yield "orders. A code that has ended is taken and read as its successor. The first"
    yield "day is 1 April 2021, or later where the authority is younger.\n"
    yield "| code | name | from | to | successor |\n| --- | --- | --- | --- | --- |"
    for each in authorities():
        to, successor = each.valid_to or "", each.successor or ""
        days = f"{each.valid_from} | {to} | {successor}"
        yield f"| `{each.code}` | {each.name} | {days} |"


if __name__ == "__main__":
    sys.stdout.write(dictionary_page())

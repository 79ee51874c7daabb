"""Writes docs/papers/dpia-fields.md: each field, in its class of data.

Run `python -m scripts.print_dpia > docs/papers/dpia-fields.md` from the root. A field
that no class names, or that two do, is refused: the assessment is of all of them.
"""

import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from reciprocal.disclosure.present import FieldRule, Resource, resources
from reciprocal.retention.rules import schedule
from scripts.tree import ROOT

_FILE = ROOT / "reciprocal" / "disclosure" / "protection.toml"
_HEAD = """# Each field, and why it is held

The field table of the [data protection impact assessment](dpia.md): every field that
the service can answer falls in one of these classes. **S** marks a sealed field.
Which role sees it at which stage is in [disclosure.md](../disclosure.md), what it
means in the [data dictionary](../data-dictionary.md).

This page is written from `reciprocal/disclosure/protection.toml`, `fields.toml` and
the retention schedule: change those, then run
`python -m scripts.print_dpia > docs/papers/dpia-fields.md`.
"""
_KINDS = {
    "personal": "personal data",
    "special": "special category data (UK GDPR article 9), stated or inferred",
    "offence": "personal data from which an alleged offence may be inferred: treated"
    " as under UK GDPR article 10",
    "both": "personal data from which special category data and an alleged offence may"
    " be inferred: treated as under UK GDPR articles 9 and 10",
    "none": "no data about a person",
}


@dataclass(frozen=True, slots=True)
class DataClass:
    """One class of data of the assessment.

    Attributes:
        kind: A key of the kinds above.
        kept: Lines of the retention schedule that end it.
        things: Resources whose fields are meant, save those named singly elsewhere.
        fields: Single fields, as `thing.field`.
    """

    title: str
    people: str
    kind: str
    why: str
    kept: tuple[str, ...]
    things: frozenset[str]
    fields: frozenset[str]


@cache
def data_classes() -> Mapping[str, DataClass]:
    """Return the classes by name, as the file has them."""
    read = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {name: _data_class(body) for name, body in read.items()}


def _data_class(body: dict[str, Any]) -> DataClass:
    def several(key: str) -> tuple[str, ...]:
        return tuple(map(str, body.get(key, ())))

    return DataClass(
        str(body["title"]),
        str(body["people"]),
        str(body["kind"]),
        str(body["why"]),
        several("kept"),
        frozenset(several("things")),
        frozenset(several("fields")),
    )


def classes_of(thing: str, field: str) -> list[str]:
    """Return the classes a field falls in; the page wants exactly one."""
    singly = [
        n for n, one in data_classes().items() if f"{thing}.{field}" in one.fields
    ]
    return singly or [n for n, one in data_classes().items() if thing in one.things]


def fields_page() -> str:
    """Return the whole page."""
    held: dict[str, list[tuple[Resource, FieldRule]]] = defaultdict(list)
    for thing in resources().values():
        for field in thing.fields:
            (name,) = classes_of(thing.name, field.name)
            held[name].append((thing, field))
    sections = (_section(one, held[name]) for name, one in data_classes().items())
    return _HEAD + "".join(f"{line}\n" for lines in sections for line in lines)


def _section(one: DataClass, held: list[tuple[Resource, FieldRule]]) -> Iterator[str]:
    yield f"\n## {one.title}\n"
    yield f"- **About**: {one.people}; {_KINDS[one.kind]}."
    yield f"- **Why**: {one.why}"
    yield "- **Kept**: " + "; ".join(map(_kept, one.kept)) + "."
    yield "\n| Thing | Fields |\n| --- | --- |"
    by_thing: dict[str, list[str]] = defaultdict(list)
    for thing, field in held:
        mark = " **S**" if field.data_class == "S" else ""
        by_thing[thing.name].append(field.name + mark)
    for thing_name, names in by_thing.items():
        yield f"| `{thing_name}` | {', '.join(names)} |"


def _kept(key: str) -> str:
    line = schedule()[key]
    said = f"{line.days} days from {line.since}" if line.days else f"until {line.since}"
    return f"{said} ({line.what[0].lower()}{line.what[1:]})"


if __name__ == "__main__":
    sys.stdout.write(fields_page())

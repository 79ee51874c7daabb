"""The only way a field leaves the service.

`fields.toml` lists each resource's fields, and for each role the stages at which it
may be seen. A field that is not listed cannot be emitted, and a sealed field is
opened only after its cell has said yes, so that looking is written down when, and
only when, somebody really sees.
"""

import json
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from reciprocal.audit.operations import Unopened

ALWAYS = "*"

Value = object
Row = Mapping[str, Value | Callable[[], Value]]


class Seeing(Protocol):
    """Whoever looks, as far as disclosure has to know."""

    @property
    def role(self) -> str: ...


@dataclass(frozen=True, slots=True)
class FieldRule:
    """One row of the disclosure file.

    Attributes:
        kind: Name of its type on the wire (`api.schemas.kinds`).
        data_class: S sealed, R restricted, P public inside the scheme.
        cells: Stages by role; `*` stands for every stage of the resource.
        optional: True when it may be null even where it may be seen.
    """

    name: str
    kind: str
    data_class: str
    cells: Mapping[str, frozenset[str]]
    optional: bool
    example: object

    def may_be_seen(self, role: str, stage: str) -> bool:
        """Tell whether this role may see the field at this stage; else: no."""
        stages = self.cells.get(role, frozenset())
        return ALWAYS in stages or stage in stages


@dataclass(frozen=True, slots=True)
class Resource:
    """What one party sees of one kind of thing.

    Attributes:
        stages: Every stage it may be at; a row at another one is our mistake.
    """

    name: str
    about: str
    stages: tuple[str, ...]
    fields: tuple[FieldRule, ...]

    @property
    def roles(self) -> frozenset[str]:
        """Return the roles that may see anything of it."""
        return frozenset(role for field in self.fields for role in field.cells)

    def may_be_seen(self, role: str, stage: str) -> bool:
        """Tell whether this role may see anything of it at this stage."""
        return any(field.may_be_seen(role, stage) for field in self.fields)

    def always_seen(self, field: FieldRule) -> bool:
        """Tell whether whoever sees anything of the resource sees the field."""
        return all(
            field.may_be_seen(role, stage)
            for role in self.roles
            for stage in self.stages
            if self.may_be_seen(role, stage)
        )


@cache
def resources() -> Mapping[str, Resource]:
    """Return the disclosure file, read once."""
    text = Path(__file__).with_name("fields.toml").read_text(encoding="utf-8")
    return {name: _resource(name, body) for name, body in tomllib.loads(text).items()}


class Shown(Mapping[str, object]):
    """What one party sees of one thing; a sealed field is opened when it is read."""

    __slots__ = ("_opened", "_resource", "_role", "_row")

    def __init__(self, resource: str, role: str, row: Row) -> None:
        self._resource = resource
        self._role = role
        self._row = row
        self._opened: dict[str, object] = {}

    def __getitem__(self, name: str) -> object:
        """Return a field, opening it the first time."""
        if name not in self._opened:
            value = self._row[name]
            self._opened[name] = value() if callable(value) else value
        return self._opened[name]

    def __iter__(self) -> Iterator[str]:
        """Go through the fields in the order of the disclosure file."""
        return iter(self._row)

    def __len__(self) -> int:
        """Count the fields that are seen."""
        return len(self._row)

    def opened(self) -> dict[str, object]:
        """Return every field, opened."""
        return dict(self)

    def text(self) -> str:
        """Return one text that differs when, and only when, what is seen differs.

        A sealed field enters as it is stored, so nothing is opened and nobody is
        written down. The text holds what may not leave: only a keyed digest of it may.
        """
        fields = [[name, _unopened(value)] for name, value in self._row.items()]
        seen = [self._resource, self._role, fields]
        return json.dumps(seen, default=str, sort_keys=True, separators=(",", ":"))


def _unopened(value: Value | Callable[[], Value]) -> object:
    if isinstance(value, Unopened):
        return value.sealed and [value.sealed.key_id, value.sealed.box.hex()]
    return value() if callable(value) else value


def show(actor: Seeing, resource: str, stage: str, row: Row) -> Shown:
    """Return what this actor may see of a row at this stage, and nothing else.

    Args:
        row: Every listed field by name; a callable is called only when its cell
            allows and somebody reads it, which is how sealed fields are opened.
    """
    rules = resources()[resource]
    assert stage in rules.stages, "a stage the disclosure file does not know"
    seen: dict[str, Value | Callable[[], Value]] = {}
    for field in rules.fields:
        assert field.name in row, f"{resource}.{field.name} is listed and not given"
        if field.may_be_seen(actor.role, stage):
            seen[field.name] = row[field.name]
    return Shown(resource, actor.role, seen)


def present(actor: Seeing, resource: str, stage: str, row: Row) -> dict[str, object]:
    """Return what `show` would, with every field opened at once."""
    return show(actor, resource, stage, row).opened()


def may_see(actor: Seeing, resource: str, stage: str) -> bool:
    """Tell whether this actor may see anything of such a row at this stage."""
    return resources()[resource].may_be_seen(actor.role, stage)


def stages_seen(actor: Seeing, resource: str) -> frozenset[str]:
    """Return the stages at which this actor may see anything of such a row."""
    known = resources()[resource]
    return frozenset(
        stage for stage in known.stages if known.may_be_seen(actor.role, stage)
    )


def _resource(name: str, body: Mapping[str, object]) -> Resource:
    stages = body["stages"]
    fields = body["fields"]
    assert isinstance(stages, list)
    assert isinstance(fields, dict)
    return Resource(
        name=name,
        about=str(body["about"]),
        stages=tuple(stages),
        fields=tuple(_field(field, cell) for field, cell in fields.items()),
    )


def _field(name: str, cell: Mapping[str, object]) -> FieldRule:
    seen = cell["seen"]
    assert isinstance(seen, dict)
    return FieldRule(
        name=name,
        kind=str(cell["type"]),
        data_class=str(cell["class"]),
        cells={role: frozenset(stages) for role, stages in seen.items()},
        optional=bool(cell.get("optional", False)),
        example=cell["example"],
    )

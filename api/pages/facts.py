"""What the API shows of a thing, as rows and tables of words: each field once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.pages.areas import AREAS, name_of
from api.pages.said import day, moment, pounds
from api.pages.words import words

NEVER = frozenset({"reference"})
_NOT_TOLD = "Not told"
_NOTHING = frozenset({_NOT_TOLD, "None", ""})


@dataclass(frozen=True, slots=True)
class Table:
    """Things of one kind under another: their fields as columns."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Rows of a summary, tables for what there is several of, and what is not told.

    Attributes:
        untold: Labels of fields that hold nothing: one line says so of all of them.
    """

    rows: tuple[tuple[str, str], ...]
    tables: tuple[Table, ...]
    untold: tuple[str, ...]


def facts(
    thing: Mapping[str, Any],
    labels: Mapping[str, str],
    *,
    leave_out: Collection[str] = (),
) -> Facts:
    """Return every field of a thing but those left out, named as its reader would.

    Args:
        labels: By field, with dots into a thing within; others are named by their own
            letters.
    """
    rows: list[tuple[str, str]] = []
    tables: list[Table] = []
    _gather(thing, labels, frozenset(leave_out) | NEVER, "", rows, tables)
    told = tuple((label, said) for label, said in rows if said not in _NOTHING)
    untold = tuple(label for label, said in rows if said in _NOTHING)
    return Facts(told, tuple(tables), untold)


def _gather(
    thing: Mapping[str, Any],
    labels: Mapping[str, str],
    leave_out: frozenset[str],
    above: str,
    rows: list[tuple[str, str]],
    tables: list[Table],
) -> None:
    for name, value in thing.items():
        path = f"{above}{name}"
        if path in leave_out or name in NEVER:
            continue
        label = labels.get(path) or words(name)
        if isinstance(value, Mapping):
            _gather(value, labels, leave_out, f"{path}.", rows, tables)
        elif _is_things(value):
            tables.append(_table(label, path, value, labels, leave_out))
        else:
            rows.append((label, shown(name, value)))


def _is_things(value: object) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], Mapping)


def _table(
    caption: str,
    path: str,
    value: Sequence[Mapping[str, Any]],
    labels: Mapping[str, str],
    leave_out: frozenset[str],
) -> Table:
    names = [
        name
        for name in value[0]
        if name not in NEVER and f"{path}.{name}" not in leave_out
    ]
    heads = tuple(labels.get(f"{path}.{name}") or words(name) for name in names)
    rows = tuple(tuple(shown(name, each.get(name)) for name in names) for each in value)
    return Table(caption, heads, rows)


def shown(name: str, value: Any) -> str:  # noqa: ANN401 - JSON
    """Return one value in words, by its name's ending and its kind."""
    if value is None:
        return _NOT_TOLD
    if isinstance(value, Mapping):
        return _line(value)
    if isinstance(value, list):
        return ", ".join(shown(name, each) for each in value) or "None"
    if isinstance(value, bool):
        return words(value)
    if isinstance(value, str):
        return _text(name, value)
    return pounds(value) if name.endswith("_pence") else str(value)


def _text(name: str, value: str) -> str:
    if name in VERBATIM:
        return value
    if "T" in value and name.endswith(("_at", "_by", "_until", "hour")):
        return moment(value)
    if _is_day(value):
        return day(value)
    if value in AREAS:
        return name_of(value)
    return words(value) if _is_code(value) else value


VERBATIM = frozenset(
    {
        "code",
        "request_code",
        "home_code",
        "postcode",
        "address",
        "uprn",
        "email",
        "person",
    }
)


def _line(thing: Mapping[str, Any]) -> str:
    return "; ".join(
        f"{words(name)}: {shown(name, value)}"
        for name, value in thing.items()
        if name not in NEVER
    )


def _is_day(value: str) -> bool:
    return len(value) == len("2026-01-01") and value[4:5] == value[7:8] == "-"


def _is_code(value: str) -> bool:
    return value in _KEPT or (value.replace("_", "").isalnum() and value.islower())


_KEPT = frozenset(
    {
        f"BED{size}{end}"
        for size in ("0", "1", "2", "3", "4P")
        for end in ("", "_STEPFREE")
    }
    | {"HOLD", "POST", "VOID_HOLD", "REVERSAL", "CONVERT", "OFFSET", "OPEN", "NOVATE"}
    | {"WRITE_OFF", "CORRECT"}
)

"""What a court is handed of one case: the published list, and nothing beside it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Date

_FILE = Path(__file__).with_name("court.toml")
_NAMES = frozenset({"id", "by", "mark", "home_clash", "goes_on_as"})
_ENDINGS = ("_id", "_ref", "_by")


@dataclass(frozen=True, slots=True)
class Held:
    """The rows of one table that are of a case.

    Attributes:
        of, by: The table whose rows lead to these, and the column that says to which;
            the case's own row is of no other.
        columns: What is handed out, in that order.
        personal: Those of them that are of a household, its home or its risk.
    """

    about: str
    of: str
    by: str
    columns: tuple[str, ...]
    personal: frozenset[str]


@cache
def held() -> Mapping[str, Held]:
    """Return what is handed out, by table; a table stands behind the one it is of."""
    return {
        name: Held(
            about=line["about"],
            of=line["of"],
            by=line["by"],
            columns=tuple(line["columns"]),
            personal=frozenset(line["personal"]),
        )
        for name, line in _read()["held"].items()
    }


@cache
def left_out() -> Mapping[str, str]:
    """Return why a table that leads to a case is not handed out, by its name."""
    found: Mapping[str, str] = _read()["left_out"]
    return found


def is_identifier(column: Column[Any]) -> bool:
    """Tell whether a column says only which row, thing or person something is of."""
    named = column.name in _NAMES or column.name.endswith(_ENDINGS)
    return named and not isinstance(column.type, Date)


def _read() -> Mapping[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))

"""JSON: a list of homes, each an object whose names are headers."""

import json
from typing import Any

from reciprocal.errors import FieldFault
from reciprocal.homes.imports.delimited import decoded
from reciprocal.homes.imports.faults import FileUnreadable, TooManyRows
from reciprocal.homes.imports.table import (
    COLUMNS_MAX,
    NOT_PLAIN,
    ROWS_MAX,
    Cell,
    Line,
    Table,
    is_blank,
    table,
)

ONLY_HOMES = "Remove the fields that are not described here."


def read_json(given: bytes) -> Table:
    """Return the table of `{"homes": [{"uprn": "…"}, …]}`; rows count from 1.

    Raises:
        FileEncodingUnknown, FileUnreadable, FileEmpty, TooManyRows: As they say.
    """
    try:
        whole = json.loads(decoded(given), object_pairs_hook=_once_each)
    except (ValueError, RecursionError):
        raise FileUnreadable from None
    homes = whole.get("homes") if isinstance(whole, dict) else None
    if not isinstance(homes, list):
        raise FileUnreadable
    if len(whole) != 1:
        raise FileUnreadable(faults=(FieldFault("body", ONLY_HOMES),))
    if len(homes) > ROWS_MAX:
        raise TooManyRows
    names: dict[str, None] = {}
    for home in homes:
        if not isinstance(home, dict):
            raise FileUnreadable
        names.update(dict.fromkeys(home))
        if len(names) > COLUMNS_MAX:
            raise TooManyRows
    lines = [
        Line(number, tuple(_cell(home.get(name)) for name in names))
        for number, home in enumerate(homes, 1)
    ]
    return table(
        tuple(names),
        [line for line in lines if not all(is_blank(cell) for cell in line.cells)],
    )


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return found


def _cell(value: object) -> Cell:
    if value is None or isinstance(value, (str, int, float)):
        return value
    return NOT_PLAIN

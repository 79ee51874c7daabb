"""Rows as a text that either database can be filled from: values in, values out.

What JSON has no word for is a pair of a tag and a text, so that nothing is guessed
when it is read back.
"""

import base64
import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from reciprocal.sealing.column import Sealed

Row = Mapping[str, object]
_KIND = "$"


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file of a backup holds.

    Attributes:
        made_at: When its one snapshot was taken.
        revision: The revision of the tables it was taken from.
        tables: Rows by table, as the columns' own types give them.
    """

    made_at: datetime
    revision: str
    tables: Mapping[str, Sequence[Row]]


def to_bytes(contents: Contents) -> bytes:
    """Return the contents as compressed text."""
    said = {
        "made_at": contents.made_at.isoformat(),
        "revision": contents.revision,
        "tables": {
            name: [{key: _told(value) for key, value in row.items()} for row in rows]
            for name, rows in contents.tables.items()
        },
    }
    return gzip.compress(json.dumps(said, separators=(",", ":")).encode(), mtime=0)


def from_bytes(sent: bytes) -> Contents:
    """Return what `to_bytes` was given."""
    said = json.loads(gzip.decompress(sent))
    tables = {
        name: [{key: _read(value) for key, value in row.items()} for row in rows]
        for name, rows in said["tables"].items()
    }
    return Contents(datetime.fromisoformat(said["made_at"]), said["revision"], tables)


def _told(value: object) -> object:
    match value:
        case bytes():
            return {_KIND: "bytes", "v": base64.b64encode(value).decode()}
        case Sealed():
            box = base64.b64encode(value.box).decode()
            return {_KIND: "sealed", "v": [value.key_id, box]}
        case datetime():
            return {_KIND: "moment", "v": value.isoformat()}
        case date():
            return {_KIND: "day", "v": value.isoformat()}
        case dict() | list():
            return {_KIND: "json", "v": value}
    return value


def _read(told: object) -> object:
    match told:
        case {"$": "bytes", "v": str(text)}:
            return base64.b64decode(text)
        case {"$": "sealed", "v": [str(key_id), str(box)]}:
            return Sealed(key_id, base64.b64decode(box))
        case {"$": "moment", "v": str(text)}:
            return datetime.fromisoformat(text)
        case {"$": "day", "v": str(text)}:
            return date.fromisoformat(text)
        case {"$": "json", "v": value}:
            return value
    return told

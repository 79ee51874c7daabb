"""The hash chain over audit entries: values in, values out."""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime

GENESIS = "0" * 64

Row = tuple[int, datetime, str, str, str, str, str, str, str, str]


def link(previous_hash: str, row: Row) -> str:
    """Return the SHA-256 of the previous hash and the row's canonical text."""
    sequence, at, *rest = row
    canonical = json.dumps(
        [sequence, at.astimezone(UTC).isoformat(timespec="microseconds"), *rest],
        separators=(",", ":"),
    )
    return hashlib.sha256(f"{previous_hash}{canonical}".encode()).hexdigest()


def first_broken(rows: Iterable[tuple[Row, str, str]]) -> int | None:
    """Return the sequence number where the chain first fails, or None if it holds.

    Each element is a row, the previous hash it states and the hash it states.
    Cost: one SHA-256 a row.
    """
    previous, expected = GENESIS, 1
    for row, stated_previous, stated in rows:
        sound = row[0] == expected and stated_previous == previous
        if not sound or link(previous, row) != stated:
            return row[0]
        previous, expected = stated, expected + 1
    return None

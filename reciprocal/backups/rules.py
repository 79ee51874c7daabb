"""What may be restored: values in, values out."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from reciprocal.backups.codec import Contents, Row
from reciprocal.errors import Kind, ReciprocalError

KEYS_KEPT = timedelta(days=35)
"""How long a backup of keys may be kept; an erasure is whole after it."""

KEY_TABLES = frozenset({"organisation_key", "subject_key"})
"""What is backed up apart: without it the rest of a backup cannot be read."""


class KeysTooOld(ReciprocalError):
    code = "keys_too_old"
    kind = Kind.CONFLICT
    sentence = (
        "These keys were backed up before the data, or more than 35 days ago: since "
        "then a case may have been erased. Restore with the newest backup of the keys."
    )


class OtherRevision(ReciprocalError):
    code = "other_revision"
    kind = Kind.CONFLICT
    sentence = (
        "The backup was made by another version of the service; restore it with that "
        "one, and migrate."
    )


def require_keys(data: Contents, keys: Contents, now: datetime) -> None:
    """Refuse keys that may open what was erased since.

    Raises:
        KeysTooOld: When they are older than the data, or than they may be kept.
    """
    if keys.made_at < data.made_at or now - keys.made_at > KEYS_KEPT:
        raise KeysTooOld


def without_shredded(
    rows: Sequence[Row], shredded: Collection[str], now: datetime
) -> list[Row]:
    """Return the rows of `subject_key`, those that were destroyed since made dead."""
    return [
        {**row, "wrapped": None, "destroyed_at": row["destroyed_at"] or now}
        if row["id"] in shredded
        else row
        for row in rows
    ]

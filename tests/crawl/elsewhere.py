"""Where else a canary could lie: in the tables, in files, in what is logged."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, inspect, text
from sqlalchemy.engine import make_url

from reciprocal.db import Duty, take_duty
from tests.crawl.canaries import Finder

_ID = re.compile(r"[0-9a-f]{32}")
_SQL_LOG = "sqlalchemy"
_CLIENTS = frozenset({"httpx", "httpx2"})  # the visitor's own log, not the service's
OPEN_KINDS = re.compile(r"[DSUWAB]\.\w+|services\.\w+")
"""Landlords and services by name are no secret of the database's."""

PUBLIC_COLUMNS = frozenset(
    {
        "area_ref",
        "block_ref",
        "link_ref",
        "case_ref",
        "audit_ref",
        "board_ref",
        "landlord_ref",
        "offer_ref",
        "departure_ref",
        "council_ref",
        "sent_ref",
        "received_ref",
        "public_ref",
        "subject_ref",
    }
)
"""Columns that hold what a party is told; every other identifier is internal."""


def cells(owner_url: str) -> Iterator[tuple[str, str, object]]:
    """Give every stored value as its table, its column and itself, unconverted."""
    engine = create_engine(owner_url)
    try:
        with engine.connect() as connection:
            take_duty(connection, Duty.BACKUP)
            for schema in _schemas(owner_url):
                for table in inspect(connection).get_table_names(schema=schema):
                    named = f'"{schema}"."{table}"' if schema else f'"{table}"'
                    # Table names come from the catalogue.
                    query = text(f"SELECT * FROM {named}")  # noqa: S608
                    for row in connection.execute(query).mappings():
                        for column, value in row.items():
                            yield table, column, value
    finally:
        engine.dispose()


def kinds_stored(owner_url: str, finder: Finder) -> set[str]:
    """Name each sealed canary that a table holds in the clear, with its column."""
    found = set()
    for table, column, value in cells(owner_url):
        raw = value if isinstance(value, bytes | memoryview) else str(value).encode()
        for kind in finder.kinds_in_bytes(bytes(raw)):
            if not OPEN_KINDS.fullmatch(kind):
                found.add(f"{kind} in {table}.{column}")
    return found


def kinds_in_files(folder: Path, finder: Finder) -> set[str]:
    """Name each sealed canary that a file of a folder holds, with the file."""
    return {
        f"{kind} in {file.name}"
        for file in sorted(folder.rglob("*"))
        if file.is_file()
        for kind in finder.kinds_in_bytes(file.read_bytes())
        if not OPEN_KINDS.fullmatch(kind)
    }


def internal_ids(owner_url: str) -> set[str]:
    """Return every identifier that no party has any business with."""
    return {
        str(value)
        for _, column, value in cells(owner_url)
        if column not in PUBLIC_COLUMNS and _ID.fullmatch(str(value))
    }


@contextmanager
def everything_logged() -> Iterator[list[str]]:
    """Collect what any logger says at its most talkative."""
    said: list[str] = []

    class Collect(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.name.partition(".")[0] not in _CLIENTS:
                said.append(self.format(record))

    root, handler = logging.getLogger(), Collect()
    levels = {name: logging.getLogger(name).level for name in (None, _SQL_LOG)}
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    talk_of_sql(loud=False)
    try:
        yield said
    finally:
        root.removeHandler(handler)
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)


def talk_of_sql(*, loud: bool) -> None:
    """Let the database's library log each statement and row, or be quiet."""
    level = logging.DEBUG if loud else logging.WARNING
    logging.getLogger(_SQL_LOG).setLevel(level)


def _schemas(owner_url: str) -> list[str | None]:
    if make_url(owner_url).get_backend_name() == "sqlite":
        return [None]
    engine = create_engine(owner_url)
    try:
        names = inspect(engine).get_schema_names()
    finally:
        engine.dispose()
    return [name for name in names if name != "information_schema"]

"""A scheme loaded once and copied ever after: loading is the slow part of a small test.

A copy is a database of its own, with the keys and the people of the one it was copied
from. What is loaded stays as it was; only copies are worked on.
"""

import contextlib
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fixtures.load import Hands, Loaded, load
from fixtures.rows import Rows
from reciprocal import clock
from reciprocal.access.actor import service
from reciprocal.composition import Service
from reciprocal.organisations.rules import SchemeRules
from reciprocal.settings import Settings
from tests.support.postgres import Server


@dataclass(frozen=True, slots=True)
class Copy:
    """A database that is somebody's own.

    Attributes:
        owner_url: Whoever may alter tables; on SQLite the same as `url`.
    """

    url: str
    owner_url: str


@dataclass(frozen=True, slots=True)
class Filled:
    """A loaded database to copy, and the people who work on it.

    Attributes:
        copied: Makes a copy in a folder of its own, or on the server, till the end.
        moment: When loading ended.
    """

    kind: str
    copied: Callable[[Path], contextlib.AbstractContextManager[Copy]]
    key_file: Path
    loaded: Loaded
    moment: datetime


def fill(
    url: str, key_file: Path, rows: Rows, rules: SchemeRules, start: datetime
) -> tuple[Loaded, datetime]:
    """Load rows into an empty database, and close it again."""
    hands = Hands(start)
    working = Service(Settings(database_url=url, key_file=key_file))
    with clock.source(hands.now):
        with working.database.transaction(service()) as session:
            loaded = load(session, rows, hands, rules)
        assert not loaded.faults, loaded.faults
    working.close()
    return loaded, hands.moment


def fill_sqlite(
    folder: Path, empty: Path, rows: Rows, rules: SchemeRules, start: datetime
) -> Filled:
    """Fill a copy of a migrated SQLite file."""
    file, key_file = folder / "filled.db", folder / "root.json"
    shutil.copyfile(empty, file)
    loaded, moment = fill(f"sqlite:///{file}", key_file, rows, rules, start)
    # What the write-ahead log still holds would be left behind by a copy.
    with contextlib.closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def copied(into: Path) -> Iterator[Copy]:
        mine = into / "reciprocal.db"
        shutil.copyfile(file, mine)
        yield Copy(f"sqlite:///{mine}", f"sqlite:///{mine}")

    return Filled("sqlite", copied, key_file, loaded, moment)


def fill_postgres(
    folder: Path,
    server: Server,
    empty: str,
    rows: Rows,
    rules: SchemeRules,
    start: datetime,
) -> Filled:
    """Fill a copy of a migrated PostgreSQL database."""
    key_file = folder / "root.json"
    filled = server.create_database(empty)
    loaded, moment = fill(server.app_url_for(filled), key_file, rows, rules, start)

    @contextmanager
    def copied(into: Path) -> Iterator[Copy]:
        del into
        name = server.create_database(filled)
        try:
            yield Copy(server.app_url_for(name), server.owner_url_for(name))
        finally:
            server.drop_database(name)

    return Filled("postgres", copied, key_file, loaded, moment)

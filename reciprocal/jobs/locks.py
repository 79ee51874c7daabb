"""One worker of a name at a time: a lock that dies with its process."""

import fcntl
import hashlib
import time
from pathlib import Path
from typing import IO

from sqlalchemy import Connection, NullPool, create_engine, text
from sqlalchemy.engine import make_url

from reciprocal.jobs.terms import JobsAlreadyRunning

_LOCK_SECONDS = 5.0


class FileLock:
    """Keeps a second process from an embedded engine's file until the first dies."""

    def __init__(self, path: Path) -> None:
        self._file: IO[bytes] = path.open("ab")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._file.close()
            raise JobsAlreadyRunning from None

    def release(self) -> None:
        """Let the next worker in."""
        self._file.close()


class AdvisoryLock:
    """Keeps a second worker from a name in use, whose jobs it would run again.

    The server frees it when the connection ends, a moment after the worker's death:
    hence the patience. It needs a session of its own (no transaction pooler).
    """

    def __init__(self, url: str, executor_id: str) -> None:
        digest = hashlib.sha256(f"reciprocal.jobs.{executor_id}".encode()).digest()
        key = int.from_bytes(digest[:8], "big", signed=True)
        self._engine = create_engine(url, poolclass=NullPool, hide_parameters=True)
        self._connection: Connection = self._engine.connect().execution_options(
            isolation_level="AUTOCOMMIT"
        )
        deadline = time.monotonic() + _LOCK_SECONDS
        while not self._taken(key):
            if time.monotonic() >= deadline:
                self.release()
                raise JobsAlreadyRunning
            time.sleep(0.1)

    def release(self) -> None:
        """Let the next worker in."""
        self._connection.close()
        self._engine.dispose()

    def _taken(self, key: int) -> bool:
        statement = text("SELECT pg_try_advisory_lock(:key)")
        return bool(self._connection.scalar(statement, {"key": key}))


def lock_for(url: str, executor_id: str) -> FileLock | AdvisoryLock:
    """Take the lock that fits the database.

    Raises:
        JobsAlreadyRunning: When a living process holds it.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        make_parent(url)
        return FileLock(Path(f"{parsed.database}.lock"))
    return AdvisoryLock(url, executor_id)


def make_parent(url: str) -> None:
    """Make the folder that the SQLite file goes into."""
    path = make_url(url).database
    assert path, "SQLite is used as a file"
    Path(path).parent.mkdir(parents=True, exist_ok=True)

"""The database: one engine, one way to begin and end a transaction, two dialects.

SQLite loses concurrent updates on its default settings without raising anything,
so a transaction takes the write lock as it begins, and a file that cannot be
opened in WAL with full synchronisation and foreign keys is refused at the start.
PostgreSQL is reached through psycopg 3 as a role that owns no table.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import (
    CheckConstraint,
    Connection,
    Dialect,
    Engine,
    String,
    create_engine,
    event,
    inspect,
    text,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import DateTime, TypeDecorator
from sqlmodel import Session, SQLModel

from reciprocal.errors import Kind, ReciprocalError

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
SQLModel.metadata.naming_convention = NAMING

_PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": "2",
    "foreign_keys": "1",
    "secure_delete": "1",
    "trusted_schema": "0",
}
_BUSY_TIMEOUT_MS = 30_000
_POOL_SIZE = 20
_READ_ANEW = {"populate_existing": True}
"""A row that was read before is not kept as it was then when it is read and locked:
on PostgreSQL another may have changed it between."""


class DatabaseRefused(ReciprocalError):
    code = "database_refused"
    kind = Kind.UNAVAILABLE
    sentence = (
        "The database cannot keep what it acknowledges; use a file or server that "
        "allows full synchronisation."
    )


class TablesMissing(ReciprocalError):
    code = "tables_missing"
    kind = Kind.UNAVAILABLE
    sentence = (
        "The database has no tables yet; run `reciprocal scheme init` on a first "
        "start, or `reciprocal migrate`."
    )


class ActorContext(Protocol):
    """Who acts, as far as the database has to know."""

    @property
    def organisation_id(self) -> str: ...
    @property
    def role(self) -> str: ...


class Duty(StrEnum):
    """What the service does on nobody's behalf; each reaches the rows it needs.

    Which tables those are is said once, in `reciprocal.migrations.walls.REACH`.
    """

    SERVICE = "service"
    ROUND = "round"
    DELIVERY = "delivery"
    RETENTION = "retention"
    BACKUP = "backup"
    RESTORE = "restore"
    PROOF = "proof"
    TELLING_OF_ROUNDS = "telling_of_rounds"
    CLOSING_DWELLINGS = "closing_dwellings"
    LOOKING_AGAIN = "looking_again"
    FORGETTING = "forgetting"
    SIGNING_IN = "signing_in"


class UTCDateTime(TypeDecorator[datetime]):
    """A moment that goes in aware and comes out aware in UTC, on both dialects."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(
        self, value: datetime | None, dialect: Dialect
    ) -> datetime | None:
        """Refuse a naive moment: it would be read differently on each dialect."""
        del dialect
        if value is None:
            return None
        assert value.tzinfo is not None, "a naive moment reached the database"
        return value.astimezone(UTC)

    def process_result_value(
        self, value: datetime | None, dialect: Dialect
    ) -> datetime | None:
        del dialect
        if value is None:
            return None
        # SQLite forgets the zone; PostgreSQL answers in that of the connection.
        return value.replace(tzinfo=value.tzinfo or UTC).astimezone(UTC)


class Choice(TypeDecorator[Any]):
    """A closed vocabulary stored as its own words, with a CHECK from `one_of`."""

    impl = String
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        self.kind = kind
        super().__init__()

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        del dialect
        return None if value is None else self.kind(value).value

    def process_result_value(
        self, value: str | None, dialect: Dialect
    ) -> StrEnum | None:
        del dialect
        return None if value is None else self.kind(value)


def one_of(column: str, kind: type[StrEnum]) -> CheckConstraint:
    """Return the named CHECK that holds a `Choice` column to its vocabulary."""
    words = ", ".join(f"'{member.value}'" for member in kind)
    return CheckConstraint(f"{column} IN ({words})", name=f"{column}_known")


class Database:
    """One engine and the transactions on it.

    Attributes:
        url: As given; its password is never printed.
        info: What the composition root gives every session (the key ring).
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.info: dict[str, object] = {}
        self.engine = _engine(url)

    @property
    def is_sqlite(self) -> bool:
        """Tell which of the two dialects this is."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def transaction(
        self, actor: ActorContext, duty: Duty | None = None
    ) -> Iterator[Session]:
        """Begin, hand out a session acting as `actor`, and commit once or not at all.

        Whatever must stand last in the transaction (the audit chain's link) is
        registered with `before_commit` and runs after the caller's last word.
        """
        fresh = Session(
            self.engine, expire_on_commit=False, execution_options=_READ_ANEW
        )
        with fresh as session, session.begin():
            session.info.update(self.info)
            speak_as(session, actor, duty)
            yield session
            session.flush()
            for finish in session.info.pop("before_commit", ()):
                finish(session)

    def require_tables(self) -> None:
        """Refuse to begin on a database in which nothing was laid yet.

        Raises:
            TablesMissing: Then.
        """
        if not inspect(self.engine).has_table("organisation"):
            raise TablesMissing

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def speak_as(session: Session, actor: ActorContext, duty: Duty | None = None) -> None:
    """Tell PostgreSQL who acts until the transaction ends; SQLite has no such wall."""
    session.info["actor_organisation_id"] = actor.organisation_id
    if duty is None and actor.role == Duty.SERVICE:
        duty = Duty.SERVICE
    _set(session, organisation=actor.organisation_id, role=actor.role, duty=duty or "")


@contextmanager
def on_duty(session: Session, duty: Duty) -> Iterator[None]:
    """Let the service look, within somebody's act, at what they are no party to.

    What is read here must not leave by an answer. When the block ends, whoever acted
    stands before the wall again, also where an error of ours ended it; where the
    database refused something the transaction is over, and its settings with it.
    """
    before = str(session.info.get("duty", ""))
    _set(session, duty=duty)
    try:
        yield
    except DBAPIError:
        raise
    except BaseException:
        _set(session, duty=before)
        raise
    _set(session, duty=before)


def take_duty(connection: Connection, duty: Duty) -> None:
    """Go to a duty on a connection that nobody acts on, until its transaction ends."""
    if connection.dialect.name == "postgresql":
        connection.execute(
            text("SELECT set_config('reciprocal.duty', :duty, true)"), {"duty": duty}
        )


def _set(session: Session, **said: str) -> None:
    session.info["duty"] = said["duty"]
    if session.get_bind().dialect.name == "postgresql":
        names = ", ".join(
            f"set_config('reciprocal.{name}', :{name}, true)" for name in said
        )
        session.execute(text(f"SELECT {names}"), said)


def before_commit(session: Session, finish: Callable[[Session], None]) -> None:
    """Run `finish` once, last in the present transaction."""
    waiting = session.info.setdefault("before_commit", [])
    if finish not in waiting:
        waiting.append(finish)


def serialise(session: Session, lock: int) -> None:
    """Let one transaction at a time pass here until it ends.

    SQLite already holds its one write lock; PostgreSQL takes an advisory one.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": lock})


def pass_beside(session: Session, lock: int) -> None:
    """Pass where others may pass too, and whoever serialises there waits for all.

    SQLite already holds its one write lock; PostgreSQL takes a shared advisory one.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(
            text("SELECT pg_advisory_xact_lock_shared(:lock)"), {"lock": lock}
        )


def _engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        assert parsed.database, "SQLite is used as a file"
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(
            parsed,
            hide_parameters=True,
            pool_size=_POOL_SIZE,
            max_overflow=_POOL_SIZE,
            connect_args={
                "check_same_thread": False,
                "timeout": _BUSY_TIMEOUT_MS / 1000,
            },
        )
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_immediate)
        return engine
    return create_engine(
        parsed,
        hide_parameters=True,
        pool_size=_POOL_SIZE,
        max_overflow=_POOL_SIZE,
        pool_pre_ping=True,
    )


def _prepare_sqlite(connection: Any, record: object) -> None:  # noqa: ANN401 - DBAPI
    """Set every pragma and read each back: a refusal is silent otherwise."""
    del record
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma, wanted in _PRAGMAS.items():
        cursor.execute(f"PRAGMA {pragma} = {wanted}")
        cursor.execute(f"PRAGMA {pragma}")
        if str(cursor.fetchone()[0]) != wanted:
            raise DatabaseRefused
    cursor.close()


def _begin_immediate(connection: Any) -> None:  # noqa: ANN401 - SQLAlchemy's own type
    connection.exec_driver_sql("BEGIN IMMEDIATE")

"""Making a backup in one snapshot, and filling an empty database from it.

One form serves both databases: every row of every table, as text, in a file that is
sealed to a key this host does not hold. The keys go into a file of their own.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, Engine, func, insert, inspect, select, text
from sqlalchemy.schema import AddConstraint, DropConstraint
from sqlmodel import Session, SQLModel

from reciprocal import clock, migrations
from reciprocal.access.actor import service
from reciprocal.backups import rules
from reciprocal.backups.codec import Contents
from reciprocal.db import Database, Duty, speak_as, take_duty
from reciprocal.errors import Kind, ReciprocalError
from reciprocal.migrations import triggers

_HISTORY = "alembic_version"
_AT_ONCE = 1_000


class NotEmpty(ReciprocalError):
    code = "database_not_empty"
    kind = Kind.CONFLICT
    sentence = "A backup is restored into an empty database only; name another one."


def take(database: Database) -> tuple[Contents, Contents]:
    """Return the data, and the keys apart, as they stand at one moment.

    SQLite lets nobody write meanwhile; PostgreSQL is read at REPEATABLE READ.
    Cost: a copy of the whole database in memory.
    """
    made_at, revision = clock.now(), migrations.current(database.url)
    assert revision is not None, "a database with no tables is not opened"
    with Session(_at_one_moment(database)) as session, session.begin():
        speak_as(session, service(), Duty.BACKUP)
        connection = session.connection()
        tables = SQLModel.metadata.tables
        _require_all_known(connection)
        rows = {
            name: [dict(row) for row in connection.execute(select(table)).mappings()]
            for name, table in tables.items()
        }
    data = {name: rows[name] for name in rows if name not in rules.KEY_TABLES}
    keys = {name: rows[name] for name in rules.KEY_TABLES}
    return Contents(made_at, revision, data), Contents(made_at, revision, keys)


def shredded(database: Database) -> list[str]:
    """List the keys that were destroyed, by identifiers that mean nothing outside."""
    table = SQLModel.metadata.tables["subject_key"]
    query = select(table.c.id).where(table.c.wrapped.is_(None)).order_by(table.c.id)
    with database.transaction(service(), Duty.BACKUP) as session:
        return list(session.execute(query).scalars())


def restore(
    url: str,
    data: Contents,
    keys: Contents,
    *,
    destroyed: Collection[str] = (),
) -> dict[str, int]:
    """Fill an empty database, as the role that owns its tables; count rows by table.

    Args:
        destroyed: Keys destroyed since; they are restored dead.

    Raises:
        KeysTooOld: When an erased case might be read again.
        OtherRevision: When the backup is not of this version's tables.
        NotEmpty: When anything is there already.
    """
    now = clock.now()
    rules.require_keys(data, keys, now)
    migrations.upgrade(url)
    if {data.revision, keys.revision} != {migrations.current(url)}:
        raise rules.OtherRevision
    database = Database(url)
    try:
        with database.engine.begin() as connection:
            if any(counts(connection).values()):
                raise NotEmpty
            take_duty(connection, Duty.RESTORE)
            _fill(connection, _together(data, keys, destroyed, now))
            return counts(connection)
    finally:
        database.close()


def counts(connection: Connection) -> dict[str, int]:
    """Count the rows of every table."""
    take_duty(connection, Duty.BACKUP)
    return {
        name: connection.execute(select(func.count()).select_from(table)).scalar_one()
        for name, table in SQLModel.metadata.tables.items()
    }


def _together(
    data: Contents, keys: Contents, destroyed: Collection[str], now: datetime
) -> Contents:
    subject_keys = rules.without_shredded(keys.tables["subject_key"], destroyed, now)
    tables = {**data.tables, **keys.tables, "subject_key": subject_keys}
    return Contents(data.made_at, data.revision, tables)


def _at_one_moment(database: Database) -> Engine:
    if database.is_sqlite:
        return database.engine
    return database.engine.execution_options(isolation_level="REPEATABLE READ")


def _require_all_known(connection: Connection) -> None:
    """A table that nobody declared would be left out of every backup in silence."""
    laid = set(inspect(connection).get_table_names()) - {_HISTORY}
    assert laid <= set(SQLModel.metadata.tables), "a table is declared nowhere"


def _fill(connection: Connection, contents: Contents) -> None:
    """Write every row; what the rows must be to each other is asked for at the end."""
    triggers.drop_all(connection)
    _let_go_of_keys(connection)
    for name, rows in contents.tables.items():
        table = SQLModel.metadata.tables[name]
        for start in range(0, len(rows), _AT_ONCE):
            connection.execute(insert(table), list(rows[start : start + _AT_ONCE]))
    _hold_to_keys(connection)
    triggers.create_all(connection)


def _let_go_of_keys(connection: Connection) -> None:
    """SQLite asks as the transaction ends; PostgreSQL once they are laid again."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("PRAGMA defer_foreign_keys = 1"))
        return
    for table in SQLModel.metadata.tables.values():
        for key in table.foreign_key_constraints:
            connection.execute(DropConstraint(key))


def _hold_to_keys(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        return
    for table in SQLModel.metadata.tables.values():
        for key in table.foreign_key_constraints:
            connection.execute(AddConstraint(key))

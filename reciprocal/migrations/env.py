"""What Alembic runs: the declared tables against one database, in one transaction.

The only place that imports every room's tables, so that the history below them
depends on none.
"""

from importlib import import_module
from pathlib import Path
from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy.engine import Connection
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

import reciprocal
from reciprocal.db import Database
from reciprocal.migrations import triggers, walls


class _ForeignKeysBroken(Exception):
    """A rebuilt SQLite table left rows that point at nothing."""


def _declare_tables() -> None:
    """Import the `tables` module of every room that has one."""
    root = Path(reciprocal.__file__).parent
    for path in sorted(root.glob("*/tables.py")):
        import_module(f"reciprocal.{path.parent.name}.tables")


def _render_item(
    kind: str, item: object, autogen: AutogenContext
) -> str | Literal[False]:
    """Write our column types as plain ones: a revision imports none of our code."""
    del autogen
    if kind != "type" or not isinstance(item, TypeDecorator):
        return False
    if isinstance(item, AutoString):
        return "sa.String()" if item.length is None else f"sa.String({item.length})"
    return f"sa.{item.impl_instance!r}"


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=True,
        render_item=_render_item,
        compare_type=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        if not context.config.attributes["writes"]:
            context.run_migrations()
            return
        triggers.drop_all(connection)
        walls.drop_all(connection)
        context.run_migrations()
        triggers.create_all(connection)
        walls.create_all(connection)
        if connection.dialect.name == "sqlite":
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
            if broken is not None:
                raise _ForeignKeysBroken


def _migrate() -> None:
    _declare_tables()
    database = Database(context.config.attributes["url"])
    try:
        with database.engine.connect() as connection:
            if database.is_sqlite:
                # Rebuilding a table drops it for a moment, which foreign keys would
                # refuse; they cannot be turned off once a transaction has begun.
                raw = connection.connection.dbapi_connection
                assert raw is not None, "a connection just opened"
                raw.cursor().execute("PRAGMA foreign_keys = 0")
            _run(connection)
    finally:
        database.close()


_migrate()

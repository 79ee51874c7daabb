"""A database stripped of all that keeps the book, and what its proof finds then."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import inspect
from sqlalchemy.engine import Connection
from sqlmodel import Session

from reciprocal.db import Database
from reciprocal.ledger import queries
from reciprocal.migrations import triggers


@contextmanager
def stripped(owner: Database) -> Iterator[Connection]:
    """Open a connection without triggers and constraints; all is undone at its end."""
    with owner.engine.connect() as connection:
        if owner.is_sqlite:
            raw = connection.connection.dbapi_connection
            assert raw is not None
            raw.cursor().execute("PRAGMA foreign_keys = 0")
            raw.cursor().execute("PRAGMA ignore_check_constraints = 1")
        triggers.drop_all(connection)
        if not owner.is_sqlite:
            _strip(connection)
        yield connection
        connection.rollback()


def faults(connection: Connection, *statements: str) -> set[tuple[int, str]]:
    """Return what the proof finds after some edits, which are then undone."""
    with connection.begin_nested() as edits:
        for statement in statements:
            connection.exec_driver_sql(statement)
        with Session(connection, join_transaction_mode="control_fully") as session:
            found = {(fault.law, fault.subject) for fault in queries.check(session)}
            edits.rollback()
    return {(law, subject) for law, subject in found if law != 4}


def _strip(connection: Connection) -> None:
    """Drop what else would stop an owner of the tables."""
    # Those that point at the entries go before what they point at.
    for table in ("ledger_adjustment", "ledger_leg", "ledger_transaction"):
        inspector = inspect(connection)
        names = [key["name"] for key in inspector.get_foreign_keys(table)]
        names += [check["name"] for check in inspector.get_check_constraints(table)]
        for name in names:
            connection.exec_driver_sql(f"ALTER TABLE {table} DROP CONSTRAINT {name}")

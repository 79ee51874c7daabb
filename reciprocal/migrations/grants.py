"""What the application's own role may do on PostgreSQL: it owns nothing.

The role reads and writes ordinary tables, and only reads and adds to the audit and
the book. A table made later is closed to it until this is run again, which follows
every migration.
"""

import re

from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection

from reciprocal.db import Database
from reciprocal.errors import Kind, ReciprocalError
from reciprocal.migrations.triggers import APPEND_ONLY

_ROLE_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")
_HISTORY = "alembic_version"


class RoleRefused(ReciprocalError):
    code = "role_refused"
    kind = Kind.UNAVAILABLE
    sentence = (
        "The application's database role must exist, be no superuser and no owner of "
        "tables, and be named in lower-case letters, digits and underscores."
    )


def grant_app_role(owner_url: str, role: str) -> None:
    """Give the application's role its rights, and take back every other.

    Args:
        owner_url: The database as the role that owns the tables.
        role: The application's role; it exists already.

    Raises:
        RoleRefused: When the role would not be held to its rights.
    """
    database = Database(owner_url)
    assert not database.is_sqlite, "SQLite has no roles"
    try:
        with database.engine.begin() as connection:
            if not _ROLE_NAME.fullmatch(role) or not _is_plain(connection, role):
                raise RoleRefused
            for statement in _grants(connection, role):
                connection.exec_driver_sql(statement)
    finally:
        database.close()


def _is_plain(connection: Connection, role: str) -> bool:
    """Tell whether a role exists and neither bypasses rights nor owns a table."""
    return bool(
        connection.scalar(
            text(
                "SELECT count(*) FROM pg_roles r WHERE r.rolname = :role"
                " AND NOT r.rolsuper AND NOT r.rolbypassrls AND NOT EXISTS"
                " (SELECT 1 FROM pg_tables t WHERE t.schemaname = current_schema()"
                " AND pg_has_role(r.oid, t.tableowner, 'MEMBER'))"
            ),
            {"role": role},
        )
    )


def _grants(connection: Connection, role: str) -> list[str]:
    statements = [
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC",
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}",
        f"GRANT USAGE ON SCHEMA public TO {role}",
    ]
    for table in sorted(inspect(connection).get_table_names()):
        rights = "SELECT, INSERT, UPDATE, DELETE"
        if table in APPEND_ONLY:
            rights = "SELECT, INSERT"
        if table == _HISTORY:
            rights = "SELECT"
        statements.append(f"GRANT {rights} ON {table} TO {role}")
    return statements

"""The application's role reads and adds to the book, and owns nothing."""

import pytest
from sqlalchemy import inspect
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, ProgrammingError

from reciprocal import migrations
from reciprocal.db import Database
from reciprocal.migrations.grants import RoleRefused, grant_app_role
from reciprocal.migrations.triggers import APPEND_ONLY
from tests.support.postgres import APP_ROLE, OWNER_ROLE, Server


@pytest.fixture
def owner_url(postgres_server: Server, postgres_database: str) -> str:
    return postgres_server.owner_url_for(postgres_database)


def rights(url: str, table: str) -> set[str]:
    database = Database(url)
    with database.engine.connect() as connection:
        found = {
            right
            for right in ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "TRIGGER")
            if connection.exec_driver_sql(
                f"SELECT has_table_privilege('{APP_ROLE}', '{table}', '{right}')"
            ).scalar()
        }
    database.close()
    return found


def test_rights_by_table(owner_url: str) -> None:
    """Every table has exactly the rights its kind allows."""
    grant_app_role(owner_url, APP_ROLE)
    database = Database(owner_url)
    with database.engine.connect() as connection:
        tables = inspect(connection).get_table_names()
    database.close()
    for table in tables:
        wanted = {"SELECT", "INSERT", "UPDATE", "DELETE"}
        if table in APPEND_ONLY:
            wanted = {"SELECT", "INSERT"}
        if table == "alembic_version":
            wanted = {"SELECT"}
        assert wanted == rights(owner_url, table), table


def test_a_new_table_is_closed(owner_url: str) -> None:
    """A table made later is closed until the rights are given again."""
    grant_app_role(owner_url, APP_ROLE)
    database = Database(owner_url)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE later (id VARCHAR PRIMARY KEY)")
    database.close()
    assert set() == rights(owner_url, "later")
    grant_app_role(owner_url, APP_ROLE)
    assert "SELECT" in rights(owner_url, "later")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_leg SET homes = 2",
        "DELETE FROM audit_entry",
        "TRUNCATE ledger_transaction CASCADE",
        "DROP TRIGGER ledger_leg_sealed ON ledger_leg",
        "ALTER TABLE ledger_leg DISABLE TRIGGER ALL",
        "CREATE TABLE mine (id INTEGER)",
        "SET session_replication_role = replica",
        "UPDATE alembic_version SET version_num = 'x'",
    ],
)
def test_what_the_role_may_not_do(postgres_url: str, statement: str) -> None:
    """The wall stands below the triggers: the role lacks the right itself."""
    database = Database(postgres_url)
    with (
        pytest.raises(ProgrammingError, match=r"permission denied|must be owner"),
        database.engine.begin() as connection,
    ):
        connection.exec_driver_sql(statement)
    database.close()


@pytest.mark.parametrize("role", [OWNER_ROLE, "nobody_here", "x; DROP TABLE scheme"])
def test_roles_refused(owner_url: str, role: str) -> None:
    """The owner, an unknown role and a name that is not one are refused."""
    with pytest.raises(RoleRefused):
        grant_app_role(owner_url, role)


def test_superuser_refused(owner_url: str, postgres_server: Server) -> None:
    """A superuser would be held to nothing."""
    name = make_url(postgres_server.admin_url).username
    assert name is not None
    with pytest.raises(RoleRefused):
        grant_app_role(owner_url, name)


def test_owner_is_stopped_by_triggers(owner_url: str) -> None:
    """The owner has the rights, and the triggers still refuse, even without rows."""
    migrations.check(owner_url)
    database = Database(owner_url)
    for table in APPEND_ONLY:
        for act in (
            f"DELETE FROM {table}",  # noqa: S608 - our own names
            f"TRUNCATE {table} CASCADE",
        ):
            with (
                pytest.raises(DBAPIError, match="only added to"),
                database.engine.begin() as connection,
            ):
                connection.exec_driver_sql(act)
    database.close()

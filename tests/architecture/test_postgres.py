"""The servers that the other tests stand on are themselves what they claim."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from tests.conftest import migrate_and_grant
from tests.support import postgres
from tests.support.postgres import Server, plain

ROOT = Path(__file__).resolve().parents[2]


def migrate_by_hand(owner_url: str) -> None:
    """Stand in for the migrations: a table that the app role may read."""
    with psycopg.connect(plain(owner_url), autocommit=True) as connection:
        connection.execute("CREATE TABLE homes (id int)")
        connection.execute(f"GRANT SELECT ON homes TO {postgres.APP_ROLE}")


def rights_of(url: str) -> tuple[object, ...]:
    """Name who a URL signs in as and what that role may override."""
    with psycopg.connect(plain(url)) as connection:
        row = connection.execute(
            "SELECT current_user, rolsuper, rolbypassrls, rolcreaterole"
            " FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    assert row is not None
    return row


def test_neither_role_is_above_the_row_policies(postgres_server: Server) -> None:
    name = postgres_server.create_database()
    owner = rights_of(postgres_server.owner_url_for(name))
    app = rights_of(postgres_server.app_url_for(name))
    postgres_server.drop_database(name)

    assert owner == ("reciprocal_owner", False, False, False)
    assert app == ("reciprocal_app", False, False, False)


def test_the_serving_role_owns_nothing_and_makes_nothing(
    postgres_server: Server,
) -> None:
    """On a database that our own migrations laid."""
    name = postgres_server.create_database()
    try:
        migrate_and_grant(postgres_server.owner_url_for(name))
        with psycopg.connect(plain(postgres_server.app_url_for(name))) as serving:
            owned = serving.execute(
                "SELECT count(*) FROM pg_class WHERE pg_get_userbyid(relowner)"
                " = current_user"
            ).fetchone()
            laid = serving.execute(
                "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
            ).fetchone()
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                serving.execute("CREATE TABLE public.mine (id int)")
    finally:
        postgres_server.drop_database(name)
    assert owned == (0,)
    assert laid is not None
    assert laid[0] > len(("home", "property_request", "proposal"))


def test_a_template_is_migrated_once_and_copied(postgres_server: Server) -> None:
    calls: list[str] = []

    def migrate(owner_url: str) -> None:
        calls.append(owner_url)
        migrate_by_hand(owner_url)

    version = f"test-{os.getpid()}"
    templates = {postgres_server.template(migrate, version) for _ in range(2)}
    (template,) = templates
    copies = [postgres_server.create_database(template) for _ in range(2)]
    try:
        assert len(calls) == 1
        for copy in copies:
            with psycopg.connect(plain(postgres_server.app_url_for(copy))) as reader:
                assert reader.execute("SELECT count(*) FROM homes").fetchone() == (0,)
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    reader.execute("DROP TABLE homes")
    finally:
        for database in (*copies, template):
            postgres_server.drop_database(database)


def test_a_template_that_failed_to_migrate_is_not_lent(
    postgres_server: Server,
) -> None:
    def fail(owner_url: str) -> None:
        migrate_by_hand(owner_url)
        raise LookupError

    version = f"fails-{os.getpid()}"
    with pytest.raises(LookupError):
        postgres_server.template(fail, version)
    template = postgres_server.template(migrate_by_hand, version)

    assert template.startswith("tpl_")
    postgres_server.drop_database(template)


def test_without_any_server_the_tests_fail_and_are_not_skipped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("TEST_DATABASE_URL", raising=False)
    monkeypatch.setattr(postgres, "start_packaged", lambda: None)
    monkeypatch.setattr(postgres, "start_debian", lambda: None)

    with pytest.raises(postgres.NoPostgresError):
        postgres.start_postgres()


def test_a_server_started_and_stopped_leaves_no_folder() -> None:
    program = (
        "from tests.support.postgres import *\n"
        "server = start_packaged() or start_debian()\n"
        "folder = make_url(server.admin_url).query['host']\n"
        "assert Path(str(folder)).exists()\n"
        "server.stop()\n"
        "assert not Path(str(folder)).exists()\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, "TEST_DATABASE_URL": ""},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (ended.returncode, ended.stderr) == (0, "")

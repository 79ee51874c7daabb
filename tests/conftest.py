"""Databases for every test that asks: SQLite in a file, PostgreSQL for real.

`database_url` runs a test once on each. `owner_url` is the URL that migrates,
which on SQLite is the same one, since a file has no roles.
"""

import contextlib
import gc
import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import Phase, settings

from tests.support.drawn import left_for_another_run
from tests.support.passwords import quick_passwords
from tests.support.postgres import APP_ROLE, Server, start_postgres
from tests.support.statements import shared_statements
from tests.support.world import filled, make_world

__all__ = ["filled", "make_world", "quick_passwords", "shared_statements"]

# No test is about how long something took, so none has a deadline. Where a fault
# was planted on purpose it only has to be seen: nobody reads the smallest example.
settings.register_profile("ci", deadline=None, print_blob=True)
settings.register_profile(
    "planted", deadline=None, database=None, phases=(Phase.explicit, Phase.generate)
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

SOURCE = Path(__file__).resolve().parent.parent / "reciprocal"


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Leave out what this run was not dealt (see `tests.support.drawn`).

    What takes longest begins first, lest a run end with one test at work alone.
    """
    left = left_for_another_run(items)
    if left:
        config.hook.pytest_deselected(items=left)
        taken = set(items) - set(left)
        items[:] = [item for item in items if item in taken]
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_collection_finish() -> None:
    """Leave out of every later collection of garbage what stands until the end.

    The service, its libraries and the tests are a million things, and each look through
    them all takes a third of a second.
    """
    gc.collect()
    gc.freeze()


def migrate(owner_url: str) -> None:
    """Bring the database at an owner's URL to the newest schema."""
    from reciprocal.migrations import upgrade  # noqa: PLC0415

    upgrade(owner_url)


def migrate_and_grant(owner_url: str) -> None:
    """Migrate, and give the app role what a deployment gives it."""
    from reciprocal import jobs  # noqa: PLC0415
    from reciprocal.migrations.grants import grant_app_role  # noqa: PLC0415

    migrate(owner_url)
    grant_app_role(owner_url, APP_ROLE)
    jobs.prepare(owner_url, app_role=APP_ROLE)


def source_version() -> str:
    """Tell one state of the service's source from another."""
    digest = hashlib.sha256()
    for file in sorted(SOURCE.rglob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """The run's PostgreSQL; `make test` starts one for all kinds and workers."""
    server = start_postgres()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def postgres_template(postgres_server: Server) -> str:
    """The name of a migrated PostgreSQL database to copy."""
    return postgres_server.template(migrate_and_grant, source_version())


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    file = tmp_path_factory.mktemp("sqlite") / "template.db"
    migrate(f"sqlite:///{file}")
    # What the write-ahead log still holds would be left behind by a copy.
    with contextlib.closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return file


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A fresh, migrated SQLite database."""
    file = tmp_path / "reciprocal.db"
    shutil.copyfile(sqlite_template, file)
    return f"sqlite:///{file}"


@pytest.fixture
def postgres_database(postgres_server: Server, postgres_template: str) -> Iterator[str]:
    """The name of a fresh, migrated PostgreSQL database, dropped afterwards."""
    name = postgres_server.create_database(template=postgres_template)
    yield name
    postgres_server.drop_database(name)


@pytest.fixture
def postgres_url(postgres_server: Server, postgres_database: str) -> str:
    """The app role's URL of a fresh, migrated PostgreSQL database."""
    return postgres_server.app_url_for(postgres_database)


@pytest.fixture(params=["sqlite", "postgres"])
def database_kind(request: pytest.FixtureRequest) -> str:
    """Which database a test runs on: each in turn."""
    kind: str = request.param
    return kind


@pytest.fixture
def database_url(request: pytest.FixtureRequest, database_kind: str) -> str:
    """The app's URL of a fresh, migrated database."""
    url: str = request.getfixturevalue(f"{database_kind}_url")
    return url


@pytest.fixture
def owner_url(request: pytest.FixtureRequest, database_url: str) -> str:
    """The owner's URL of the database that `database_url` reaches."""
    if database_url.startswith("sqlite"):
        return database_url
    server: Server = request.getfixturevalue("postgres_server")
    return server.owner_url_for(request.getfixturevalue("postgres_database"))


@pytest.fixture(params=["sqlite", "postgres"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The owner's URL of a database with nothing in it, for migrations' own tests."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server: Server = request.getfixturevalue("postgres_server")
    name = server.create_database()
    yield server.owner_url_for(name)
    server.drop_database(name)

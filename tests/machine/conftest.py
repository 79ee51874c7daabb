from collections.abc import Callable
from pathlib import Path

import pytest

from tests.machine.small_world import Template, fill
from tests.machine.small_world import sqlite_template as fill_sqlite
from tests.support.postgres import Server


@pytest.fixture(scope="session")
def small_sqlite(
    tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path
) -> Template:
    """The small world in a SQLite file."""
    return fill_sqlite(tmp_path_factory.mktemp("machine"), sqlite_template)


@pytest.fixture(scope="session")
def small_postgres(
    tmp_path_factory: pytest.TempPathFactory,
    postgres_server: Server,
    postgres_template: str,
) -> Template:
    """The small world in a PostgreSQL database."""
    key_file = tmp_path_factory.mktemp("machine") / "root.json"
    filled = postgres_server.create_database(postgres_template)
    loaded, moment = fill(postgres_server.app_url_for(filled), key_file)

    def copy() -> tuple[str, Callable[[], None]]:
        name = postgres_server.create_database(filled)
        return (
            postgres_server.app_url_for(name),
            lambda: postgres_server.drop_database(name),
        )

    return Template("postgres", copy, key_file, loaded, moment)


@pytest.fixture(params=["sqlite", "postgres"])
def template(request: pytest.FixtureRequest) -> Template:
    """The small world, on each database in turn."""
    found: Template = request.getfixturevalue(f"small_{request.param}")
    return found

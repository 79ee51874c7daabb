"""The crash tests' databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crash.databases import Place, postgres_place, sqlite_place


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """A fresh place for jobs: the test runs on both databases."""
    if request.param == "sqlite":
        with sqlite_place(tmp_path) as found:
            yield found
    else:
        server = request.getfixturevalue("postgres_server")
        with postgres_place(server) as found:
            yield found

"""Databases for tests of the job engine, on both dialects, without our own tables."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from reciprocal.jobs import prepare
from tests.support.postgres import APP_ROLE, Server


@dataclass(frozen=True, slots=True)
class Place:
    """Where a worker keeps its jobs, and where its steps leave their mark."""

    jobs_url: str
    marks_url: str


@contextmanager
def sqlite_place(folder: Path) -> Iterator[Place]:
    """Two files: an embedded engine has one to itself."""
    yield Place(f"sqlite:///{folder / 'jobs'}", f"sqlite:///{folder / 'marks'}")


@contextmanager
def postgres_place(server: Server) -> Iterator[Place]:
    """One database, in which the worker's role may not create a table for the engine.

    The owner prepares the engine's schema, as a deployment's migration does.
    """
    name = server.create_database()
    owner_url, app_url = server.owner_url_for(name), server.app_url_for(name)
    prepare(owner_url, app_role=APP_ROLE)
    yield Place(app_url, owner_url)
    server.drop_database(name)

"""Statements compiled once a run, though every test has an engine of its own.

SQLAlchemy keeps what it compiled by engine and dialect: right for a service, which has
one of each, and dear for tests, which open thousands. Here the engines of one dialect
share both, as all requests of a service do. Connections stay each engine's own.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, util

from reciprocal import db

_KEPT_STATEMENTS = 5_000


@pytest.fixture(scope="session", autouse=True)
def shared_statements() -> Iterator[None]:
    """Let every engine that the service opens compile on behalf of the next."""
    alone = db._engine
    known: dict[str, Engine] = {}
    compiled: dict[str, Any] = {}

    def sharing(url: str) -> Engine:
        engine = alone(url)
        name = engine.dialect.name
        first = known.get(name)
        # A dialect learns its server's version as it first connects, and one that
        # never did is of no use to another.
        if first is None or first.dialect.server_version_info is None:
            known[name] = engine
        else:
            engine.dialect = first.dialect
        engine._compiled_cache = compiled.setdefault(
            name, util.LRUCache(_KEPT_STATEMENTS)
        )
        return engine

    db._engine = sharing
    yield
    db._engine = alone

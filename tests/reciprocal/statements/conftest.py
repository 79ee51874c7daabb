"""Schemes whose book is written and told quarter by quarter, on both databases."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from reciprocal import clock
from reciprocal.db import Database
from tests.reciprocal.ledger.conftest import Scene
from tests.reciprocal.statements.disputing import MANY, Told
from tests.reciprocal.statements.quarterly import Quarterly
from tests.reciprocal.statements.test_release import moves


@pytest.fixture
def quarterly(database_url: str) -> Iterator[Quarterly]:
    database = Database(database_url)
    laid = Quarterly(Scene(database), datetime(2026, 1, 2, 12, tzinfo=UTC))
    with clock.source(lambda: laid.at):
        laid.scene.lay()
        yield laid
    database.close()


@pytest.fixture
def told(database_url: str) -> Iterator[Told]:
    database = Database(database_url)
    laid = Told(Scene(database, MANY), datetime(2026, 1, 2, 12, tzinfo=UTC))
    with clock.source(lambda: laid.at):
        laid.scene.lay()
        moves(laid, "m")
        laid.on(4, 15)
        laid.release()
        laid.on(4, 20)
        yield laid
    database.close()

import pytest

from tests.machine.small_world import RULES, rows
from tests.support.filled import Filled
from tests.support.world import DAY, Fill


@pytest.fixture(scope="session")
def small_sqlite(filled: Fill) -> Filled:
    """The small world in a SQLite file."""
    return filled("sqlite", rows(DAY), RULES)


@pytest.fixture
def template(database_kind: str, filled: Fill) -> Filled:
    """The small world, on each database in turn."""
    return filled(database_kind, rows(DAY), RULES)

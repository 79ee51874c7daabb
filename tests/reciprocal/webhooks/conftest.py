import pytest

from tests.reciprocal.journey import Journey, one_move
from tests.support.world import MakeWorld


@pytest.fixture
def journey(make_world: MakeWorld) -> Journey:
    """One household and one void, before anything has happened."""
    return Journey(make_world(one_move()))

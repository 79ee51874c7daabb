from tests.api.standing import standing
from tests.api.test_games import scheme

__all__ = ["scheme", "standing"]

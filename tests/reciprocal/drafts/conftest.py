from tests.reciprocal.members import office

__all__ = ["office"]

from tests.api.standing import standing

__all__ = ["standing"]

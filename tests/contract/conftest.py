from tests.api.standing import standing, standing_url

__all__ = ["standing", "standing_url"]

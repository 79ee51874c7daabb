from tests.api.standing import quick_passwords, standing, standing_url

__all__ = ["quick_passwords", "standing", "standing_url"]

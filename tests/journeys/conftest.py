from tests.api.standing import quick_passwords

__all__ = ["quick_passwords"]

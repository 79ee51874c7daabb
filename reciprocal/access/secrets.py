"""Passwords and tokens: what is kept of them opens nothing.

Passwords go through Argon2id (pwdlib); a token is 128 or 256 random bits, so a
plain SHA-256 of it suffices. How many password checks run at once is bounded,
since each takes a third of a second and 64 MB.
"""

import hashlib
import secrets
from threading import BoundedSemaphore

from pwdlib import PasswordHash

MACHINE_KEY_MARK = "rk_"
ACCESS_TOKEN_MARK = "rt_"  # noqa: S105 - a mark for scanners, and no secret

_argon2 = PasswordHash.recommended()
_checks_at_once = BoundedSemaphore(2)
_nobody: list[str] = []


def new_token() -> str:
    """Return an opaque token of 128 random bits, which never looks like a key."""
    return secrets.token_hex(16)


def new_machine_key() -> str:
    """Return a machine key of 256 random bits, marked so that scanners know it."""
    return MACHINE_KEY_MARK + secrets.token_urlsafe(32)


def new_access_token() -> str:
    """Return a machine's access token of 256 random bits, told from a session's."""
    return ACCESS_TOKEN_MARK + secrets.token_urlsafe(32)


def is_access_token(token: str) -> bool:
    """Tell whether a token is a machine's, by its look."""
    return token.startswith(ACCESS_TOKEN_MARK)


def digest(token: str) -> str:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def hash_password(password: str) -> str:
    """Return the Argon2id hash that is stored of a password."""
    with _checks_at_once:
        return _argon2.hash(password)


def password_matches(password: str, stored: str | None) -> bool:
    """Tell whether a password is the stored one; takes as long when there is none."""
    if not _nobody:
        _nobody.append(hash_password(new_token()))
    with _checks_at_once:
        return _argon2.verify(password, stored or _nobody[0]) and stored is not None

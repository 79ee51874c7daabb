"""Codes of a second factor: values in, values out.

Time-based codes are RFC 6238's, by `pyotp`; a code counts for its own half-minute and
the one on either side. A recovery code has 120 random bits, so that a plain digest of
it suffices (ASVS 5.0 6.5.2).
"""

import hmac
import secrets
from datetime import datetime

import pyotp

RECOVERY_CODES = 10
DIGITS = 6

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_RECOVERY_LETTERS = 24
_GROUP = 4
_WINDOW = 1
_NAME = "Desk"
"""What stands in the app: somebody may look at the phone."""


def new_secret() -> str:
    """Return a secret of 160 random bits, as base32."""
    return pyotp.random_base32()


def in_groups(letters: str) -> str:
    """Return letters as people copy them: four, and a space."""
    parts = range(0, len(letters), _GROUP)
    return " ".join(letters[start : start + _GROUP] for start in parts)


def address_of(secret: str) -> str:
    """Return the `otpauth:` address that an app takes; it names nobody."""
    return pyotp.TOTP(secret).provisioning_uri(name=_NAME, issuer_name=_NAME)


def step_of(secret: str, code: str, now: datetime, *, after: int) -> int | None:
    """Return the time step whose code was given; None where it is none of them.

    Args:
        after: The newest step already used: neither it nor one before it counts.
    """
    totp = pyotp.TOTP(secret)
    given = plain(code).encode()
    present = totp.timecode(now)
    found: int | None = None
    for step in range(present - _WINDOW, present + _WINDOW + 1):
        right = hmac.compare_digest(totp.generate_otp(step).encode(), given)
        if right and step > after and found is None:
            found = step
    return found


def new_recovery_code() -> str:
    """Return a code for paper, in groups."""
    return in_groups(
        "".join(secrets.choice(_LETTERS) for _ in range(_RECOVERY_LETTERS))
    )


def is_recovery_code(code: str) -> bool:
    """Tell by its look whether a code is one of those on paper."""
    return len(plain(code)) == _RECOVERY_LETTERS


def plain(code: str) -> str:
    """Return a code as it counts, however it was spaced and written."""
    return "".join(code.split()).replace("-", "").upper()

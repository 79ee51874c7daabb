"""Cheap passwords for tests: a hash in production costs a third of a second."""

from collections.abc import Iterator

import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from reciprocal.access import secrets

IN_PRODUCTION = secrets._argon2
"""What the service hashes with; `tests/api` holds it to its cost."""


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Hash with Argon2id at its lightest, so that signing in costs no test a second."""
    secrets._argon2 = PasswordHash(
        (Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),)
    )
    secrets._nobody.clear()
    yield
    secrets._argon2 = IN_PRODUCTION
    secrets._nobody.clear()

"""Counting requests: what a budget is, and whoever counts what is spent of it.

Windows move: a request counts for as long as its window is wide. Counts are kept in
memory, where the process that was started last forgets them (see docs/adr/0046).
"""

import secrets
from dataclasses import dataclass
from typing import Protocol

from limits import RateLimitItem, RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

_SALT_BYTES = 32


@dataclass(frozen=True, slots=True)
class Budget:
    """How many requests in how wide a window.

    Attributes:
        name: What the headers call it.
    """

    name: str
    requests: int
    window_seconds: int

    @property
    def policy(self) -> str:
        """Return it as `RateLimit-Policy` says it."""
        return f'"{self.name}";q={self.requests};w={self.window_seconds}'

    @property
    def item(self) -> RateLimitItem:
        """Return it as the library counts it."""
        return RateLimitItemPerSecond(
            self.requests, self.window_seconds, namespace=self.name
        )


@dataclass(frozen=True, slots=True)
class Spent:
    """What came of counting one request.

    Attributes:
        allowed: Whether the budget had one left; a request refused is not counted.
        left: Requests that may still come.
        reset_at: When the oldest request that counts no longer does. Units: seconds
            since 1970, by the clock of this machine.
    """

    allowed: bool
    left: int
    reset_at: float


class Counts(Protocol):
    """Whoever counts: this process, or one for several."""

    @property
    def salt(self) -> bytes:
        """Return what names are digested with: one for all who are counted here."""
        ...

    def spend(self, budget: Budget, key: str) -> Spent:
        """Count one request of somebody, unless their budget is spent."""
        ...


class OwnCounts:
    """Counts in the memory of this process; its threads may count at once."""

    def __init__(self) -> None:
        self._windows = MovingWindowRateLimiter(MemoryStorage())
        self.salt = secrets.token_bytes(_SALT_BYTES)

    def spend(self, budget: Budget, key: str) -> Spent:
        """Count one request of somebody, unless their budget is spent."""
        allowed = self._windows.hit(budget.item, key)
        reset_at, left = self._windows.get_window_stats(budget.item, key)
        return Spent(allowed, max(0, left), reset_at)

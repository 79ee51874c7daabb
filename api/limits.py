"""Budgets of requests: how much anybody may ask for, and what is left of it.

Whoever serves alone counts for itself; where several processes serve, one counts for
all of them (`api.lodge`). A restart forgets what was spent (see docs/adr/0015, 0046).
"""

import hashlib
import math
import time
from dataclasses import dataclass
from ipaddress import ip_address, ip_network

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.counts import Budget, Counts, OwnCounts
from reciprocal.access.actor import Actor, ActorKind
from reciprocal.errors import TooManyRequests
from reciprocal.settings import Settings

_MINUTE_SECONDS = 60
_HOUR_SECONDS = 60 * 60
_SIGN_IN_WINDOW_SECONDS = 15 * 60
_IPV6 = 6
_SUBSCRIBER_BITS = 64
_TOLD = "reciprocal_budget"
"""Where a request's budget waits for its answer, in the request's own state."""


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of a budget, and when some of it comes back.

    Attributes:
        reset_seconds: Until the oldest request that counts no longer does.
    """

    budget: Budget
    requests: int
    reset_seconds: int

    @property
    def headers(self) -> dict[str, str]:
        """Return the two fields of draft-ietf-httpapi-ratelimit-headers-10.

        Both are structured fields (RFC 9651): lists of one string with parameters.
        """
        return {
            "RateLimit-Policy": self.budget.policy,
            "RateLimit": f'"{self.budget.name}";r={self.requests}'
            f";t={self.reset_seconds}",
        }


class Limits:
    """The budgets of one application, and what was spent of them."""

    def __init__(self, settings: Settings, counts: Counts | None = None) -> None:
        """Take the budgets from the settings.

        Args:
            counts: Whoever counts for several processes; this one does if left out.
        """
        self._counts = counts or OwnCounts()
        self.person = Budget(
            "person", settings.person_requests_per_minute, _MINUTE_SECONDS
        )
        self.system = Budget(
            "system", settings.system_requests_per_minute, _MINUTE_SECONDS
        )
        self.trial = Budget("trial", settings.trials_per_hour, _HOUR_SECONDS)
        self.address = Budget(
            "address",
            settings.sign_in_attempts_per_address,
            _SIGN_IN_WINDOW_SECONDS,
        )
        self.name = Budget(
            "name", settings.sign_in_attempts_per_name, _SIGN_IN_WINDOW_SECONDS
        )

    def spend_of(self, actor: Actor, scope: Scope) -> None:
        """Count a request of a person or a system.

        Raises:
            TooManyRequests: When its minute is full.
        """
        budget = self.system if actor.kind is ActorKind.MACHINE else self.person
        self._spend(budget, actor.id, scope)

    def spend_trial(self, actor: Actor, scope: Scope) -> None:
        """Count something tried out on a round, beside the request that asks for it.

        Raises:
            TooManyRequests: When the hour of whoever asks is full.
        """
        self._spend(self.trial, actor.id, scope)

    def spend_address(self, scope: Scope, *, systems: bool = False) -> None:
        """Count an attempt to come in from an address.

        Args:
            systems: Many systems may share an address, and each asks again and again.

        Raises:
            TooManyRequests: When too many came from there.
        """
        address, _ = scope.get("client") or ("", 0)
        budget = self.system if systems else self.address
        self._spend(budget, network_of(address), scope)

    def spend_name(self, name: str) -> None:
        """Count an attempt to come in under a name, or with an invitation.

        Nothing is said of what is left, and the wait is the whole window, whoever
        else tried: a name's count would tell that somebody else was at it.

        Raises:
            TooManyRequests: When too many tried it.
        """
        text = name.strip().casefold().encode()
        # By a digest that whoever counts forgets with the counts.
        key = hashlib.blake2b(text, key=self._counts.salt).hexdigest()
        if not self._counts.spend(self.name, key).allowed:
            raise TooManyRequests(self.name.window_seconds)

    def _spend(self, budget: Budget, key: str, scope: Scope) -> None:
        spent = self._counts.spend(budget, key)
        wait_seconds = max(1, math.ceil(spent.reset_at - time.time()))
        scope["state"][_TOLD] = Left(budget, spent.left, wait_seconds)
        if not spent.allowed:
            raise TooManyRequests(wait_seconds)


def network_of(address: str) -> str:
    """Return whose address it is: a subscriber of IPv6 has 2^64 of them."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if found.version == _IPV6:
        return str(ip_network((found, _SUBSCRIBER_BITS), strict=False))
    return address


class Told:
    """Sets the two fields on every answer to a request that was counted.

    Pure ASGI, so that a problem, a refusal and an empty answer carry them alike.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        state = scope.setdefault("state", {})

        async def send_told(message: Message) -> None:
            left = state.get(_TOLD)
            if message["type"] == "http.response.start" and left is not None:
                MutableHeaders(scope=message).update(left.headers)
            await send(message)

        await self.app(scope, receive, send_told)

"""The one place that calls out: a message in, the class of what came back out.

Redirects are not followed, proxies of the environment are not used, an answer's body
is not read, and nothing of a call is logged.
"""

import asyncio
import logging
import socket
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import cache
from ssl import SSLContext

import httpx

from reciprocal.webhooks.destinations import Destination, destination, may_be_called
from reciprocal.webhooks.rules import outcome_of
from reciprocal.webhooks.terms import Outcome

CALL_SECONDS = 15.0
_AT_ONCE = 8
_AGENT = "Reciprocal-Webhooks/1"

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Letter:
    """What is sent: no more than the URL, the signed headers and the body."""

    url: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Roads:
    """How the network is reached; another one in a test.

    Attributes:
        to_loopback: Whether http to the machine itself is allowed.
        trust: Which certificates are believed.
        resolve: Name and port to addresses.
    """

    to_loopback: bool = False
    trust: SSLContext | None = None
    resolve: Resolve | None = None
    call_seconds: float = CALL_SECONDS


def post_all(letters: Sequence[Letter], roads: Roads) -> list[Outcome]:
    """Send letters, some at once, and return the outcome of each in their order."""
    return asyncio.run(_post_all(letters, roads))


async def _post_all(letters: Sequence[Letter], roads: Roads) -> list[Outcome]:
    turns = asyncio.Semaphore(_AT_ONCE)

    async def post(letter: Letter) -> Outcome:
        async with turns:
            return await _post(letter, roads)

    return list(await asyncio.gather(*(post(letter) for letter in letters)))


async def _post(letter: Letter, roads: Roads) -> Outcome:
    to = destination(letter.url, to_loopback=roads.to_loopback)
    if to is None:
        return Outcome.REFUSED
    try:
        async with asyncio.timeout(roads.call_seconds):
            found = await addresses(to, roads)
            if not may_be_called(found, to_loopback=roads.to_loopback):
                return Outcome.REFUSED
            return outcome_of(await _call(to, found[0], letter, roads))
    except (httpx.HTTPError, OSError, ValueError):
        # A look-up that fails, a time that runs out, TLS, and answers that are no HTTP.
        return Outcome.UNREACHABLE


async def addresses(to: Destination, roads: Roads) -> Sequence[str]:
    """Return every address that a destination's name has now."""
    if to.is_address:
        return (to.host,)
    return await (roads.resolve or _resolve)(to.host, to.port)


async def _resolve(host: str, port: int) -> Sequence[str]:
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


async def _call(to: Destination, address: str, letter: Letter, roads: Roads) -> int:
    """Post to an address that was looked at, under the name it was looked up by."""
    headers = letter.headers | {
        "host": to.authority,
        "content-type": "application/json",
        "user-agent": _AGENT,
    }
    async with (
        client(roads) as http,
        http.stream(
            "POST",
            to.at(address),
            content=letter.body,
            headers=headers,
            extensions={"sni_hostname": to.host},
        ) as answer,
    ):
        return answer.status_code


def client(roads: Roads) -> httpx.AsyncClient:
    """Return what carries a call: no proxy of the environment's, and no redirect."""
    _quieten()
    return httpx.AsyncClient(
        verify=roads.trust or _public_trust(),
        trust_env=False,
        follow_redirects=False,
        timeout=roads.call_seconds,
    )


@cache
def _public_trust() -> SSLContext:
    """Load the public certificate authorities once: it takes a while."""
    return httpx.create_ssl_context()


def _quieten() -> None:
    """Keep the client from writing URLs and headers into anybody's log."""
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)

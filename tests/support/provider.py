"""An organisation's own sign-in provider: a real one, as a process on loopback."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from reciprocal.access.actor import service
from reciprocal.single_sign_on import operations, rules
from reciprocal.single_sign_on import provider as calls
from tests.support.world import World

CLIENT_SECRET = "CANARY-client-secret"

_ATTEMPTS = 200
_PAUSE_SECONDS = 0.1


@dataclass(frozen=True)
class Provider:
    """A provider that lets anybody in whom it knows.

    Attributes:
        issuer: Its own address.
    """

    issuer: str

    def sign_in(self, go_to: str, sub: str) -> dict[str, str]:
        """Sign somebody in where a browser was led; return what it comes back with."""
        answer = httpx.post(go_to, data={"sub": sub}, follow_redirects=False)
        assert answer.status_code == 302, answer.text
        asked = parse_qs(urlsplit(answer.headers["location"]).query)
        return {name: asked[name][0] for name in ("code", "state")}


def claims(sub: str, email: str, **more: Any) -> str:  # noqa: ANN401 - JSON
    """Return what the provider knows of somebody, as its command takes it."""
    known = {"sub": sub, "email": email, "email_verified": True, **more}
    return json.dumps(known)


@contextmanager
def provider(people: list[str]) -> Iterator[Provider]:
    """Run a provider that knows some people until the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    known = [word for each in people for word in ("--user-claims", each)]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock"]
    process = subprocess.Popen(
        [*command, "--port", str(port), "--require-nonce", "true", *known],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        found = Provider(f"http://127.0.0.1:{port}")
        _wait_for(found)
        yield found
    finally:
        process.terminate()
        process.wait()


def _wait_for(found: Provider) -> None:
    for _ in range(_ATTEMPTS):
        try:
            httpx.get(f"{found.issuer}/jwks")
        except httpx.TransportError:
            time.sleep(_PAUSE_SECONDS)
        else:
            return
    raise AssertionError("the provider did not come up")


def settle(world: World, code: str, idp: Provider, *factors: str) -> None:
    """Settle the provider of a member, as the operator's command does."""
    actor = service(world.loaded.scheme_id)
    url = rules.discovery_url(idp.issuer)
    # In a thread: where a browser is driven, this one has a loop of its own.
    with ThreadPoolExecutor(1) as apart:
        document = apart.submit(calls.read, world.working.roads, url).result()
    found = rules.discovered(document, idp.issuer)
    assert found is not None
    with world.acting(actor) as session:
        operations.settle(
            session,
            actor=actor,
            organisation_id=world.loaded.members[code].id,
            issuer=idp.issuer,
            client=("reciprocal", CLIENT_SECRET),
            found=found,
            factors=frozenset(factors),
        )

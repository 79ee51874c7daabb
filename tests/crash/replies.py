"""A process that is killed as it answers: after its commit, or just before it."""

import os
import signal
from datetime import datetime
from pathlib import Path
from typing import NoReturn

from fastapi.testclient import TestClient
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.app import create_app
from reciprocal import clock
from reciprocal.composition import Service
from reciprocal.idempotency import operations as idempotency
from reciprocal.settings import Settings
from tests.crash.worker import Say


class Mute:
    """Dies as the first byte of an answer is about to leave."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        del send

        async def die(_: Message) -> None:
            kill_here()

        await self.app(scope, receive, die)


def dying_server(
    say: Say,
    *,
    url: str,
    key_file: Path,
    moment: datetime,
    path: str,
    body: object,
    headers: dict[str, str],
    committed: bool,
) -> None:
    """Answer one POST as the service does, and be killed at it.

    Args:
        say: Hears the status, should anything be answered after all.
        moment: At which the scheme's clock stands.
        committed: Die between commit and reply; else once the answer is kept and
            before the transaction that keeps it commits.
    """
    if not committed:
        keep = idempotency.keep

        def keep_and_die(*given: object, days: int) -> None:
            keep(*given, days=days)
            kill_here()

        idempotency.keep = keep_and_die  # type: ignore[assignment]
    with clock.source(lambda: moment):
        working = Service(Settings(database_url=url, key_file=key_file))
        client = TestClient(Mute(create_app(working, with_worker=False)))
        say(str(client.post(path, json=body, headers=headers).status_code))


def kill_here() -> NoReturn:
    """End this process as `kill -9` does."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("still alive")

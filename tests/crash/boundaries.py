"""A process that answers one POST, and is killed at its n-th commit or after it."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from fastapi.testclient import TestClient
from sqlalchemy.engine.default import DefaultDialect

from api.app import create_app
from reciprocal import clock
from reciprocal.composition import Service
from reciprocal.settings import Settings
from tests.crash.replies import kill_here
from tests.crash.worker import Say

ANSWERED = "answered"


def dying_at_a_commit(
    say: Say,
    *,
    url: str,
    key_file: Path,
    moment: datetime,
    path: str,
    body: object,
    headers: dict[str, str],
    number: int,
    committed: bool,
) -> None:
    """Answer one POST as the service does, and die at one of its commits.

    Args:
        say: Hears the status, where the request has fewer commits than that.
        number: Which of the request's commits, from 1.
        committed: Die as soon as the database has it; else just before.
    """
    with clock.source(lambda: moment):
        working = Service(Settings(database_url=url, key_file=key_file))
        client = TestClient(create_app(working, with_worker=False))
        die_at(number, committed=committed)
        answer = client.post(path, json=body, headers=headers)
        say(f"{ANSWERED} {answer.status_code}")


def die_at(number: int, *, committed: bool) -> None:
    """Kill this process at its n-th commit from now on, on either database."""
    commit: Callable[[DefaultDialect, object], None] = DefaultDialect.do_commit
    passed = 0

    def count(dialect: DefaultDialect, connection: object) -> None:
        nonlocal passed
        passed += 1
        if passed == number and not committed:
            kill_here()
        commit(dialect, connection)
        if passed == number:
            kill_here()

    # The one door of both databases' commits, so that no commit is passed over.
    DefaultDialect.do_commit = count  # type: ignore[method-assign,assignment]

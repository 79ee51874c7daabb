"""Several processes serve; one is killed, then the one that started them.

The first is no worker here: the engine is not what is tried, and is long to start.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import httpx

from api.lodge import Lodge
from api.serving import serve_beside
from reciprocal.composition import Service
from reciprocal.settings import Settings

PATIENCE_SECONDS = 300
_NEVER = {"email": "nobody@example.org", "password": "long enough to be one"}


def until(holds: Callable[[], bool], what: str) -> None:
    """Wait for something that is bound to come."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < deadline, what
        time.sleep(0.5)  # Asking costs the very processor that they start on.


def serving(parent: int) -> set[int]:
    """Return the processes that serve for another and have not ended."""
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            said = (folder / "cmdline").read_bytes()
            state, its_parent = (folder / "stat").read_text().rsplit(")")[1].split()[:2]
        except OSError:
            continue  # It ended while we looked.
        if b"spawn_main" in said and int(its_parent) == parent and state != "Z":
            found.add(int(folder.name))
    return found


def alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


def test_one_that_dies_is_replaced_and_none_outlives_the_first(
    sqlite_template: Path, tmp_path: Path
) -> None:
    file = tmp_path / "reciprocal.db"
    file.write_bytes(sqlite_template.read_bytes())
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {
        "DATABASE_URL": f"sqlite:///{file}",
        "KEY_FILE": f"{tmp_path / 'root.json'}",
        "PORT": f"{port}",
        "PROCESSES": "2",
    }
    named = {f"RECIPROCAL_{name}": said for name, said in settings.items()}
    first = subprocess.Popen([sys.executable, "-m", __name__], env=os.environ | named)
    # No connection is kept, so that either may be asked.
    http = httpx.Client(
        base_url=f"http://127.0.0.1:{port}",
        timeout=60,
        limits=httpx.Limits(max_keepalive_connections=0),
    )

    def live() -> bool:
        try:
            return http.get("/health/live").is_success
        except httpx.TransportError:
            return False

    def tried() -> str:
        answer = http.post("/v1/sessions", json=_NEVER)
        assert answer.status_code == 401
        return answer.headers["RateLimit"].split(";")[1]

    try:
        until(live, "it never served")
        until(lambda: len(serving(first.pid)) == 2, "there were never two")
        assert tried() == "r=29"
        killed, kept = sorted(serving(first.pid))
        os.kill(killed, signal.SIGKILL)
        until(live, "the other did not go on")
        # What was spent outlives whoever let it be spent.
        assert tried() == "r=28"
        until(lambda: len(serving(first.pid) - {killed}) == 2, "nobody took its place")
        both = serving(first.pid)
        assert kept in both
        first.kill()
        first.wait(PATIENCE_SECONDS)
        until(lambda: not any(map(alive, both)), "one outlived the first")
    finally:
        first.kill()
        first.wait(PATIENCE_SECONDS)
        http.close()


def main() -> None:
    """Be the first of them."""
    settings = Settings()
    with closing(Service(settings)) as working, Lodge(working) as lodge:
        serve_beside(settings, lodge)


if __name__ == "__main__":
    main()

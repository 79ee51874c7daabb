"""One process that serves, or several with one beside them that does what is done once.

Several processes share a socket, so that one that dies loses the callers it had in hand
and no other. The process that starts them keeps the lodge and is the worker: rounds and
webhooks are worked once, and budgets are counted once. Whichever is killed, nothing
acknowledged is lost: it was committed before it was said.
"""

import os
import signal
import sys
from contextlib import closing
from functools import partial
from multiprocessing import parent_process
from threading import Thread
from typing import Any

import uvicorn
from fastapi import FastAPI
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess

from api.app import create_app
from api.lodge import Lodge, Window
from reciprocal.composition import Service
from reciprocal.settings import Settings

_SILENT_SECONDS = 120
"""A process that says nothing for so long is stopped, and another started."""


class Beside(Service):
    """The service in a process that serves, while another is the worker."""

    def __init__(self, settings: Settings, window: Window) -> None:
        super().__init__(settings)
        self._window = window

    def run_round(self, round_id: str) -> None:
        """Have the worker queue a frozen round."""
        self._window.run_round(round_id)

    def ask_landlords(self, round_id: str) -> None:
        """Have the worker go on with a round that people have decided."""
        self._window.ask_landlords(round_id)

    def is_working(self) -> bool:
        """Tell whether the worker is up."""
        return self._window.is_working()


def serve(settings: Settings) -> None:
    """Serve until stopped, in as many processes as the settings say.

    Raises:
        TablesMissing: Nothing was laid in the database yet.
    """
    working = Service(settings)
    working.database.require_tables()
    if settings.processes == 1:
        uvicorn.run(create_app(working), **_options(settings))
        return
    with closing(working):
        working.start()
        with Lodge(working) as lodge:
            serve_beside(settings, lodge)


def serve_beside(settings: Settings, lodge: Lodge) -> None:
    """Start the processes that serve, replace one that dies, and stop them at the end.

    On a signal each answers what it has in hand first.
    """
    config = uvicorn.Config(
        partial(_app_beside, settings, lodge.address),
        factory=True,
        workers=settings.processes,
        timeout_worker_healthcheck=_SILENT_SECONDS,
        **_options(settings),
    )
    several = Multiprocess(config, [config.bind_socket()])
    several.run()
    if any(each.exitcode == STARTUP_FAILURE for each in several.processes):
        sys.exit(STARTUP_FAILURE)


def _app_beside(settings: Settings, address: str) -> FastAPI:
    """Return the application of one of several processes, in that process."""
    Thread(target=_end_with_parent, name="end", daemon=True).start()
    window = Window(address)
    return create_app(Beside(settings, window), with_worker=False, counts=window)


def _end_with_parent() -> None:
    """Stop, as on a signal, when the process that started this one is no more."""
    parent = parent_process()
    assert parent is not None, "one of several, started by another"
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)


def _options(settings: Settings) -> dict[str, Any]:
    """Return how each process serves: without an access log: addresses hold references.

    Whom to believe about a caller's address is for `api.proxies` to say.
    """
    return {
        "host": settings.host,
        "port": settings.port,
        "access_log": False,
        "server_header": False,
        "proxy_headers": False,
        "log_level": "warning",
    }

"""The service on a port of this machine, for a real browser."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

_STARTED_WITHIN_SECONDS = 30


@contextmanager
def served(app: ASGIApp) -> Iterator[str]:
    """Serve an app in a thread until the end; yield its address."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(128)
        server = uvicorn.Server(
            uvicorn.Config(app, log_level="error", lifespan="off", ws="none")
        )
        thread = threading.Thread(
            target=server.run, kwargs={"sockets": [listener]}, daemon=True
        )
        thread.start()
        ends = time.monotonic() + _STARTED_WITHIN_SECONDS
        while not server.started:
            assert time.monotonic() < ends, "the server starts"
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join()

"""Start, kill and hear the worker processes of the crash tests."""

import multiprocessing
import signal
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

_PATIENCE_SECONDS = 60.0
_LOOK_SECONDS = 0.02

# Workers fork from a server that has loaded the modules once and runs no thread of
# the engine, which spares every start some seconds; each is a process of its own.
_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(["dbos", "tests.crash.toy", "tests.crash.rounds"])

Say = Callable[[str], None]


class Worker:
    """A real process that runs `work(say, **told)`, a module's own function."""

    def __init__(self, work: Callable[..., None], **told: Any) -> None:  # noqa: ANN401 - any function's
        self._heard, say = _processes.Pipe(duplex=False)
        self._process = _processes.Process(target=_run, args=(work, say, told))
        self._process.start()
        say.close()

    def kill_when(self, due: Callable[[], bool], *, delay_seconds: float) -> None:
        """Kill it, with no chance to tidy up, shortly after `due` comes true."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while not due():
            assert self._process.is_alive(), "the worker ended before its moment"
            assert time.monotonic() < deadline, "the moment to kill never came"
            time.sleep(_LOOK_SECONDS)
        time.sleep(delay_seconds)
        self.kill()

    def kill(self) -> None:
        """Kill it here and now, as `kill -9` does."""
        assert self._process.is_alive(), "the worker ended before its moment"
        self._process.kill()
        self._process.join(_PATIENCE_SECONDS)
        assert self._process.exitcode == -signal.SIGKILL

    def next_word(self) -> str:
        """Wait for its next word and return it."""
        assert self._heard.poll(_PATIENCE_SECONDS), "the worker said nothing"
        word: str = self._heard.recv()
        return word

    def said(self) -> list[str]:
        """Return all else that it said, once it has ended by itself or been killed."""
        self._process.join(_PATIENCE_SECONDS)
        assert self._process.exitcode in (0, -signal.SIGKILL), "the worker failed"
        words: list[str] = []
        try:
            while True:
                words.append(self._heard.recv())
        except EOFError:
            return words


def _run(work: Callable[..., None], said: Connection, told: dict[str, Any]) -> None:
    work(said.send, **told)

"""Start, kill and read the worker processes of the crash tests."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_PATIENCE_SECONDS = 60.0


class Worker:
    """A real process running a module of the tests."""

    def __init__(self, module: str, *arguments: str) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-m", module, *arguments],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def kill_when(self, due: Callable[[], bool], *, delay_seconds: float) -> None:
        """Kill it, with no chance to tidy up, shortly after `due` comes true."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while not due():
            assert self._process.poll() is None, self.said()
            assert time.monotonic() < deadline, "the moment to kill never came"
            time.sleep(0.01)
        time.sleep(delay_seconds)
        self._process.kill()

    def said(self) -> str:
        """Wait for its end; return its output, or its complaint if it failed.

        A kill is the end these tests ask for; anything else but success is not.
        """
        output, complaint = self._process.communicate(timeout=_PATIENCE_SECONDS)
        assert self._process.returncode in (0, -signal.SIGKILL), complaint
        return output.strip()

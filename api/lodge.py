"""What several serving processes have in common: one count of budgets, one worker.

The process that started them keeps the lodge; each of them asks through a window, over
a socket in a folder that its own user alone may enter. What is said is JSON, and
nothing of it is ever unpickled. Nothing is kept on disk: what was spent is forgotten
with the lodge, as it is by a process that serves alone.
"""

import json
from collections.abc import Callable
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock, Thread
from types import TracebackType
from typing import Any, Self

import structlog

from api.counts import Budget, OwnCounts, Spent
from reciprocal.composition import Service

_FAMILY = "AF_UNIX"
_WAITING_MAX = 128
_ASKED_BYTES_MAX = 4_096
"""The longest question; a key is a digest, an identifier or a network."""

log = structlog.get_logger()


class NotAnswered(Exception):
    """The lodge could not do what a window asked; it has said why in its own log."""


class Lodge:
    """Answers every window until it is closed.

    A window that goes belonged to a process that stopped, perhaps between storing a
    round and asking for it: rounds are then looked for, as at a start.

    Attributes:
        address: Where windows find it.
    """

    def __init__(self, service: Service) -> None:
        self._service = service
        self._counts = OwnCounts()
        self._answers: dict[str, Callable[..., object]] = {
            "salt": self._counts.salt.hex,
            "spend": self._spend,
            "run_round": service.run_round,
            "ask_landlords": service.ask_landlords,
            "is_working": service.is_working,
        }
        # Made for its owner alone (0700), which is what guards the socket in it.
        self._folder = TemporaryDirectory(prefix="lodge-")
        self.address = str(Path(self._folder.name) / "window")
        self._listener = Listener(self.address, _FAMILY, backlog=_WAITING_MAX)
        self._closed = False
        Thread(target=self._open, name="lodge", daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        del kind, fault, trace
        self._closed = True
        self._listener.close()
        self._folder.cleanup()

    def _open(self) -> None:
        while not self._closed:
            try:
                window = self._listener.accept()
            except OSError:
                continue
            Thread(target=self._attend, args=(window,), daemon=True).start()

    def _attend(self, window: "Connection[Any, Any]") -> None:
        """Answer one window until it goes."""
        try:
            while True:
                asked = json.loads(window.recv_bytes(_ASKED_BYTES_MAX))
                window.send_bytes(json.dumps(self._answer(*asked)).encode())
        except (EOFError, OSError):
            window.close()
        if not self._closed and self._service.is_working():
            self._answer("take_up")

    def _answer(self, what: str, *words: object) -> dict[str, object]:
        work = self._service.take_up if what == "take_up" else self._answers[what]
        try:
            return {"said": work(*words)}
        except Exception as fault:  # noqa: BLE001 - whatever it is, its class is said
            log.error("lodge", asked=what, fault=type(fault).__name__)  # noqa: TRY400 - a traceback holds values
            return {}

    def _spend(
        self, name: str, requests: int, window_seconds: int, key: str
    ) -> list[object]:
        spent = self._counts.spend(Budget(name, requests, window_seconds), key)
        return [spent.allowed, spent.left, spent.reset_at]


class Window:
    """The lodge, as a process that serves reaches it; its threads take turns.

    Raises:
        OSError, EOFError: From everything it does, once the lodge has gone: nobody who
            cannot be counted is let in.
    """

    def __init__(self, address: str) -> None:
        self._connection = Client(address, _FAMILY)
        self._turn = Lock()
        self.salt = bytes.fromhex(self._ask("salt"))

    def spend(self, budget: Budget, key: str) -> Spent:
        """Count one request of somebody, unless their budget is spent."""
        whole = (budget.name, budget.requests, budget.window_seconds, key)
        return Spent(*self._ask("spend", *whole))

    def run_round(self, round_id: str) -> None:
        """Have a frozen round worked.

        Raises:
            NotAnswered: When the worker cannot take it up now.
        """
        self._ask("run_round", round_id)

    def ask_landlords(self, round_id: str) -> None:
        """Have a round that people have decided gone on with.

        Raises:
            NotAnswered: When the worker cannot take it up now.
        """
        self._ask("ask_landlords", round_id)

    def is_working(self) -> bool:
        """Tell whether the worker is up."""
        return bool(self._ask("is_working"))

    def close(self) -> None:
        """Go."""
        self._connection.close()

    def _ask(self, what: str, *words: object) -> Any:  # noqa: ANN401 - whatever JSON says
        with self._turn:
            self._connection.send_bytes(json.dumps([what, *words]).encode())
            answer = json.loads(self._connection.recv_bytes())
        if "said" not in answer:
            raise NotAnswered
        return answer["said"]

"""The worker's postman: looks at the outbox every few seconds until it is stopped."""

import logging
import threading

from reciprocal.db import Database
from reciprocal.webhooks.deliver import deliver_due
from reciprocal.webhooks.post import Roads

LOOK_SECONDS = 5.0
_CLOSE_SECONDS = 20.0

_log = logging.getLogger(__name__)


class Postman:
    """A thread that delivers what is due; several may run, beside one database."""

    def __init__(
        self, database: Database, roads: Roads, *, look_seconds: float = LOOK_SECONDS
    ) -> None:
        self._database = database
        self._roads = roads
        self._look_seconds = look_seconds
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="postman", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def close(self) -> None:
        """Stop after the batch in hand, or leave it to its lease."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join(_CLOSE_SECONDS)

    def _run(self) -> None:
        while not self._stopped.wait(self._look_seconds):
            try:
                deliver_due(self._database, self._roads, stop=self._stopped)
            except Exception as fault:  # noqa: BLE001 - its class is said
                _log.warning("webhooks are not delivered (%s)", type(fault).__name__)

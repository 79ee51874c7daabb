"""A proxy on this machine that cuts chosen connections, and keeps what came back."""

import re
import socket
import struct
import threading
from collections import deque
from collections.abc import Iterable
from enum import StrEnum
from typing import Self
from urllib.parse import urlsplit

_KEY = re.compile(rb"idempotency-key: (\S+)", re.IGNORECASE)
_PIECE = 65_536
_LET_THROUGH = 2_000
"""How much of a body passes before the connection is cut. Units: bytes."""


class Cut(StrEnum):
    """When a connection is cut: before the body arrived, or before the reply did."""

    IN_BODY = "in_body"
    BEFORE_REPLY = "before_reply"


class CuttingProxy:
    """Passes bytes on to a server, and cuts the requests that begin with some bytes.

    Attributes:
        replies: Everything that the server said, also what nobody received.
        keys: The idempotency key of each request that begins so, cut or not.
    """

    def __init__(self, server: str, beginning: bytes, cuts: Iterable[Cut]) -> None:
        place = urlsplit(server)
        self._server = (place.hostname or "", place.port or 0)
        self._beginning = beginning
        self.cuts = deque(cuts)
        self.replies = bytearray()
        self.keys: list[bytes] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._listening.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            _Passage(self, client, socket.create_connection(self._server))


class _Passage:
    """One connection, in both directions."""

    def __init__(
        self, proxy: CuttingProxy, client: socket.socket, server: socket.socket
    ) -> None:
        self._proxy, self._client, self._server = proxy, client, server
        self._cut: Cut | None = None
        self._left = 0
        for way in (self._ask, self._answer):
            threading.Thread(target=self._run, args=(way,), daemon=True).start()

    def _run(self, way: object) -> None:
        try:
            way()  # type: ignore[operator]
        except OSError:
            pass
        finally:
            self._kill()

    def _ask(self) -> None:
        while piece := self._client.recv(_PIECE):
            if piece.startswith(self._proxy._beginning):
                self._proxy.keys += _KEY.findall(piece)
                if self._proxy.cuts:
                    self._cut = self._proxy.cuts.popleft()
                    head = piece.index(b"\r\n\r\n") + 4
                    self._left = head + _LET_THROUGH
            if self._cut is Cut.IN_BODY:
                self._server.sendall(piece[: self._left])
                self._left -= len(piece)
                if self._left <= 0:
                    return
            else:
                self._server.sendall(piece)

    def _answer(self) -> None:
        while piece := self._server.recv(_PIECE):
            self._proxy.replies += piece
            if self._cut is Cut.BEFORE_REPLY:
                return
            self._client.sendall(piece)

    def _kill(self) -> None:
        """End both connections at once, whatever is still on its way."""
        for end in (self._client, self._server):
            at_once = struct.pack("ii", 1, 0)
            try:
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue
            finally:
                end.close()

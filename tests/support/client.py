"""A client of an application in this process that asks for each answer in one call.

The framework's own client hears an answer as it is written, part by part, and crosses
to the application's thread and back nine times for each. No test here listens in
between: one crossing has the whole answer, in less than half of the time.
"""

import httpx2 as httpx
from anyio.from_thread import BlockingPortal
from fastapi import FastAPI
from fastapi.testclient import TestClient


class Whole(httpx.BaseTransport):
    """Has an application answer a request, and returns once it has."""

    def __init__(self, client: TestClient, address: tuple[str, int]) -> None:
        self._client = client
        self._inside = httpx.ASGITransport(
            client.app, raise_app_exceptions=False, client=address
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Return the whole answer."""
        request.read()
        with self._client._portal_factory() as portal:  # its own way to its loop
            assert isinstance(portal, BlockingPortal)
            return portal.call(self._answer, request)

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        answer = await self._inside.handle_async_request(request)
        assert isinstance(answer.stream, httpx.AsyncByteStream)
        written = b"".join([part async for part in answer.stream])
        return httpx.Response(
            answer.status_code,
            headers=answer.headers,
            stream=httpx.ByteStream(written),
        )


def client_of(
    app: FastAPI, *, address: tuple[str, int] = ("testclient", 50_000)
) -> TestClient:
    """Return a client that answers 500 where the application fails."""
    client = TestClient(app, raise_server_exceptions=False, client=address)
    client._transport = Whole(client, address)
    return client

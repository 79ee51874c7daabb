"""A client of an application in this process that asks for each answer in one call.

The framework's own client hears an answer as it is written, part by part, and crosses
to the application's thread and back nine times for each. No test here listens in
between: one crossing has the whole answer, in less than half of the time.
"""

import json
from http import HTTPStatus
from secrets import token_hex

import httpx2 as httpx
from anyio.from_thread import BlockingPortal
from fastapi import FastAPI
from fastapi.testclient import TestClient

from fixtures.people import PASSWORD


class Whole(httpx.BaseTransport):
    """Has an application answer a request, and returns once it has."""

    def __init__(
        self, client: TestClient, address: tuple[str, int], *, steps_up: bool
    ) -> None:
        self._client = client
        self._steps_up = steps_up
        self._inside = httpx.ASGITransport(
            client.app, raise_app_exceptions=False, client=address
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Return the whole answer; a session that must confirm who sits there does."""
        request.read()
        answer = self._whole(request)
        if self._steps_up and _asks_for_confirmation(answer):
            proof = self._client.build_request(
                "POST",
                "/v1/sessions/current/step-up",
                json={"password": PASSWORD},
                headers={
                    "Authorization": request.headers["Authorization"],
                    "Idempotency-Key": token_hex(16),
                },
            )
            if self._whole(proof).is_success:
                return self._whole(request)
        return answer

    def _whole(self, request: httpx.Request) -> httpx.Response:
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


def _asks_for_confirmation(answer: httpx.Response) -> bool:
    if answer.status_code != HTTPStatus.FORBIDDEN:
        return False
    return bool(json.loads(answer.read()).get("code") == "confirmation_needed")


def client_of(
    app: FastAPI,
    *,
    address: tuple[str, int] = ("testclient", 50_000),
    steps_up: bool = True,
) -> TestClient:
    """Return a client that answers 500 where the application fails.

    Args:
        steps_up: Prove by everybody's password who sits there, whenever asked, and send
            the call again.
    """
    client = TestClient(app, raise_server_exceptions=False, client=address)
    client._transport = Whole(client, address, steps_up=steps_up)
    return client

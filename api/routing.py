from collections.abc import Callable, Coroutine
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.routing import APIRoute
from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import Message, Receive, Scope, Send

from api import once
from api.deprecation import ending_of
from api.openapi import operation_id
from api.problems import FAILURES


class Route(APIRoute):
    """A route that reads a POST whole first, and says on every answer if it ends."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Keep the bytes as they came: a form's reader would use them up."""
        answer = super().get_route_handler()

        async def read_first(request: Request) -> Response:
            if request.method == "POST":
                try:
                    await request.body()
                except ClientDisconnect:
                    raise HTTPException(400) from None
            return await answer(request)

        return read_first

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer; a fault of a route that ends says so too."""
        ending = ending_of(self.endpoint)
        if ending is None:
            await super().handle(scope, receive, send)
            return

        async def send_marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(ending.headers)
            await send(message)

        await super().handle(scope, receive, send_marked)


class Router(APIRouter):
    """A router whose routes declare every failure and leave hidden fields out.

    Each POST but those of `api.once.EXCEPT` takes effect once for each key.
    """

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - FastAPI's own
        """Make a router of the house's routes."""
        super().__init__(
            route_class=Route,
            generate_unique_id_function=operation_id,
            **options,
        )

    def add_api_route(self, path: str, endpoint: Any, **options: Any) -> None:  # noqa: ANN401 - FastAPI's own
        """Add a route with the house's defaults."""
        options["response_model_exclude_unset"] = True
        options["responses"] = FAILURES | (options.get("responses") or {})
        extra = dict(options.get("openapi_extra") or {})
        ending = ending_of(endpoint)
        if ending is not None:
            options["deprecated"] = True
            extra |= ending.described
        if "POST" in (options.get("methods") or ()) and (
            self.prefix + path not in once.EXCEPT
        ):
            status = options.get("status_code") or 200
            model = options.get("response_model")
            if status == HTTPStatus.NO_CONTENT:
                model = None
            endpoint = once.once(endpoint, model=model, status=status)
            options["responses"] |= {status: once.ANSWERED}
            extra["parameters"] = [*extra.get("parameters", ()), once.PARAMETER]
        options["openapi_extra"] = extra or None
        super().add_api_route(path, endpoint, **options)

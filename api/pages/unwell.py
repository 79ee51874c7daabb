"""Whoever sits at a browser is answered by a page, whatever went wrong on the way.

A form that is too large, or a fault of ours, is refused before any page is asked: what
surrounds pages and the API alike answers both as a problem, for machines. On the way
out to a browser that becomes a page with the same words.
"""

import json
from http import HTTPStatus

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import sessions
from api.pages.desk import FRONT
from api.pages.rendering import fill

_PROBLEM = "application/problem+json"
_WHAT_TO_DO = {
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "Nothing of it was taken. Write less, or send "
    "a smaller file.",
    HTTPStatus.TOO_MANY_REQUESTS: "Nothing of it was taken. Wait a minute, then try "
    "again.",
}
_OTHERWISE = (
    "Wait a minute. Then look on your desk if it was done, before you do it again. If "
    "it goes wrong a second time, tell whoever runs the service."
)
"""A form is not promised to be there still: pages are stored nowhere."""


class InWords:
    """Turns a problem that would reach a browser into a page."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(FRONT):
            await self.app(scope, receive, send)
            return
        held: Message | None = None
        said = b""

        async def send_in_words(message: Message) -> None:
            nonlocal held, said
            if message["type"] == "http.response.start":
                kind = MutableHeaders(scope=message).get("content-type", "")
                if kind.startswith(_PROBLEM):
                    held = message
                    return
            if held is None:
                await send(message)
                return
            said += message.get("body", b"")
            if message.get("more_body"):
                return
            body = _page(Request(scope), held["status"], said)
            headers = MutableHeaders(scope=held)
            headers["content-type"] = "text/html; charset=utf-8"
            headers["content-length"] = str(len(body))
            await send(held)
            await send({"type": "http.response.body", "body": body})

        await self.app(scope, receive, send_in_words)


def _page(request: Request, status: int, said: bytes) -> bytes:
    values = {
        "title": json.loads(said)["title"],
        "what_to_do": _WHAT_TO_DO.get(HTTPStatus(status), _OTHERWISE),
        "token": sessions.token_of(request),
    }
    return fill("unwell.html", values).encode()

"""What surrounds every answer: headers, and silence about our own faults.

Pure ASGI, so that nothing it guards can be answered without it.
"""

from collections.abc import Mapping

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import too_large, unexpected

log = structlog.get_logger()

HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Robots-Tag": "noindex, nofollow",
}
"""Set on every response, whatever it says."""

_ITSELF = "'self'"
_PAGES = "/desk"
_OF_PAGES = {
    "Content-Security-Policy": "; ".join(
        (
            "default-src 'none'",
            *(
                f"{what} {_ITSELF}"
                for what in (
                    "script-src",
                    "style-src",
                    "img-src",
                    "connect-src",
                    "form-action",
                )
            ),
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )
}
_OF_ASSETS = _OF_PAGES | {"Cache-Control": "private, max-age=86400"}


def headers_at(path: str) -> Mapping[str, str]:
    """Return the headers of an answer: a page may have its own styles and scripts."""
    if path.startswith(f"{_PAGES}/assets/"):
        return HEADERS | _OF_ASSETS
    if path == _PAGES or path.startswith(f"{_PAGES}/"):
        return HEADERS | _OF_PAGES
    return HEADERS


class Shield:
    """Adds the headers, and turns an unforeseen exception into a bare problem.

    An exception's text may hold what somebody sent, so only its class is logged.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def send_shielded(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                headers = MutableHeaders(scope=message)
                for name, value in headers_at(scope["path"]).items():
                    headers[name] = value
            await send(message)

        try:
            await self.app(scope, receive, send_shielded)
        except Exception as fault:  # noqa: BLE001 - the last line of defence
            # A traceback holds values, so it is left out on purpose.
            log.error("unexpected", fault=type(fault).__name__)  # noqa: TRY400
            if begun:
                raise ConnectionError from None
            await unexpected()(scope, receive, send_shielded)


class BodyLimit:
    """Refuses a body larger than is taken here, by its declared size or as it comes.

    The framework's own limit answers in plain text and outside the shield.
    """

    def __init__(
        self, app: ASGIApp, bytes_max: int, larger: Mapping[str, int] | None = None
    ) -> None:
        """Take the limit, and the larger ones by the beginning of a path."""
        self.app = app
        self.bytes_max = bytes_max
        self.larger = larger or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        bytes_max = self._limit(scope["path"])
        declared = Headers(scope=scope).get("content-length", "")
        if declared.isdecimal() and int(declared) > bytes_max:
            await too_large()(scope, receive, send)
            return
        taken = 0

        async def receive_counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > bytes_max:
                raise HTTPException(413)
            return message

        await self.app(scope, receive_counted, send)

    def _limit(self, path: str) -> int:
        for beginning, bytes_max in self.larger.items():
            if path.startswith(beginning):
                return bytes_max
        return self.bytes_max

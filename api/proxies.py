"""Whom we take at their word about a caller: the proxies that the operator lists.

A listed proxy says where a caller came from (`X-Forwarded-For`) and with which
certificate the connection was made (`Client-Cert`, RFC 9440). From anybody else the
first is not read, and the second is taken away before anything sees the request: who
could send it would be any system whose certificate, no secret, they ever saw.
"""

from collections.abc import Sequence

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

CLIENT_CERTIFICATE = "client-cert"
_HANDED_ON = (CLIENT_CERTIFICATE, "client-cert-chain")


class Proxies:
    """Reads what listed proxies say of a caller, and nothing of what others do.

    Args:
        listed: Addresses and networks, as the settings checked them.
    """

    def __init__(self, app: ASGIApp, listed: Sequence[str]) -> None:
        self.app = app
        # Starlette and uvicorn write one protocol, ASGI, as two types; both ignores
        # below stand for that alone.
        self._believed = ProxyHeadersMiddleware(app, trusted_hosts=list(listed))  # type: ignore[arg-type]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        address, _ = scope.get("client") or ("", 0)
        if address not in self._believed.trusted_hosts:
            headers = MutableHeaders(scope=scope)
            for name in _HANDED_ON:
                del headers[name]
        await self._believed(scope, receive, send)  # type: ignore[arg-type]

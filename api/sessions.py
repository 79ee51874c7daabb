"""The cookie in which a browser carries a person's session, and its form token.

The cookie holds the very token that `POST /v1/sessions` answers with; nothing else is
kept in a browser.
"""

import hashlib
import hmac

from starlette.requests import HTTPConnection
from starlette.responses import Response

COOKIE = "__Host-session"
"""Such a name is only taken with `Secure`, for this host alone and for every path."""

BEGUN_ELSEWHERE = "__Host-begun"
"""What a browser keeps while it is away at an organisation's own sign-in page."""

_AWAY_SECONDS = 10 * 60
_PURPOSE = b"reciprocal form"


def start(response: Response, token: str) -> None:
    """Let the browser carry a session until it is closed or signed out."""
    response.set_cookie(COOKIE, token, secure=True, httponly=True, samesite="lax")


def end(response: Response) -> None:
    """Take the session from the browser."""
    response.delete_cookie(COOKIE, secure=True, httponly=True, samesite="lax")


def go_away(response: Response, binding: str) -> None:
    """Let the browser show, when it comes back, that it was this one that went."""
    response.set_cookie(
        BEGUN_ELSEWHERE,
        binding,
        max_age=_AWAY_SECONDS,
        secure=True,
        httponly=True,
        samesite="lax",
    )


def come_back(response: Response) -> None:
    """Take from the browser what it kept while it was away."""
    response.delete_cookie(BEGUN_ELSEWHERE, secure=True, httponly=True, samesite="lax")


def token_of(request: HTTPConnection) -> str:
    """Return the session's token; empty where none was brought."""
    return request.cookies.get(COOKIE, "")


def form_token(token: str) -> str:
    """Return what each form of this session carries, and no other site can know."""
    return hmac.new(token.encode(), _PURPOSE, hashlib.sha256).hexdigest()


def is_form_token(token: str, given: str) -> bool:
    """Tell whether a form was given out to this session."""
    return hmac.compare_digest(form_token(token).encode(), given.encode())


def is_from_here(request: HTTPConnection) -> bool:
    """Tell whether a browser says that a page of this very service sent it.

    A browser that says nothing at all of where a request comes from sent it from here:
    each that forms are used with has one of the two headers on what others send.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin")
    return origin is None or origin.partition("://")[2] == request.headers.get("host")

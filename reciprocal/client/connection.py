"""Sending one call: with its key, again when nobody answered, and never another's.

A POST carries an idempotency key that stays the same through every attempt, so an
attempt that was carried out and whose answer was lost is answered again and not done
again.
"""

import random
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar
from urllib.parse import quote

import httpx

from reciprocal.client.faults import (
    DestinationRefused,
    Fault,
    Refused,
    Unreachable,
)

Body = TypeVar("Body")

OAUTH_PATH = "/v1/oauth/token"

_TRY_AGAIN = frozenset({429, 502, 503, 504})
_UNAUTHENTICATED = 401
_NOT_MODIFIED = 304
_OAUTH_FAULT = "error"
_HALF_OPEN = "half_open"
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_PROBLEM = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Answer(Generic[Body]):
    """What the service answered.

    Attributes:
        tag: What to send as `if_match` to change just what was read; None where the
            answer has none.
        replayed: True when this key had been carried out before, and this is the
            answer it had then.
    """

    body: Body
    tag: str | None
    replayed: bool


@dataclass(frozen=True, slots=True)
class Patience:
    """How often, and after how long, a call is tried again.

    Attributes:
        attempts: At most, the first included.
        first_wait_s: Before the second; doubled each time, and never exactly, so that
            many clients do not come back together. Units: seconds.
        longest_wait_s: Units: seconds.
        timeout_s: For each attempt. Units: seconds.
    """

    attempts: int = 6
    first_wait_s: float = 0.5
    longest_wait_s: float = 30.0
    timeout_s: float = 30.0

    def wait_s(self, attempt: int) -> float:
        """Return how long to wait after an attempt, counted from 1."""
        longest = min(self.longest_wait_s, self.first_wait_s * 2 ** (attempt - 1))
        # Drawn to spread many clients, not to hide anything.
        return float(longest * random.uniform(0.5, 1.0))  # noqa: S311


@dataclass(frozen=True, slots=True)
class TokenAsked:
    """One attempt to get a token: the form with its assertion, and the call's proof."""

    form: dict[str, str] = field(repr=False)
    proof: str = field(repr=False)


class Credentials(Protocol):
    """Whoever calls, as each request shows it."""

    def headers(self, send: "Connection", method: str, url: str) -> dict[str, str]:
        """Return the headers that say who calls."""

    def renew(self) -> bool:
        """Forget what has run out; False where there is nothing to get anew."""


class Connection:
    """One service, reached as somebody.

    Args:
        base_url: `https://…`; plain http is taken for this same machine only.
        transport: What carries the requests; a test's own in tests.
        pause: Waits a number of seconds.

    Raises:
        DestinationRefused: For any other address.
    """

    def __init__(
        self,
        base_url: str,
        credentials: Credentials,
        *,
        patience: Patience = Patience(),
        transport: httpx.BaseTransport | None = None,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        url = httpx.URL(base_url)
        if url.scheme != "https" and not (
            url.scheme == "http" and url.host in _LOOPBACK
        ):
            raise DestinationRefused
        self.base_url = base_url.rstrip("/")
        self._credentials = credentials
        self._patience = patience
        self._pause = pause
        self._http = httpx.Client(
            transport=transport, timeout=patience.timeout_s, follow_redirects=False
        )

    def close(self) -> None:
        """Give the connections back."""
        self._http.close()

    def send(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str],
        **sent: Any,  # noqa: ANN401 - httpx's own
    ) -> tuple[httpx.Response, bool]:
        """Send until somebody answers, whatever they say.

        Returns:
            The last answer, and whether an attempt before it may have been carried
            out without an answer.

        Raises:
            Unreachable: When nobody answered the last attempt.
        """
        url = f"{self.base_url}{path}"

        def once() -> httpx.Response:
            # Whatever says who calls is made anew for each attempt; the key is not.
            who = self._credentials.headers(self, method, url)
            return self._http.request(method, url, headers={**headers, **who}, **sent)

        answer, unsure = self._until_answered(once)
        if answer.status_code == _UNAUTHENTICATED and self._credentials.renew():
            answer, later = self._until_answered(once)
            unsure = unsure or later
        return answer, unsure

    def ask_token(self, form: Callable[[], TokenAsked]) -> tuple[str, int]:
        """Ask for a system's token until somebody answers.

        Args:
            form: Returns what one attempt sends; each is good once.

        Returns:
            The token, and how long it lives. Units: seconds.

        Raises:
            Unreachable: When nobody answered the last attempt.
            Refused: When the answer was no.
        """
        url = f"{self.base_url}{OAUTH_PATH}"

        def once() -> httpx.Response:
            asked = form()
            return self._http.post(url, headers={"DPoP": asked.proof}, data=asked.form)

        answer, unsure = self._until_answered(once)
        if not answer.is_success and _OAUTH_FAULT in _said(answer):
            said = _said(answer)
            about = str(said.get("error_description", "Correct the credentials."))
            raise Refused(
                answer.status_code, str(said[_OAUTH_FAULT]), about, (), unsure
            )
        body = _read(answer, unsure=unsure).body
        return str(body["access_token"]), int(body["expires_in"])

    def _until_answered(
        self, once: Callable[[], httpx.Response]
    ) -> tuple[httpx.Response, bool]:
        """Try until somebody answers, whatever they say; see `send`."""
        unsure, attempt = False, 0
        while True:
            attempt += 1
            last = attempt >= self._patience.attempts
            try:
                answer = once()
            except httpx.TransportError as fault:
                if last:
                    raise Unreachable from fault
                unsure = True
                self._pause(self._patience.wait_s(attempt))
                continue
            asked = _asked_s(answer)
            if last or answer.status_code not in _TRY_AGAIN:
                return answer, unsure
            if asked > self._patience.longest_wait_s:
                return answer, unsure
            self._pause(max(asked, self._patience.wait_s(attempt)))

    def sign_in(
        self, email: str, password: str, code: Callable[[], str] | None = None
    ) -> str:
        """Start a person's session and return its token.

        Args:
            code: Asks for a code of the second factor, where there is one; where this
                is left out, the session says what it still needs at its first call.

        Raises:
            Refused: When the name, the password or the code is wrong, or there were
                too many.
        """
        known = {"email": email, "password": password}
        begun = self._started("/v1/sessions", known, {})
        if code is not None and begun["stage"] == _HALF_OPEN:
            who = {
                "Authorization": f"Bearer {begun['token']}",
                "Idempotency-Key": new_key(),
            }
            path = "/v1/sessions/current/second-factor"
            begun = self._started(path, {"code": code()}, who)
        return str(begun["token"])

    def _started(
        self, path: str, body: Mapping[str, str], headers: Mapping[str, str]
    ) -> dict[str, Any]:
        url = f"{self.base_url}{path}"
        try:
            answer = self._http.post(url, json=dict(body), headers=dict(headers))
        except httpx.TransportError as fault:
            raise Unreachable from fault
        found: dict[str, Any] = _read(answer, unsure=False).body
        return found


class Calls:
    """What every audience's calls are made with."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def _send(
        self,
        method: str,
        path: str,
        *,
        at: Mapping[str, str] | None = None,
        query: Mapping[str, object] | None = None,
        body: object = None,
        content: bytes | None = None,
        content_type: str | None = None,
        key: str | None = None,
        if_match: str | None = None,
        known: Answer[Any] | None = None,
    ) -> Answer[Any]:
        headers = {"Accept": "application/json"}
        if method == "POST":
            headers["Idempotency-Key"] = key or new_key()
        if if_match is not None:
            headers["If-Match"] = if_match
        if known is not None and known.tag is not None:
            headers["If-None-Match"] = known.tag
        if content_type is not None:
            headers["Content-Type"] = content_type
        sent: dict[str, Any] = {}
        given = {n: _written(v) for n, v in (query or {}).items() if v is not None}
        if given:
            sent["params"] = given
        if content is not None:
            sent["content"] = content
        elif body is not None:
            sent["json"] = body
        place = path.format_map({n: quote(v, safe="") for n, v in (at or {}).items()})
        answer, unsure = self._connection.send(method, place, headers, **sent)
        if known is not None and answer.status_code == _NOT_MODIFIED:
            return known
        return _read(answer, unsure=unsure)


def every(listing: Callable[..., Answer[Any]], **filters: object) -> Iterator[Any]:
    """Return every item of a list, page after page, as they are asked for."""
    cursor: str | None = None
    while True:
        page = listing(cursor=cursor, **filters).body
        yield from page["items"]
        cursor = page["next"]
        if cursor is None:
            return


def new_key() -> str:
    """Return a key for one act; keep it to ask for the same act again later."""
    return uuid.uuid4().hex


def _asked_s(answer: httpx.Response) -> float:
    """Return how long the service asks to be left alone. Units: seconds."""
    asked = answer.headers.get("Retry-After", "")
    return float(asked) if asked.isdecimal() else 0.0


def _read(answer: httpx.Response, *, unsure: bool) -> Answer[Any]:
    if answer.is_success:
        return Answer(
            body=answer.json() if answer.content else None,
            tag=answer.headers.get("ETag"),
            replayed=answer.headers.get("Idempotent-Replayed") == "true",
        )
    if answer.headers.get("Content-Type", "").startswith(_PROBLEM):
        said = answer.json()
        faults = tuple(
            Fault(each["field"], each["fault"], each.get("row"))
            for each in said["faults"]
        )
        raise Refused(answer.status_code, said["code"], said["title"], faults, unsure)
    about = "The service did not explain."
    raise Refused(answer.status_code, "unknown", about, (), unsure)


def _said(answer: httpx.Response) -> dict[str, Any]:
    """Return an answer's JSON object; empty where it has none."""
    kind = answer.headers.get("Content-Type", "")
    said = answer.json() if kind.partition(";")[0] == "application/json" else None
    return said if isinstance(said, dict) else {}


def _written(value: object) -> str | list[str]:
    """Write a query's value; a list is a parameter that is repeated."""
    if isinstance(value, list):
        return [str(each) for each in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)

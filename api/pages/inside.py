"""The API, called from within: all that pages know of the service.

A page shows what its reader's own session may read there and changes what it may
change, under the same keys, tags, budgets and faults; so no page can tell what no
route tells (see docs/adr/0058).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import httpx
from starlette.types import ASGIApp

_LONGEST_LIST_PAGES = 50
_SECONDS = 120.0
_CONFIRM = "confirmation_needed"


class SignedOut(Exception):
    """The session has run out, or never was."""


class NotHere(Exception):
    """There is nothing here for whoever asks."""


class Refused(Exception):
    """The API would not; what it said, in its own words.

    Attributes:
        faults: Field and what to do about it; with the row of a file, if any.
    """

    def __init__(self, answer: httpx.Response) -> None:
        problem = _problem(answer)
        self.status = answer.status_code
        self.code = str(problem.get("code", "unexpected"))
        self.title = str(problem.get("title", "Something went wrong; try again."))
        self.faults: tuple[Mapping[str, Any], ...] = tuple(problem.get("faults", ()))
        super().__init__(self.code)


class ConfirmFirst(Refused):
    """The API asks anew who sits there; then it would."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the API answered, with the tag of what it showed."""

    status: int
    body: Any
    tag: str | None
    text: str


class Inside:
    """One reader's session with the API of the same process."""

    def __init__(self, app: ASGIApp, *, token: str, caller: tuple[str, int]) -> None:
        """Take who reads, and from which address: budgets are counted by it."""
        self._token = token
        self._transport = httpx.ASGITransport(
            app, raise_app_exceptions=False, client=caller
        )

    async def ask(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: object | None = None,
        key: str | None = None,
        tag: str | None = None,
        accept: str | None = None,
        file: tuple[str, bytes, str] | None = None,
    ) -> Answer:
        """Ask the API for one thing.

        Args:
            key: Of an act that may be sent twice and is done once.
            tag: Of the thing as the reader last saw it.
            file: Name, bytes and content type of an upload, sent as `file`.

        Raises:
            SignedOut, NotHere, Refused: As the API answered.
        """
        given = {
            "Authorization": f"Bearer {self._token}" if self._token else None,
            "Idempotency-Key": key,
            "If-Match": tag,
            "Accept": accept,
        }
        async with httpx.AsyncClient(
            transport=self._transport, base_url="http://within", timeout=_SECONDS
        ) as client:
            answer = await client.request(
                method,
                path,
                params={k: v for k, v in (query or {}).items() if v not in (None, "")},
                json=body if file is None else None,
                data=body if file is not None else None,  # type: ignore[arg-type]
                files=None if file is None else {"file": file},
                headers={name: value for name, value in given.items() if value},
            )
        return _read(answer)

    async def read(self, path: str, **query: Any) -> Any:  # noqa: ANN401 - JSON
        """Return what a path shows."""
        return (await self.ask("GET", path, query=query)).body

    async def tagged(self, path: str) -> Answer:
        """Return what a path shows, with its tag."""
        return await self.ask("GET", path)

    async def every(self, path: str, **query: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - JSON
        """Return the whole of a list that is short enough for one page of paper."""
        found: list[dict[str, Any]] = []
        cursor: str | None = None
        for _ in range(_LONGEST_LIST_PAGES):
            page = await self.read(path, **query, cursor=cursor, limit=200)
            found += page["items"]
            cursor = page.get("next")
            if cursor is None:
                break
        return found


def _read(answer: httpx.Response) -> Answer:
    if answer.status_code == HTTPStatus.UNAUTHORIZED:
        raise SignedOut
    if answer.status_code == HTTPStatus.NOT_FOUND:
        raise NotHere
    if answer.is_error:
        refused = Refused(answer)
        raise ConfirmFirst(answer) if refused.code == _CONFIRM else refused
    json = "json" in answer.headers.get("content-type", "")
    return Answer(
        answer.status_code,
        answer.json() if json and answer.content else None,
        answer.headers.get("etag"),
        "" if json else answer.text,
    )


def _problem(answer: httpx.Response) -> dict[str, Any]:
    try:
        found = answer.json()
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}

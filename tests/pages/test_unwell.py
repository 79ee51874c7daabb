"""What is refused before any page is asked still reaches a browser as a page."""

import json
from collections.abc import Iterator

import httpx
import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from api.pages.unwell import InWords
from api.shield import Shield
from tests.pages.conftest import Served

FORM = "application/x-www-form-urlencoded"
LARGE = b"email=" + b"x" * 3_000_000


def in_parts() -> Iterator[bytes]:
    """Send it without saying beforehand how much it is."""
    for start in range(0, len(LARGE), 100_000):
        yield LARGE[start : start + 100_000]


@pytest.mark.parametrize("parts", [False, True])
def test_a_form_that_is_too_large_is_refused_in_words(
    served_world: Served, *, parts: bool
) -> None:
    answer = httpx.post(
        f"{served_world.address}/desk/sign-in",
        content=in_parts() if parts else LARGE,
        headers={"Content-Type": FORM},
    )
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "Nothing of it was taken." in answer.text
    assert "Exit this page" in answer.text
    assert "problem" not in answer.text
    # And it is guarded like any page
    assert answer.headers["cache-control"] == "no-store"
    assert "script-src 'self'" in answer.headers["content-security-policy"]


def test_a_system_is_answered_as_before(served_world: Served) -> None:
    answer = httpx.post(
        f"{served_world.address}/v1/sessions",
        content=LARGE,
        headers={"Content-Type": "application/json"},
    )
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert answer.headers["content-type"] == "application/problem+json"


def ask(app: ASGIApp, path: str) -> Response:
    # Not by a loop of its own: a browser's may be running in this process.
    client = TestClient(InWords(Shield(app)), raise_server_exceptions=False)
    return client.get(path)


async def hurt(*_: object) -> None:
    raise RuntimeError("14 Lantern Example Street")


def test_a_fault_of_ours_is_a_page_that_says_nothing_of_it() -> None:
    answer = ask(hurt, "/desk/cases")
    assert (answer.status_code, answer.headers["content-type"]) == (
        500,
        "text/html; charset=utf-8",
    )
    assert "look on your desk if it was done" in answer.text
    assert "Lantern" not in answer.text
    assert len(answer.content) == int(answer.headers["content-length"])
    assert json.loads(ask(hurt, "/v1/cases").text)["code"] == "unexpected"


def test_what_is_no_problem_goes_by_untouched() -> None:
    async def words(scope: Scope, receive: Receive, send: Send) -> None:
        await PlainTextResponse("as it was")(scope, receive, send)

    async def parts(scope: Scope, receive: Receive, send: Send) -> None:
        await StreamingResponse(iter(["a", "b"]))(scope, receive, send)

    assert ask(words, "/desk/x").text == "as it was"
    assert ask(parts, "/desk/x").text == "ab"

"""The client knows every route of the API, no other, and writes each as described."""

import inspect
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from reciprocal.client import Answer, Client, SystemKey
from scripts.print_client import FOLDER, Call, calls_of, files
from scripts.print_openapi import description as described

DESCRIBED = described()
CALLS = {call.name: call for call in calls_of(DESCRIBED)}
WORDS = {"Idempotency-Key": "key", "If-Match": "if_match", "If-None-Match": "known"}
AWKWARD = "a/../b?c"
"""What no reference looks like, and what must not walk to another route."""


def test_what_is_written_is_what_is_described() -> None:
    """Or run `python -m scripts.print_client`."""
    assert files(DESCRIBED) == dict(_written())


def _written() -> Iterator[tuple[str, str]]:
    for folder in ("shapes", "calls"):
        for file in sorted((FOLDER / folder).glob("*.py")):
            yield str(Path(folder) / file.name), file.read_text(encoding="utf-8")


def test_every_route_is_a_method_and_every_method_a_route() -> None:
    methods = {
        name
        for name, _ in inspect.getmembers(Client, inspect.isfunction)
        if not name.startswith("_") and name != "close"
    }
    assert methods == set(CALLS)


@pytest.mark.parametrize("name", CALLS)
def test_a_call_is_sent_as_it_is_described(name: str) -> None:
    call = CALLS[name]
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json={}, headers={"ETag": '"t"'})

    with Client(
        "http://127.0.0.1", SystemKey("k"), transport=httpx.MockTransport(answer)
    ) as client:
        given = arguments(call)
        got = getattr(client, name)(**given)
    (request,) = seen
    assert got.tag == '"t"'
    assert request.method == call.method
    filled = call.path
    for parameter in call.parameters("path"):
        filled = filled.replace(f"{{{parameter['name']}}}", "a%2F..%2Fb%3Fc")
    assert request.url.raw_path.decode().partition("?")[0] == filled
    assert dict(request.url.params) == {
        each["name"]: "true" for each in call.parameters("query")
    }
    if "body" in given:
        assert json.loads(request.content) == given["body"]
    elif "content" in given:
        assert request.content == given["content"]
        assert request.headers["Content-Type"] == given["content_type"]
    else:
        assert request.content == b""
    for parameter in call.parameters("header"):
        word = WORDS[parameter["name"]]
        said = given["known"].tag if word == "known" else given[word]
        assert request.headers[parameter["name"]] == said


def arguments(call: Call) -> dict[str, Any]:
    """Return something for every argument of a call's method."""
    given: dict[str, Any] = {}
    for name in inspect.signature(getattr(Client, call.name)).parameters:
        given[name] = {
            "body": {"a": ["b"]},
            "content": b"a,b\n",
            "content_type": "text/csv",
            "key": "k" * 16,
            "if_match": '"t"',
            "known": Answer(body={}, tag='"k"', replayed=False),
        }.get(name, AWKWARD)
    del given["self"]
    return given | {each["name"]: True for each in call.parameters("query")}

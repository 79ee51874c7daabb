"""The tag of what is about to be changed, fetched as a client would.

`If-None-Match: *` makes the answer a 304 that carries the tag: nothing is opened for
it, and nobody is written down as having looked.
"""

from typing import Any

from fastapi.testclient import TestClient

OVERWRITES = ("PATCH", "PUT")
NONE = '"no such tag"'


def tagged(path: str) -> str:
    """Return the path of the thing whose tag a change of `path` names."""
    parts = path.split("?", maxsplit=1)[0].split("/")
    while len(parts) > 4 and parts[-1] != "proposal":
        parts.pop()
    return "/".join(parts)


def live_tag(http: TestClient, path: str, headers: dict[str, str]) -> str:
    """Return the present tag of the thing that `path` changes, if there is one."""
    asked = headers | {"If-None-Match": "*"}
    answer: Any = http.get(tagged(path), headers=asked)
    return str(answer.headers.get("ETag", NONE))


def knowing(
    http: TestClient, method: str, path: str, headers: dict[str, str]
) -> dict[str, str]:
    """Return headers with the tag that a change of this method needs."""
    if method not in OVERWRITES or "If-Match" in headers:
        return headers
    return headers | {"If-Match": live_tag(http, path, headers)}

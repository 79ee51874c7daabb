"""What a client sends beside who it is: the tag of what it changes, and a key.

`If-None-Match: *` makes the answer a 304 that carries the tag: nothing is opened for
it, and nobody is written down as having looked.
"""

import secrets
from collections.abc import Callable
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


Known = Callable[[str, str], dict[str, str]]
"""Returns what somebody sends to be known by, for one method and path."""


def live_tag(http: TestClient, path: str, who: Known) -> str:
    """Return the present tag of the thing that `path` changes, if there is one."""
    thing = tagged(path)
    asked = who("GET", thing) | {"If-None-Match": "*"}
    answer: Any = http.get(thing, headers=asked)
    return str(answer.headers.get("ETag", NONE))


def knowing(http: TestClient, method: str, path: str, who: Known) -> dict[str, str]:
    """Return headers with the tag that a change of this method needs."""
    tag = {"If-Match": live_tag(http, path, who)} if method in OVERWRITES else {}
    return who(method, path) | tag


def keyed(method: str = "POST", key: str | None = None) -> dict[str, str]:
    """Return the header under which a POST is done once; a new key unless given."""
    if method != "POST":
        return {}
    return {"Idempotency-Key": key or secrets.token_urlsafe()}

"""The example of docs/webhooks.md runs as it stands there."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from reciprocal.webhooks import rules, signing
from reciprocal.webhooks.terms import MessageKind
from scripts.tree import ROOT

REFERENCE = "9f2c4e6a8b0d1f3e5a7c9b2d4f6e8a0c"
Changed = Callable[[bytes, dict[str, str], str], str | None]


@pytest.fixture(scope="module")
def changed() -> Changed:
    """Return the page's own function."""
    page = (ROOT / "docs" / "webhooks.md").read_text(encoding="utf-8")
    (example,) = (part.split("```")[0] for part in page.split("```python\n")[1:])
    names: dict[str, Any] = {}
    exec(example, names)  # noqa: S102 - the page is ours
    found: Changed = names["changed"]
    return found


def message(
    live: list[str], *, age: timedelta = timedelta(0)
) -> tuple[bytes, dict[str, str]]:
    moment = datetime.now(UTC) - age
    body = rules.body_of(MessageKind.CHANGED, moment, REFERENCE)
    return body, signing.headers("0" * 32, moment, body, live)


def test_each_of_two_live_secrets_verifies(changed: Changed) -> None:
    old, new = signing.new_secret(), signing.new_secret()
    body, headers = message([old, new])
    assert old != new
    assert headers["webhook-signature"].count("v1,") == 2
    assert changed(body, headers, old) == changed(body, headers, new) == REFERENCE


def test_what_is_forged_altered_or_old_is_refused(changed: Changed) -> None:
    secret = signing.new_secret()
    body, headers = message([secret])
    assert changed(body, headers, signing.new_secret()) is None
    assert changed(body.replace(b"9f2c", b"9f2d"), headers, secret) is None
    assert changed(body, headers | {"webhook-id": "msg_1"}, secret) is None
    assert changed(*message([secret], age=timedelta(minutes=6)), secret) is None

"""The committed description is the code's, is valid, and breaks no caller's code.

`docs/openapi.json` is what is described now. `docs/openapi-released.json` is what the
last release described, and is what callers wrote their programs against.
"""

import json
from typing import Any

from openapi_spec_validator import OpenAPIV31SpecValidator

from reciprocal import clock
from scripts.openapi_changes import losses
from scripts.print_openapi import description, openapi_page
from scripts.tree import ROOT

RELEASED = ROOT / "docs" / "openapi-released.json"
RENEW = "run `python -m scripts.print_openapi > docs/openapi.json`"


def released() -> Any:  # noqa: ANN401 - JSON
    return json.loads(RELEASED.read_text())


def test_the_committed_description_is_that_of_the_code() -> None:
    assert (ROOT / "docs" / "openapi.json").read_text() == openapi_page(), RENEW


def test_nothing_that_was_released_is_gone_or_narrower() -> None:
    assert losses(released(), description(), today=clock.today()) == ()


def test_the_description_is_valid() -> None:
    assert list(OpenAPIV31SpecValidator(description()).iter_errors()) == []


def test_an_invalid_description_is_seen() -> None:
    wrong = description()
    del wrong["info"]["title"]
    assert list(OpenAPIV31SpecValidator(wrong).iter_errors())

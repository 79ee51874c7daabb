"""The committed description is the code's, is valid, and breaks no caller's code.

`docs/openapi.json` is what is described now. `docs/openapi-released.json` is what the
last release described, and is what callers wrote their programs against.
"""

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from random import Random
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from reciprocal import clock
from reciprocal.places import locate, parse_postcode
from scripts.openapi_changes import losses
from scripts.print_openapi import description, openapi_page
from scripts.tree import ROOT
from tests.support.minutes import examples, sampling_seed

RELEASED = ROOT / "docs" / "openapi-released.json"
RENEW = "run `python -m scripts.print_openapi > docs/openapi.json`"


@pytest.fixture(scope="module")
def described() -> Any:  # noqa: ANN401 - JSON
    """What the code describes now."""
    return description()


def released() -> Any:  # noqa: ANN401 - JSON
    return json.loads(RELEASED.read_text())


def test_the_committed_description_is_that_of_the_code() -> None:
    assert (ROOT / "docs" / "openapi.json").read_text() == openapi_page(), RENEW


def test_nothing_that_was_released_is_gone_or_narrower(described: Any) -> None:  # noqa: ANN401
    assert losses(released(), described, today=clock.today()) == ()


def places(described: Any) -> Iterator[tuple[list[Any], str]]:  # noqa: ANN401 - JSON
    """Give the way to each operation and each field, and what its loss must name."""
    for path, item in described["paths"].items():
        for method in item:
            yield ["paths", path, method], f"{method.upper()} {path}: gone"
    for name, schema in described["components"]["schemas"].items():
        for field in schema.get("properties", {}):
            place = ["components", "schemas", name, "properties", field]
            yield place, f"field {field}"


def test_whatever_is_taken_out_of_it_is_missed_by_name() -> None:
    """A sample; in a soak, every operation and every field there is."""
    whole = released()
    drawn = list(places(whole))
    Random(sampling_seed()).shuffle(drawn)  # noqa: S311 - a sample, not a secret
    assert losses(whole, whole, today=clock.today()) == ()
    for (*way, last), named in drawn[: examples(8, len(drawn))]:
        poorer = deepcopy(whole)
        found = poorer
        for step in way:
            found = found[step]
        del found[last]
        missed = losses(whole, poorer, today=clock.today())
        assert any(named in loss or "choice" in loss for loss in missed), (way, last)


def test_the_description_is_valid(described: Any) -> None:  # noqa: ANN401
    assert list(OpenAPIV31SpecValidator(described).iter_errors()) == []


def test_an_invalid_description_is_seen(described: Any) -> None:  # noqa: ANN401
    wrong = deepcopy(described)
    del wrong["info"]["title"]
    assert list(OpenAPIV31SpecValidator(wrong).iter_errors())


def test_no_shape_is_named_by_our_modules(described: Any) -> None:  # noqa: ANN401
    """Two of one name would be told apart by where they stand in the code."""
    assert [name for name in described["components"]["schemas"] if "__" in name] == []


def postcodes(of: Any) -> Iterator[str]:  # noqa: ANN401 - JSON
    """Give each postcode that an example states, wherever it stands."""
    if isinstance(of, list):
        for each in of:
            yield from postcodes(each)
    elif isinstance(of, dict):
        for name, inner in of.items():
            if name.lower() in {"postcode", "postcodes"}:
                told = inner.get("examples", []) if isinstance(inner, dict) else inner
                yield from _texts(told)
            if name != "mapping":
                yield from postcodes(inner)


def _texts(told: Any) -> Iterator[str]:  # noqa: ANN401 - JSON
    if isinstance(told, str):
        yield told
    elif isinstance(told, list):
        for each in told:
            yield from _texts(each)


def test_each_postcode_of_an_example_is_a_place(described: Any) -> None:  # noqa: ANN401
    found = set(postcodes(described))
    assert len(found) > 1
    for text in found:
        place = locate(parse_postcode(text, field="postcode"))
        assert place.authority_code.startswith("E09")


def test_each_link_names_an_operation_and_its_parameters(described: Any) -> None:  # noqa: ANN401
    known = {
        operation["operationId"]: set(re.findall(r"{(\w+)}", path))
        for path, item in described["paths"].items()
        for operation in item.values()
    }
    linked = {
        link["operationId"]: set(link["parameters"]) - {"header.If-Match"}
        for item in described["paths"].values()
        for operation in item.values()
        for response in operation["responses"].values()
        for link in response.get("links", {}).values()
    }
    assert {"own_home", "amend_home", "own_case", "end_webhook_secret"} <= set(linked)
    assert {name: known[name] for name in linked} == linked

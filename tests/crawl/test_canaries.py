"""The search finds what it should: a blind search would find every house clean."""

import base64
import hashlib
import json
from urllib.parse import quote

import pytest

from tests.crawl.canaries import Canary, Finder

ADDRESS = "7 Quillfeather Example Row"
POSTCODE = "NW5 2AA"
FINDER = Finder(
    [
        Canary("home.address", ADDRESS),
        Canary("home.postcode", POSTCODE),
        Canary("case.ages", "[3,11,14]"),
    ]
)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("nothing to see", set()),
        (json.dumps({"address": ADDRESS}), {"home.address"}),
        (f"line one {ADDRESS.upper()}", {"home.address"}),
        (f"/v1/homes?address={quote(ADDRESS)}", {"home.address"}),
        (base64.b64encode(b"x" + ADDRESS.encode()).decode(), {"home.address"}),
        (base64.b64encode(b"xy" + ADDRESS.encode()).decode(), {"home.address"}),
        (base64.urlsafe_b64encode(ADDRESS.encode()).decode(), {"home.address"}),
        (ADDRESS.encode().hex(), {"home.address"}),
        (ADDRESS[::-1], {"home.address"}),
        ("nw52aa", {"home.postcode"}),
        ("N W5 2A A", {"home.postcode"}),
        ("NW5-2AA", {"home.postcode"}),
        (hashlib.sha256(POSTCODE.encode()).hexdigest(), {"home.postcode"}),
        (hashlib.sha256(b"nw52aa").hexdigest(), {"home.postcode"}),
        ('{"children_ages": [3, 11, 14]}', {"case.ages"}),
        ('{"children_ages": [3, 11]}', set()),
        (f"{ADDRESS}, {POSTCODE}", {"home.address", "home.postcode"}),
    ],
)
def test_a_canary_is_found_however_it_is_spelt(text: str, kinds: set[str]) -> None:
    assert FINDER.kinds_in(text) == kinds


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_a_canary_is_found_in_a_file(encoding: str) -> None:
    raw = b"\x00\xff\x01" + ADDRESS.encode(encoding) + b"\xfe"

    assert FINDER.kinds_in_bytes(raw) == {"home.address"}


def test_two_canaries_of_one_kind_would_hide_each_other() -> None:
    with pytest.raises(AssertionError):
        Finder([Canary("a", "one"), Canary("a", "two")])

"""A statement on paper and in a spreadsheet: all that was kept, and nothing else."""

import csv
import io
import re
from html.parser import HTMLParser
from typing import Any

from reciprocal.statements import forms

SIZE = {
    "size_class": "BED2",
    "opening": -1,
    "change": 0,
    "closing": -1,
    "told": "held",
    "pending": None,
    "owed_under_3_months": 0,
    "owed_3_to_6_months": 1,
    "owed_6_to_12_months": 0,
    "owed_over_12_months": 0,
    "owed_disputed": 0,
}
LINE = {
    "reference": "9f2c4e6a8b0d1f3e5a7c9b2d4f6e8a0c",
    "period": "2026-Q1",
    "size_class": "BED1",
    "kind": "POST",
    "homes": -1,
}
KEPT: dict[str, Any] = {
    "landlord_code": "L<1>",
    "period": "2026-Q1",
    "sizes": [SIZE],
    "lines": [LINE],
    "total": -1,
    "median": None,
    "standing": None,
    "structural_debt": 0,
    "moves_enabled": 4,
    "homes_owed_answered": 0,
    "homes_owed_declined": 0,
    "head": "a" * 64,
}


class Words(HTMLParser):
    """Collects the text, and any element that would fetch or run something."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.fetches: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name for name, _ in attrs}
        if tag in {"script", "link", "img", "iframe"} or named & {"src", "href"}:
            self.fetches.append(tag)

    def handle_data(self, data: str) -> None:
        self.said.append(data)


def words(kept: dict[str, Any]) -> str:
    page = forms.as_page(kept)
    assert not re.search(r"url\(|@import", page)
    parser = Words()
    parser.feed(page)
    assert parser.fetches == []
    return " | ".join(parser.said)


def test_the_spreadsheet_has_a_row_for_each_figure() -> None:
    rows = list(csv.DictReader(io.StringIO(forms.as_csv(KEPT))))
    found = {(row["row"], row["size_class"], row["what"]): row["value"] for row in rows}
    assert found["size", "BED2", "closing"] == "-1"
    assert found["size", "BED2", "pending"] == ""
    assert found["line", "BED1", "POST"] == "-1"
    assert found["figure", "", "median"] == ""
    assert found["figure", "", "head"] == "a" * 64
    assert {row["period"] for row in rows} == {"2026-Q1"}


def test_the_page_says_all_of_it_and_needs_nothing_else() -> None:
    said = words(KEPT)
    for told in (
        "Statement for 2026-Q1",
        "Landlord L<1>",
        "held: too few to show yet",
        "not told: too few",
        LINE["reference"],
        "a" * 64,
    ):
        assert str(told) in said
    assert "Nothing is told line by line" in words({**KEPT, "lines": []})

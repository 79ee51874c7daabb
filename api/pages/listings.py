"""Lists: filtered, and paged, by the server; each with what to do when it is empty."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.pages.desk import Desk, Pages, Shown
from api.pages.facts import shown
from api.pages.words import words

ON_A_PAGE = 50
_NOTHING = "None yet"


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of the API as a page.

    Attributes:
        columns: Heading and field; the first leads to the thing where `leads` says so.
        leads: Address of a thing's own page, with fields in braces.
        stages: Codes by which it may be filtered.
        at_first: The stage that is shown until another is chosen; then all never are.
        nothing: What stands in a cell of which nothing is told.
        empty: What is said where there is nothing, and what to do about it.
        acts: Words and address of what can be done to the list as a whole.
        row_acts: The same of each row, with fields in braces; the words in words'
            stead may be a mapping from stage to words.
    """

    path: str
    api: str
    title: str
    columns: Sequence[tuple[str, str]]
    empty: str
    leads: str = ""
    stages: Sequence[str] = ()
    intro: str = ""
    acts: Sequence[tuple[str, str]] = ()
    row_acts: Sequence[tuple[str, str, Sequence[str]]] = ()
    back: str = ""
    at_first: str = ""
    nothing: str = _NOTHING


def register(pages: Pages, listing: Listing) -> Listing:
    """Give a list its page."""

    async def page(desk: Desk) -> Shown:
        return await _read(listing, desk)

    pages.add(listing.path, page)
    return listing


async def _read(listing: Listing, desk: Desk) -> Shown:
    stage = desk.query.get("stage", "")
    stage = stage if stage in listing.stages else listing.at_first
    found = await desk.inside.read(
        listing.api.format(**desk.path),
        stage=stage,
        cursor=desk.query.get("cursor"),
        limit=ON_A_PAGE,
    )
    values = {
        "listing": listing,
        "acts": [(text, href.format(**desk.path)) for text, href in listing.acts],
        "rows": [_row(listing, each) for each in found["items"]],
        "next": found.get("next"),
        "stage": stage,
        "stages": [(code, words(code)) for code in listing.stages],
        "back": listing.back.format(**desk.path),
    }
    return Shown("listing.html", values)


def _row(listing: Listing, thing: Mapping[str, Any]) -> dict[str, Any]:
    cells = [
        listing.nothing if thing.get(name) is None else shown(name, thing[name])
        for _, name in listing.columns
    ]
    acts = [
        (text, href.format(**thing))
        for text, href, stages in listing.row_acts
        if not stages or thing.get("stage") in stages
    ]
    href = listing.leads.format(**thing) if listing.leads else ""
    return {"cells": cells, "href": href, "acts": acts}

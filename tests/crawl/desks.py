"""Everybody's pages, followed from link to link as they follow them.

A page is judged by the table that judges the routes: it may tell nobody what no route
tells them. Its links are tried by everybody else, who must find nothing there.
"""

import re
from collections import Counter, deque
from html import unescape
from typing import TYPE_CHECKING, Any

from api import sessions
from tests.crawl.parties import Party
from tests.pages.crawling import route_of
from tests.support.minutes import SOAKING

if TYPE_CHECKING:
    from tests.crawl.crawler import Crawler

PERSONS = frozenset({"named_lead", "referring_worker", "coordinator", "auditor"})
LOOKED_AT = frozenset({"accepted"})
"""The stage at which the pages of every party hold the most; the long run has each."""

OF_A_KIND_MAX = 3 if SOAKING else 1
_LINK = re.compile(r'href="(/desk[^"]*)"')
_OF_AN_ATLAS = re.compile(r'<input[^>]*value="E[0-9]{8}"(?![^>]*\bchecked)[^>]*>')
_ENDS_THE_WALK = ("/desk/exit", "/desk/assets/", "/desk/sign-in")


def follow(crawler: "Crawler", party: Party) -> dict[str, str]:
    """Look at each page that a party's links lead to; return what each one said."""
    waiting, known = deque(["/desk"]), {"/desk"}
    looked_at: Counter[str] = Counter()
    said: dict[str, str] = {}
    while waiting:
        address = waiting.popleft()
        route = route_of(address.partition("?")[0])
        if looked_at[route] >= OF_A_KIND_MAX:
            continue
        looked_at[route] += 1
        answer = read(crawler, party, address)
        crawler.see_page(party, route, answer)
        said[address] = answer.text
        for link in map(unescape, _LINK.findall(answer.text)):
            if link not in known and not link.startswith(_ENDS_THE_WALK):
                known.add(link)
                waiting.append(link)
    return said


def told(text: str) -> str:
    """Return what a page tells of anything: a box for each area there is tells nothing.

    One that is ticked does.
    """
    return _OF_AN_ATLAS.sub("", text)


def read(crawler: "Crawler", party: Party, address: str) -> Any:  # noqa: ANN401 - httpx
    """Ask for a page as a party's browser does."""
    token = party.headers["Authorization"].removeprefix("Bearer ")
    return crawler.world.http.get(
        address,
        headers={"Cookie": f"{sessions.COOKIE}={token}"},
        follow_redirects=False,
    )

"""Somebody who follows every link of their desk, and what each page looked like."""

import re
from collections import Counter, deque
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Page
from starlette.routing import Route

from api.pages.hung import AUDIENCES
from tests.pages.conftest import Served
from tests.support.minutes import SOAKING

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
OF_A_KIND_MAX = 9 if SOAKING else 2
"""Pages of one route that are looked at; the long run sees more of their states."""

_ENDS_THE_WALK = ("/desk/exit", "/desk/assets/")
_CHECKED = """async () => {
    const found = await axe.run(document, {resultTypes: ["violations"]});
    return found.violations.map(
        each => each.id + ": " + each.nodes.map(node => node.html).join(" | ")
    );
}"""
_WIDTH = "() => document.documentElement.scrollWidth"


@dataclass
class Seen:
    """One page as a reader saw it."""

    route: str
    path: str
    status: int
    title: str
    headings: int
    html: str
    faults: list[str]
    width_px_at_320: int
    said: list[str] = field(default_factory=list)


def readable(role: str) -> set[str]:
    """Return each page that a role may read."""
    return {
        route.path
        for audience in AUDIENCES
        for route in audience.routes
        if "GET" in (route.methods or ()) and role in audience.roles
    }


def open_directly(page: Page, seen: list[Seen], wanted: set[str]) -> list[Seen]:
    """Open pages that no link led to at this stage, by the references of their kin.

    Somebody may keep such an address from when it was linked.
    """
    known = {each.route: each.path for each in seen}
    found = []
    for route in sorted(wanted - set(known)):
        kin = max(
            (other for other in known if _shared(route, other)),
            key=lambda other: (len(_shared(route, other)), _alike(route, other)),
            default="",
        )
        address = _filled(route, kin, known.get(kin, ""))
        if address:
            said: list[str] = []
            found.append(look(page, address, route, said)[0])
    return found


def _shared(route: str, other: str) -> list[str]:
    """Return the parts that two routes begin with, up to the last reference of both."""
    both = []
    for one, two in zip(route.split("/"), other.split("/"), strict=False):
        if one != two:
            break
        both.append(one)
    while both and not both[-1].startswith("{"):
        both.pop()
    return both


def _alike(route: str, other: str) -> int:
    pairs = zip(route, other, strict=False)
    return len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))


def _filled(route: str, kin: str, path: str) -> str:
    parts = dict(zip(kin.split("/"), path.partition("?")[0].split("/"), strict=False))
    filled = "/".join(
        parts.get(part, part) if part.startswith("{") else part
        for part in route.split("/")
    )
    return "" if "{" in filled else filled


def route_of(path: str) -> str:
    """Return the route that an address leads to; empty where it leads to none."""
    for audience in AUDIENCES:
        for route in audience.routes:
            if _leads_to(route, path):
                return route.path
    return ""


def _leads_to(route: Route, path: str) -> bool:
    return bool(re.match(route.path_regex, path))


def follow(page: Page, served: Served) -> list[Seen]:
    """Follow every link from the desk of whoever is signed in."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    waiting, known = deque(["/desk"]), {"/desk"}
    looked_at: Counter[str] = Counter()
    found: list[Seen] = []
    while waiting:
        address = waiting.popleft()
        route = route_of(urlsplit(address).path)
        if looked_at[route] >= OF_A_KIND_MAX:
            continue
        looked_at[route] += 1
        seen, links = look(page, address, route, said)
        found.append(seen)
        for link in links:
            whole = urlsplit(urljoin(served.address + address, link))
            target = whole.path + (f"?{whole.query}" if whole.query else "")
            ours = f"{whole.scheme}://{whole.netloc}" == served.address
            if ours and target not in known and not target.startswith(_ENDS_THE_WALK):
                known.add(target)
                waiting.append(target)
    return found


def checked(page: Page) -> list[str]:
    """Return what axe-core finds wrong with a page as it stands."""
    page.evaluate(AXE)
    found: list[str] = page.evaluate(_CHECKED)
    return found


def look(
    page: Page, address: str, route: str, said: list[str]
) -> tuple[Seen, list[Any]]:
    said.clear()
    answer = page.goto(address)
    assert answer is not None, address
    faults = checked(page)
    whole = page.viewport_size
    assert whole is not None
    page.set_viewport_size({"width": 320, "height": 640})
    width = page.evaluate(_WIDTH)
    page.set_viewport_size(whole)
    links = page.eval_on_selector_all(
        "a[href]:not([download])",
        "found => found.map(each => each.getAttribute('href'))",
    )
    seen = Seen(
        route=route,
        path=address,
        status=answer.status,
        title=page.title(),
        headings=page.locator("h1").count(),
        html=answer.text(),
        faults=faults,
        width_px_at_320=width,
        said=list(said),
    )
    return seen, links

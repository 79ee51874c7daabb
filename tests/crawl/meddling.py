"""Everybody tries every act on what is not theirs, with a body that would do.

Nothing may come of it: whoever may not act is refused at the door, for everybody else
there is no such thing, and the walk goes on as if nobody had tried.
"""

import re
import secrets
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tests.api.routes import example_bodies
from tests.crawl.doors import api_routes
from tests.crawl.parties import Party
from tests.support.minutes import SOAKING

if TYPE_CHECKING:
    from tests.crawl.crawler import Crawler


# A yes takes no code, which an example of every field would send with it.
_AGREED = {
    "POST /v1/cases/{reference}/proposal/answer": {
        "agreed": True,
        "language": "pl",
        "interpreter": False,
    }
}


def try_acts(crawler: "Crawler", visitors: list[Party]) -> None:
    """Let each visitor try each act on somebody else's thing, or on none that is."""
    bodies = example_bodies(crawler.app.openapi()) | _AGREED
    for route in api_routes():
        for method in sorted(route.methods - {"GET"}):
            if "{" not in route.path:
                continue
            body = bodies.get(f"{method} {route.path}")
            for party in visitors:
                for whose, reference in _not_theirs(crawler, party, route.path):
                    path = _with(route.path, reference)
                    crawler.visit(party, method, route.path, path, body, whose)


def _not_theirs(
    crawler: "Crawler", party: Party, template: str
) -> Iterator[tuple[str, str]]:
    """Give one thing of the kind that is another's, else one that is nobody's."""
    kind = template.split("/{", maxsplit=1)[0]
    others = {
        reference
        for other in crawler.parties.values()
        if other.organisation != party.organisation
        for reference in other.references.get(kind, ())
    }
    foreign = sorted(others - party.known)
    if foreign:
        yield "foreign", crawler.random.choice(foreign)
    for reference in crawler.of_colleagues(party, kind)[:1]:
        yield "colleague", reference
    if SOAKING or not foreign:
        yield "random", secrets.token_hex(16)


def _with(template: str, reference: str) -> str:
    path = template.replace("{reference}", reference).replace("{purpose}", "matching")
    return re.sub(r"{\w+}", lambda _: secrets.token_hex(16), path)

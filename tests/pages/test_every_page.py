"""What holds on every page, for everybody who reads it, in every state it is met in.

The pages are found by following links, as their readers do; which there are is read
off the routes. So a page that nobody can reach fails as surely as one that nobody
with a screen reader can use.
"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser

from fixtures.load import AUDITOR, COORDINATOR
from fixtures.scenarios import CAMDEN, HACKNEY, ISLINGTON
from tests.journeys.walking import SERVICE
from tests.pages.conftest import Served, signed_in
from tests.pages.crawling import Seen, follow, open_directly, readable

READERS = {
    "coordinator": (COORDINATOR,),
    "named_lead": (CAMDEN, HACKNEY, ISLINGTON),
    "referring_worker": (SERVICE,),
    "auditor": (AUDITOR,),
}

NO_PAGES = {
    "/desk/rounds/{reference}/progress": "a stream of events",
    "/desk/statements/{reference}/file": "a download",
}
"""What a page reads or hands on, and nobody looks at."""

NOT_YET = {
    "/desk/offers/{reference}/support": "from the household's acceptance on",
    "/desk/offers/{reference}/sign-up-sheet": "likewise",
}
"""Pages of a later stage: opened by `test_journeys` and `test_sign_up_sheet`."""

_INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", re.IGNORECASE
)
_ELSEWHERE = re.compile(r'(src|href|action)="(https?:)?//')
_NARROWEST_PX = 320

RULES: dict[str, Callable[[Seen], object]] = {
    "no link leads nowhere": lambda seen: seen.status != 200 and seen.status,
    "nobody is shut out (axe-core: WCAG 2.2 A and AA)": lambda seen: seen.faults,
    "nothing scrolls sideways at 320 pixels (WCAG 1.4.10)": lambda seen: (
        seen.width_px_at_320 > _NARROWEST_PX and seen.width_px_at_320
    ),
    "one neutral title": lambda seen: seen.title != "Desk" and seen.title,
    "one heading of the first level": lambda seen: seen.headings != 1 and seen.headings,
    "left at once": lambda seen: 'href="/desk/exit"' not in seen.html,
    "nothing inline, which the policy would block": lambda seen: _INLINE.findall(
        seen.html
    ),
    "nothing asked of others": lambda seen: _ELSEWHERE.findall(seen.html),
    "nothing said in the console": lambda seen: seen.said,
}
"""What must hold on a page; each answers with what is wrong, or with nothing."""


@pytest.mark.long
@pytest.mark.parametrize("role", READERS)
def test_every_page_is_reached_and_keeps_every_rule(
    browser: Browser, served_world: Served, role: str
) -> None:
    found: list[Seen] = []
    unread = {*NO_PAGES, *NOT_YET}
    for code in READERS[role]:
        context = browser.new_context(base_url=served_world.address, locale="en-GB")
        page = signed_in(context, code)
        seen = follow(page, served_world)
        found += [*seen, *open_directly(page, seen, readable(role) - unread)]
        context.close()

    broken = {
        rule: wrong
        for rule, fault in RULES.items()
        if (wrong := [(seen.path, fault(seen)) for seen in found if fault(seen)])
    }
    assert broken == {}
    unseen = readable(role) - {seen.route for seen in found} - unread
    assert sorted(unseen) == []


@pytest.mark.parametrize(
    ("html", "rule"),
    [
        ('<p style="color: red">', "nothing inline, which the policy would block"),
        ("<script>1</script>", "nothing inline, which the policy would block"),
        ('<a onclick="x()">', "nothing inline, which the policy would block"),
        ('<img src="https://example.org/x">', "nothing asked of others"),
        ('<img src="//example.org/x">', "nothing asked of others"),
    ],
)
def test_a_planted_fault_is_told(html: str, rule: str) -> None:
    seen = Seen("/desk", "/desk", 200, "Desk", 1, html, [], _NARROWEST_PX)
    assert RULES[rule](seen)

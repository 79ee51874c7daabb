"""A coordinator decides each move of a plan on a page, and an auditor reads it."""

import re
from typing import Any

from playwright.sync_api import Page, expect

from fixtures.load import AUDITOR, COORDINATOR
from fixtures.scenarios import CAMDEN
from tests.journeys.walking import items
from tests.pages.acting import follow, press, said
from tests.pages.conftest import Open, Served
from tests.pages.crawling import look

_DECIDE = "/desk/rounds/{reference}/decide"


def to_decide(page: Page, served: Served) -> str:
    """Run a round and open the page on which its moves are decided."""
    served.world.working.decides = None
    page.goto("/desk/rounds/run")
    press(page, "Run it")
    page.goto("/desk")
    expect(page.locator("main")).to_contain_text("waits for your decision")
    page.get_by_role("link", name=re.compile("Decide its")).click()
    (waiting,) = items(served.world, COORDINATOR, "/v1/rounds")
    return _DECIDE.format(reference=waiting["reference"])


def test_each_move_is_decided_on_a_page(open_new_desk: Open, new_world: Served) -> None:
    """Given a plan, when its moves are agreed to, they are proposed, and not before."""
    page, auditor = open_new_desk(COORDINATOR), open_new_desk(AUDITOR)
    auditor.goto("/desk/decisions")
    expect(auditor.locator("main")).to_contain_text("Nothing has been decided yet")
    path = to_decide(page, new_world)
    seen, _ = look(page, path, _DECIDE, [])
    assert (seen.faults, seen.width_px_at_320, seen.headings) == ([], 320, 1)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(path)
    assert proposed(new_world) == []

    press(page, "Decide and publish")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Choose yes or no for exchange 1")
    page.get_by_label("No, withhold it").first.check()
    press(page, "Decide and publish")
    expect(alert).to_contain_text("Choose why not for exchange 1")
    expect(page.get_by_label("No, withhold it").first).to_be_checked()
    assert proposed(new_world) == []

    for yes in page.get_by_label("Yes, propose it").all():
        yes.check()
    press(page, "Decide and publish")
    said(page, "Decided, under your name.")
    expect(page.locator("main table").first).to_contain_text("Agreed")
    assert len(proposed(new_world)) == 1
    page.goto(path)
    expect(page.locator("main")).to_contain_text("Nothing of this round waits for you")
    auditor.reload()
    expect(auditor.locator("main table")).to_contain_text("Agreed")


def test_a_withheld_move_is_proposed_to_nobody(
    open_new_desk: Open, new_world: Served
) -> None:
    page = open_new_desk(COORDINATOR)
    to_decide(page, new_world)
    for number, no in enumerate(page.get_by_label("No, withhold it").all(), start=1):
        no.check()
        page.locator(f"#reason-{number}").select_option("safety_doubt")
    press(page, "Decide and publish")
    said(page, "Decided, under your name.")
    expect(page.locator("main table").first).to_contain_text("Withheld: Safety doubt")
    assert proposed(new_world) == []
    assert items(new_world.world, CAMDEN, "/v1/offers") == []
    follow(page, "Rounds")
    expect(page.locator("main table")).to_contain_text("Published")


def proposed(served: Served) -> list[dict[str, Any]]:
    return items(served.world, COORDINATOR, "/v1/board/proposals")

"""Days on which a page is read under strain: enlarged, slowly, and in other scripts."""

import sys
import time

import pytest
from playwright.sync_api import Page, expect

from fixtures.load import AUDITOR, COORDINATOR
from fixtures.scenarios import CAMDEN
from tests.journeys.walking import SERVICE, Walk
from tests.pages.acting import press, said
from tests.pages.conftest import Open, Served
from tests.pages.crawling import checked

_ENLARGED = {"width": 320, "height": 256}
"""What is left of 1280 by 1024 pixels at 400 % (WCAG 1.4.10)."""

NOTES = (
    "\u0645" * 280,
    "\u0623\u062d\u0636\u0631\u0648\u0627 (keys) \u2605 \U0001f511",
)
"""One word without a break, and a sentence from the right with English in it."""

LONG_WORD = "w" * 300
"""More than a note may be long."""


def width(page: Page) -> int:
    found = page.evaluate("() => document.documentElement.scrollWidth")
    assert isinstance(found, int)
    return found


@pytest.mark.parametrize(
    ("code", "paths"),
    [
        (SERVICE, ("/desk", "/desk/cases")),
        (CAMDEN, ("/desk", "/desk/homes", "/desk/homes/post")),
        (COORDINATOR, ("/desk", "/desk/pot", "/desk/book")),
        (AUDITOR, ("/desk", "/desk/events", "/desk/exceptions")),
    ],
)
def test_enlarged_four_times_all_is_read_downwards_and_leaving_stays_in_reach(
    open_desk: Open, code: str, paths: tuple[str, ...]
) -> None:
    page = open_desk(code, viewport=_ENLARGED, device_scale_factor=4)
    for path in paths:
        page.goto(path)
        assert (path, width(page)) == (path, _ENLARGED["width"])
        page.get_by_role("heading", level=1).scroll_into_view_if_needed()
        expect(page.get_by_role("heading", level=1)).to_be_in_viewport()
        page.mouse.wheel(0, 10_000)
        leave = page.get_by_role("button", name="Exit this page")
        expect(leave).to_be_in_viewport()
        box = leave.bounding_box()
        assert box is not None
        assert box["height"] <= _ENLARGED["height"] / 4, "it covers what is read"


@pytest.mark.parametrize("note", NOTES)
def test_a_note_from_right_to_left_is_read_as_it_was_written(
    open_new_desk: Open, new_world: Served, note: str
) -> None:
    """Given a word too long, it is asked for anew as typed; what fits is kept whole."""
    walk = Walk(new_world.world).to("accepted")
    page = open_new_desk(SERVICE, viewport=_ENLARGED)
    page.goto(f"/desk/cases/{walk.case}/note")
    box = page.get_by_label("Note", exact=True)
    box.fill(note + LONG_WORD)
    press(page, "Leave it")
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    expect(box).to_have_value(note + LONG_WORD)
    assert width(page) == _ENLARGED["width"]

    box.fill(note)
    press(page, "Leave it")
    said(page, "Saved.")
    lead = open_new_desk(walk.new, viewport=_ENLARGED)
    for reader, path in (
        (page, f"/desk/cases/{walk.case}/support"),
        (lead, f"/desk/offers/{walk.offer}/support"),
    ):
        reader.goto(path)
        told = reader.locator("main p[dir=auto]")
        expect(told).to_have_text(note)
        expect(told).to_have_css("direction", "rtl")
        assert width(reader) == _ENLARGED["width"]
        assert checked(reader) == []


def slowed(page: Page) -> None:
    """Give a page a line as slow as an old telephone's: 50 kB a second, 0.3 s late."""
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": 300,
            "downloadThroughput": 50_000,
            "uploadThroughput": 6_000,
        },
    )


def test_on_a_slow_line_leaving_still_leaves(
    open_desk: Open, served_world: Served
) -> None:
    page = open_desk(SERVICE)
    slowed(page)
    page.goto("/desk/cases")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.get_by_role("link", name="Today", exact=True).click(no_wait_after=True)
    for _ in range(3):
        page.keyboard.press("Shift")
    expect(page).to_have_url(f"{served_world.away}/weather")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_how_long_leaving_takes_is_printed(
    open_desk: Open, served_world: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    """Time is told and never asserted; that the page is left is."""
    page = open_desk(SERVICE)
    begun = time.perf_counter()
    for _ in range(3):
        page.keyboard.press("Shift")
    expect(page).to_have_url(f"{served_world.away}/weather")
    took = (time.perf_counter() - begun) * 1000
    with capsys.disabled():
        sys.stdout.write(f"\nExit this page: another site after {took:.0f} ms\n")

"""An auditor finds what went out of the ordinary, and no more than the events tell."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from api.pages.auditor.exceptions import GROUPS
from fixtures.load import AUDITOR, COORDINATOR
from fixtures.scenarios import CAMDEN
from tests.journeys.walking import SERVICE, items
from tests.pages.acting import follow, heading, press
from tests.pages.conftest import Open, Served


def test_what_went_out_of_the_ordinary_is_on_one_page(
    open_desk: Open, served_world: Served
) -> None:
    """Given somebody shut out of a case, when an auditor looks, it stands there."""
    page = open_desk(AUDITOR)
    follow(page, "Exceptions")
    heading(page, "Exceptions")
    apart = page.get_by_role("region", name="Kept apart")
    expect(apart).to_contain_text("Somebody was shut out of a case")
    released = page.get_by_role("region", name="Done by two people")
    expect(released).to_contain_text("A colleague released a home")
    expect(page.locator("main")).not_to_contain_text("nobody.yet@example.org")

    page.get_by_label("Show", exact=True).select_option("home.released")
    press(page, "Show")
    only = page.get_by_role("region", name="A colleague released a home")
    told = items(served_world.world, AUDITOR, "/v1/audit?action=home.released")
    expect(only.locator("tbody tr")).to_have_count(min(len(told), 50))
    assert [each["subject"] for each in told[:50]] == [
        cell.split()[-1] for cell in only.locator("td:nth-child(5)").all_inner_texts()
    ]


def test_what_has_not_happened_says_so(open_desk: Open) -> None:
    page = open_desk(AUDITOR)
    page.goto("/desk/exceptions?action=case.hold_ended")
    expect(page.locator("main")).to_contain_text("None yet. There is nothing to do.")


def test_an_act_that_is_not_of_the_list_shows_the_newest_of_each(
    open_desk: Open,
) -> None:
    page = open_desk(AUDITOR)
    page.goto("/desk/exceptions?action=session.started")
    expect(page.get_by_role("region", name="Kept apart")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("session")


@pytest.mark.parametrize("code", [COORDINATOR, CAMDEN, SERVICE])
def test_nobody_else_finds_the_exceptions(open_desk: Open, code: str) -> None:
    page = open_desk(code)
    answer = page.goto("/desk/exceptions")
    assert answer is not None
    assert answer.status == 404


def test_every_act_of_the_list_is_written_somewhere() -> None:
    """An act that is renamed would leave its line empty for ever."""
    written = {
        action
        for source in Path("reciprocal").rglob("*.py")
        for action in re.findall(r'"([a-z_]+\.[a-z_]+)"', source.read_text())
    }
    listed = {action for acts in GROUPS.values() for action in acts}
    assert listed - written == set()

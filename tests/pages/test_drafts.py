"""A request that is begun is found again, by its writer, until it is saved."""

import re

from playwright.sync_api import Page, expect

from fixtures.scenarios import CAMDEN
from tests.journeys.walking import SERVICE, home_body, items
from tests.pages.acting import (
    answer,
    follow,
    heading,
    press,
    said,
    what_they_have,
    what_they_need,
    where_they_could_live,
)
from tests.pages.conftest import Open, Served

SECTION = "The tenancy that they have"


def begin(page: Page, code: str) -> None:
    page.goto("/desk/cases/new")
    press(page, SECTION)
    page.get_by_label("Landlord's code").fill(code)
    press(page, "Save, and back to the list")
    expect(page.locator("main")).to_contain_text("Kept.")


def standing(page: Page, section: str) -> str:
    row = page.locator(".govuk-task-list__item", has_text=section)
    return row.locator(".govuk-task-list__status").inner_text()


def test_a_closed_tab_loses_nothing(open_new_desk: Open, new_world: Served) -> None:
    """Given a draft, when its tab is closed, then it is gone on with and sent once."""
    page = open_new_desk(SERVICE)
    before = len(items(new_world.world, SERVICE, "/v1/cases"))
    begin(page, CAMDEN)
    assert standing(page, SECTION) == "Not finished"
    assert standing(page, "Who moves") == "Not started"
    page.close()

    page = open_new_desk(SERVICE)
    expect(page.locator("main")).to_contain_text("Drafts you began")
    press_go_on(page)
    press(page, SECTION)
    expect(page.get_by_label("Landlord's code")).to_have_value(CAMDEN)
    press(page, "Save, and back to the list")
    what_they_have(page, home_body(new_world.world, CAMDEN, "555000777"))
    what_they_need(page)
    where_they_could_live(page)
    assert standing(page, SECTION) == "Done"
    press(page, "Check the answers")
    page.get_by_role("button", name=f"Change {SECTION}").click()
    press(page, "Save, and back to the list")
    press(page, "Check the answers")
    press(page, "Save this request")
    said(page, "Saved as a case.")
    assert len(items(new_world.world, SERVICE, "/v1/cases")) == before + 1
    page.goto("/desk")
    expect(page.locator("main")).not_to_contain_text("Drafts you began")


def press_go_on(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^Go on with")).click()
    heading(page, "Start a request")


def test_an_older_tab_takes_nothing_back(open_new_desk: Open) -> None:
    """Given two tabs of a draft, when each keeps a section, then both are kept."""
    page = open_new_desk(SERVICE)
    begin(page, CAMDEN)
    page.goto("/desk")
    press_go_on(page)
    older = page.context.new_page()
    older.goto("/desk")
    press_go_on(older)
    press(page, "The risk, in bands")
    answer(page, "How urgent is it?", "2: urgent")
    press(page, "Save, and back to the list")
    press(older, "What the new home must have")
    answer(older, "How must one get in?", "General")
    press(older, "Save, and back to the list")
    assert standing(older, "The risk, in bands") == "Not finished"
    assert standing(older, "What the new home must have") == "Not finished"
    older.goto("/desk")
    expect(older.get_by_role("button", name=re.compile("^Go on with"))).to_have_count(1)


def test_a_draft_is_deleted_by_its_writer_and_seen_by_no_other(
    open_new_desk: Open,
) -> None:
    """Given a draft, when a colleague looks, then there is none; it can be deleted."""
    page = open_new_desk(SERVICE)
    begin(page, CAMDEN)
    colleague = open_new_desk(SERVICE, "deputy")
    expect(colleague.locator("main")).not_to_contain_text("Drafts you began")
    page.goto("/desk")
    stale = page.context.new_page()
    stale.goto("/desk")
    press_go_on(page)
    page.get_by_text("You do not want this draft?").click()
    press(page, "Delete this draft")
    said(page, "The draft is deleted.")
    expect(page.locator("main")).not_to_contain_text("Drafts you began")
    stale.get_by_role("button", name=re.compile("^Go on with")).click()
    expect(stale.locator("main")).not_to_contain_text(CAMDEN)


def test_a_case_is_referred_again_from_a_draft(
    open_new_desk: Open, new_world: Served
) -> None:
    """Given a case, when it is begun again, then Today says whose draft it is."""
    page = open_new_desk(SERVICE)
    case = items(new_world.world, SERVICE, "/v1/cases")[0]
    page.goto(f"/desk/cases/{case['reference']}/refer-again")
    press(page, SECTION)
    page.get_by_label("Landlord's code").fill(CAMDEN)
    press(page, "Save, and back to the list")
    follow(page, "Today")
    expect(page.locator("main")).to_contain_text(f"Go on with {case['code']}")
    press_go_on(page)
    expect(page).to_have_url(re.compile("refer-again$"))

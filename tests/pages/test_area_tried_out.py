"""A worker sees on a page what an area covers before it is saved."""

from playwright.sync_api import expect

from tests.journeys.walking import SERVICE, items
from tests.pages.acting import press, said
from tests.pages.conftest import Open, Served
from tests.pages.crawling import checked


def test_an_area_is_tried_out_and_then_saved(
    open_new_desk: Open, new_world: Served
) -> None:
    """Given a case, when an area is tried out, then nothing typed is lost by it."""
    page = open_new_desk(SERVICE)
    (case, *_) = items(new_world.world, SERVICE, "/v1/cases")
    path = f"/v1/cases/{case['reference']}"
    before = new_world.world.call(SERVICE, "GET", path).json()["areas"]
    page.goto(f"/desk/cases/{case['reference']}/areas/add")
    page.locator('[name="area-0-kind"]').select_option("sector")
    page.locator('[name="area-0-place"]').fill("E8 1")
    page.locator('[name="area-0-reason"]').select_option("associates")
    press(page, "See first what it covers")
    expect(page.locator("main")).to_contain_text("What it would cover")
    expect(page.locator("main")).to_contain_text("E8 1")
    assert checked(page) == []
    assert new_world.world.call(SERVICE, "GET", path).json()["areas"] == before
    expect(page.locator('[name="area-0-place"]')).to_have_value("E8 1")
    press(page, "Avoid it")
    said(page, "Saved.")
    assert new_world.world.call(SERVICE, "GET", path).json()["areas"] != before

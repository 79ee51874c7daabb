"""The book over time: a line and a row for each landlord, and none to be read alone."""

import pytest
from playwright.sync_api import expect

from fixtures.load import COORDINATOR
from reciprocal.reports import quarters_of_the_book
from tests.journeys.walking import Walk
from tests.pages.acting import follow, press
from tests.pages.conftest import Open, Served


def test_the_book_over_time_is_drawn_and_filtered_by_name(
    open_new_desk: Open, new_world: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given one move, which is too few to be told of
    walk = Walk(new_world.world).to("completed")
    names = {row.code: row.name for row in new_world.world.loaded.members.values()}
    page = open_new_desk(COORDINATOR)
    follow(page, "Book")
    follow(page, "The book over time")
    expect(page.locator("main")).to_contain_text("Fewer than ten moves")
    expect(page.locator("main svg")).to_have_count(0)
    # When it is one of enough, with one for ten
    monkeypatch.setattr(quarters_of_the_book, "FEWEST", 1)
    page.reload()
    # Then it is drawn, and the same figures stand in the table
    expect(page.get_by_role("img", name="Balance of each landlord")).to_be_visible()
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.filter(has_text=names[walk.new])).to_contain_text("+1")
    expect(rows.filter(has_text=names[walk.old])).to_contain_text("-1")
    # And by a name, that landlord alone
    page.get_by_label("Landlord, or part of its name").fill(names[walk.new][:5].lower())
    press(page, "Show")
    expect(rows).to_have_count(1)
    page.get_by_label("Landlord, or part of its name").fill("nobody of this name")
    press(page, "Show")
    expect(page.locator("main")).to_contain_text("No landlord of that name")

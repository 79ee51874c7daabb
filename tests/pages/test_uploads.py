"""A file that is all a landlord offers takes the rest out, once a person says so."""

from playwright.sync_api import Page, expect

from fixtures.scenarios import CAMDEN
from tests.contract.story import Story
from tests.pages.acting import press, said
from tests.pages.conftest import Open, Served
from tests.pages.test_journeys import posted, sheet
from tests.support.world import World

WHOLE = "This file is everything we offer now"


def ten_are_in(page: Page, world: World) -> list[str]:
    """Bring ten homes in as a spreadsheet; return their numbers."""
    story = Story(world)
    numbers = [story.uprn() for _ in range(10)]
    story.act(CAMDEN, "POST", "/v1/stock", {"uprns": numbers})
    try_out(page, sheet(world, numbers, bad=False), whole=False)
    press(page, "Bring it in")
    said(page, "Brought in.")
    assert posted(world) == 10
    return numbers


def try_out(page: Page, file: dict[str, object], *, whole: bool = True) -> None:
    page.goto("/desk/homes/upload")
    page.get_by_label("Spreadsheet").set_input_files(file)
    if whole:
        page.get_by_label(WHOLE).check()
    press(page, "Try it")


def test_half_a_file_takes_nothing_out_until_its_number_is_said(
    open_new_desk: Open, new_world: Served
) -> None:
    # Given ten homes that came in as a spreadsheet
    world, page = new_world.world, open_new_desk(CAMDEN)
    numbers = ten_are_in(page, world)
    # When four of them come as everything there is
    try_out(page, sheet(world, numbers[:4], bad=False))
    # Then nothing happens, and the page says how many would go and asks
    expect(page.get_by_role("alert")).to_contain_text("homes would be withdrawn.")
    expect(page.locator("main")).to_contain_text("Half a file looks like this too")
    going = page.get_by_role("alert").inner_text().split(" of your ")[0].split()[-1]
    # And another number than that is asked again
    page.get_by_label("How many homes may go").fill(str(int(going) - 1))
    press(page, "Try it again")
    expect(page.get_by_role("alert")).to_contain_text("homes would be withdrawn.")
    # And with the very number it is tried, and only then brought in
    page.get_by_label("How many homes may go").fill(going)
    press(page, "Try it again")
    expect(page.locator("main")).to_contain_text(f"Withdrawn: {going}")
    assert posted(world) == 10
    press(page, "Bring it in")
    said(page, "Brought in.")
    assert posted(world) == 4


def test_what_is_no_number_is_named_and_nothing_is_lost(
    open_new_desk: Open, new_world: Served
) -> None:
    world, page = new_world.world, open_new_desk(CAMDEN)
    numbers = ten_are_in(page, world)
    try_out(page, sheet(world, numbers[:4], bad=False))
    page.get_by_label("How many homes may go").fill("all")
    press(page, "Try it again")
    expect(page.get_by_role("alert")).to_contain_text("Nothing was brought in")
    expect(page.locator("#faults")).to_contain_text("withdraw")
    assert posted(world) == 10

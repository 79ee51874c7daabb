"""Who opened a case, as its own worker reads it on a page."""

from playwright.sync_api import expect

from fixtures.people import sign_in_name
from tests.journeys.walking import SERVICE, items
from tests.pages.acting import follow, heading
from tests.pages.conftest import Open, Served


def test_a_worker_finds_on_the_page_that_they_opened_the_case(
    open_new_desk: Open, new_world: Served
) -> None:
    """Given a case that is opened, when its worker asks who did, then it says so."""
    case = items(new_world.world, SERVICE, "/v1/cases")[0]["reference"]
    page = open_new_desk(SERVICE)
    page.goto(f"/desk/cases/{case}")
    follow(page, "Who opened it")
    heading(page, "Who opened this case")
    row = page.locator("tbody tr")
    expect(row).to_have_count(1)
    for words in (":00", "Your service", sign_in_name(SERVICE, "lead"), "Household"):
        expect(row).to_contain_text(words)

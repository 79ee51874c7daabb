"""A page that states something anew leaves what it does not ask for as it was."""

import re

from playwright.sync_api import expect

from tests.journeys.walking import SERVICE, items
from tests.pages.conftest import Open, Served


def case_of(pages: Served, reference: str) -> dict[str, object]:
    found = pages.world.call(SERVICE, "GET", f"/v1/cases/{reference}").json()
    assert isinstance(found, dict)
    return found


def guarded(pages: Served) -> str:
    """Return a case that has an area to avoid."""
    for each in items(pages.world, SERVICE, "/v1/cases"):
        if case_of(pages, each["reference"]).get("areas_stated"):
            return str(each["reference"])
    raise AssertionError("the fixture guards a case")


def test_a_household_that_is_saved_untouched_is_the_same(
    open_desk: Open, served_world: Served
) -> None:
    """Rent, young adults and overrides once went back to nothing (2026-11-23)."""
    reference = guarded(served_world)
    stated = case_of(served_world, reference)["household"]
    assert isinstance(stated, dict)
    more = {
        "young_adults": [{"sex": "F", "born": "2008-03", "cannot_share": None}],
        "bedrooms_override": 4,
        "bedrooms_override_reason": "medical",
        "rent": {
            "help_with_rent": "universal_credit",
            "pension_age": False,
            "intends_to_return": True,
            "affordable_weekly_pence": 13_050,
        },
    }
    answer = served_world.world.call(
        SERVICE, "PUT", f"/v1/cases/{reference}/household", stated | more
    )
    assert answer.is_success, answer.text
    before = case_of(served_world, reference)["household"]
    page = open_desk(SERVICE)
    page.goto(f"/desk/cases/{reference}/household")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".govuk-notification-banner")).to_contain_text("Saved.")
    assert case_of(served_world, reference)["household"] == before


def test_areas_are_not_stated_anew_without_a_word_on_where_never(
    open_desk: Open, served_world: Served
) -> None:
    """Adding a borough once ended every area to avoid (2026-11-23)."""
    reference = guarded(served_world)
    before = case_of(served_world, reference)["areas_stated"]
    page = open_desk(SERVICE)
    page.goto(f"/desk/cases/{reference}/areas/choose")
    expect(page.locator("main")).to_contain_text("What stands now")
    page.get_by_label("In the areas that I tick below").check()
    press = page.get_by_role("button", name="State them anew")
    press.click()
    expect(page.get_by_role("alert")).to_contain_text("must never live")
    group = page.get_by_role("group", name=re.compile("anywhere they must never"))
    group.get_by_label("Yes").check()
    press.click()
    expect(page.get_by_role("alert")).to_contain_text("at least one row")
    assert case_of(served_world, reference)["areas_stated"] == before

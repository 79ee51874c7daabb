"""A named lead sees which homes are kept for a few days more, and at what cost."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from api.pages.landlord.today import ending_within
from fixtures.scenarios import CAMDEN, HACKNEY, ISLINGTON
from tests.journeys.walking import items
from tests.pages.conftest import Open, Served

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
WEEK = timedelta(days=7)


@pytest.mark.parametrize(
    ("answer_by", "ending"),
    [
        ("2026-03-01T17:00:00Z", 1),
        ("2026-03-02T09:00:00Z", 1),
        ("2026-03-09T09:00:00Z", 1),
        ("2026-03-09T09:00:01Z", 0),
        ("2026-03-09T09:30:00+01:00", 1),
    ],
)
def test_what_ends_within_a_week(answer_by: str, ending: int) -> None:
    offers = [{"answer_by": answer_by}]
    assert ending_within(WEEK, offers, NOW) == offers[:ending]


def test_today_says_which_reservations_end_and_what_they_cost(
    open_desk: Open, served_world: Served
) -> None:
    """The world's clock stands on a day gone by, so its reservation is at its end."""
    found = [
        (code, each)
        for code in (CAMDEN, HACKNEY, ISLINGTON)
        for each in items(served_world.world, code, "/v1/offers")
        if each["stage"] == "agreed"
    ]
    assert len(found) == 1
    code, offer = found[0]
    page = open_desk(code)
    main = page.locator("main")
    expect(main).to_contain_text("Reservations that end within 7 days")
    expect(main).to_contain_text(f"£{offer['rent_lost_pence'] / 100:,.2f} in rent")
    first = page.get_by_role("region", name="Homes whose time runs out first")
    expect(first.get_by_role("link")).to_have_text([offer["code"]])


def test_who_keeps_no_home_is_told_of_none(
    open_desk: Open, served_world: Served
) -> None:
    codes = (CAMDEN, HACKNEY, ISLINGTON)
    code = next(c for c in codes if not items(served_world.world, c, "/v1/offers"))
    page = open_desk(code)
    expect(page.get_by_role("heading", level=1)).to_have_text("Today")
    expect(page.locator("main")).not_to_contain_text("Reservations that end")

"""Somebody goes to their organisation's own sign-in page and comes back signed in."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page, expect

from fixtures.people import sign_in_name
from fixtures.scenarios import CAMDEN
from reciprocal.webhooks.post import Roads
from tests.pages.conftest import Served
from tests.support.provider import claims, provider, settle


@pytest.fixture
def elsewhere(new_world: Served) -> Iterator[Served]:
    """A landlord's own provider, which knows its lead and a stranger."""
    world = new_world.world
    world.hands.on(datetime.now(UTC))
    world.working.roads = Roads(to_loopback=True)
    changed = {"public_url": new_world.address}
    world.working.settings = world.working.settings.model_copy(update=changed)
    people = [
        claims("lead", sign_in_name(CAMDEN, "lead")),
        claims("stranger", "stranger@example.org"),
    ]
    with provider(people) as idp:
        settle(world, CAMDEN, idp)
        yield new_world


def go(page: Page, code: str = CAMDEN) -> None:
    page.goto("/desk/sign-in")
    page.get_by_role("link", name="Sign in with your organisation").click()
    page.get_by_label("Your organisation's code", exact=True).fill(code)
    page.get_by_role("button", name="Continue").click()


@pytest.mark.parametrize("java_script_enabled", [True, False])
def test_there_and_back(
    browser: Browser, elsewhere: Served, *, java_script_enabled: bool
) -> None:
    context = browser.new_context(
        base_url=elsewhere.address, java_script_enabled=java_script_enabled
    )
    page = context.new_page()
    go(page)
    page.get_by_role("button", name="Go to your organisation's page").click()
    page.get_by_role("button", name="lead", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Today")
    expect(page).to_have_url(re.compile(r"/desk$"))
    names = {each["name"] for each in context.cookies()}
    assert names == {"__Host-session"}
    context.close()


def test_whoever_was_not_invited_or_went_in_another_browser_is_told_so(
    browser: Browser, elsewhere: Served
) -> None:
    context = browser.new_context(base_url=elsewhere.address)
    page = context.new_page()
    go(page)
    page.get_by_role("button", name="Go to your organisation's page").click()
    page.get_by_role("button", name="stranger", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are not signed in")
    page.get_by_role("link", name="Begin again").click()

    go(page)
    page.get_by_role("button", name="Go to your organisation's page").click()
    context.clear_cookies()
    page.get_by_role("button", name="lead", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are not signed in")
    context.close()


@pytest.mark.parametrize(
    ("code", "said"),
    [("E09000099", "No organisation of that code"), ("", "Enter an answer")],
)
def test_another_code_leads_nowhere(
    browser: Browser, elsewhere: Served, code: str, said: str
) -> None:
    page = browser.new_page(base_url=elsewhere.address)
    go(page, code)
    expect(page.get_by_role("alert")).to_contain_text(said)
    page.close()

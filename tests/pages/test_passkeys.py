"""A passkey is added on a page and shown at the sign-in, by a real browser's device."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from fixtures.people import PASSWORD, sign_in_name
from fixtures.scenarios import CAMDEN
from tests.pages.conftest import Served
from tests.pages.crawling import checked
from tests.pages.test_own_sign_in import code_now, enter_code, heading, set_up, sign_in


@pytest.fixture
def page(browser: Browser, new_world: Served) -> Iterator[Page]:
    """A browser with a device that unlocks itself, at a name of the service's own."""
    named = new_world.address.replace("127.0.0.1", "localhost")
    working = new_world.world.working
    working.settings = working.settings.model_copy(update={"public_url": named})
    found = browser.new_page(base_url=named)
    talk = found.context.new_cdp_session(found)
    talk.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    talk.send("WebAuthn.addVirtualAuthenticator", {"options": device})
    yield found
    found.close()


def test_a_passkey_is_added_shown_and_removed(page: Page, new_world: Served) -> None:
    sign_in(page, sign_in_name(CAMDEN, "lead"), PASSWORD)
    heading(page, "Today")
    page.goto("/desk/account/passkeys/add")
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("alert")).to_contain_text("Set a code app up first")
    page.goto("/desk/account/second-factor/set-up")
    letters, _ = set_up(page, new_world)
    page.get_by_role("button", name="I have kept them").click()
    page.goto("/desk/account/second-factor")
    page.get_by_role("link", name="Your passkeys").click()
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_role("button", name="Begin").click()
    assert checked(page) == []
    page.get_by_role("button", name="Use this device").click()
    heading(page, "Your passkeys")
    expect(page.locator("main")).to_contain_text("Added. After your password")

    page.get_by_role("button", name="Sign out").click()
    sign_in(page, sign_in_name(CAMDEN, "lead"), PASSWORD)
    page.get_by_role("button", name="Use a passkey instead").click()
    heading(page, "Use your passkey")
    assert checked(page) == []
    page.get_by_role("button", name="Use this device").click()
    heading(page, "Today")

    page.goto("/desk/account/passkeys")
    page.get_by_role("link", name="Remove it").click()
    page.get_by_role("button", name="Remove it").click()
    expect(page.locator("main")).to_contain_text("You have none.")
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, sign_in_name(CAMDEN, "lead"), PASSWORD)
    page.get_by_role("button", name="Use a passkey instead").click()
    expect(page.get_by_role("alert")).to_contain_text("You have no passkey here")
    enter_code(page, code_now(new_world, letters), "Sign in")
    heading(page, "Today")


def test_a_device_that_will_not_is_said_and_the_code_stands(
    page: Page, new_world: Served
) -> None:
    sign_in(page, sign_in_name(CAMDEN, "lead"), PASSWORD)
    page.goto("/desk/account/second-factor/set-up")
    letters, _ = set_up(page, new_world)
    page.goto("/desk/account/passkeys/add")
    page.get_by_role("button", name="Begin").click()
    page.evaluate("() => { navigator.credentials.create = () => Promise.reject(); }")
    page.get_by_role("button", name="Use this device").click()
    expect(page.get_by_role("status").last).to_contain_text("did not do it")
    page.goto("/desk/account")
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, sign_in_name(CAMDEN, "lead"), PASSWORD)
    enter_code(page, code_now(new_world, letters), "Sign in")
    heading(page, "Today")

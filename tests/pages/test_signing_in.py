"""Somebody signs in, and leaves: by the button, and in an instant."""

import httpx
import pytest
from playwright.sync_api import Browser, expect

from api import sessions
from fixtures.load import AUDITOR, COORDINATOR
from fixtures.people import sign_in_name
from fixtures.scenarios import CAMDEN
from tests.journeys.walking import SERVICE
from tests.pages.conftest import Open, Served


@pytest.mark.parametrize("code", [COORDINATOR, CAMDEN, SERVICE, AUDITOR])
def test_each_role_comes_to_its_desk(open_desk: Open, code: str) -> None:
    page = open_desk(code)
    expect(page.get_by_role("heading", level=1)).to_have_text("Today")
    assert page.title() == "Desk"


@pytest.mark.parametrize("by", ["key", "button"])
def test_leaving_at_once_blanks_the_page_and_ends_the_session(
    open_desk: Open, served_world: Served, by: str
) -> None:
    page = open_desk(SERVICE)
    if by == "key":
        for _ in range(3):
            page.keyboard.press("Shift")
    else:
        page.get_by_role("button", name="Exit this page").click()
    expect(page).to_have_url(f"{served_world.away}/weather")

    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    page.goto("/desk")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_the_page_is_blank_before_anything_is_asked_for(
    open_desk: Open, served_world: Served
) -> None:
    page = open_desk(SERVICE)
    seen: list[str] = []
    page.on("console", lambda message: seen.append(message.text))
    page.evaluate(
        """addEventListener("beforeunload", () => console.log(
            document.querySelector(".govuk-exit-this-page-overlay") ? "blank" : "shown"
        ))"""
    )
    for _ in range(3):
        page.keyboard.press("Shift")
    expect(page).to_have_url(f"{served_world.away}/weather")
    assert {"blank", "shown"} & set(seen) == {"blank"}


def test_leaving_at_once_needs_no_script(open_desk: Open, served_world: Served) -> None:
    page = open_desk(SERVICE, java_script_enabled=False)
    page.get_by_role("button", name="Exit this page").click()
    expect(page).to_have_url(f"{served_world.away}/weather")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_a_link_from_elsewhere_ends_no_session(
    open_desk: Open, served_world: Served
) -> None:
    page = open_desk(SERVICE)
    page.goto(f"{served_world.away.replace('127.0.0.1', 'localhost')}/")
    page.evaluate(f"location.href = '{served_world.address}/desk/exit'")
    expect(page).to_have_url(f"{served_world.away}/weather")
    page.goto(served_world.address + "/desk/account")
    expect(page.get_by_role("heading", level=1)).to_have_text("Account")


def test_a_wrong_password_says_what_an_unknown_person_is_told(
    browser: Browser, served_world: Served
) -> None:
    page = browser.new_page(base_url=served_world.address)
    told = []
    for email in (sign_in_name(CAMDEN, "lead"), "nobody@example.org"):
        page.goto("/desk/sign-in")
        page.get_by_label("Email address").fill(email)
        page.get_by_label("Password", exact=True).fill("not the password at all")
        page.get_by_role("button", name="Sign in").click()
        told.append(page.get_by_role("alert").inner_text())
    page.close()
    assert told[0] == told[1]


def test_a_form_from_elsewhere_does_nothing(served_world: Served) -> None:
    """A form without the session's own token, or sent by another site, is not taken."""
    token = served_world.world.token(SERVICE)
    cookie = {"Cookie": f"{sessions.COOKIE}={token}"}
    own = sessions.form_token(token)
    path = "/desk/sign-out"
    with httpx.Client(base_url=served_world.address) as client:
        for headers, form in (
            ({}, {}),
            ({}, {"form_token": "another"}),
            ({"Sec-Fetch-Site": "cross-site"}, {"form_token": own}),
            ({"Sec-Fetch-Site": "same-site"}, {"form_token": own}),
            ({"Origin": "https://example.org"}, {"form_token": own}),
        ):
            client.post(path, data=form, headers=cookie | headers)
            assert client.get("/desk", headers=cookie).status_code == 200
        client.post(path, data={"form_token": own}, headers=cookie)
        assert client.get("/desk", headers=cookie).status_code == 303

"""Somebody signs in, and leaves: by the button, and in an instant."""

import re

import httpx
import pytest
from playwright.sync_api import Browser, Route, expect

from api import sessions
from fixtures.load import AUDITOR, COORDINATOR
from fixtures.people import PASSWORD, sign_in_name
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


def test_leaving_at_once_waits_for_no_script(
    open_desk: Open, served_world: Served
) -> None:
    """The key works while all but the first script is still on its way."""
    page = open_desk(SERVICE)
    page.route("**/desk/assets/*.js", still_on_its_way)
    page.goto("/desk/cases")
    assert page.locator(".govuk-exit-this-page-overlay").count() == 0
    for key in ("Shift", "Shift", "Shift+A"):
        page.keyboard.press(key)
    page.reload()
    assert page.url == f"{served_world.address}/desk/cases"

    for _ in range(3):
        page.keyboard.press("Shift")
    expect(page).to_have_url(f"{served_world.away}/weather")


def still_on_its_way(route: Route) -> None:
    """Let the first script through, and no other."""
    if route.request.url.endswith("/begin.js"):
        route.continue_()
    else:
        route.abort()


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


def test_a_session_that_ran_out_in_mid_form_loses_nothing(
    open_desk: Open, served_world: Served
) -> None:
    page = open_desk(CAMDEN)
    page.goto("/desk/homes/post")
    page.get_by_label("Address", exact=True).fill("7 Wren Example Road")
    (token,) = [
        each["value"]
        for each in page.context.cookies()
        if each["name"] == sessions.COOKIE
    ]
    httpx.delete(
        f"{served_world.address}/v1/sessions/current",
        headers={"Authorization": f"Bearer {token}"},
    )
    page.get_by_role("button", name="Post this home").click()
    expect(page.locator("main")).to_contain_text("What you typed is kept for you")
    page.get_by_label("Email address").fill(sign_in_name(CAMDEN, "lead"))
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_label("Address", exact=True)).to_have_value(
        "7 Wren Example Road"
    )


def test_what_was_typed_waits_for_its_writer_alone(served_world: Served) -> None:
    """A form of an ended session is sealed; nobody else who signs in there opens it."""
    world, sealed = served_world.world, None
    with httpx.Client(base_url=served_world.address) as client:
        for who, shown in (("lead", True), ("deputy", False)):
            token = ended_session(client, CAMDEN)
            answer = client.post(
                "/desk/homes/post",
                data={"form_token": sessions.form_token(token), "address": "7 Wren"},
                headers={"Cookie": f"{sessions.COOKIE}={token}"},
            )
            assert (answer.status_code, "7 Wren" in answer.text) == (401, False)
            sealed = re.search(r'name="kept" value="([^"]+)"', answer.text)
            assert sealed is not None
            known = {"email": sign_in_name(CAMDEN, who), "password": PASSWORD}
            back = client.post("/desk/sign-in", data=known | {"kept": sealed[1]})
            assert ("7 Wren" in back.text) is shown
        assert sealed is not None
        world.wait(hours=25)
        known = {"email": sign_in_name(CAMDEN, "lead"), "password": PASSWORD}
        back = client.post("/desk/sign-in", data=known | {"kept": sealed[1]})
        assert "7 Wren" not in back.text


@pytest.mark.parametrize("sealed", ["", "not sealed at all", "AAAA"])
def test_what_was_kept_by_nobody_opens_nothing(
    served_world: Served, sealed: str
) -> None:
    known = {"email": sign_in_name(CAMDEN, "lead"), "password": PASSWORD}
    with httpx.Client(base_url=served_world.address) as client:
        back = client.post("/desk/sign-in", data=known | {"kept": sealed})
        assert (back.status_code, back.headers["location"]) == (303, "/desk")


def ended_session(client: httpx.Client, code: str) -> str:
    """Sign in and out again; return the token that no longer opens anything."""
    known = {"email": sign_in_name(code, "lead"), "password": PASSWORD}
    token = str(client.post("/v1/sessions", json=known).json()["token"])
    client.delete("/v1/sessions/current", headers={"Authorization": f"Bearer {token}"})
    return token


def test_a_warning_comes_before_the_session_runs_out(open_desk: Open) -> None:
    page = open_desk(SERVICE)
    page.clock.install()
    page.reload()
    warning = page.get_by_role("dialog")
    # As long as a session lasts at all: these are never idle for too long.
    page.clock.fast_forward("07:57:00")
    expect(warning).to_be_hidden()
    page.clock.fast_forward("01:30")
    expect(warning).to_be_visible()
    page.get_by_role("button", name="Stay signed in").click()
    expect(warning).to_be_hidden()


def test_a_keyboard_alone_signs_in_and_comes_to_what_matters(
    browser: Browser, served_world: Served
) -> None:
    page = browser.new_page(base_url=served_world.address)
    page.goto("/desk/sign-in")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type(sign_in_name(CAMDEN, "lead"))
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Today")
    page.close()

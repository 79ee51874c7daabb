"""Somebody minds their own way in on pages, with scripts and without."""

import re

import httpx
import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from api import sessions
from fixtures.people import PASSWORD, sign_in_name
from fixtures.scenarios import CAMDEN, HACKNEY
from tests.journeys.walking import SERVICE, items
from tests.pages.conftest import Open, Served

ANOTHER = "another twelve characters"


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def enter_code(page: Page, code: str, button: str) -> None:
    page.get_by_label("Code", exact=True).fill(code)
    page.get_by_role("button", name=button).click()


def code_now(served: Served, letters: str) -> str:
    """Return what an app shows after a while."""
    served.world.wait(seconds=30)
    return pyotp.TOTP(letters.replace(" ", "")).at(served.world.hands.moment)


def sign_in(page: Page, email: str, password: str) -> None:
    page.goto("/desk/sign-in")
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()


def set_up(page: Page, served: Served) -> tuple[str, list[str]]:
    """Set a second factor up; return its letters and the codes for paper."""
    page.get_by_role("button", name="Begin").click()
    letters = page.locator(".govuk-inset-text").inner_text()
    enter_code(page, code_now(served, letters), "Confirm")
    heading(page, "Keep these codes on paper")
    return letters, page.locator(".desk-codes li").all_inner_texts()


@pytest.mark.parametrize("java_script_enabled", [True, False])
def test_a_second_factor_is_set_up_shown_and_removed(
    open_new_desk: Open, new_world: Served, *, java_script_enabled: bool
) -> None:
    page = open_new_desk(CAMDEN, java_script_enabled=java_script_enabled)
    page.goto("/desk/account")
    page.get_by_role("link", name="Your second factor").click()
    page.get_by_role("button", name="Set one up").click()
    letters, paper = set_up(page, new_world)
    assert len(paper) == 10
    page.get_by_role("button", name="I have kept them").click()
    heading(page, "Today")

    page.get_by_role("button", name="Sign out").click()
    sign_in(page, sign_in_name(CAMDEN, "lead"), PASSWORD)
    heading(page, "Enter your code")
    # Nothing else opens until the code was right.
    page.goto("/desk/homes")
    heading(page, "Enter your code")
    wrong = "000000"
    enter_code(page, wrong, "Sign in")
    expect(page.get_by_role("alert")).to_contain_text("That code is not right")
    enter_code(page, code_now(new_world, letters), "Sign in")
    heading(page, "Today")

    page.get_by_role("button", name="Sign out").click()
    sign_in(page, sign_in_name(CAMDEN, "lead"), PASSWORD)
    enter_code(page, paper[0], "Sign in")
    heading(page, "Today")
    page.goto("/desk/account/second-factor")
    expect(page.locator("main")).to_contain_text("Codes on paper that are left: 9.")
    page.get_by_role("link", name="Remove it").click()
    page.get_by_role("button", name="Remove it").click()
    expect(page.locator("main")).to_contain_text("You have none.")


def test_where_one_is_required_it_is_set_up_before_anything_else(
    browser: Browser, new_world: Served
) -> None:
    working = new_world.world.working
    working.settings = working.settings.model_copy(update={"second_factor": True})
    page = browser.new_page(base_url=new_world.address)
    sign_in(page, sign_in_name(CAMDEN, "lead"), PASSWORD)
    heading(page, "Set a second factor up")
    page.goto("/desk/account")
    heading(page, "Set a second factor up")
    page.get_by_role("button", name="Begin").click()
    enter_code(page, "000000", "Confirm")
    expect(page.get_by_role("alert")).to_contain_text("That code is not right")
    page.get_by_role("link", name="begin again").click()
    set_up(page, new_world)
    page.get_by_role("button", name="I have kept them").click()
    heading(page, "Today")
    page.close()


def test_whoever_has_one_is_not_led_to_a_second(
    open_new_desk: Open, new_world: Served
) -> None:
    page = open_new_desk(CAMDEN)
    page.goto("/desk/account/second-factor/set-up")
    set_up(page, new_world)
    page.goto("/desk/account/second-factor/set-up")
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("alert")).to_be_visible()


def test_a_colleague_is_signed_out_and_sets_another_up(
    open_new_desk: Open, new_world: Served
) -> None:
    page, colleague = open_new_desk(CAMDEN, "deputy"), open_new_desk(CAMDEN)
    page.goto("/desk/account/second-factor/set-up")
    set_up(page, new_world)
    name = sign_in_name(CAMDEN, "deputy")
    for link, button in (
        (f"Sign out {name}", "Sign them out"),
        (f"Lost second factor of {name}", "Let them set another up"),
    ):
        colleague.goto("/desk/account")
        colleague.get_by_role("link", name=link).click()
        colleague.get_by_role("button", name=button).click()
        expect(colleague.locator("main")).to_contain_text("Done.")
    page.goto("/desk")
    heading(page, "Sign in")
    sign_in(page, name, PASSWORD)
    heading(page, "Set a second factor up")
    set_up(page, new_world)


def test_a_password_is_changed_and_the_other_sessions_end(open_new_desk: Open) -> None:
    page, elsewhere = open_new_desk(CAMDEN), open_new_desk(CAMDEN)
    page.goto("/desk/account/password")
    for present in ("not this one at all", PASSWORD):
        page.get_by_label("Your password until now", exact=True).fill(present)
        page.get_by_label("Your new password", exact=True).fill(ANOTHER)
        page.get_by_role("button", name="Change it").click()
    expect(page.locator("main")).to_contain_text("Your other sessions have ended.")
    elsewhere.goto("/desk")
    heading(elsewhere, "Sign in")
    sign_in(elsewhere, sign_in_name(CAMDEN, "lead"), ANOTHER)
    heading(elsewhere, "Today")


def test_sessions_are_listed_and_ended(open_new_desk: Open) -> None:
    page, elsewhere = open_new_desk(CAMDEN), open_new_desk(CAMDEN)
    page.goto("/desk/account/sessions")
    other = page.get_by_role("cell", name="No", exact=True)
    rows = page.get_by_role("row").filter(has=other)
    expect(rows).to_have_count(1)
    rows.get_by_role("link", name="End it").click()
    page.get_by_role("button", name="End it").click()
    elsewhere.goto("/desk")
    heading(elsewhere, "Sign in")
    page.goto("/desk/account/sessions")
    page.get_by_role("link", name="Sign out everywhere").click()
    page.get_by_role("button", name="Sign out everywhere").click()
    heading(page, "Sign in")


def test_a_page_says_until_when_without_any_script(open_new_desk: Open) -> None:
    page = open_new_desk(CAMDEN, java_script_enabled=False)
    expect(page.get_by_role("contentinfo")).to_contain_text(
        re.compile(r"until \d+ \w+ \d{4} at \d+:\d\d(am|pm) if you do nothing here")
    )


def test_a_code_is_taken_from_its_own_page_alone(new_world: Served) -> None:
    """Without the session's own token, from elsewhere, or with no session at all."""
    path = "/desk/sign-in/code"
    token = new_world.world.token(HACKNEY)
    with httpx.Client(base_url=new_world.address) as client:
        for known, sent, where in (
            ("", "", "same-origin"),
            (token, "", "same-origin"),
            (token, sessions.form_token(token), "cross-site"),
        ):
            answer = client.post(
                path,
                data={"form_token": sent, "code": "123456"},
                headers={
                    "Cookie": f"{sessions.COOKIE}={known}",
                    "Sec-Fetch-Site": where,
                },
            )
            assert answer.headers["location"] == "/desk/sign-in"
        ended = {"Cookie": f"{sessions.COOKIE}=none"}
        form = {"form_token": sessions.form_token("none"), "code": "123456"}
        answer = client.post(path, data=form, headers=ended)
        assert answer.headers["location"] == "/desk/sign-in"
        assert client.get(path).headers["location"] == "/desk/sign-in"


def test_what_proves_who_somebody_is_waits_nowhere(served_world: Served) -> None:
    """A form of an ended session is kept, sealed; a password in it is not."""
    world = served_world.world
    token = world.token(CAMDEN, "deputy")
    world.http.delete(
        "/v1/sessions/current", headers={"Authorization": f"Bearer {token}"}
    )
    form = {"form_token": sessions.form_token(token), "password": ANOTHER, "x": "y"}
    cookie = {"Cookie": f"{sessions.COOKIE}={token}"}
    known = {"email": sign_in_name(CAMDEN, "deputy"), "password": PASSWORD}
    with httpx.Client(base_url=served_world.address) as client:
        answer = client.post("/desk/account/password", data=form, headers=cookie)
        sealed = re.search(r'name="kept" value="([^"]+)"', answer.text)
        assert sealed is not None
        back = client.post("/desk/sign-in", data=known | {"kept": sealed[1]})
    assert 'value="y"' in back.text
    assert ANOTHER not in back.text


def prove(page: Page, label: str, proof: str) -> None:
    heading(page, "Confirm that it is you")
    page.get_by_label(label, exact=True).fill(proof)
    page.get_by_role("button", name="Confirm and go on").click()


@pytest.mark.parametrize("java_script_enabled", [True, False])
def test_a_form_goes_on_with_what_was_typed_once_its_sender_has_proved_who_they_are(
    open_new_desk: Open, new_world: Served, *, java_script_enabled: bool
) -> None:
    world = new_world.world
    case = items(world, SERVICE, "/v1/cases")[0]["reference"]
    _, other, *_ = world.loaded.services.values()
    page = open_new_desk(SERVICE, java_script_enabled=java_script_enabled)
    world.wait(minutes=6)
    page.goto(f"/desk/cases/{case}/transfer")
    page.get_by_label("The other service's code", exact=True).fill(other)
    page.get_by_label("Household asks", exact=True).check()
    page.get_by_label("Yes", exact=True).check()
    page.get_by_role("button", name="Offer it").click()
    prove(page, "Your password", "not this one")
    expect(page.get_by_role("alert")).to_contain_text("That is not your password")
    assert items(world, SERVICE, "/v1/case-transfers") == []
    prove(page, "Your password", PASSWORD)
    expect(page.locator("main")).to_contain_text("Saved.")
    (sent,) = items(world, SERVICE, "/v1/case-transfers")
    assert sent["stage"] == "offered"


def test_whoever_has_a_second_factor_proves_it_by_a_code(
    open_new_desk: Open, new_world: Served
) -> None:
    page = open_new_desk(CAMDEN)
    page.goto("/desk/account/second-factor/set-up")
    letters, _ = set_up(page, new_world)
    new_world.world.wait(minutes=6)
    page.goto("/desk/account/second-factor/remove")
    page.get_by_role("button", name="Remove it").click()
    prove(page, "Code", "000000")
    expect(page.get_by_role("alert")).to_contain_text("That code is not right")
    prove(page, "Code", code_now(new_world, letters))
    expect(page.locator("main")).to_contain_text("You have none.")


def test_setting_one_up_asks_first_who_sits_there(
    open_new_desk: Open, new_world: Served
) -> None:
    page = open_new_desk(CAMDEN)
    new_world.world.wait(minutes=6)
    page.goto("/desk/account/second-factor/set-up")
    page.get_by_role("button", name="Begin").click()
    prove(page, "Your password", PASSWORD)
    letters = page.locator(".govuk-inset-text").inner_text()
    new_world.world.wait(minutes=6)
    enter_code(page, code_now(new_world, letters), "Confirm")
    prove(page, "Your password", PASSWORD)
    # The code is half a minute old at most, and was not used by being refused.
    heading(page, "Keep these codes on paper")


def test_a_browser_has_nothing_to_say_of_a_form_with_a_password(
    open_new_desk: Open, new_world: Served
) -> None:
    page = open_new_desk(CAMDEN)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto("/desk/account/password")
    new_world.world.wait(minutes=6)
    page.goto("/desk/account/second-factor/set-up")
    page.get_by_role("button", name="Begin").click()
    heading(page, "Confirm that it is you")
    # Chromium says it where the console is, once a page has settled.
    page.wait_for_load_state("networkidle")
    assert not [each for each in said if "[DOM]" in each]

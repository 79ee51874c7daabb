"""From sign-in to a result, as somebody does it who has never seen these pages."""

import re
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from fixtures.load import COORDINATOR
from fixtures.scenarios import CAMDEN, HACKNEY
from tests.contract.story import Story
from tests.journeys.walking import SERVICE, Walk, home_body, items
from tests.pages.acting import (
    answer,
    follow,
    heading,
    on_day,
    press,
    said,
    what_they_have,
    what_they_need,
    where_they_could_live,
)
from tests.pages.conftest import Open, Served

_REFERENCE = re.compile(r"[0-9a-f]{32}")


def test_a_void_goes_to_the_keys_over_four_desks(
    open_new_desk: Open, new_world: Served
) -> None:
    """Given a pot, when each does their part on pages, then a household has keys."""
    world = new_world.world
    walk = Walk(world)
    coordinator, worker = open_new_desk(COORDINATOR), open_new_desk(SERVICE)
    new, old = open_new_desk(CAMDEN), open_new_desk(HACKNEY)

    world.working.decides = None
    a_round_is_run(coordinator)
    its_moves_are_agreed_to(coordinator)
    walk.case = walk.only_case("proposed")
    the_worker_looks(worker)
    the_new_landlord_agrees(new)
    for _ in range(20):
        world.wait(hours=5)
        old.goto("/desk/departures")
        if old.locator("main table a").count():
            break
    the_old_landlord_answers(old)
    the_household_answers(worker, walk)
    the_tenancy_is_signed(new, walk.today())

    worker.goto(f"/desk/cases/{walk.case}")
    expect(worker.locator(".govuk-tag").first).to_have_text("Moved")
    assert walk.stage() == "completed"


def a_round_is_run(page: Page) -> None:
    follow(page, "Rounds")
    follow(page, "Run a round")
    press(page, "Run it")
    said(page, "The round has begun.")
    page.locator("main table a").first.click()
    expect(page.locator("svg.desk-plan").first).to_be_visible()


def its_moves_are_agreed_to(page: Page) -> None:
    follow(page, "Decide each move")
    for yes in page.get_by_label("Yes, propose it").all():
        yes.check()
    press(page, "Decide and publish")
    said(page, "Decided, under your name.")


def the_worker_looks(page: Page) -> None:
    page.goto("/desk")
    page.get_by_role("link", name=re.compile("Look whether a home is safe")).click()
    press(page, "Look whether it is safe")
    answer(page, "Is it safe?", "Yes")
    press(page, "Answer")
    said(page, "Answered.")


def the_new_landlord_agrees(page: Page) -> None:
    page.goto("/desk")
    page.get_by_role("link", name=re.compile("may the household have")).click()
    press(page, "Answer")
    answer(page, "May they have it?", "Yes")
    press(page, "Answer")
    said(page, "Answered.")


def the_old_landlord_answers(page: Page) -> None:
    page.locator("main table a").first.click()
    follow(page, "Say whether the tenancy still stands")
    answer(page, "Does it?", "Yes")
    press(page, "Answer")
    said(page, "Answered.")


def the_household_answers(page: Page, walk: Walk) -> None:
    page.goto(f"/desk/cases/{walk.case}")
    asked = page.locator(".desk-next li", has_text="Arrange a viewing")
    expect(asked).to_contain_text(", by ")
    page.goto(f"/desk/cases/{walk.case}/home")
    expect(page.get_by_text("The tenancy that they have stays theirs.")).to_be_visible()
    press(page, "Say how the viewing went")
    answer(page, "What happened?", "Held")
    on_day(page, "on", walk.today())
    press(page, "Record it")
    walk.talk_through()
    press(page, "Record their answer")
    expect(page.get_by_text("A no never closes the case.")).to_be_visible()
    answer(page, "Do they want this home?", "Yes")
    page.get_by_label("In which language did you talk?").fill("pl")
    answer(page, "Was there an interpreter?", "Yes")
    press(page, "Record their answer")
    said(page, "Answered.")


def the_tenancy_is_signed(page: Page, today: date) -> None:
    follow(page, "Offers")
    page.locator("main table a").first.click()
    follow(page, "Support for the household")
    heading(page, "Support: what was done")
    follow(page, "Back")
    press(page, "Record the sign-up")
    page.get_by_label("Which tenancy was granted?").select_option("secure_lifetime")
    answer(page, "Rent", "Social")
    on_day(page, "tenancy_start", today)
    press(page, "Record it")
    said(page, "the tenancy is signed")
    press(page, "Say that the tenancy has begun")
    press(page, "They have the keys")
    said(page, "they have the keys")


def test_a_household_is_referred(open_new_desk: Open, new_world: Served) -> None:
    """Given a worker who knows them, when they fill the list, then it is sent."""
    page = open_new_desk(SERVICE)
    before = len(items(new_world.world, SERVICE, "/v1/cases"))
    follow(page, "Start a request")
    what_they_have(page, home_body(new_world.world, CAMDEN, "555000777"))
    what_they_need(page)
    where_they_could_live(page)
    press(page, "Check the answers")
    expect(page.locator("main")).not_to_contain_text("Some answers are missing")
    press(page, "Save this request")
    said(page, "Saved as a case.")
    new = new_world.world.call(
        SERVICE, "GET", f"/v1/cases/{page.url.split('/')[-1].partition('?')[0]}"
    ).json()
    purposes = sorted(each["purpose"] for each in new["areas_stated"])
    assert purposes == ["avoid", "close_to", "stay_near"]
    assert new["areas"]["first_choice"] == ["E09000012"]
    follow(page, "Consents")
    for purpose in ("matching", "tenancy check", "offer"):
        agree = re.compile(f"They agree.*{purpose}", re.IGNORECASE)
        page.get_by_role("link", name=agree).click()
        press(page, "They agree")
    follow(page, "Back")
    press(page, "Send the request")
    press(page, "Send it")
    said(page, "Sent.")
    assert len(items(new_world.world, SERVICE, "/v1/cases")) == before + 1


def test_ten_homes_are_posted_from_a_spreadsheet(
    open_new_desk: Open, new_world: Served
) -> None:
    """Given a spreadsheet with a mistake, when it is mended, then ten homes are in."""
    world = new_world.world
    story = Story(world)
    numbers = [story.uprn() for _ in range(10)]
    story.act(CAMDEN, "POST", "/v1/stock", {"uprns": numbers})
    page = open_new_desk(CAMDEN)
    follow(page, "Upload a spreadsheet of homes")
    page.get_by_label("Spreadsheet").set_input_files(sheet(world, numbers, bad=True))
    press(page, "Try it")
    expect(page.get_by_role("alert")).to_contain_text("Nothing was brought in")
    expect(page.locator("#faults")).to_contain_text("Row 4")
    page.get_by_label("Spreadsheet").set_input_files(sheet(world, numbers, bad=False))
    press(page, "Try it")
    expect(page.locator("main")).to_contain_text("Posted: 10")
    assert posted(world) == 0
    press(page, "Bring it in")
    said(page, "Brought in.")
    assert posted(world) == 10

    deputy = open_new_desk(CAMDEN, "deputy")
    deputy.goto("/desk/homes/release")
    for box in deputy.get_by_role("checkbox").all():
        box.check()
    press(deputy, "Release them")
    said(deputy, "Released.")
    assert posted(world) == 0


HEADINGS = (
    "UPRN",
    "Address",
    "Postcode",
    "Beds",
    "Max persons",
    "Property type",
    "Floor",
    "Lift",
    "Rent type",
    "Weekly rent",
    "Tenancy type",
    "Letting route",
    "Void date",
    "Ready to let",
)


def posted(world: object) -> int:
    found = items(world, CAMDEN, "/v1/homes?stage=awaiting_release")
    return len(found)


def sheet(world: object, numbers: list[str], *, bad: bool) -> dict[str, object]:
    """Return a landlord's own spreadsheet; with a mistake in the row four."""
    lines = [",".join(HEADINGS)]
    postcode = home_body(world, CAMDEN, numbers[0])["postcode"]
    for row, number in enumerate(numbers, start=2):
        beds = "two and a bit" if bad and row == 4 else "2"
        lines.append(
            f'{number},"Flat {row}, Example House",{postcode},{beds},4,Flat,1,Yes,'
            "Social rent,128.75,Secure,Council let,02/03/2026,16/03/2026"
        )
    content = "\n".join(lines).encode()
    return {"name": "voids.csv", "mimeType": "text/csv", "buffer": content}


def test_a_stale_form_says_what_changed_and_keeps_what_was_typed(
    open_new_desk: Open, new_world: Served
) -> None:
    """Given two people on one home, when the second saves, then nothing is lost."""
    world = new_world.world
    page = open_new_desk(CAMDEN)
    (home, *_) = items(world, CAMDEN, "/v1/homes?stage=in_pot")
    page.goto(f"/desk/homes/{home['reference']}/amend")
    rent = {"weekly_rent_pence": 9_900}
    changed = world.call(CAMDEN, "PATCH", f"/v1/homes/{home['reference']}", rent)
    assert changed.is_success, changed.text
    page.get_by_label("Rent a week").fill("123.45")
    press(page, "Save")
    expect(page.get_by_role("alert")).to_contain_text("Somebody changed this")
    expect(page.get_by_label("Rent a week")).to_have_value("123.45")
    press(page, "Save")
    said(page, "Saved.")
    now = world.call(CAMDEN, "GET", f"/v1/homes/{home['reference']}").json()
    assert now["weekly_rent_pence"] == 12_345


def test_a_form_sent_twice_acts_once(open_new_desk: Open, new_world: Served) -> None:
    """Given a form that was sent, when it is sent again, then there is one round."""
    page = open_new_desk(COORDINATOR)
    page.goto("/desk/rounds/run")
    sent = page.locator("form[novalidate]").first
    fields = {
        each.get_attribute("name"): each.input_value()
        for each in sent.locator("input").all()
    }
    for _ in range(2):
        answer_ = page.request.post("/desk/rounds/run", form=fields, max_redirects=0)
        assert answer_.status == 303
    assert len(items(new_world.world, COORDINATOR, "/v1/rounds")) == 1


def test_another_s_things_are_not_here(open_desk: Open, served_world: Served) -> None:
    """Given one landlord's home, when another asks for its page, then it is nothing."""
    (home, *_) = items(served_world.world, HACKNEY, "/v1/homes")
    path = f"/desk/homes/{home['reference']}"
    page = open_desk(CAMDEN)
    mine, never = page.request.get(path), page.request.get(f"/desk/homes/{'0' * 32}")
    assert (mine.status, never.status) == (404, 404)
    assert _REFERENCE.sub("", mine.text()) == _REFERENCE.sub("", never.text())


def test_a_page_that_watches_a_round_does_not_keep_a_desk_open(
    open_new_desk: Open, new_world: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A round that nobody works kept an unattended desk signed in (2026-11-23)."""
    world = new_world.world
    monkeypatch.setattr(world.working, "run_round", lambda _: None)
    started = Walk(world).run_round()
    page = open_new_desk(COORDINATOR)
    for asked, goes_on in (("", True), ("?asked=119", True), ("?asked=120", False)):
        text = page.request.get(f"/desk/rounds/{started}{asked}").text()
        assert ('http-equiv="refresh"' in text) is goes_on, asked
    for odd in ("x", "-1", "99999"):
        text = page.request.get(f"/desk/rounds/{started}?asked={odd}").text()
        assert 'http-equiv="refresh"' not in text


def test_what_fell_through_is_listed_apart(open_desk: Open) -> None:
    page = open_desk(COORDINATOR)
    page.goto("/desk/moves/fell-through")
    expect(page.get_by_label("State")).to_have_value("ended")
    expect(page.get_by_role("option", name="All")).to_have_count(0)


def test_something_is_tried_on_a_round_and_nothing_changes(
    open_new_desk: Open,
) -> None:
    page = open_new_desk(COORDINATOR)
    a_round_is_run(page)
    steps = page.locator("svg.desk-plan text").all_inner_texts()
    follow(page, "What would it cost to force or forbid something?")
    page.get_by_label("This household").select_option(index=1)
    press(page, "Try it")
    expect(page.locator("main")).to_contain_text("What it would cost")
    expect(page.locator("main table")).to_have_count(1)
    follow(page, "Back")
    assert page.locator("svg.desk-plan text").all_inner_texts() == steps


def test_support_is_written_down(open_desk: Open, served_world: Served) -> None:
    """Given a case, when its worker writes down what was done, then it is listed."""
    (case, *_) = items(served_world.world, SERVICE, "/v1/cases")
    page = open_desk(SERVICE)
    page.goto(f"/desk/cases/{case['reference']}/support")
    page.get_by_label("What is it about?").select_option("first_contact")
    page.get_by_label("What came of it?").select_option("made")
    on_day(page, "happened_on", served_world.world.hands.now().date())
    press(page, "Write it down")
    said(page, "Saved.")
    page.goto(f"/desk/cases/{case['reference']}/support")
    expect(page.locator("main table")).to_contain_text("Made")


def test_a_household_is_referred_again(open_desk: Open, served_world: Served) -> None:
    """Given answers that are missing, when they are checked, then nothing is sent."""
    (case, *_) = items(served_world.world, SERVICE, "/v1/cases")
    page = open_desk(SERVICE)
    page.goto(f"/desk/cases/{case['reference']}/refer-again")
    press(page, "Check the answers")
    expect(page.locator("main")).to_contain_text("Some answers are missing")
    expect(page.get_by_role("button", name="Save this request")).to_have_count(0)
    assert page.url.endswith("/refer-again")

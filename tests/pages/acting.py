"""What somebody does on a page, in the words that they see; and a request filled in."""

from datetime import date

from playwright.sync_api import Page, expect

from fixtures.scenarios import CAMDEN


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).click()


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def said(page: Page, text: str) -> None:
    expect(page.locator(".govuk-notification-banner")).to_contain_text(text)


def answer(page: Page, question: str, choice: str) -> None:
    group = page.get_by_role("group", name=question, exact=True)
    group.get_by_label(choice, exact=True).check()


def on_day(page: Page, name: str, day: date) -> None:
    for part, number in (("day", day.day), ("month", day.month), ("year", day.year)):
        page.locator(f'[name="{name}-{part}"]').fill(str(number))


def what_they_have(page: Page, home: dict[str, str]) -> None:
    press(page, "The tenancy that they have")
    press(page, "Save and continue")
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    page.get_by_label("Landlord's code").fill(CAMDEN)
    page.get_by_label("Landlord's tenancy reference").fill("T-551")
    page.get_by_label("Which tenancy is it?").select_option("secure_lifetime")
    on_day(page, "tenancy_start", date(2015, 4, 6))
    answer(page, "Is it a joint tenancy?", "No")
    press(page, "Save and continue")
    press(page, "The home that they leave")
    page.get_by_label("UPRN", exact=True).fill(home["uprn"])
    page.get_by_label("Address", exact=True).fill("7 Wren Example Road")
    page.get_by_label("Postcode", exact=True).fill(home["postcode"])
    press(page, "Save and continue")


def what_they_need(page: Page) -> None:
    press(page, "Who moves")
    page.get_by_label("Adults, the tenant among them").fill("1")
    page.locator('[name="children-0-sex"]').select_option("F")
    page.locator('[name="children-0-month"]').fill("5")
    page.locator('[name="children-0-year"]').fill("2019")
    page.get_by_label("Children on the way").fill("0")
    press(page, "Save and continue")
    press(page, "What the new home must have")
    answer(page, "How must one get in?", "General")
    answer(page, "Is a ground floor unsafe for them?", "No")
    answer(page, "Can they pay an affordable rent?", "Yes")
    press(page, "Save and continue")
    press(page, "The risk, in bands")
    answer(page, "What kind of risk?", "Domestic abuse")
    answer(page, "How urgent is it?", "2: urgent")
    answer(page, "Is there a day by which they must have moved?", "None")
    press(page, "Save and continue")


def where_they_could_live(page: Page) -> None:
    press(page, "Where they could live")
    answer(page, "Where could they live?", "In the areas that I tick below")
    page.locator("summary", has_text="London").click()
    for name in ("Hackney", "Islington", "Lewisham", "Southwark", "Newham"):
        page.get_by_label(name, exact=True).check()
    press(page, "Save and continue")
    press(page, "What should be near")
    page.locator('[name="within_reach-0-postcodes"]').fill("N1 1AA")
    press(page, "Save and continue")
    expect(page.get_by_role("alert")).to_contain_text("how many metres")
    page.locator('[name="within_reach-0-metres"]').fill("3000")
    page.locator('[name="within_reach-0-reason"]').select_option("school")
    page.locator('[name="close_to-0-postcodes"]').fill("N1 1AA")
    page.locator('[name="close_to-0-metres"]').fill("2000")
    page.locator('[name="close_to-0-reason"]').select_option("care")
    page.locator('[name="areas_of_first_choice-0-area"]').fill("hackney")
    page.locator('[name="areas_of_first_choice-1-area"]').fill("Hackny")
    press(page, "Save and continue")
    expect(page.get_by_role("alert")).to_contain_text("as the list above has it")
    page.locator('[name="areas_of_first_choice-1-area"]').fill("")
    press(page, "Save and continue")
    press(page, "Where they must never live")
    page.locator('[name="areas_to_avoid-0-kind"]').select_option("sector")
    page.locator('[name="areas_to_avoid-0-place"]').fill("E8 1")
    page.locator('[name="areas_to_avoid-0-reason"]').select_option("perpetrator_lives")
    press(page, "Save and continue")

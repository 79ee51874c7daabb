"""The sheet for whoever signs a household up: what to leave out, and nobody's data."""

import re

from api.pages.landlord.sheet import INTRO, SHEET
from fixtures.scenarios import CAMDEN, HACKNEY
from scripts.print_sheet import sheet_page
from scripts.tree import ROOT
from tests.journeys.walking import Walk, items
from tests.pages.acting import follow, heading
from tests.pages.conftest import Open, Served
from tests.pages.crawling import checked

_MOST_WORDS = 20
"""In a sentence, for a reader of eleven."""

LEFT_OUT = (
    *(
        "lived before",
        "landlord was",
        "reference",
        "post on to",
        "family",
        "photograph",
    ),
    *("any home but the new one", "ring or write to the old landlord"),
    *("message on a telephone", "flag", "managed move", "CORE log", "keys"),
)
LINK = "What to leave out at the sign-up: a sheet to print"


def test_the_page_of_the_docs_is_the_sheet() -> None:
    assert (ROOT / "docs" / "protected-household-sheet.md").read_text() == sheet_page()


def test_the_sheet_says_each_thing_to_leave_out_in_short_sentences() -> None:
    text = sheet_page()
    assert [each for each in LEFT_OUT if each not in text] == []
    said = " ".join((INTRO, *(line for part in SHEET for line in part.lines)))
    sentences = re.split(r"(?<=[.?])\s", said)
    assert len(sentences) > len(SHEET)
    assert [each for each in sentences if len(each.split()) > _MOST_WORDS] == []
    mean = sum(len(each.split()) for each in sentences) / len(sentences)
    assert mean <= _MOST_WORDS / 2


def test_a_lead_prints_the_sheet_once_the_household_has_accepted(
    open_new_desk: Open, new_world: Served
) -> None:
    # Given an offer that both landlords agreed to, and no answer of the household yet
    walk = Walk(new_world.world).to("agreed")
    page = open_new_desk(CAMDEN)
    sheet = f"/desk/offers/{walk.offer}/sign-up-sheet"
    # When the lead looks for the sheet, then no link leads there, and it is not yet
    page.goto(f"/desk/offers/{walk.offer}")
    assert page.get_by_role("link", name=LINK).count() == 0
    page.goto(sheet)
    assert "There is no sheet for this offer now" in page.locator("main").inner_text()
    assert "Do not ask" not in page.content()
    # When the household accepts
    walk.to_next("accepted")
    page.goto(f"/desk/offers/{walk.offer}")
    follow(page, LINK)
    # Then every part is there, and anybody can read it
    heading(page, "Signing up a protected household")
    main = page.locator("main").inner_text()
    assert all(line in main for part in SHEET for line in part.lines)
    assert checked(page) == []
    # And it says nothing of the offer, the home, the household or another party
    offer = walk.as_new("GET").json()
    home = items(walk.world, CAMDEN, "/v1/homes")[0]
    told = (offer["reference"], offer["code"], offer["referring_service"])
    whose = walk.world.loaded.members[HACKNEY].name
    place = walk.as_worker("GET", "/proposal").json()["address"]
    for word in (*told, whose, place, home["reference"]):
        assert word not in main
    # And to nobody else is there such a page
    other = open_new_desk(HACKNEY)
    other.goto(sheet)
    assert "There is nothing here for you" in other.content()

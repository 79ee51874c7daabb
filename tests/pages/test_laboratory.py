"""The laboratory's page: a picture, a table, a sentence and the commands of each."""

import pytest
from playwright.sync_api import expect

from api.pages.laboratory import pairs
from fixtures.load import AUDITOR, COORDINATOR
from fixtures.scenarios import CAMDEN
from tests.journeys.walking import SERVICE
from tests.pages.acting import follow
from tests.pages.conftest import Open, Served
from tests.support.world import World


def told(world: World) -> list[dict[str, object]]:
    answer = world.call(COORDINATOR, "GET", "/v1/laboratory")
    assert answer.status_code == 200
    found: list[dict[str, object]] = answer.json()["experiments"]
    return found


@pytest.mark.parametrize("code", [COORDINATOR, AUDITOR])
def test_each_experiment_is_drawn_beside_its_figures(
    open_new_desk: Open, new_world: Served, code: str
) -> None:
    experiments = told(new_world.world)
    page = open_new_desk(code)
    follow(page, "Laboratory")
    expect(page.locator("main svg")).to_have_count(len(experiments))
    for each in experiments:
        title = str(each["title"])
        expect(page.get_by_role("img", name=title)).to_be_visible()
        expect(page.locator("main")).to_contain_text(str(each["means"]))
        commands, rows = each["commands"], each["rows"]
        assert isinstance(commands, list)
        assert isinstance(rows, list)
        for command in commands:
            expect(page.locator("main")).to_contain_text(command)
        table = page.get_by_role("table", name=f"Figures: {title}")
        expect(table.locator("tbody tr")).to_have_count(len(rows))
        delayed = "Not looked at" if rows[0]["delayed"] is None else "0"
        expect(table.locator("tbody tr").first.locator("td").nth(8)).to_have_text(
            delayed
        )


@pytest.mark.parametrize("code", [CAMDEN, SERVICE])
def test_nobody_else_is_led_there(
    open_new_desk: Open, new_world: Served, code: str
) -> None:
    assert new_world.world.call(code, "GET", "/v1/laboratory").status_code == 403
    page = open_new_desk(code)
    expect(page.get_by_role("link", name="Laboratory")).to_have_count(0)
    page.goto("/desk/laboratory")
    expect(page.locator("main svg")).to_have_count(0)


def test_bars_are_to_one_scale_and_inside_their_picture() -> None:
    row = {"regime": "C12", "rhythm": "monthly", "policy": "rule"}
    picture = pairs(
        [
            {**row, "owed_most": 4.0, "structural": 8.0},
            {**row, "owed_most": 4.0, "structural": 0.0},
        ]
    )
    one, other = picture.pairs
    assert one.structural_px == 2 * one.owed_px == 2 * other.owed_px > 0
    assert other.structural_px == 0
    assert picture.names + one.structural_px < picture.width
    assert other.y + 2 * picture.bar < picture.height
    assert pairs([]).pairs == ()

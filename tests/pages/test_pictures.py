"""Pictures say what the tables beside them say, and are drawn the same each time."""

import xml.etree.ElementTree as ET
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from api.pages.bars import bars
from api.pages.coordinator.drawing import BOX_PX, drawings
from api.pages.maps import spots
from api.pages.over_time import HEIGHT_PX, WIDTH_PX, lines
from api.pages.rendering import fill

PICTURES = Path(__file__).parent / "pictures"


def step(exchange: int, place: int, **said: object) -> dict[str, object]:
    return {
        "exchange_number": exchange,
        "exchange_kind": "chain",
        "position": place,
        "request_code": f"R{exchange}-{place}",
        "home_code": f"H{exchange}-{place}",
        "kind": "ready" if place == 1 else "forecast",
        "weeks_to_keys": place * 3,
    } | said


CHAIN = [step(1, place) for place in range(1, 8)]
CYCLE = [step(2, place, exchange_kind="cycle", kind="forecast") for place in (1, 2, 3)]
UNTOLD = [step(3, 1, home_code=None, weeks_to_keys=None)]
SOON = [step(4, 1, weeks_to_keys=0), step(4, 2, weeks_to_keys=1)]

QUARTERS = [f"2026-Q{number}" for number in (1, 2, 3, 4)]
BALANCES = (
    ("Camden", -1, -2, -2, -3),
    ("Hackney & <b>", 0, 1, 2, 2),
    ("A landlord whose name is long indeed", 1, 1, 1, 2),
    ("Islington", 0, 0, -1, 0),
    ("Southwark", 0, 0, 0, -1),
)


def row(landlord: str, *posted: int) -> dict[str, object]:
    return {"landlord": landlord, "posted": list(posted)}


DRAWN: dict[str, tuple[str, dict[str, Any]]] = {
    "plan": (
        "plan_picture.html",
        {"drawings": drawings([*CHAIN, *CYCLE, *UNTOLD, *SOON])},
    ),
    "balances": (
        "bars_picture.html",
        {"picture": bars([("Camden", 3), ("Hackney & <b>", -2), ("Islington", 0)])},
    ),
    "quarters": (
        "lines_picture.html",
        {"picture": lines(QUARTERS, [row(*each) for each in BALANCES])},
    ),
    "areas": ("map_picture.html", {"map": spots({"E09000007": 3, "E09000012": 1})}),
}


@pytest.mark.parametrize("name", DRAWN)
def test_a_picture_is_drawn_as_it_was_looked_at(name: str) -> None:
    """A change of these files is a change of what people see: look before you agree."""
    template, values = DRAWN[name]
    text = "\n".join(
        line.strip()
        for line in fill(f"pictures/{template}", {"box": BOX_PX, **values}).splitlines()
        if line.strip()
    )
    root = ET.fromstring(f"<all>{text}</all>")  # noqa: S314 - our own
    for picture in root:
        assert [each.tag for each in picture][:2] == ["title", "desc"]
    assert text + "\n" == (PICTURES / f"{name}.svg.txt").read_text()


def test_a_long_chain_goes_on_below() -> None:
    (chain,) = drawings(CHAIN)
    rows = {box.y for box in chain.boxes}
    assert len(chain.boxes) == 7
    assert len(rows) == 2
    assert all(box.x >= 0 and box.x + BOX_PX[0] <= chain.width for box in chain.boxes)
    assert all(box.y + BOX_PX[1] <= chain.height for box in chain.boxes)


def test_a_cycle_leads_back_and_a_chain_does_not() -> None:
    chain, cycle = drawings([*CHAIN, *CYCLE])
    assert not chain.back
    assert cycle.back
    assert cycle.sentence.endswith("the last home is the first household's.")


def test_a_bar_is_as_long_as_it_says() -> None:
    picture = bars([("a", 4), ("b", -2), ("c", 0)])
    a, b, c = picture.bars
    assert a.width == 2 * b.width > c.width == 0
    assert a.x == picture.nought_x == b.x + b.width


def test_nothing_is_drawn_of_nothing() -> None:
    assert bars([]).bars == ()
    assert drawings([]) == ()
    assert spots({}).spots == spots({"E99999999": 2}).spots == ()


def test_a_spot_lies_where_its_area_does() -> None:
    drawn = {spot.name: spot for spot in spots({"E09000007": 3, "E09000012": 1}).spots}
    assert len(drawn) == 33
    assert drawn["Hackney"].x > drawn["Camden"].x
    assert drawn["Enfield"].y < drawn["Croydon"].y
    assert drawn["Camden"].radius > drawn["Hackney"].radius > drawn["Sutton"].radius


def test_lines_are_inside_their_picture_and_names_do_not_meet() -> None:
    picture = lines(QUARTERS, [row(*each) for each in BALANCES])
    named = [each for each in picture.lines if each.told]
    assert {each.told.split()[0] for each in named} == {
        *("Camden", "Southwark", "Hackney", "A"),
    }
    heights = sorted(each.y for each in named)
    assert all(b - a >= 16 for a, b in pairwise(heights))
    for each in picture.lines:
        points = [point.split(",") for point in each.points.split()]
        assert len(points) == len(QUARTERS)
        assert all(0 <= int(x) <= WIDTH_PX for x, _ in points)
        assert all(0 <= int(y) <= HEIGHT_PX for _, y in points)


def test_one_quarter_and_one_landlord_make_a_picture() -> None:
    (line,) = lines(QUARTERS[:1], [row("Camden", 0)]).lines
    assert line.told == "Camden 0"

"""The book over time begins at nought, and has the quarters that are over alone."""

from datetime import timedelta
from typing import Any

import pytest

from fixtures.load import AUDITOR, COORDINATOR
from fixtures.scenarios import CAMDEN, HACKNEY
from reciprocal.errors import Forbidden
from reciprocal.reports import quarters_of_the_book
from reciprocal.statements.quarters import Quarter
from tests.reciprocal.journey import Journey, one_move
from tests.support.world import MakeWorld


def read(journey: Journey, code: str = COORDINATOR) -> dict[str, Any]:
    actor = journey.world.person(code)
    with journey.world.acting(actor) as session:
        found: dict[str, Any] = quarters_of_the_book.balances(session, actor).opened()
    return found


@pytest.fixture
def journey(make_world: MakeWorld) -> Journey:
    return Journey(make_world(one_move())).completed()


def test_a_quarter_is_told_once_it_is_over(journey: Journey) -> None:
    world = journey.world
    moved = Quarter.at(world.hands.now())
    assert read(journey) == {"quarters": [], "landlords": []}
    over = moved.after().begins_at()
    world.hands.on(over - timedelta(seconds=1))
    assert read(journey)["quarters"] == []
    world.hands.on(over)
    found = read(journey)
    assert [Quarter.called(name) for name in found["quarters"]][1:] == [moved]
    told = {row["landlord_code"]: row["posted"] for row in found["landlords"]}
    assert told == {CAMDEN: [0, 1], HACKNEY: [0, -1]}
    assert read(journey, AUDITOR) == found


def test_five_years_are_told_and_not_more(journey: Journey) -> None:
    journey.world.wait(days=366 * 6)
    found = read(journey)
    assert len(found["quarters"]) == quarters_of_the_book.QUARTERS_MAX
    quarters = [Quarter.called(name) for name in found["quarters"]]
    assert quarters[-1].after() == Quarter.at(journey.world.hands.now())
    assert {tuple(row["posted"]) for row in found["landlords"]} == {
        (1,) * len(quarters),
        (-1,) * len(quarters),
    }


def test_no_landlord_reads_it(journey: Journey) -> None:
    with pytest.raises(Forbidden):
        read(journey, CAMDEN)

"""The book over time tells no quarter from which one move could be read."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixtures.load import AUDITOR, COORDINATOR
from fixtures.scenarios import CAMDEN, HACKNEY
from reciprocal.errors import Forbidden
from reciprocal.reports import balances, quarters_of_the_book
from reciprocal.reports.quarters_of_the_book import FEWEST, told
from reciprocal.statements.quarters import Quarter
from tests.reciprocal.journey import Journey, one_move
from tests.support.world import MakeWorld

TOLD: tuple[tuple[list[int], int, list[int]], ...] = (
    ([], 50, []),
    ([0, 0, 0], 0, []),
    ([0, 0, 9], 9, []),
    ([0, 0, 9], 19, [1]),  # nine are too few for an end of their own
    ([0, 0, 10], 19, [1]),  # and so are nine after it
    ([0, 0, 10], 20, [1, 2]),
    ([0, 4, 9, 14, 24, 30], 40, [0, 3, 4]),
    ([5, 14, 15], 25, [0, 2]),  # longer ago than is looked at
    ([30, 30], 35, []),
)


@pytest.mark.parametrize(("moves", "now", "ends"), TOLD)
def test_ends_are_told_with_ten_moves_between_them(
    moves: list[int], now: int, ends: list[int]
) -> None:
    assert told(moves, now) == ends


@given(st.lists(st.integers(0, 15), max_size=20), st.integers(0, 15))
def test_between_any_two_that_are_told_lie_ten(posted: list[int], late: int) -> None:
    moves = [sum(posted[: place + 1]) for place in range(len(posted))]
    now = sum(posted) + late
    ends = told(moves, now)
    known = [*(moves[end] for end in ends), now]
    assert all(until - since >= FEWEST for since, until in pairwise(known))
    assert ends == sorted(set(ends))


def read(journey: Journey, code: str = COORDINATOR) -> dict[str, Any]:
    actor = journey.world.person(code)
    with journey.world.acting(actor) as session:
        found: dict[str, Any] = quarters_of_the_book.balances(session, actor).opened()
    return found


@pytest.fixture
def journey(make_world: MakeWorld) -> Journey:
    return Journey(make_world(one_move())).completed()


def test_of_one_move_nothing_is_told_however_long_ago(journey: Journey) -> None:
    nothing: dict[str, Any] = {"quarters": [], "landlords": []}
    for days in (0, 100, 366 * 6):
        journey.world.wait(days=days)
        for code in (COORDINATOR, AUDITOR):
            assert read(journey, code) == nothing


def test_where_enough_moved_the_ends_and_now_are_told(
    journey: Journey, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With one move for ten: what is told of whom, and that now is as read live."""
    monkeypatch.setattr(quarters_of_the_book, "FEWEST", 1)
    world = journey.world
    moved = Quarter.at(world.hands.now())
    world.hands.on(moved.after().begins_at())
    found = read(journey)
    (before,) = (Quarter.called(name) for name in found["quarters"])
    assert before.after() == moved
    rows = {row["landlord_code"]: row for row in found["landlords"]}
    assert {code: row["posted"] for code, row in rows.items()} == {
        CAMDEN: [0],
        HACKNEY: [0],
    }
    actor = world.person(COORDINATOR)
    with world.acting(actor) as session:
        live = balances.rows(session, actor)
    assert {row["landlord_code"]: row["posted"] for row in live} == {
        code: row["now"] for code, row in rows.items()
    }
    assert read(journey, AUDITOR) == found


def test_no_landlord_reads_it(journey: Journey) -> None:
    with pytest.raises(Forbidden):
        read(journey, CAMDEN)

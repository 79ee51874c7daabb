"""Balances over time say what was told live, and no sooner."""

from datetime import date, timedelta

from reciprocal.access.actor import Actor
from reciprocal.ledger import operations, queries, telling
from reciprocal.ledger.closings import closings
from tests.reciprocal.ledger.conftest import (
    ACTOR,
    AUDITOR,
    COORDINATOR,
    SCHEME,
    START,
    Scene,
)
from tests.reciprocal.ledger.deciding import owe

EVE, MARCH, JUNE = START - timedelta(days=1), date(2026, 3, 31), date(2026, 6, 30)
TOLD = date(2026, 4, 15)


def read(
    scene: Scene, actor: Actor = COORDINATOR, *ends: date
) -> dict[str, tuple[int, ...]]:
    with scene.session() as session:
        return closings(session, actor, ends or (EVE, MARCH, JUNE)).homes


def test_each_landlords_homes_are_added_up_to_the_end_of_each_day(scene: Scene) -> None:
    owe(scene)
    owe(scene, "n", origin="birch", receiver="cedar", size_class="BED1")
    found = read(scene, COORDINATOR, EVE, START, JUNE)
    assert found == {"alder": (0, -1, -1), "birch": (0, 0, 0), "cedar": (0, 1, 1)}
    # And the last of them is what the book says now
    with scene.session() as session:
        now = queries.balances(session, COORDINATOR, scheme_id=SCHEME)
    assert {owner: sums[-1] for owner, sums in found.items()} == {
        owner: sum(each.posted for each in sizes.values())
        for owner, sizes in now.items()
        if owner in found
    }


def test_a_promise_is_not_counted(scene: Scene) -> None:
    scene.hold("m")
    assert not any(any(sums) for sums in read(scene).values())


def test_a_hidden_move_counts_from_the_day_it_was_told(scene: Scene) -> None:
    # Given a move that a change in risk hid before its tenancy began
    with scene.database.transaction(ACTOR) as session:
        operations.leave_untold(session, move_ref="h")
    owe(scene, "h")
    # Then only the auditor reads it, on its own day
    assert not any(any(sums) for sums in read(scene).values())
    assert read(scene, AUDITOR)["alder"] == (0, -1, -1)
    # When a statement tells it, it is told of that quarter and of none before
    with scene.database.transaction(ACTOR) as session:
        telling.tell(session, ["h"], TOLD)
    assert read(scene)["alder"] == (0, 0, -1)
    day = TOLD - timedelta(days=1)
    assert read(scene, COORDINATOR, day, TOLD)["alder"] == (0, -1)
    assert read(scene, AUDITOR)["alder"] == (0, -1, -1)


def test_another_scheme_reads_nothing(scene: Scene) -> None:
    owe(scene)
    stranger = Actor("x", COORDINATOR.kind, "y", "elsewhere", COORDINATOR.role)
    assert read(scene, stranger) == {}


def test_moves_are_counted_as_they_are_told(scene: Scene) -> None:
    with scene.database.transaction(ACTOR) as session:
        operations.leave_untold(session, move_ref="h")
    owe(scene, "h")
    owe(scene)
    scene.hold("n")
    with scene.session() as session:
        for actor, moves in ((COORDINATOR, (0, 1, 1)), (AUDITOR, (0, 2, 2))):
            assert closings(session, actor, (EVE, MARCH, JUNE)).moves == moves

"""What of the book a quarter's statements tell, when, and what they hold back."""

import json
import random
from collections import Counter
from typing import Any

import pytest

from reciprocal.ledger import operations as book
from reciprocal.ledger import queries as ledger
from reciprocal.ledger.terms import AdjustmentReason, TransactionKind
from reciprocal.statements.quarters import Quarter
from tests.reciprocal.ledger.conftest import (
    ACTOR,
    AUDITOR,
    COORDINATOR,
    LANDLORDS,
    SCHEME,
)
from tests.reciprocal.ledger.deciding import entered
from tests.reciprocal.statements.quarterly import Quarterly

ENOUGH = (("alder", "birch"), ("cedar", "damson"), ("birch", "cedar"))


def moves(quarterly: Quarterly, name: str, size_class: str = "BED2") -> None:
    """Post as many moves as are told line by line."""
    for number, (origin, receiver) in enumerate(ENOUGH):
        quarterly.move(f"{name}{number}", origin, receiver, size_class)


def hide(quarterly: Quarterly, move: str) -> None:
    with quarterly.scene.database.transaction(ACTOR) as session:
        book.leave_untold(session, move_ref=move)


def live(quarterly: Quarterly) -> tuple[Any, ...]:
    """Return what the coordinator reads live of balances and debts."""
    with quarterly.scene.session() as session:
        lots = ledger.open_lots(session, COORDINATOR)
        return (
            ledger.balances(session, COORDINATOR, scheme_id=SCHEME),
            [(lot.owner, lot.size_class, lot.debt.opened_on) for lot in lots],
        )


def test_quarters_follow_one_another_and_go_out_on_a_fixed_working_day() -> None:
    last = Quarter.called("2026-Q4")
    assert str(last.after()) == "2027-Q1"
    assert [day.isoformat() for day in (last.first_day(), last.last_day())] == [
        "2026-10-01",
        "2026-12-31",
    ]
    # The fifteenth, or the first working day after: 15 August 2026 is a Saturday
    assert Quarter(2026, 1).out_on().isoformat() == "2026-04-15"
    assert Quarter(2025, 4).out_on().isoformat() == "2026-01-15"
    assert Quarter(2026, 2).out_on().isoformat() == "2026-07-15"
    assert Quarter(2025, 1).out_on().isoformat() == "2025-04-15"


def test_a_quarter_goes_out_once_on_its_day_and_not_before(
    quarterly: Quarterly,
) -> None:
    moves(quarterly, "m")
    quarterly.on(4, 14)
    assert quarterly.release() == []
    quarterly.on(4, 15)
    assert quarterly.release() == ["2026-Q1"]
    assert quarterly.release() == []
    # A day that was missed is made up for, with each quarter by itself
    quarterly.on(10, 20)
    assert quarterly.release() == ["2026-Q2", "2026-Q3"]
    assert [row["period"] for row in quarterly.read("alder")] == [
        "2026-Q1",
        "2026-Q2",
        "2026-Q3",
    ]
    assert quarterly.faults() == []


def test_a_statement_tells_lines_balances_and_ages(quarterly: Quarterly) -> None:
    moves(quarterly, "m")
    quarterly.on(4, 15)
    quarterly.release()
    found = quarterly.last("birch")
    assert {(one["kind"], one["homes"]) for one in found["lines"]} == {
        ("POST", 1),
        ("POST", -1),
    }
    assert found["total"] == 0
    row = quarterly.size("alder")
    assert (row["opening"], row["change"], row["closing"]) == (0, -1, -1)
    assert (row["told"], row["owed_under_3_months"]) == ("lines", 1)
    # The next one opens where this one closed, and the debt is older
    quarterly.on(7, 15)
    quarterly.release()
    row = quarterly.size("alder")
    assert (row["opening"], row["change"], row["closing"]) == (-1, 0, -1)
    assert (row["owed_under_3_months"], row["owed_3_to_6_months"]) == (0, 1)
    assert quarterly.last("alder")["lines"] == []
    assert quarterly.faults() == []


def test_what_happens_after_the_quarter_is_the_next_ones(quarterly: Quarterly) -> None:
    moves(quarterly, "m")
    quarterly.on(4, 1)
    moves(quarterly, "n")
    quarterly.on(4, 15)
    quarterly.release()
    assert quarterly.size("alder")["closing"] == -1
    quarterly.on(7, 15)
    quarterly.release()
    assert quarterly.size("alder")["closing"] == -2


def test_no_statement_names_a_day_another_landlord_or_a_shared_reference(
    quarterly: Quarterly,
) -> None:
    moves(quarterly, "m")
    quarterly.on(4, 15)
    quarterly.release()
    references: list[str] = []
    for landlord in LANDLORDS:
        (found,) = quarterly.read(landlord)
        text = json.dumps(found)
        assert not any(other in text for other in LANDLORDS)
        assert "2026-0" not in text
        assert "chain" not in text
        references += [found["reference"]]
        references += [line["reference"] for line in found["lines"]]
    assert len(set(references)) == len(references)


@pytest.mark.parametrize("few", [1, 2])
def test_a_small_number_is_held_and_goes_out_as_a_net(
    quarterly: Quarterly, few: int
) -> None:
    for number in range(few):
        quarterly.move(f"f{number}", *ENOUGH[number])
    told: list[str] = []
    for month in (4, 7, 10):
        quarterly.on(month, 15)
        quarterly.release()
        told.append(quarterly.size("alder")["told"])
        # Every landlord reads the same of a size, whosever moves they are
        assert {quarterly.size(one)["told"] for one in LANDLORDS} == {told[-1]}
        assert quarterly.last("alder")["lines"] == []
        assert quarterly.faults() == []
    # Two quarters at the latest: with the second that follows, it is out
    assert told == ["held", "held", "net"]
    assert quarterly.size("alder")["closing"] == -1
    assert [
        [(one["told"], one["moves"], one["quarters"]) for one in row["sizes"]]
        for row in quarterly.board(COORDINATOR)
    ] == [[("held", few, 1)], [("held", few, 2)], [("net", few, 3)]]
    assert [row["stage"] for row in quarterly.board(COORDINATOR)] == [
        "some_held",
        "some_held",
        "whole",
    ]


def test_what_was_held_goes_out_with_the_next_as_a_net_once_they_are_enough(
    quarterly: Quarterly,
) -> None:
    quarterly.move("f", "alder", "birch")
    quarterly.on(4, 15)
    quarterly.release()
    assert quarterly.size("alder")["told"] == "held"
    moves(quarterly, "m")
    quarterly.on(7, 15)
    quarterly.release()
    row = quarterly.size("alder")
    assert (row["told"], row["opening"], row["change"]) == ("net", 0, -2)
    assert quarterly.last("alder")["lines"] == []
    assert quarterly.faults() == []


def test_many_moves_of_two_landlords_are_a_small_number(quarterly: Quarterly) -> None:
    for number in range(4):
        quarterly.move(f"f{number}", "alder", "birch")
    quarterly.on(4, 15)
    quarterly.release()
    assert quarterly.size("alder")["told"] == "held"


def test_what_is_promised_is_told_only_where_it_is_of_many(
    quarterly: Quarterly,
) -> None:
    quarterly.scene.hold("h", size_class="BED1")
    for number, (origin, receiver) in enumerate(ENOUGH):
        quarterly.scene.hold(f"p{number}", origin=origin, receiver=receiver)
    quarterly.on(4, 15)
    quarterly.release()
    assert quarterly.size("alder")["pending"] == -1
    assert quarterly.size("birch")["pending"] == 0
    assert quarterly.size("alder", "BED1")["pending"] is None
    assert quarterly.size("damson", "BED1")["pending"] is None


def test_what_people_decided_is_a_line_of_its_own(quarterly: Quarterly) -> None:
    moves(quarterly, "m")
    entered(
        quarterly.scene,
        kind=TransactionKind.WRITE_OFF,
        reason=AdjustmentReason.CANNOT_BE_REPAID,
        approvers=("cedar", "birch"),
    )
    quarterly.on(4, 15)
    quarterly.release()
    kinds = {(one["kind"], one["homes"]) for one in quarterly.last("alder")["lines"]}
    assert kinds == {("POST", -1), ("WRITE_OFF", 1)}
    assert quarterly.faults() == []


def test_hidden_moves_are_told_together_when_old_and_of_many_landlords(
    quarterly: Quarterly,
) -> None:
    # Given one hidden move, and a scheme that is otherwise busy
    hide(quarterly, "h0")
    quarterly.move("h0", *ENOUGH[0])
    for month in (4, 7, 10):
        moves(quarterly, f"m{month}-")
        before = live(quarterly)
        quarterly.on(month, 15)
        quarterly.release()
        # Then no statement tells it, and nobody reads it live
        assert live(quarterly) == before
        assert quarterly.size("alder")["told"] == "lines"
    # When two more follow, of other landlords on either side
    hide(quarterly, "h1")
    quarterly.move("h1", *ENOUGH[1])
    hide(quarterly, "h2")
    quarterly.move("h2", *ENOUGH[2])
    changes = []
    for year, month in ((2027, 1), (2027, 4), (2027, 7), (2027, 10)):
        quarterly.on(month, 15, year)
        quarterly.release()
        changes.append(quarterly.size("alder")["change"])
    # Then none is told before four quarters lie behind the last of them
    assert changes == [0, 0, 0, 0]
    quarterly.on(1, 17, 2028)
    assert quarterly.release() == ["2027-Q4"]
    # And then all three at once, in a net of every landlord's, without a line
    row = quarterly.size("alder")
    assert (row["told"], row["change"]) == ("net", -1)
    assert quarterly.last("alder")["lines"] == []
    assert quarterly.faults() == []
    # And from then on they are read live, counting from the day they were told
    balances, lots = live(quarterly)
    with quarterly.scene.session() as session:
        assert balances == ledger.balances(session, AUDITOR, scheme_id=SCHEME)
    assert ("alder", "BED2", quarterly.at.date()) in lots
    assert row["owed_under_3_months"] == 1


def test_few_hidden_moves_are_told_never(quarterly: Quarterly) -> None:
    # Two by number, and many between too few landlords
    for number in range(5):
        hide(quarterly, f"h{number}")
        quarterly.move(f"h{number}", "alder", "birch")
    moves(quarterly, "m")
    quarterly.on(4, 15, 2028)
    quarterly.release()
    assert quarterly.size("alder")["closing"] == -1
    assert quarterly.released()[-1] == "2027-Q4"
    assert quarterly.faults() == []


def test_a_hidden_move_that_came_to_nothing_needs_no_telling(
    quarterly: Quarterly,
) -> None:
    for number, (origin, receiver) in enumerate(ENOUGH):
        hide(quarterly, f"h{number}")
        quarterly.move(f"h{number}", origin, receiver)
        quarterly.scene.reverse(f"h{number}")
    quarterly.on(4, 15, 2028)
    quarterly.release()
    assert quarterly.last("alder")["sizes"] == []


def test_with_and_without_a_hidden_move_all_statements_are_the_same(
    quarterly: Quarterly,
) -> None:
    # The same quarters, with a hidden move in the second: nothing read differs but
    # for the head, which is of the whole book
    moves(quarterly, "m")
    quarterly.on(4, 15)
    quarterly.release()
    moves(quarterly, "n")
    first = [row for one in LANDLORDS for row in quarterly.read(one)]
    hide(quarterly, "h")
    quarterly.move("h", "damson", "alder")
    quarterly.on(7, 15)
    quarterly.release()
    again = [row for one in LANDLORDS for row in quarterly.read(one)]
    assert [row for row in again if row["period"] == "2026-Q1"] == first
    assert sum(row["total"] for row in again if row["period"] == "2026-Q2") == 0
    assert quarterly.size("damson")["closing"] == 2
    (_, row) = quarterly.board(COORDINATOR)
    assert row["sizes"] == [
        {"size_class": "BED2", "told": "lines", "moves": 3, "quarters": 1}
    ]


@pytest.mark.parametrize("seed", [1, 2])
def test_statements_of_any_history_follow_from_the_moves(
    quarterly: Quarterly, seed: int
) -> None:
    """The moves are counted here by themselves, in no code of the service's."""
    chance = random.Random(seed)  # noqa: S311 - histories, not secrets
    wanted = Counter[str]()
    number = 0
    for month in (1, 4, 7, 10):
        for _ in range(chance.randrange(9)):
            origin, receiver = chance.sample(LANDLORDS, 2)
            size = chance.choice(("BED1", "BED2"))
            move, number = f"m{number}", number + 1
            if chance.random() < 0.2:
                hide(quarterly, move)
                quarterly.move(move, origin, receiver, size)
                continue
            quarterly.move(move, origin, receiver, size)
            if chance.random() < 0.2:
                quarterly.scene.reverse(move)
                continue
            wanted[origin] -= 1
            wanted[receiver] += 1
        quarterly.on(month, 15)
        quarterly.release()
        assert quarterly.faults() == []
    # Three quarters without a move let out whatever was held
    quarterly.on(7, 15, 2027)
    quarterly.release()
    assert quarterly.faults() == []
    assert {one: quarterly.last(one)["total"] for one in LANDLORDS} == {
        one: wanted[one] for one in LANDLORDS
    }

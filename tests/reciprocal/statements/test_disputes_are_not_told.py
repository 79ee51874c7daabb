"""Of a dispute nobody reads but who raised it; of what is hidden it tells nothing."""

import pytest

from reciprocal.errors import (
    FieldsInvalid,
    NotFound,
)
from reciprocal.ledger import decided
from reciprocal.ledger.tables import Adjustment
from reciprocal.ledger.terms import (
    AdjustmentReason,
    TransactionKind,
)
from tests.reciprocal.ledger import deciding
from tests.reciprocal.ledger.conftest import (
    COORDINATOR,
    lead,
)
from tests.reciprocal.statements.disputing import MANY, YES, Told
from tests.reciprocal.statements.test_release import hide


def test_nothing_that_a_round_or_another_landlord_reads_tells_of_a_dispute(
    told: Told,
) -> None:
    exposed = told.exposure()
    others = {one: told.sees(one) for one in MANY}
    row = told.dispute("alder")
    assert told.exposure() == exposed
    for landlord in set(MANY) - {"alder", *told.hearers(row)}:
        assert told.sees(landlord) == others[landlord]
    # Those who hear it read what is asked, and neither whose nor which line it is
    for landlord in told.hearers(row):
        with told.scene.session() as session:
            (asked,) = decided.own_adjustments(session, lead(landlord))
        assert asked["kind"] == "CORRECT"
        assert asked["reason"] == "duplicate"
        assert asked["answer_by"] == row.answer_by
        known = {row.landlord_ref, row.board_ref, row.line_ref, "alder", "birch"}
        assert not known & {str(value) for value in asked.values()}
    # And the coordinator reads that there is one, of which landlord and of what kind
    (seen,) = told.of_board()
    assert (seen["landlord"], seen["ground"]) == ("alder", "duplicate")
    assert row.landlord_ref not in seen.values()
    assert "birch" not in seen.values()
    with told.scene.session() as session:
        assert list(decided.board_adjustments(session, COORDINATOR)) == []
        board_ref = session.get_one(Adjustment, row.adjustment_id).board_ref
        with pytest.raises(NotFound):
            decided.board_adjustment(session, COORDINATOR, board_ref)


def test_both_sides_may_dispute_one_entry_and_neither_hears_of_the_other(
    told: Told,
) -> None:
    mine = told.dispute("alder")
    owed = told.debts()
    theirs = told.dispute("birch", line=told.line("birch", 1))
    assert told.debts() == owed
    told.answer(mine, YES, YES)
    assert {one["dispute"] for one in told.last("birch")["lines"]} == {None, "open"}
    # What both uphold stands no more: it lapses on its day, as if nobody answered
    told.answer(theirs, YES, YES)
    assert told.state(theirs) == "open"
    told.on(5, 6)
    assert told.lapse() == 1
    assert told.state(theirs) == "lapsed"
    assert told.sound()


def test_a_coordinator_corrects_the_same_entry_without_hearing_of_it(
    told: Told,
) -> None:
    told.dispute("birch", line=told.line("birch", 1))
    deciding.entered(
        told.scene,
        posted_id="m0:POST",
        step="step",
        kind=TransactionKind.CORRECT,
        reason=AdjustmentReason.DUPLICATE,
        approvers=("elm", "fir"),
    )
    assert told.sound()


def test_whether_an_entry_stands_is_not_asked_by_disputing_it(told: Told) -> None:
    told.scene.reverse("m0")
    row = told.dispute("alder")
    told.answer(row, YES, YES)
    assert told.state(row) == "open"
    told.on(5, 6)
    told.lapse()
    assert told.state(row) == "lapsed"
    assert told.sound()


def test_what_is_told_in_a_net_has_no_line_and_so_no_dispute(told: Told) -> None:
    hide(told, "h")
    told.move("h", "elm", "fir")
    told.on(7, 15)
    told.release()
    for landlord in ("elm", "fir"):
        assert told.last(landlord)["lines"] == []
        with pytest.raises(FieldsInvalid):
            told.dispute(landlord, line="0" * 32)
    assert told.of_board() == []


def test_a_move_hidden_after_it_was_told_is_disputed_like_any_other_and_read_by_none(
    told: Told,
) -> None:
    hide(told, "m0")
    exposed, owed = told.exposure(), told.debts()
    row = told.dispute("alder")
    assert told.of_board() == []
    assert (told.exposure(), told.debts()) == (exposed, owed)
    told.answer(row, YES, YES)
    assert told.state(row) == "upheld"
    # Its correction is told when the move is: not live, and by no line of its own
    assert (told.exposure(), told.debts()) == (exposed, owed)
    told.on(7, 15)
    told.release()
    assert told.last("alder")["lines"] == []
    assert told.last("birch")["lines"] == []
    assert told.sound()

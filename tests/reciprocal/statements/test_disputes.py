"""A landlord disputes a line of its statement, and two others decide it, blind."""

from typing import Any

import pytest

from reciprocal.errors import (
    FieldsInvalid,
    Forbidden,
    NotFound,
    StateConflict,
)
from reciprocal.ledger import disputing, leaving
from reciprocal.ledger.errors import (
    DisputeTooLate,
    LandlordNotSettled,
    TooFewToHear,
)
from reciprocal.ledger.lots import AgeBand
from reciprocal.ledger.terms import (
    AdjustmentReason,
    DisputeGround,
    SizeClass,
    TransactionKind,
)
from reciprocal.organisations import operations as organisations
from reciprocal.organisations.tables import Organisation
from reciprocal.statements import disputed
from tests.reciprocal.ledger import deciding
from tests.reciprocal.ledger.conftest import (
    ACTOR,
    COORDINATOR,
    lead,
)
from tests.reciprocal.statements.disputing import DUPLICATE, NO, SILENT, YES, Told
from tests.reciprocal.statements.test_release import moves


def test_what_two_uphold_is_corrected_and_its_debt_is_gone(told: Told) -> None:
    row = told.dispute("alder")
    assert told.debts()["alder"] == ("disputed", AgeBand.DISPUTED)
    # One yes decides nothing
    told.answer(row, YES, SILENT)
    assert told.state(row) == "open"
    told.answer(row, SILENT, YES)
    assert told.state(row) == "upheld"
    assert "alder" not in told.debts()
    (line,) = told.last("alder")["lines"]
    assert line["dispute"] == "upheld"
    assert told.tasks("alder") == []
    assert told.sound()
    # And nobody appeals against what was upheld
    with pytest.raises(StateConflict):
        told.appeal(row)


def test_the_right_size_takes_the_place_of_the_wrong_one(told: Told) -> None:
    row = told.dispute("alder", DisputeGround.WRONG_SIZE, SizeClass.BED1)
    told.answer(row, YES, YES)
    assert ("alder", "BED1", 1) in deciding.open_now(told.scene)
    assert told.sound()


def test_what_one_rejects_is_as_it_was_and_the_other_answers_all_the_same(
    told: Told,
) -> None:
    before, exposed = told.debts(), told.exposure()
    row = told.dispute("alder")
    told.answer(row, NO, SILENT)
    assert told.state(row) == "open"
    told.answer(row, SILENT, YES)
    assert told.state(row) == "rejected"
    assert (told.debts(), told.exposure()) == (before, exposed)
    assert told.tasks("alder") == ["dispute_settled"]
    assert told.sound()


def test_one_appeal_is_heard_by_two_who_did_not_hear_the_first(told: Told) -> None:
    first = told.dispute("alder")
    told.answer(first, NO, NO)
    told.on(5, 18)
    again = told.appeal(first)
    assert not set(told.hearers(first)) & set(told.hearers(again))
    assert not {"alder", "birch"} & {*told.hearers(first), *told.hearers(again)}
    assert told.tasks("alder") == []
    assert told.last("alder")["lines"][0]["dispute"] == "open"
    told.answer(again, YES, YES)
    assert [one["stage"] for one in told.own("alder")] == ["upheld", "rejected"]
    assert told.sound()
    for row in (first, again):
        with pytest.raises(StateConflict):
            told.appeal(row)


def test_an_appeal_that_is_lost_is_the_end(told: Told) -> None:
    first = told.dispute("alder")
    told.answer(first, NO, NO)
    again = told.appeal(first)
    told.answer(again, NO, YES)
    with pytest.raises(StateConflict):
        told.appeal(again)
    assert told.tasks("alder") == []


def test_an_appeal_is_too_late_after_28_days_and_its_task_goes(told: Told) -> None:
    row = told.dispute("alder")
    told.answer(row, NO, NO)
    told.on(5, 18)
    assert told.lapse() == 0
    assert told.tasks("alder") == ["dispute_settled"]
    told.on(5, 19)
    with pytest.raises(DisputeTooLate):
        told.appeal(row)
    assert told.lapse() == 0
    assert told.tasks("alder") == []


def test_a_dispute_that_nobody_answers_lapses_on_its_day_and_may_be_appealed(
    told: Told,
) -> None:
    row = told.dispute("alder")
    told.answer(row, YES, SILENT)
    told.on(5, 5)
    assert told.lapse() == 0
    told.on(5, 6)
    assert told.lapse() == 1
    assert told.lapse() == 0
    assert told.state(row) == "lapsed"
    assert told.debts()["alder"][0] == "open"
    for landlord in told.hearers(row):
        assert told.tasks(landlord) == []
    with pytest.raises(StateConflict):
        told.answer(row, SILENT, YES)
    assert told.state(told.appeal(row)) == "open"
    assert told.sound()


def test_a_dispute_that_is_taken_back_asks_nobody_and_is_not_raised_again(
    told: Told,
) -> None:
    row = told.dispute("alder")
    told.withdraw(row)
    assert told.state(row) == "withdrawn"
    assert all(told.tasks(landlord) == [] for landlord in told.hearers(row))
    assert told.debts()["alder"][0] == "open"
    for again in (told.withdraw, told.appeal):
        with pytest.raises(StateConflict):
            again(row)
    with pytest.raises(StateConflict):
        told.dispute("alder")
    assert told.sound()


def test_a_disputed_debt_is_told_apart_from_what_ages(told: Told) -> None:
    told.on(4, 30)
    row = told.dispute("alder")
    moves(told, "n", "BED3")
    told.on(7, 15)
    told.release()
    assert (told.size("alder")["owed_disputed"], told.size("alder")["closing"]) == (
        1,
        -1,
    )
    assert told.size("alder")["owed_3_to_6_months"] == 0
    assert told.size("cedar")["owed_disputed"] == 0
    assert told.state(row) == "open"
    assert told.sound()


def test_nothing_else_is_decided_of_a_debt_while_it_is_disputed(told: Told) -> None:
    given_up: dict[str, Any] = {
        "kind": TransactionKind.WRITE_OFF,
        "reason": AdjustmentReason.CANNOT_BE_REPAID,
        "approvers": ("elm", "fir"),
    }
    # What was proposed before lapses with the second yes
    board_ref = deciding.propose(told.scene, **given_up)
    row = told.dispute("alder")
    deciding.answer(told.scene, board_ref, "elm", "fir")
    assert deciding.state(told.scene, board_ref) == "lapsed"
    with pytest.raises(StateConflict):
        deciding.propose(told.scene, **given_up)
    told.answer(row, NO, NO)
    deciding.entered(told.scene, **given_up)
    assert told.sound()


def test_a_debt_that_was_taken_over_without_being_agreed_goes_back(
    told: Told,
) -> None:
    # Given enough decisions of a quarter to be told by line
    deciding.entered(
        told.scene,
        kind=TransactionKind.NOVATE,
        reason=AdjustmentReason.LANDLORDS_MERGED,
        approvers=("fir", "gorse"),
        successor="elm",
    )
    moves(told, "n")
    told.on(7, 15)
    told.release()
    told.on(7, 20)
    line = told.line("elm", kind="NOVATE")
    with pytest.raises(FieldsInvalid) as wrong:
        told.dispute("elm", DisputeGround.NOT_STARTED, line=line)
    assert [fault.field for fault in wrong.value.faults] == ["ground"]
    row = told.dispute("elm", DisputeGround.NOT_AGREED, line=line)
    assert told.debts()["elm"] == ("disputed", AgeBand.DISPUTED)
    told.answer(row, YES, YES)
    assert "elm" not in told.debts()
    assert told.debts()["alder"][0] == "open"
    assert told.sound()


@pytest.mark.parametrize(
    ("ground", "to_size_class", "field"),
    [
        (DisputeGround.NOT_AGREED, None, "ground"),
        (DisputeGround.WRONG_SIZE, None, "to_size_class"),
        (DisputeGround.WRONG_SIZE, SizeClass.BED2, "to_size_class"),
        (DisputeGround.DUPLICATE, SizeClass.BED1, "to_size_class"),
    ],
)
def test_what_is_wrong_is_said_in_codes_that_fit(
    told: Told, ground: DisputeGround, to_size_class: SizeClass | None, field: str
) -> None:
    with pytest.raises(FieldsInvalid) as wrong:
        told.dispute("alder", ground, to_size_class)
    assert [fault.field for fault in wrong.value.faults] == [field]


def test_a_line_is_disputed_by_its_landlord_alone_and_in_its_statement(
    told: Told,
) -> None:
    with pytest.raises(FieldsInvalid) as wrong:
        told.dispute("cedar", line=told.line("alder"))
    assert [fault.field for fault in wrong.value.faults] == ["line"]
    with (
        told.scene.database.transaction(lead("cedar")) as session,
        pytest.raises(NotFound),
    ):
        disputed.dispute(
            session,
            actor=lead("cedar"),
            statement_ref=told.last("alder")["reference"],
            line_ref=told.line("alder"),
            ground=DUPLICATE,
        )
    row = told.dispute("alder")
    for act in (disputing.withdraw, disputing.appeal):
        with (
            told.scene.database.transaction(lead("birch")) as session,
            pytest.raises(NotFound),
        ):
            act(session, actor=lead("birch"), dispute_ref=row.landlord_ref)
        with (
            told.scene.database.transaction(COORDINATOR) as session,
            pytest.raises(Forbidden),
        ):
            act(session, actor=COORDINATOR, dispute_ref=row.landlord_ref)


def test_an_entry_that_takes_back_is_not_disputed(told: Told) -> None:
    for move in ("m0", "m1", "m2"):
        told.scene.reverse(move)
    told.on(7, 15)
    told.release()
    with pytest.raises(FieldsInvalid) as wrong:
        told.dispute("alder", line=told.line("alder", 1, "REVERSAL"))
    assert [fault.field for fault in wrong.value.faults] == ["line"]


def test_28_days_after_its_statement_a_line_stands(told: Told) -> None:
    told.on(5, 14)
    with pytest.raises(DisputeTooLate):
        told.dispute("alder")
    told.on(5, 13)
    assert told.state(told.dispute("alder")) == "open"


def leave(told: Told, *landlords: str) -> None:
    with told.scene.database.transaction(ACTOR) as session:
        for landlord in landlords:
            row = session.get_one(Organisation, landlord)
            organisations.leave_scheme(session, actor=ACTOR, organisation=row)


@pytest.mark.parametrize("gone", [("fir", "gorse", "hazel"), ("birch", "gorse", "fir")])
def test_where_too_few_are_left_the_answer_says_nothing_of_who_is_a_party(
    told: Told, gone: tuple[str, ...]
) -> None:
    row = told.dispute("alder")
    told.answer(row, NO, NO)
    leave(told, *gone)
    with pytest.raises(TooFewToHear):
        told.appeal(row)
    assert told.state(told.dispute("cedar")) == "open"


def test_with_fewer_than_four_landlords_nobody_hears_a_dispute(told: Told) -> None:
    leave(told, "elm", "fir", "gorse", "hazel", "damson")
    with pytest.raises(TooFewToHear):
        told.dispute("alder")


def test_who_waits_for_a_dispute_does_not_leave_the_scheme(told: Told) -> None:
    def settled() -> None:
        with told.scene.database.transaction(ACTOR) as session:
            leaving.require_settled(session, actor=ACTOR, landlord_id="damson")

    settled()
    row = told.dispute("damson", line=told.line("damson", 1))
    with pytest.raises(LandlordNotSettled):
        settled()
    told.withdraw(row)
    settled()

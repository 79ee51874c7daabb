"""What people decide of the book: proposed whole, answered once, entered or not."""

from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import col, select

from reciprocal.audit.tables import AuditEntry
from reciprocal.errors import FieldsInvalid, Forbidden, NotFound, StateConflict
from reciprocal.ledger import adjusting, decided, queries
from reciprocal.ledger.errors import NothingToCorrect, WriteOffCapReached
from reciprocal.ledger.lifecycle import AdjustmentState
from reciprocal.ledger.tables import Adjustment, AdjustmentAsked, Transaction
from reciprocal.ledger.terms import AdjustmentReason, SizeClass, TransactionKind
from reciprocal.notices.tables import Task
from reciprocal.organisations.tables import Organisation
from tests.reciprocal.ledger.conftest import (
    ACTOR,
    AGENCY,
    COORDINATOR,
    SETTLE,
    UNTIL,
    Scene,
    lead,
)
from tests.reciprocal.ledger.deciding import (
    answer,
    debt,
    entered,
    open_now,
    owe,
    propose,
    proved,
    state,
)

BED1, BED2, BED3 = SizeClass.BED1, SizeClass.BED2, SizeClass.BED3
Kind = TransactionKind
Reason = AdjustmentReason
WRITE_OFF: dict[str, Any] = {
    "kind": Kind.WRITE_OFF,
    "reason": Reason.CANNOT_BE_REPAID,
    "approvers": ("cedar", "damson"),
}
REVIEW: dict[str, Any] = WRITE_OFF | {"reason": Reason.AGREED_AT_REVIEW}
CORRECT: dict[str, Any] = {
    "kind": Kind.CORRECT,
    "reason": Reason.WRONG_SIZE,
    "approvers": ("cedar", "damson"),
    "step": "step",
}


class TestEntered:
    def test_an_entry_says_who_proposed_and_who_approved(self, scene: Scene) -> None:
        owe(scene)
        entry_id = entered(scene, **WRITE_OFF)
        with scene.session() as session:
            row = session.exec(
                select(Transaction).where(Transaction.id == entry_id)
            ).one()
            assert (row.actor_id, row.actor_organisation_id) == ("coordinator", AGENCY)
            assert (row.approver_id, row.approver_organisation_id) == (
                "damson-lead",
                "damson",
            )
            assert row.reason_code == "cannot_be_repaid"
            assert row.settle_by == SETTLE
            acts = session.exec(
                select(AuditEntry.action)
                .where(col(AuditEntry.action).like("adjustment.%"))
                .order_by(col(AuditEntry.sequence))
            ).all()
            tasks = session.exec(select(Task)).all()
        assert acts == ["adjustment.proposed", *["adjustment.approved"] * 2]
        assert len(tasks) == 2
        assert all(task.done_at is not None for task in tasks)
        assert open_now(scene) == []
        assert proved(scene)

    def test_a_debt_is_met_in_another_size(self, scene: Scene) -> None:
        owe(scene)
        entered(scene, **REVIEW | {"kind": Kind.CONVERT, "to_size_class": BED1})
        assert open_now(scene) == [("alder", BED1, 2)]
        assert proved(scene)

    def test_a_debt_is_set_off(self, scene: Scene) -> None:
        for move in ("in-1", "in-2"):
            owe(scene, move, origin="birch", receiver="alder", size_class="BED1")
        owe(scene)
        entered(scene, **REVIEW | {"kind": Kind.OFFSET, "to_size_class": BED1})
        assert open_now(scene) == [("birch", BED1, 1), ("birch", BED1, 1)]
        assert proved(scene)

    def test_a_debt_is_taken_over_with_its_last_day(self, scene: Scene) -> None:
        owe(scene)
        with scene.session() as session:
            (before,) = queries.open_lots(session, COORDINATOR)
        said = {"kind": Kind.NOVATE, "reason": Reason.LANDLORDS_MERGED}
        entered(scene, **WRITE_OFF | said | {"successor": "birch"})
        # Birch was owed a home of that size, so that nobody owes one any more.
        assert open_now(scene) == []
        owe(scene, "n", origin="birch", receiver="alder")
        with scene.session() as session:
            (lot,) = queries.open_lots(session, COORDINATOR)
        assert (lot.owner, lot.debt.settle_by) == ("birch", before.debt.settle_by)
        assert proved(scene)

    def test_a_decision_is_undone_once(self, scene: Scene) -> None:
        owe(scene)
        entered(scene, **WRITE_OFF)
        with scene.session() as session:
            done = session.exec(select(Adjustment)).one().board_ref
        undo = CORRECT | {
            "step": None,
            "adjustment": done,
            "reason": Reason.ENTERED_IN_ERROR,
        }
        entered(scene, **undo)
        assert open_now(scene) == [("alder", BED2, 1)]
        assert proved(scene)
        with pytest.raises(NothingToCorrect):
            propose(scene, **undo)

    def test_a_correction_is_corrected_by_its_step_and_no_other_way(
        self, scene: Scene
    ) -> None:
        owe(scene)
        first = propose(scene, "m:POST", **CORRECT | {"to_size_class": BED3})
        answer(scene, first, "cedar", "damson")
        assert open_now(scene) == [("alder", BED3, 1)]
        named = CORRECT | {"step": None, "adjustment": first}
        with pytest.raises(NothingToCorrect):
            propose(scene, **named)
        again = propose(scene, "m:POST", **CORRECT | {"to_size_class": BED1})
        answer(scene, again, "cedar", "damson")
        assert open_now(scene) == [("alder", BED1, 1)]
        undone = propose(scene, "m:POST", **CORRECT | {"reason": Reason.DUPLICATE})
        answer(scene, undone, "cedar", "damson")
        assert open_now(scene) == []
        with pytest.raises(NothingToCorrect):
            propose(scene, "m:POST", **CORRECT)
        assert proved(scene)

    @pytest.mark.parametrize("to", [BED3, None])
    def test_a_corrected_move_is_reversed_to_nothing(
        self, scene: Scene, to: SizeClass | None
    ) -> None:
        """The service takes the correction back first, and then the POST."""
        owe(scene)
        row = propose(scene, "m:POST", **CORRECT | {"to_size_class": to})
        answer(scene, row, "cedar", "damson")
        reversal = scene.reverse("m")
        assert scene.reverse("m") == reversal
        assert open_now(scene) == []
        assert proved(scene)
        with scene.session() as session:
            kinds = session.exec(
                select(Transaction.kind).order_by(col(Transaction.sequence))
            ).all()
        assert kinds[-3:] == [Kind.CORRECT, Kind.CORRECT, Kind.REVERSAL]


def test_what_was_corrected_back_is_reversed_alone(scene: Scene) -> None:
    """What stands is what was posted, so there is nothing to take back before."""
    owe(scene)
    for size in (BED3, BED2):
        row = propose(scene, "m:POST", **CORRECT | {"to_size_class": size})
        answer(scene, row, "cedar", "damson")
    scene.reverse("m")
    with scene.session() as session:
        kinds = session.exec(
            select(Transaction.kind).order_by(col(Transaction.sequence))
        ).all()
    assert kinds[-3:] == [Kind.CORRECT, Kind.CORRECT, Kind.REVERSAL]
    assert len(kinds) == 5
    assert open_now(scene) == []
    assert proved(scene)


class TestLapses:
    """What the book no longer lets is not entered, and its approvers hear nothing."""

    def test_when_the_debt_is_met_meanwhile(self, scene: Scene) -> None:
        owe(scene)
        row = propose(scene, **WRITE_OFF)
        owe(scene, "n", origin="birch", receiver="alder")
        answer(scene, row, "cedar", "damson")
        assert state(scene, row) is AdjustmentState.LAPSED

    def test_when_what_is_corrected_was_taken_back(self, scene: Scene) -> None:
        owe(scene)
        row = propose(scene, "m:POST", **CORRECT | {"to_size_class": BED3})
        scene.reverse("m")
        answer(scene, row, "cedar", "damson")
        assert state(scene, row) is AdjustmentState.LAPSED
        assert proved(scene)

    def test_when_the_homes_set_against_it_are_gone(self, scene: Scene) -> None:
        for move in ("in-1", "in-2"):
            owe(scene, move, origin="birch", receiver="alder", size_class="BED1")
        owe(scene)
        said = REVIEW | {"kind": Kind.OFFSET, "to_size_class": BED1}
        row = propose(scene, **said)
        owe(scene, "out", size_class="BED1")
        answer(scene, row, "cedar", "damson")
        assert state(scene, row) is AdjustmentState.LAPSED


REFUSED: list[tuple[dict[str, Any], str]] = [
    (WRITE_OFF | {"debt": "0" * 32}, "debt"),
    (REVIEW | {"kind": Kind.CONVERT, "to_size_class": BED3}, "to_size_class"),
    (REVIEW | {"kind": Kind.OFFSET, "to_size_class": BED1}, "to_size_class"),
    (WRITE_OFF | {"approvers": ("cedar", "alder")}, "approvers"),
    (WRITE_OFF | {"approvers": ("cedar", "left")}, "approvers"),
    (WRITE_OFF | {"approvers": ("cedar", AGENCY)}, "approvers"),
    (WRITE_OFF | {"reason": Reason.DUPLICATE}, "reason"),
    *(
        (
            WRITE_OFF
            | {"kind": Kind.NOVATE, "reason": Reason.LANDLORD_LEFT, "successor": name},
            "successor",
        )
        for name in ("alder", "nobody", AGENCY)
    ),
    (CORRECT | {"approvers": ("cedar", "birch")}, "approvers"),
]


@pytest.mark.parametrize(("said", "field"), REFUSED)
def test_what_cannot_be_is_refused_by_its_field(
    scene: Scene, said: dict[str, Any], field: str
) -> None:
    owe(scene)
    with pytest.raises(FieldsInvalid) as refused:
        propose(scene, "m:POST", **said)
    assert [fault.field for fault in refused.value.faults] == [field]
    with scene.session() as session:
        assert session.exec(select(Adjustment)).all() == []


def test_a_landlord_that_left_is_asked_nothing(scene: Scene) -> None:
    owe(scene)
    with scene.database.transaction(ACTOR) as session:
        session.get_one(Organisation, "cedar").left_at = UNTIL
    with pytest.raises(FieldsInvalid):
        propose(scene, **WRITE_OFF)


@pytest.mark.parametrize("posted_id", [None, "nobody:POST", "held:POST"])
def test_what_never_was_posted_is_not_corrected(
    scene: Scene, posted_id: str | None
) -> None:
    scene.hold("held")
    with pytest.raises(NothingToCorrect):
        propose(scene, posted_id, **CORRECT)


def test_a_step_is_not_corrected_to_the_size_it_has(scene: Scene) -> None:
    owe(scene)
    with pytest.raises(NothingToCorrect):
        propose(scene, "m:POST", **CORRECT | {"to_size_class": BED2})


def test_what_is_not_entered_is_not_undone(scene: Scene) -> None:
    owe(scene)
    row = propose(scene, **WRITE_OFF)
    with pytest.raises(NothingToCorrect):
        propose(scene, **CORRECT | {"step": None, "adjustment": row})


def test_one_proposal_of_a_debt_at_a_time(scene: Scene) -> None:
    owe(scene)
    propose(scene, **WRITE_OFF)
    with pytest.raises(StateConflict):
        propose(scene, **REVIEW | {"kind": Kind.CONVERT, "to_size_class": BED1})
    propose(scene, "m:POST", **CORRECT)
    with pytest.raises(StateConflict):
        propose(scene, "m:POST", **CORRECT)


def test_a_year_gives_up_so_many_homes(scene: Scene) -> None:
    """Three by the rules' default; those that were proposed before lapse beyond it."""
    for number in range(4):
        owe(scene, f"m{number}")
    waiting = ""
    with scene.session() as session:
        last = debt(session, 3)
    waiting = propose(scene, **WRITE_OFF | {"debt": last})
    for _ in range(3):
        entered(scene, **WRITE_OFF)
    answer(scene, waiting, "cedar", "damson")
    assert state(scene, waiting) is AdjustmentState.LAPSED
    with pytest.raises(WriteOffCapReached):
        propose(scene, **WRITE_OFF)
    assert proved(scene)


def test_only_a_coordinator_proposes_and_only_who_is_asked_answers(
    scene: Scene,
) -> None:
    owe(scene)
    for actor in (lead("cedar"), ACTOR):
        with pytest.raises(Forbidden):
            propose(scene, actor=actor, **WRITE_OFF)
    row = propose(scene, **WRITE_OFF)
    with scene.session() as session:
        ref = session.exec(
            select(AdjustmentAsked.landlord_ref).where(
                AdjustmentAsked.organisation_id == "cedar"
            )
        ).one()
        for actor, fault in ((COORDINATOR, Forbidden), (lead("damson"), NotFound)):
            with pytest.raises(fault):
                adjusting.answer(
                    session, actor=actor, adjustment_ref=ref, approved=True
                )
        stranger = replace(COORDINATOR, scheme_id="other")
        with pytest.raises(NotFound):
            adjusting.withdraw(session, actor=stranger, adjustment_ref=row)
        assert decided.board_adjustments(session, stranger) == []
        assert queries.open_lots(session, stranger) == ()
    assert state(scene, row) is AdjustmentState.PROPOSED


def test_an_answer_is_given_once(scene: Scene) -> None:
    owe(scene)
    row = propose(scene, **WRITE_OFF)
    answer(scene, row, "cedar", approved=False)
    with pytest.raises(StateConflict):
        answer(scene, row, "cedar")
    answer(scene, row, "damson")
    assert state(scene, row) is AdjustmentState.DECLINED
    with (
        pytest.raises(StateConflict),
        scene.database.transaction(COORDINATOR) as session,
    ):
        adjusting.withdraw(session, actor=COORDINATOR, adjustment_ref=row)


def test_a_withdrawn_proposal_asks_nobody_any_more(scene: Scene) -> None:
    owe(scene)
    row = propose(scene, **WRITE_OFF)
    answer(scene, row, "cedar")
    with scene.database.transaction(COORDINATOR) as session:
        adjusting.withdraw(session, actor=COORDINATOR, adjustment_ref=row)
    with pytest.raises(StateConflict):
        answer(scene, row, "damson")
    with scene.session() as session:
        assert all(task.done_at for task in session.exec(select(Task)))
    assert state(scene, row) is AdjustmentState.WITHDRAWN
    assert open_now(scene) == [("alder", BED2, 1)]

"""A landlord that leaves: its debts go to another or are given up, then it goes."""

import pytest

from reciprocal.ledger import leaving
from reciprocal.ledger.errors import LandlordNotSettled
from reciprocal.ledger.terms import AdjustmentReason, TransactionKind
from reciprocal.organisations import operations as organisations
from reciprocal.organisations import queries as members
from tests.reciprocal.ledger.conftest import ACTOR
from tests.reciprocal.ledger.deciding import entered
from tests.reciprocal.statements.quarterly import Quarterly
from tests.reciprocal.statements.test_release import hide, moves


def leave(quarterly: Quarterly, landlord: str) -> None:
    with quarterly.scene.database.transaction(ACTOR) as session:
        leaving.require_settled(session, actor=ACTOR, landlord_id=landlord)
        row = members.organisation(session, landlord)
        organisations.leave_scheme(session, actor=ACTOR, organisation=row)


@pytest.mark.parametrize("kind", [TransactionKind.NOVATE, TransactionKind.WRITE_OFF])
def test_a_debtor_leaves_once_its_debts_are_with_another_or_given_up(
    quarterly: Quarterly, kind: TransactionKind
) -> None:
    moves(quarterly, "m")
    with pytest.raises(LandlordNotSettled):
        leave(quarterly, "alder")
    # When two landlords that it does not touch approve
    successor = "damson" if kind is TransactionKind.NOVATE else None
    entered(
        quarterly.scene,
        kind=kind,
        reason=AdjustmentReason.LANDLORD_LEFT,
        approvers=("birch", "cedar"),
        successor=successor,
    )
    # Then it goes, and its last statement is that of the quarter in which it went
    leave(quarterly, "alder")
    for month in (4, 7):
        quarterly.on(month, 15)
        quarterly.release()
    (last,) = quarterly.read("alder")
    assert (last["period"], last["total"]) == ("2026-Q1", 0)
    assert len(quarterly.read("birch")) == 2
    assert quarterly.faults() == []
    if successor is not None:
        assert quarterly.size("damson")["closing"] == 0


def test_a_leaver_has_statements_until_all_of_its_are_told(
    quarterly: Quarterly,
) -> None:
    quarterly.move("f", "birch", "alder")
    leave(quarterly, "alder")
    for month in (4, 7, 10):
        quarterly.on(month, 15)
        quarterly.release()
    # It was held for two quarters, and is then told to both sides alike
    assert [row["total"] for row in quarterly.read("alder")] == [0, 1]
    assert [row["total"] for row in quarterly.read("birch")] == [0, 0, -1]
    assert quarterly.faults() == []


def test_nobody_leaves_in_the_middle_of_a_move_or_hears_of_a_hidden_one(
    quarterly: Quarterly,
) -> None:
    hide(quarterly, "h")
    quarterly.move("h", "cedar", "damson")
    quarterly.scene.hold("p", origin="alder", receiver="birch")
    for landlord in ("alder", "birch"):
        with pytest.raises(LandlordNotSettled):
            leave(quarterly, landlord)
    for landlord in ("cedar", "damson"):
        leave(quarterly, landlord)

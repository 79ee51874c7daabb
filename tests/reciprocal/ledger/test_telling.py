"""What is told of the book while a change in risk hides one of its moves."""

from typing import Any

import pytest

from reciprocal.access.actor import Actor
from reciprocal.errors import FieldsInvalid
from reciprocal.ledger import operations, queries
from reciprocal.ledger.terms import AdjustmentReason, SizeClass, TransactionKind
from tests.reciprocal.ledger.conftest import (
    ACTOR,
    AUDITOR,
    COORDINATOR,
    SCHEME,
    Scene,
)
from tests.reciprocal.ledger.deciding import entered, open_now, owe, propose, proved

ENDS = ("held", "posted", "voided", "reversed")
GIVEN_UP: dict[str, Any] = {
    "kind": TransactionKind.WRITE_OFF,
    "reason": AdjustmentReason.CANNOT_BE_REPAID,
    "approvers": ("cedar", "damson"),
}


def hide(scene: Scene, move: str) -> None:
    with scene.database.transaction(ACTOR) as session:
        operations.leave_untold(session, move_ref=move)


def read(scene: Scene, actor: Actor = COORDINATOR) -> list[Any]:
    """Return all that somebody reads of the book, and what a round counts."""
    with scene.session() as session:
        return [
            queries.balances(session, actor, scheme_id=SCHEME),
            [
                (lot.owner, lot.size_class, lot.homes_open)
                for lot in queries.open_lots(session, actor)
            ],
            queries.exposure(session, ACTOR, SCHEME),
        ]


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("first", ["hidden", "held"])
def test_a_hidden_move_changes_nothing_that_is_told(
    scene: Scene, first: str, end: str
) -> None:
    # Given a debt, which a home let for the creditor's tenant would repay
    owe(scene)
    before = read(scene)
    # When that move is hidden, before or after it is held, and comes to some end
    if first == "hidden":
        hide(scene, "h")
    scene.hold("h", origin="birch", receiver="alder")
    hide(scene, "h")
    if end == "voided":
        scene.void("h")
    elif end != "held":
        scene.post("h")
    if end == "reversed":
        scene.reverse("h")
    # Then nothing has changed for who reads it live, and for a round
    assert read(scene) == before
    # And all that is told comes to nothing, as the whole does, which is proved
    for actor in (COORDINATOR, AUDITOR, ACTOR):
        told = read(scene, actor)[0].values()
        assert (
            sum(b.posted + b.pending for by_size in told for b in by_size.values()) == 0
        )
    assert proved(scene)
    # And the auditor and the service read it
    stands = end in ("held", "posted")
    for actor in (AUDITOR, ACTOR):
        assert (read(scene, actor)[0] != before[0]) is stands
        assert (read(scene, actor)[1] == []) is (end == "posted")


def test_what_people_decide_is_entered_by_the_book_as_it_is_told(scene: Scene) -> None:
    # Given a debt that a hidden move has repaid
    owe(scene)
    hide(scene, "h")
    owe(scene, "h", origin="birch", receiver="alder")
    assert open_now(scene) == [("alder", "BED2", 1)]
    # When it is given up as it would be, had it not been repaid
    entered(scene, **GIVEN_UP)
    # Then nobody hears otherwise, and the book is sound and owes alder the home
    assert open_now(scene) == []
    assert proved(scene)
    with scene.session() as session:
        found = queries.balances(session, AUDITOR, scheme_id=SCHEME)
    assert found["alder"][SizeClass.BED2].posted == 1


def test_nothing_is_set_off_against_what_is_not_told(scene: Scene) -> None:
    # Given a debt of two rooms, and two homes of one that hidden moves make owed
    owe(scene)
    for move in ("h", "i"):
        hide(scene, move)
        owe(scene, move, origin="birch", receiver="alder", size_class="BED1")
    with pytest.raises(FieldsInvalid):
        propose(
            scene,
            kind=TransactionKind.OFFSET,
            reason=AdjustmentReason.AGREED_AT_REVIEW,
            approvers=("cedar", "damson"),
            to_size_class=SizeClass.BED1,
        )

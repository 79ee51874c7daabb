"""Debts of a scene, and what people propose and answer of them, in short."""

from typing import Any

from sqlmodel import Session, col, select

from reciprocal.access.actor import Actor
from reciprocal.ledger import adjusting, lots, queries
from reciprocal.ledger.lifecycle import AdjustmentState
from reciprocal.ledger.stated import Stated
from reciprocal.ledger.tables import Adjustment, AdjustmentAsked
from reciprocal.ledger.terms import TransactionKind
from tests.reciprocal.ledger.conftest import AGENCY, COORDINATOR, Scene, lead


def owe(scene: Scene, move: str = "m", **parties: str) -> None:
    """Let alder owe birch's home, or as is said."""
    scene.hold(move, **parties)  # type: ignore[arg-type]
    scene.post(move)


def debt(session: Session, number: int = 0) -> str:
    return lots.reference(AGENCY, queries.open_lots(session, COORDINATOR)[number])


def propose(
    scene: Scene,
    posted_id: str | None = None,
    actor: Actor = COORDINATOR,
    **said: Any,  # noqa: ANN401 - fields of what is stated
) -> str:
    """Propose something, of the first debt unless it corrects; return its reference."""
    with scene.database.transaction(actor) as session:
        if said["kind"] is not TransactionKind.CORRECT:
            said = {"debt": debt(session)} | said
        row = adjusting.propose(
            session, actor=actor, stated=Stated(**said), posted_id=posted_id
        )
        return row.board_ref


def answer(
    scene: Scene, board_ref: str, *landlords: str, approved: bool = True
) -> None:
    for name in landlords:
        with scene.database.transaction(lead(name)) as session:
            asked = session.exec(
                select(AdjustmentAsked)
                .join(Adjustment, col(Adjustment.id) == AdjustmentAsked.adjustment_id)
                .where(
                    Adjustment.board_ref == board_ref,
                    AdjustmentAsked.organisation_id == name,
                )
            ).one()
            adjusting.answer(
                session,
                actor=lead(name),
                adjustment_ref=asked.landlord_ref,
                approved=approved,
            )


def entered(scene: Scene, **said: Any) -> str:  # noqa: ANN401 - likewise
    """Propose and approve; return the entry's identifier."""
    board_ref = propose(scene, **said)
    answer(scene, board_ref, *said["approvers"])
    row = stored(scene, board_ref)
    assert row.state is AdjustmentState.ENTERED
    return str(row.transaction_id)


def stored(scene: Scene, board_ref: str) -> Adjustment:
    with scene.session() as session:
        return session.exec(
            select(Adjustment).where(Adjustment.board_ref == board_ref)
        ).one()


def state(scene: Scene, board_ref: str) -> AdjustmentState:
    return stored(scene, board_ref).state


def open_now(scene: Scene) -> list[tuple[str, str, int]]:
    with scene.session() as session:
        return [
            (lot.owner, lot.size_class, lot.homes_open)
            for lot in queries.open_lots(session, COORDINATOR)
        ]


def proved(scene: Scene) -> bool:
    with scene.session() as session:
        return queries.check(session) == ()

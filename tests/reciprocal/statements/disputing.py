"""A scheme of eight landlords that are told by line, and who disputes what in it."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select

from reciprocal.ledger import decided, disputes, disputing
from reciprocal.ledger import queries as ledger
from reciprocal.ledger.tables import Adjustment, AdjustmentAsked, Dispute
from reciprocal.ledger.terms import (
    DisputeGround,
    SizeClass,
)
from reciprocal.notices.tables import Task
from reciprocal.reports import debts
from reciprocal.statements import disputed
from tests.reciprocal.ledger import deciding
from tests.reciprocal.ledger.conftest import (
    ACTOR,
    COORDINATOR,
    LANDLORDS,
    SCHEME,
    lead,
)
from tests.reciprocal.statements.quarterly import Quarterly

MANY = (*LANDLORDS, "elm", "fir", "gorse", "hazel")
DUPLICATE = DisputeGround.DUPLICATE
YES, NO, SILENT = "yes", "no", ""


@dataclass
class Told(Quarterly):
    """A scheme in which three moves of BED2 were told line by line on 15 April.

    Alder owes birch's home, cedar owes damson's and birch owes cedar's.
    """

    def line(self, landlord: str, homes: int = -1, kind: str = "POST") -> str:
        (found,) = [
            str(one["reference"])
            for one in self.last(landlord)["lines"]
            if (one["homes"], one["kind"]) == (homes, kind)
        ]
        return found

    def dispute(
        self,
        landlord: str,
        ground: DisputeGround = DUPLICATE,
        to_size_class: SizeClass | None = None,
        line: str | None = None,
    ) -> Dispute:
        with self.scene.database.transaction(lead(landlord)) as session:
            return disputed.dispute(
                session,
                actor=lead(landlord),
                statement_ref=self.last(landlord)["reference"],
                line_ref=line or self.line(landlord),
                ground=ground,
                to_size_class=to_size_class,
            )

    def appeal(self, row: Dispute) -> Dispute:
        actor = lead(row.organisation_id)
        with self.scene.database.transaction(actor) as session:
            return disputing.appeal(session, actor=actor, dispute_ref=row.landlord_ref)

    def withdraw(self, row: Dispute) -> Dispute:
        actor = lead(row.organisation_id)
        with self.scene.database.transaction(actor) as session:
            return disputing.withdraw(
                session, actor=actor, dispute_ref=row.landlord_ref
            )

    def hearers(self, row: Dispute) -> list[str]:
        with self.scene.session() as session:
            return [
                one.organisation_id
                for one in session.exec(
                    select(AdjustmentAsked)
                    .where(AdjustmentAsked.adjustment_id == row.adjustment_id)
                    .order_by(AdjustmentAsked.organisation_id)
                )
            ]

    def answer(self, row: Dispute, *said: str) -> None:
        """Let those who hear it answer in turn."""
        with self.scene.session() as session:
            asked = session.get_one(Adjustment, row.adjustment_id).board_ref
        for landlord, word in zip(self.hearers(row), said, strict=True):
            if word != SILENT:
                deciding.answer(self.scene, asked, landlord, approved=word == YES)

    def lapse(self) -> int:
        with self.scene.database.transaction(ACTOR) as session:
            return disputing.lapse_due(session, actor=ACTOR)

    def state(self, row: Dispute) -> str:
        (found,) = [
            one
            for one in self.own(row.organisation_id)
            if one["reference"] == row.landlord_ref
        ]
        return str(found["stage"])

    def own(self, landlord: str) -> list[dict[str, Any]]:
        with self.scene.session() as session:
            return list(disputes.own_disputes(session, lead(landlord)))

    def of_board(self) -> list[dict[str, Any]]:
        with self.scene.session() as session:
            return list(disputes.board_disputes(session, COORDINATOR))

    def debts(self) -> dict[str, tuple[str, str]]:
        with self.scene.session() as session:
            return {
                str(row["landlord"]): (str(row["stage"]), str(row["age"]))
                for row in debts.rows(session, COORDINATOR)
            }

    def sees(self, landlord: str) -> list[object]:
        """Return all that a landlord reads of the book."""
        with self.scene.session() as session:
            asked = list(decided.own_adjustments(session, lead(landlord)))
        return [self.read(landlord), self.own(landlord), asked, self.tasks(landlord)]

    def tasks(self, landlord: str) -> list[str]:
        with self.scene.session() as session:
            return list(
                session.exec(
                    select(Task.kind).where(
                        Task.organisation_id == landlord, col(Task.done_at).is_(None)
                    )
                )
            )

    def exposure(self) -> object:
        with self.scene.session() as session:
            return ledger.exposure(session, ACTOR, SCHEME)

    def sound(self) -> bool:
        return deciding.proved(self.scene) and self.faults() == []

"""A scheme of four landlords whose book is written quarter by quarter."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlmodel import select

from reciprocal.access.actor import Actor
from reciprocal.ledger import queries as ledger
from reciprocal.statements import checking, operations, queries
from reciprocal.statements.tables import StatementRelease
from tests.reciprocal.ledger.conftest import ACTOR, Scene, lead


@dataclass
class Quarterly:
    """A scene with a clock.

    Attributes:
        at: The moment it is; set it with `on`.
    """

    scene: Scene
    at: datetime

    def on(self, month: int, day: int = 1, year: int = 2026) -> None:
        self.at = datetime(year, month, day, 12, tzinfo=UTC)

    def move(
        self, ref: str, origin: str, receiver: str, size_class: str = "BED2"
    ) -> None:
        self.scene.hold(ref, origin=origin, receiver=receiver, size_class=size_class)
        self.scene.post(ref)

    def release(self) -> list[str]:
        """Release what is due; return the quarters."""
        with self.scene.database.transaction(ACTOR) as session:
            out = operations.release_due(session, actor=ACTOR)
            return [row.quarter for row in out]

    def read(self, landlord: str) -> list[dict[str, Any]]:
        """Return what a landlord reads, by quarter."""
        with self.scene.session() as session:
            return list(queries.statements(session, lead(landlord)))

    def last(self, landlord: str) -> dict[str, Any]:
        return self.read(landlord)[-1]

    def size(self, landlord: str, size_class: str = "BED2") -> dict[str, Any]:
        """Return one size's row of a landlord's last statement."""
        rows = {row["size_class"]: row for row in self.last(landlord)["sizes"]}
        found: dict[str, Any] = rows[size_class]
        return found

    def board(self, actor: Actor) -> list[dict[str, Any]]:
        with self.scene.session() as session:
            return list(queries.releases(session, actor))

    def faults(self) -> list[str]:
        with self.scene.session() as session:
            return list(checking.faults(ledger.whole(session), queries.kept(session)))

    def released(self) -> list[str]:
        with self.scene.session() as session:
            rows = session.exec(select(StatementRelease)).all()
            return sorted(row.quarter for row in rows)

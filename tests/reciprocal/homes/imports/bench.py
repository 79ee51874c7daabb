"""One landlord's people and system, and what they send."""

from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import select

from fixtures.scenarios import CAMDEN
from reciprocal.access.actor import Actor, ActorKind, Role, Scope
from reciprocal.errors import ReciprocalError
from reciprocal.homes.imports import operations as imports
from reciprocal.homes.imports.operations import (
    Wanted,
)
from reciprocal.homes.imports.reading import FileKind
from reciprocal.homes.lifecycle import HomeState
from reciprocal.homes.tables import Home, StockEntry
from reciprocal.notices.tables import Task
from reciprocal.proposals import operations as steps
from reciprocal.sealing.tables import SubjectKey
from tests.reciprocal.homes.imports.sheets import Row, as_csv
from tests.reciprocal.journey import Journey


class Bench:
    """One landlord's people and system, and what they send."""

    def __init__(self, journey: Journey, code: str = CAMDEN) -> None:
        self.journey = journey
        self.world = journey.world
        desk = self.world.loaded.staff.desks[code]
        self.lead, self.deputy = desk.first, desk.second
        self.system = replace(
            self.lead,
            id="m",
            kind=ActorKind.MACHINE,
            role=Role.LANDLORD_SYSTEM,
            scopes=frozenset(Scope),
        )

    def send(
        self, given: list[Row], wanted: Wanted | None = None, actor: Actor | None = None
    ) -> dict[str, Any]:
        actor = actor or self.lead
        with self.world.acting(actor) as session:
            return imports.import_homes(
                session,
                actor=actor,
                given=as_csv(given),
                kind=FileKind.CSV,
                wanted=wanted or Wanted(),
                free=steps.free_unseen,
            )

    def stock(self, given: list[Row], wanted: Wanted | None = None) -> dict[str, Any]:
        with self.world.acting(self.lead) as session:
            return imports.import_stock(
                session,
                actor=self.lead,
                given=as_csv(given),
                kind=FileKind.CSV,
                wanted=wanted or Wanted(),
            )

    def refused(
        self,
        kind: type[ReciprocalError],
        *sent: Any,  # noqa: ANN401 - as `send` takes
    ) -> list[tuple[int | None, str, str]]:
        before = self.everything()
        with pytest.raises(kind) as refusal:
            self.send(*sent)
        assert self.everything() == before, "something was stored"
        return [(f.row, f.field, f.fault) for f in refusal.value.faults]

    def homes(self) -> list[Home]:
        with self.world.acting(self.lead) as session:
            return list(
                session.exec(
                    select(Home).where(Home.provider_id == self.lead.organisation_id)
                )
            )

    def everything(self) -> object:
        with self.world.acting(self.lead) as session:
            return [
                sorted(str(found) for found in session.exec(select(table)).all())
                for table in (Home, StockEntry, SubjectKey, Task)
            ]

    def make(self, reference: str, state: HomeState) -> None:
        """Put a home at a stage that its landlord knows of, as other rooms would."""
        with self.world.acting(self.lead) as session:
            home = session.exec(
                select(Home).where(Home.landlord_ref == reference)
            ).one()
            home.state = state
            home.offer_shown = state is HomeState.RESERVED
            session.add(home)

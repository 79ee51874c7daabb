"""A scheme of four landlords with open accounts, on both databases."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import pytest
from sqlmodel import Session

from matching.terms import LandlordKind
from reciprocal.access.actor import Actor, ActorKind, Role, service
from reciprocal.db import Database
from reciprocal.ledger import operations
from reciprocal.ledger.tables import Transaction
from reciprocal.organisations.tables import (
    Organisation,
    OrganisationKind,
    Provider,
    Scheme,
)

SCHEME = "scheme-1"
LANDLORDS = ("alder", "birch", "cedar", "damson")
UNTIL = datetime(2026, 3, 2, 17, tzinfo=UTC)
START = date(2026, 3, 9)
SETTLE = date(2026, 9, 9)
ACTOR = service(SCHEME)
AUDITOR = Actor("auditor", ActorKind.PERSON, "audit", SCHEME, Role.AUDITOR)
AGENCY = "agency"
COORDINATOR = Actor("coordinator", ActorKind.PERSON, AGENCY, SCHEME, Role.COORDINATOR)


def lead(landlord: str) -> Actor:
    """Return the person of a landlord who answers for it."""
    return Actor(
        f"{landlord}-lead", ActorKind.PERSON, landlord, SCHEME, Role.NAMED_LEAD
    )


@dataclass(frozen=True, slots=True)
class Scene:
    """The book of one scheme, and the events of its moves in short."""

    database: Database
    landlords: tuple[str, ...] = field(default=LANDLORDS)

    def lay(self) -> None:
        """Enter the scheme and its landlords, and open their accounts."""
        at = datetime(2026, 1, 1, tzinfo=UTC)
        with self.database.transaction(ACTOR) as session:
            session.add(Scheme(id=SCHEME, name="Scheme", created_at=at))
            session.flush()
            for name in (AGENCY, *self.landlords):
                kind = OrganisationKind.PROVIDER
                if name == AGENCY:
                    kind = OrganisationKind.COORDINATOR
                session.add(
                    Organisation(
                        id=name,
                        scheme_id=SCHEME,
                        kind=kind,
                        name=name,
                        code=name,
                        joined_at=at,
                    )
                )
            session.flush()
            for name in self.landlords:
                session.add(
                    Provider(
                        organisation_id=name,
                        kind=LandlordKind.COUNCIL,
                        holds_stock=True,
                        introductory_scheme=False,
                        grants=[],
                        settle_by_months=6,
                    )
                )
            session.flush()
            for name in self.landlords:
                operations.open_accounts(
                    session, actor=ACTOR, scheme_id=SCHEME, organisation_id=name
                )

    def hold(
        self,
        move: str,
        origin: str = "alder",
        receiver: str = "birch",
        size_class: str = "BED2",
        hold_until: datetime = UNTIL,
    ) -> Transaction | None:
        with self.database.transaction(ACTOR) as session:
            return operations.hold(
                session,
                actor=ACTOR,
                scheme_id=SCHEME,
                move_ref=move,
                chain_ref="chain",
                round_id="round",
                origin_id=origin,
                receiver_id=receiver,
                size_class=size_class,
                hold_until=hold_until,
                rule_version="1",
                effective_date=START,
            )

    def post(self, move: str, settle_by: date = SETTLE) -> Transaction:
        with self.database.transaction(ACTOR) as session:
            return operations.post(
                session,
                actor=ACTOR,
                move_ref=move,
                effective_date=START,
                settle_by=settle_by,
            )

    def void(self, move: str, reason_code: str = "refused") -> Transaction:
        with self.database.transaction(ACTOR) as session:
            return operations.void_hold(
                session, actor=ACTOR, move_ref=move, reason_code=reason_code
            )

    def reverse(self, move: str, reason_code: str = "returned") -> Transaction:
        with self.database.transaction(ACTOR) as session:
            return operations.reverse(
                session, actor=ACTOR, move_ref=move, reason_code=reason_code
            )

    def session(self) -> Session:
        return Session(self.database.engine)


@pytest.fixture
def scene(database_url: str) -> Iterator[Scene]:
    database = Database(database_url)
    laid = Scene(database)
    laid.lay()
    yield laid
    database.close()


@pytest.fixture
def owner(owner_url: str, scene: Scene) -> Iterator[Database]:
    """The scene's database as the role that owns the tables: only triggers stop it."""
    del scene
    database = Database(owner_url)
    yield database
    database.close()

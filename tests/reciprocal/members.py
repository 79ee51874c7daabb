"""A scheme of four members on each database, with a clock that stands still."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from threading import Barrier, Thread

import pytest
from sqlmodel import Session, col, select

from matching.terms import LandlordKind, TenancyKind
from reciprocal import clock
from reciprocal.access import operations as access
from reciprocal.access import queries
from reciprocal.access.actor import Actor, Role, service
from reciprocal.access.secrets import hash_password
from reciprocal.audit.tables import AuditEntry
from reciprocal.db import Database
from reciprocal.ledger import operations as ledger
from reciprocal.organisations import operations as organisations
from reciprocal.organisations import queries as members
from reciprocal.organisations.tables import OrganisationKind
from reciprocal.sealing.keys import KeyRing
from reciprocal.sealing.operations import give_keys

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
PASSWORD = "long enough to be one"
AGENCY, LANDLORD, REFUGE, AUDITOR = "AGENCY", "LANDLORD", "REFUGE", "AUDITOR"
KINDS = {
    AGENCY: (OrganisationKind.COORDINATOR, Role.COORDINATOR),
    LANDLORD: (OrganisationKind.PROVIDER, Role.NAMED_LEAD),
    REFUGE: (OrganisationKind.REFERRING_SERVICE, Role.REFERRING_WORKER),
    AUDITOR: (OrganisationKind.AUDITOR, Role.AUDITOR),
}


@cache
def hashed() -> str:
    """Return the hash of everybody's password, worked out once."""
    return hash_password(PASSWORD)


@dataclass(slots=True)
class Office:
    """A scheme and its members by code.

    Attributes:
        moment: What the clock shows; move it with `wait`.
    """

    database: Database
    moment: datetime = MONDAY
    scheme_id: str = ""
    members: dict[str, str] = field(default_factory=dict)

    def now(self) -> datetime:
        return self.moment

    def wait(self, **time: float) -> None:
        self.moment += timedelta(**time)

    def found(self, name: str = "Scheme") -> str:
        """Found another scheme; return its id."""
        with self.acting() as session:
            return organisations.found_scheme(session, actor=service(), name=name).id

    def lay(self) -> None:
        """Found the scheme and take its members in."""
        self.scheme_id = self.found()
        for code in KINDS:
            self.members[code] = self.add(code, self.scheme_id)

    def add(self, code: str, scheme_id: str) -> str:
        """Take one member in; return its id."""
        actor = service(scheme_id)
        with self.acting(actor) as session:
            row = organisations.add_organisation(
                session,
                actor=actor,
                scheme_id=scheme_id,
                kind=KINDS[code][0],
                name=code.title(),
                code=code,
            )
            if code == LANDLORD:
                organisations.add_provider(
                    session,
                    actor=actor,
                    organisation=row,
                    kind=LandlordKind.COUNCIL,
                    holds_stock=True,
                    home_authority="E09000007",
                    introductory_scheme=False,
                    grants=frozenset(TenancyKind),
                    settle_by_months=6,
                )
                ledger.open_accounts(
                    session, actor=actor, scheme_id=scheme_id, organisation_id=row.id
                )
            return row.id

    @contextmanager
    def acting(self, actor: Actor | None = None) -> Iterator[Session]:
        """Open a transaction as somebody, or as the service."""
        with self.database.transaction(actor or service(self.scheme_id)) as session:
            yield session

    def invitation(self, code: str, email: str) -> str:
        actor = service(self.scheme_id)
        with self.acting(actor) as session:
            return access.invite(
                session,
                actor=actor,
                organisation_id=self.members[code],
                email=email,
                role=KINDS[code][1],
            )

    def join(self, code: str, email: str) -> Actor:
        """Let somebody join a member; return them."""
        token = self.invitation(code, email)
        with self.acting() as session:
            person = access.take_up(session, token=token, password_hash=hashed())
            actor = queries.person_actor(session, person.id)
        assert actor is not None
        return actor

    def sign_in(self, email: str, absolute_minutes: int = 480) -> str:
        with self.acting() as session:
            return access.sign_in(
                session,
                email=email,
                password=PASSWORD,
                absolute_minutes=absolute_minutes,
            ).token

    def identify(self, token: str, idle_minutes: int = 15) -> Actor:
        with self.acting() as session:
            return access.identify(
                session, token=token, idle_minutes=idle_minutes, keys_taken=True
            )

    def leave(self, code: str) -> None:
        """Let a member go."""
        with self.acting() as session:
            organisations.leave_scheme(
                session,
                actor=service(self.scheme_id),
                organisation=members.organisation(session, self.members[code]),
            )

    def acts(self) -> list[str]:
        """Return everything written down so far, in order."""
        with Session(self.database.engine) as session:
            query = select(AuditEntry.action).order_by(col(AuditEntry.sequence))
            return list(session.exec(query))


@pytest.fixture
def office(database_url: str, tmp_path: Path) -> Iterator[Office]:
    database = Database(database_url)
    give_keys(database, KeyRing.load_or_create(tmp_path / "root.json"))
    opened = Office(database)
    with clock.source(opened.now):
        opened.lay()
        yield opened
    database.close()


def together(works: list[Callable[[], object]]) -> list[object]:
    """Do everything at the same time; return what came of each, faults included."""
    found: list[object] = [None] * len(works)
    gate = Barrier(len(works))

    def guard(place: int, work: Callable[[], object]) -> None:
        gate.wait()
        try:
            found[place] = work()
        except Exception as fault:  # noqa: BLE001 - judged by the test
            found[place] = fault

    threads = [Thread(target=guard, args=each) for each in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found

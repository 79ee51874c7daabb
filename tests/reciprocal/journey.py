"""One step of a small scheme, carried as far along the journey as a test needs.

The scheme is a single void in Camden and a single household in Hackney, unless other
rows are given. Each act is done by the person whose act it is, through the rooms' own
operations.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property

from sqlalchemy import Engine, NullPool, create_engine
from sqlmodel import Session, select

from fixtures import talked
from fixtures.rows import Rows
from fixtures.scenarios import CAMDEN, HACKNEY, chain_from_a_void
from matching.terms import RentBasis, TenancyKind
from reciprocal import clock
from reciprocal.access.actor import Actor, service
from reciprocal.db import speak_as
from reciprocal.homes.tables import Home
from reciprocal.moves.operations import Grant
from reciprocal.moves.tables import Move
from reciprocal.notices.tables import Task
from reciprocal.notices.terms import TaskKind
from reciprocal.proposals import (
    answers,
    conversation,
    signing,
    supporting,
    viewing,
)
from reciprocal.proposals.lifecycle import EndCode, ProposalState
from reciprocal.proposals.tables import Proposal
from reciprocal.proposals.viewing_lifecycle import ViewingOutcome, ViewingWay
from reciprocal.requests import duties
from reciprocal.requests.rules import HomelessnessDuty
from reciprocal.requests.tables import PropertyRequest, TenancyCheck
from tests.support.world import DAY, World

SAID = conversation.Said(language="en", interpreter=False)


def one_move() -> Rows:
    """Return the rows of one void, and one household that can only go there."""
    rows = chain_from_a_void(DAY)
    landlords = tuple(row for row in rows.providers if row.code in (CAMDEN, HACKNEY))
    return replace(rows, providers=landlords, requests=rows.requests[:1])


@dataclass
class Journey:
    """A world with one case, and what its parties do.

    Attributes:
        new, old: Codes of the receiving and of the old landlord.
    """

    world: World
    new: str = CAMDEN
    old: str = HACKNEY

    @cached_property
    def _engine(self) -> Engine:
        return create_engine(
            self.world.working.settings.database_url, poolclass=NullPool
        )

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Look from beside whatever transaction is open: SQLite has one writer."""
        known = self.world.working.database.info
        with Session(self._engine, expire_on_commit=False, info=known) as session:
            speak_as(session, service(self.world.loaded.scheme_id))
            yield session

    @cached_property
    def request_id(self) -> str:
        """The id of the old landlord's tenant's request."""
        provider_id = self.world.loaded.members[self.old].id
        with self.reading() as session:
            return session.exec(
                select(PropertyRequest.id).where(
                    PropertyRequest.provider_id == provider_id
                )
            ).one()

    @property
    def request(self) -> PropertyRequest:
        with self.reading() as session:
            return session.get_one(PropertyRequest, self.request_id)

    @property
    def check(self) -> TenancyCheck:
        with self.reading() as session:
            return session.exec(
                select(TenancyCheck).where(TenancyCheck.request_id == self.request_id)
            ).one()

    @property
    def proposal(self) -> Proposal:
        """The case's newest step; asserts that there is one."""
        return self.proposals[-1]

    @property
    def proposals(self) -> list[Proposal]:
        with self.reading() as session:
            rows = session.exec(
                select(Proposal).where(Proposal.request_id == self.request_id)
            ).all()
        return sorted(rows, key=lambda row: row.proposed_at)

    @property
    def void(self) -> Home:
        """The receiving landlord's home."""
        return self._home(self.new)

    @property
    def left(self) -> Home:
        """The home the household lives in, or left."""
        return self._home(self.old)

    @property
    def move(self) -> Move:
        with self.reading() as session:
            return session.exec(
                select(Move).where(Move.proposal_id == self.proposal.id)
            ).one()

    @property
    def worker(self) -> Actor:
        """The referring service's first worker, with the cases assigned to them."""
        code = next(iter(self.world.loaded.services.values()))
        staff = self.world.loaded.staff
        with self.reading() as session:
            return staff.again(session, staff.desks[code].first)

    @property
    def landlord(self) -> Actor:
        return self.world.loaded.staff.desks[self.new].first

    @property
    def old_landlord(self) -> Actor:
        return self.world.loaded.staff.desks[self.old].first

    def proposed(self) -> "Journey":
        """Run a round that proposes the step."""
        self.world.run_round()
        assert self.proposals, "the round proposes this step"
        return self

    def look(self, *, safe: bool = True) -> Proposal:
        """Let the worker look at the home."""
        with self.world.acting(self.worker) as session:
            return answers.answer_safety_look(
                session, actor=self.worker, case_ref=self.request.case_ref, safe=safe
            )

    def offered(self) -> "Journey":
        self.proposed().look()
        return self

    def landlord_answers(
        self, *, agreed: bool = True, code: EndCode | None = None
    ) -> Proposal:
        with self.world.acting(self.landlord) as session:
            return answers.answer_offer(
                session,
                actor=self.landlord,
                offer_ref=self.proposal.offer_ref,
                agreed=agreed,
                code=code,
            )

    def old_landlord_confirms(self, *, stands: bool = True) -> Proposal:
        """Let the old landlord answer, once its task has appeared."""
        visible_at = self.proposal.departure_visible_at
        assert visible_at is not None, "the worker looked at the home"
        self.world.hands.on(max(visible_at, clock.now()))
        with self.world.acting(self.old_landlord) as session:
            return answers.confirm_departure(
                session,
                actor=self.old_landlord,
                departure_ref=self.proposal.departure_ref,
                tenancy_stands=stands,
            )

    def viewing_due(self) -> "Journey":
        self.offered().landlord_answers()
        self.old_landlord_confirms()
        self.talk_through()
        return self

    def landlord_offers_viewing(
        self, *, way: ViewingWay = ViewingWay.IN_PERSON, in_days: int | None = 0
    ) -> Proposal:
        """Let the landlord offer a viewing so many days on; None names no day."""
        on = None if in_days is None else clock.today() + timedelta(days=in_days)
        with self.world.acting(self.landlord) as session:
            return viewing.offer(
                session,
                actor=self.landlord,
                offer_ref=self.proposal.offer_ref,
                way=way,
                on=on,
            )

    def views(
        self, outcome: ViewingOutcome = ViewingOutcome.HELD, *, days_ago: int = 0
    ) -> Proposal:
        with self.world.acting(self.worker) as session:
            return viewing.record(
                session,
                actor=self.worker,
                case_ref=self.request.case_ref,
                outcome=outcome,
                on=clock.today() - timedelta(days=days_ago),
            )

    def agreed(self) -> "Journey":
        """Carry it to where both landlords agreed and the home was viewed."""
        self.viewing_due().views()
        return self

    def states_duty(self, duty: HomelessnessDuty) -> None:
        with self.world.acting(self.worker) as session:
            duties.state(
                session,
                actor=self.worker,
                case_ref=self.request.case_ref,
                duty=duty,
            )

    def warns(self, words: str = "Told what a no could do to the duty.") -> Proposal:
        """Let the worker warn the household about final offers."""
        with self.world.acting(self.worker) as session:
            return conversation.warn(
                session,
                actor=self.worker,
                case_ref=self.request.case_ref,
                words=words,
            )

    def talk_through(self) -> None:
        """Let the worker talk the move through with the household."""
        with self.world.acting(self.worker) as session:
            supporting.record_for_case(
                session,
                actor=self.worker,
                case_ref=self.request.case_ref,
                stated=talked.through(clock.today()),
            )

    def household_answers(
        self, *, agreed: bool = True, code: EndCode | None = None
    ) -> Proposal:
        if agreed and any(row.state is ProposalState.AGREED for row in self.proposals):
            self.talk_through()
        with self.world.acting(self.worker) as session:
            return answers.answer_household(
                session,
                actor=self.worker,
                case_ref=self.request.case_ref,
                agreed=agreed,
                code=code,
                said=SAID,
            )

    def accepted(self) -> "Journey":
        self.agreed().household_answers()
        return self

    def sign(
        self,
        *,
        kind: TenancyKind = TenancyKind.SECURE_LIFETIME,
        rent: RentBasis = RentBasis.SOCIAL,
        starts_in_days: int = 0,
        weekly_rent_pence: int | None = None,
    ) -> Proposal:
        with self.world.acting(self.landlord) as session:
            return signing.sign_up(
                session,
                actor=self.landlord,
                offer_ref=self.proposal.offer_ref,
                grant=Grant(
                    tenancy=kind,
                    rent_basis=rent,
                    start=clock.today() + timedelta(days=starts_in_days),
                    weekly_rent_pence=weekly_rent_pence,
                ),
            )

    def signed(self) -> "Journey":
        self.accepted().sign()
        return self

    def start(self) -> Proposal:
        with self.world.acting(self.landlord) as session:
            return signing.start_tenancy(
                session, actor=self.landlord, offer_ref=self.proposal.offer_ref
            )

    def completed(self) -> "Journey":
        self.signed().start()
        return self

    def open_tasks(self, kind: TaskKind) -> list[Task]:
        """Return every party's open tasks of a kind."""
        with self.reading() as session:
            rows = session.exec(select(Task).where(Task.kind == kind)).all()
        return [row for row in rows if row.done_at is None]

    def _home(self, code: str) -> Home:
        provider_id = self.world.loaded.members[code].id
        with self.reading() as session:
            return session.exec(
                select(Home).where(Home.provider_id == provider_id)
            ).one()

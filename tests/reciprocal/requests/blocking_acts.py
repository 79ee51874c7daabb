"""What a worker does to close a case to somebody, and what is then kept of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import event
from sqlmodel import select

from reciprocal.access import operations as access
from reciprocal.access.actor import Actor, Role, service
from reciprocal.access.closed import BlockReason
from reciprocal.access.tables import StaffBlock
from reciprocal.notices.terms import TaskKind
from reciprocal.proposals.blocking import block_staff
from reciprocal.requests import blocked_staff
from reciprocal.requests.blocked_staff import StatedBlock
from reciprocal.rounds import operations as rounds
from tests.reciprocal.journey import Journey
from tests.support.world import DAY

STRANGER = "nobody.here@example.org"
TOMORROW = DAY + timedelta(days=1)


def block(journey: Journey, name: str, actor: Actor | None = None, **days: Any) -> None:  # noqa: ANN401 - dates
    worker = actor or journey.worker
    stated = StatedBlock(sign_in=name, reason=BlockReason.RISK, **days)
    with journey.world.acting(worker) as session:
        block_staff(
            session, actor=worker, case_ref=journey.request.case_ref, stated=stated
        )


def review(
    journey: Journey,
    block_ref: str,
    actor: Actor | None = None,
    on: Any = None,  # noqa: ANN401 - a date
) -> None:
    worker = actor or journey.worker
    with journey.world.acting(worker) as session:
        blocked_staff.review(
            session,
            actor=worker,
            case_ref=journey.request.case_ref,
            block_ref=block_ref,
            review_on=on,
            expected_end_on=None,
        )


def end(journey: Journey, block_ref: str, actor: Actor | None = None) -> None:
    worker = actor or journey.worker
    with journey.world.acting(worker) as session:
        blocked_staff.end(
            session,
            actor=worker,
            case_ref=journey.request.case_ref,
            block_ref=block_ref,
        )


def rows(journey: Journey) -> list[StaffBlock]:
    with journey.reading() as session:
        found = session.exec(select(StaffBlock)).all()
    return sorted(found, key=lambda row: (row.stated_at, row.id))


def tidy(journey: Journey) -> int:
    alone = service(journey.world.loaded.scheme_id)
    with journey.world.acting(alone) as session:
        rounds.tidy(session, actor=alone)
    return len(journey.open_tasks(TaskKind.STAFF_REVIEW))


def hire(journey: Journey, code: str, name: str) -> Actor:
    """Let one more person join a landlord."""
    lead = journey.world.person(code)
    with journey.world.acting(lead) as session:
        token = access.invite(
            session,
            actor=lead,
            organisation_id=lead.organisation_id,
            email=name,
            role=Role.NAMED_LEAD,
        )
        person = access.take_up(session, token=token, password_hash="")
        return replace(lead, id=person.id)


@contextmanager
def statements(journey: Journey) -> Iterator[list[str]]:
    """Collect every statement that the database is sent."""
    said: list[str] = []

    def listen(*given: Any) -> None:  # noqa: ANN401 - the library's own
        said.append(str(given[2]))

    engine = journey.world.working.database.engine
    event.listen(engine, "before_cursor_execute", listen)
    try:
        yield said
    finally:
        event.remove(engine, "before_cursor_execute", listen)

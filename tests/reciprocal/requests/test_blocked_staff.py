"""Who must never see a case: named by a sign-in, kept as a digest, never read back."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from fixtures.people import sign_in_name
from fixtures.scenarios import CAMDEN, HACKNEY
from reciprocal.access import blocks
from reciprocal.access.closed import BlockReason
from reciprocal.access.tables import Person
from reciprocal.audit.tables import AuditEntry
from reciprocal.errors import FieldsInvalid, Forbidden, NotFound, StateConflict
from reciprocal.notices.terms import TaskKind
from reciprocal.proposals import departures
from reciprocal.requests import queries
from reciprocal.requests.blocked_staff import StaffBlockedAlready, StatedBlock
from reciprocal.requests.lifecycle import RequestEvent
from reciprocal.requests.operations import change_state
from tests.reciprocal.journey import Journey, one_move
from tests.reciprocal.requests.blocking_acts import (
    STRANGER,
    TOMORROW,
    block,
    end,
    review,
    rows,
    statements,
    tidy,
)
from tests.support.sight import plain
from tests.support.world import DAY, MakeWorld


def test_a_name_is_kept_as_a_digest_and_nowhere_else(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move()))
    block(
        journey,
        STRANGER,
        review_on=TOMORROW,
        expected_end_on=DAY + 2 * (TOMORROW - DAY),
    )
    (row,) = rows(journey)
    database = journey.world.working.database
    assert plain(database, {"name": "nobody.here"}) == ()
    with journey.world.acting(journey.worker) as session:
        scheme_id = journey.request.scheme_id
        assert [row.mark] == blocks.marks(session, scheme_id, [f" {STRANGER.upper()}"])
        assert [row.mark] != blocks.marks(session, "another", [STRANGER])
        shown = queries.show_case(session, journey.worker, journey.request)
        author = session.get_one(Person, journey.worker.id).public_ref
        assert shown["blocked_staff"] == [
            {
                "reference": row.block_ref,
                "reason": BlockReason.RISK,
                "stated_by": author,
                "stated_at": row.stated_at,
                "review_on": TOMORROW,
                "expected_end_on": DAY + timedelta(days=2),
            }
        ]
        entry = session.exec(
            select(AuditEntry).where(AuditEntry.action == "case.staff_blocked")
        ).one()
    assert (entry.subject_id, entry.code) == (journey.request_id, "")
    # Not even with the table in hand does a member's own name lead to its digest
    block(journey, sign_in_name(HACKNEY, "deputy"))
    (_, second) = rows(journey)
    assert len(plain(database, {"digest": second.mark})) == 1


def test_nobody_learns_who_is_a_member_by_naming(make_world: MakeWorld) -> None:
    """A known and an unknown name: one answer after the same statements."""
    journey = Journey(make_world(one_move()))
    said, shown = {}, {}
    for name in (sign_in_name(HACKNEY, "deputy"), STRANGER):
        with statements(journey) as said[name]:
            block(journey, name)
        with journey.world.acting(journey.worker) as session:
            case = queries.show_case(session, journey.worker, journey.request)
            shown[name] = len(case["blocked_staff"])  # type: ignore[arg-type]
    known, unknown = said.values()
    assert known == unknown
    assert list(shown.values()) == [1, 2]


def test_a_case_that_is_closed_takes_the_statements_of_one_that_never_was(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move())).agreed()
    block(journey, sign_in_name(HACKNEY, "deputy"))
    deputy = journey.world.person(HACKNEY, "second")
    assert deputy.blocked == {journey.request_id}
    asked = []
    for reference in (journey.proposal.departure_ref, "0" * 32):
        with (
            journey.world.acting(deputy) as session,
            statements(journey) as said,
            pytest.raises(NotFound),
        ):
            departures.own_departure(session, deputy, reference)
        asked.append(said)
    assert asked[0] == asked[1]
    # And who comes in is looked up alike, with a block and without
    said_of = []
    for actor in (deputy, journey.world.person(CAMDEN, "second")):
        with statements(journey) as said, journey.world.acting(actor) as session:
            journey.world.loaded.staff.again(session, actor)
        said_of.append(said)
    assert said_of[0] == said_of[1]


def test_what_cannot_be_stated_is_named(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move()))
    with journey.reading() as session:
        own = session.get_one(Person, journey.worker.id).email
    for name, days, field in (
        (own.upper(), {}, "sign_in"),
        (STRANGER, {"review_on": DAY}, "review_on"),
        (STRANGER, {"expected_end_on": DAY}, "expected_end_on"),
    ):
        with pytest.raises(FieldsInvalid) as refused:
            block(journey, name, **days)
        (fault,) = refused.value.faults
        assert fault.field == field
        assert "example" not in fault.fault
    assert rows(journey) == []
    block(journey, STRANGER)
    with pytest.raises(StaffBlockedAlready):
        block(journey, STRANGER)
    assert STRANGER not in repr(StatedBlock(sign_in=STRANGER, reason=BlockReason.OTHER))


def test_nobody_else_states_reviews_or_ends_a_block(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move()))
    block(journey, STRANGER)
    (row,) = rows(journey)
    stranger = replace(journey.worker, assignments=frozenset())
    others = [journey.landlord, journey.old_landlord, journey.world.coordinator]
    for actor, fault in [(stranger, NotFound), *((who, Forbidden) for who in others)]:
        with pytest.raises(fault):
            block(journey, "another@example.org", actor)
        with pytest.raises(fault):
            review(journey, row.block_ref, actor)
        with pytest.raises(fault):
            end(journey, row.block_ref, actor)
    assert rows(journey) == [row]
    with pytest.raises(NotFound):
        end(journey, "0" * 32)


def test_no_day_ends_a_block_and_the_worker_is_asked_once(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move()))
    block(journey, sign_in_name(HACKNEY, "deputy"), review_on=TOMORROW)
    block(journey, STRANGER, expected_end_on=TOMORROW)
    assert tidy(journey) == 0
    journey.world.wait(days=2)
    assert tidy(journey) == tidy(journey) == 1
    (task,) = journey.open_tasks(TaskKind.STAFF_REVIEW)
    assert (task.subject_ref, task.case_id) == (
        journey.request.case_ref,
        journey.request_id,
    )
    assert journey.world.person(HACKNEY, "second").blocked == {journey.request_id}
    one, other = rows(journey)
    with pytest.raises(FieldsInvalid):
        review(journey, one.block_ref, on=DAY)
    review(journey, one.block_ref)
    assert len(journey.open_tasks(TaskKind.STAFF_REVIEW)) == 1, "one is left to look at"
    assert rows(journey)[0].review_on == DAY + timedelta(days=92)
    end(journey, other.block_ref)
    assert journey.open_tasks(TaskKind.STAFF_REVIEW) == []
    end(journey, one.block_ref)
    assert journey.world.person(HACKNEY, "second").blocked == frozenset()
    with pytest.raises(NotFound):
        end(journey, one.block_ref)
    block(journey, sign_in_name(HACKNEY, "deputy"))
    assert journey.world.person(HACKNEY, "second").blocked == {journey.request_id}


def test_a_block_outlives_the_move_and_can_be_stated_until_the_case_is_closed(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move()))
    block(journey, STRANGER, review_on=TOMORROW)
    journey.world.wait(days=2)
    assert tidy(journey) == 1
    journey.completed()
    assert journey.open_tasks(TaskKind.STAFF_REVIEW) == []
    block(journey, sign_in_name(HACKNEY, "deputy"))
    assert journey.world.person(HACKNEY, "second").blocked == {journey.request_id}


def test_a_closed_case_takes_no_more_blocks(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move()))
    worker = journey.worker
    with journey.world.acting(worker) as session:
        request = queries.own_case(session, worker, journey.request.case_ref, lock=True)
        change_state(session, actor=worker, request=request, event=RequestEvent.CLOSE)
    with pytest.raises(StateConflict):
        block(journey, STRANGER)

"""Who must never see a case: named by a sign-in, kept as a digest, never read back."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import select

from fixtures.people import sign_in_name
from fixtures.scenarios import CAMDEN, HACKNEY
from reciprocal.access import blocks
from reciprocal.access import operations as access
from reciprocal.access.actor import Actor, Role, service
from reciprocal.access.closed import BlockReason
from reciprocal.access.tables import Person, StaffBlock
from reciprocal.audit.tables import AuditEntry
from reciprocal.errors import FieldsInvalid, Forbidden, NotFound, StateConflict
from reciprocal.homes import operations as homes
from reciprocal.homes import queries as home_queries
from reciprocal.notices.terms import TaskKind
from reciprocal.organisations import queries as organisations
from reciprocal.proposals import operations as proposals
from reciprocal.proposals import queries as proposal_queries
from reciprocal.proposals import recheck
from reciprocal.proposals.blocking import block_staff
from reciprocal.proposals.lifecycle import EndCode
from reciprocal.requests import blocked_staff, queries
from reciprocal.requests.blocked_staff import StaffBlockedAlready, StatedBlock
from reciprocal.requests.lifecycle import RequestEvent
from reciprocal.requests.operations import change_state
from reciprocal.rounds import operations as rounds
from reciprocal.rounds import snapshot
from tests.reciprocal.homes.test_bars import post_as_a_void
from tests.reciprocal.journey import Journey, one_move
from tests.reciprocal.proposals.told import assert_freed
from tests.support.sight import plain
from tests.support.world import DAY, MakeWorld

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
            proposal_queries.own_departure(session, deputy, reference)
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


def test_a_landlord_with_too_few_people_left_is_avoided(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move()))
    block(journey, sign_in_name(CAMDEN, "deputy"))
    journey.world.run_round()
    assert journey.proposals == [], "one person alone would serve it"
    hire(journey, CAMDEN, "third@example.org")
    journey.proposed()
    # And one that is left with too few meanwhile stops at the next check
    block(journey, "third@example.org")
    journey.look()
    assert_freed(journey, EndCode.RULE_NO_LONGER_MET)


def test_a_name_nobody_has_closes_no_landlord(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move()))
    block(journey, STRANGER)
    journey.proposed()


def test_a_case_whose_old_landlord_has_nobody_left_waits(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move()))
    for who in ("lead", "deputy"):
        block(journey, sign_in_name(HACKNEY, who))
    alone = service(journey.world.loaded.scheme_id)
    with journey.world.acting(alone) as session:
        _, rules = organisations.rules_on(session, alone.scheme_id, DAY)
        assert snapshot.take(session, alone, rules).households == ()
    hire(journey, HACKNEY, "third@example.org")
    journey.proposed()


def test_a_home_promised_to_a_closed_case_is_withdrawn_like_any_in_the_pot(
    make_world: MakeWorld,
) -> None:
    """Were it refused, the refusal would tell for whom it is."""
    journey = Journey(make_world(one_move()))
    hire(journey, CAMDEN, "third@example.org")
    block(journey, sign_in_name(CAMDEN, "deputy"))
    journey.agreed()
    deputy = journey.world.person(CAMDEN, "second")
    with journey.world.acting(deputy) as session:
        home = proposals.withdraw_home(
            session, actor=deputy, home_ref=journey.void.landlord_ref
        )
        assert home.reserved_for_request_id is None
    assert journey.proposal.end_code is EndCode.LANDLORD_WITHDREW
    assert journey.void.state == "withdrawn"


def test_a_home_that_was_signed_for_is_not_withdrawn(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move()))
    hire(journey, CAMDEN, "third@example.org")
    block(journey, sign_in_name(CAMDEN, "deputy"))
    journey.signed()
    deputy = journey.world.person(CAMDEN, "second")
    with journey.world.acting(deputy) as session, pytest.raises(StateConflict):
        proposals.withdraw_home(
            session, actor=deputy, home_ref=journey.void.landlord_ref
        )
    assert journey.proposal.state == "signed"


def test_a_dwelling_of_a_closed_case_is_answered_like_one_withdrawn_lately(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move()))
    block(journey, sign_in_name(HACKNEY, "deputy"))
    deputy = journey.world.person(HACKNEY, "second")
    with journey.world.acting(deputy) as session:
        with pytest.raises(homes.HomeCoolingOff):
            post_as_a_void(session, deputy)
        with pytest.raises(NotFound):
            home_queries.own_home(session, deputy, journey.left.landlord_ref)
    lead = journey.world.person(HACKNEY)
    with journey.world.acting(lead) as session, pytest.raises(homes.HomePostedAlready):
        post_as_a_void(session, lead)


def test_two_live_homes_are_never_in_one_dwelling_whoever_is_blocked(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move()))
    block(journey, sign_in_name(HACKNEY, "deputy"))
    deputy = journey.world.person(HACKNEY, "second")
    row = one_move().requests[0]
    with journey.world.acting(deputy) as session:
        facts = home_queries.facts_of(journey.left)
        with pytest.raises(homes.HomePostedAlready):
            homes.record_vacating_home(
                session,
                actor=deputy,
                request_id=journey.request_id,
                dwelling=homes.Dwelling(
                    uprn=row.home_uprn,
                    address=row.home_address,
                    postcode=row.home_postcode,
                ),
                facts=facts,
                possession_recorded=True,
            )


def test_the_service_itself_is_closed_out_of_nothing(make_world: MakeWorld) -> None:
    """A coordinator who is blocked runs the same rounds as any other."""
    journey = Journey(make_world(one_move()))
    hire(journey, CAMDEN, "third@example.org")
    with journey.reading() as session:
        mine = session.get_one(Person, journey.world.coordinator.id).email
    block(journey, mine)
    assert journey.world.coordinator.blocked == {journey.request_id}
    journey.proposed()
    alone = service(journey.world.loaded.scheme_id)
    with journey.world.acting(alone) as session:
        assert recheck.pair(
            session, journey.world.coordinator, journey.request, journey.void
        ).suits

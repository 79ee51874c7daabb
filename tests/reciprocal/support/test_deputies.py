"""A case has one named worker and one deputy, who may do all that the worker may."""

import pytest
from sqlmodel import select

from reciprocal.access import operations as access
from reciprocal.access import queries as access_queries
from reciprocal.access.actor import Actor
from reciprocal.access.closed import BlockReason
from reciprocal.access.tables import Person
from reciprocal.errors import FieldsInvalid, NotFound, StateConflict
from reciprocal.idempotency import operations as idempotency
from reciprocal.idempotency.operations import Answer
from reciprocal.proposals import queries as steps
from reciprocal.proposals import supporting, workers
from reciprocal.requests import blocked_staff
from reciprocal.requests import operations as requests
from reciprocal.requests.blocked_staff import StatedBlock
from reciprocal.requests.lifecycle import RequestEvent
from reciprocal.support import deputies
from reciprocal.support.tables import CaseDeputy
from tests.journeys.walking import SERVICE
from tests.reciprocal.journey import Journey, one_move
from tests.reciprocal.support.acts import CONTACT, facts, made, told
from tests.support.world import MakeWorld


def reference_of(journey: Journey, actor: Actor) -> str:
    with journey.reading() as session:
        return session.get_one(Person, actor.id).public_ref


def colleague(journey: Journey) -> Actor:
    return journey.world.person(SERVICE, "second")


def name(journey: Journey, whom: Actor, *, by: Actor | None = None) -> None:
    actor = by or journey.worker
    reference = reference_of(journey, whom)
    with journey.world.acting(actor) as session:
        deputies.name(
            session,
            actor=actor,
            case_ref=journey.request.case_ref,
            person_ref=reference,
        )


def test_a_deputy_reads_and_does_what_the_worker_may(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move()))
    before = colleague(journey)
    with pytest.raises(NotFound), journey.world.acting(before) as session:
        steps.case_of(session, before, journey.request.case_ref)
    assert told(journey)["deputy_named"] == "open"

    name(journey, before)

    deputy = colleague(journey)
    with journey.world.acting(deputy) as session:
        supporting.record_for_case(
            session,
            actor=deputy,
            case_ref=journey.request.case_ref,
            stated=[made(*CONTACT)],
        )
    assert [row.recorded_by for row in facts(journey)] == [
        journey.worker.id,
        deputy.id,
    ]
    assert told(journey)["deputy_named"] == "settled"
    with journey.world.acting(deputy) as session:
        shown = supporting.show_case_support(session, deputy, journey.request)
        assert shown["worker"] == reference_of(journey, journey.worker)
        assert shown["deputy"] == reference_of(journey, deputy)


def test_naming_another_ends_the_deputy_before(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move()))
    first = colleague(journey)
    name(journey, first)
    third = _joined(journey)

    with journey.world.acting(first) as session:
        attempt = idempotency.attempt(session, actor=first, key="k", request=b"r")
        answer, about = Answer(200, (), b"{}"), journey.request.case_ref
        idempotency.keep(session, attempt, answer, subject_ref=about, days=1)

    name(journey, third)

    with journey.world.acting(first) as session:
        attempt = idempotency.attempt(session, actor=first, key="k", request=b"r")
        assert idempotency.answered_before(session, attempt) is None
    with journey.reading() as session:
        (standing,) = [
            row for row in session.exec(select(CaseDeputy)) if row.ended_at is None
        ]
    assert standing.person_id == third.id
    ended = colleague(journey)
    with pytest.raises(NotFound), journey.world.acting(ended) as session:
        steps.case_of(session, ended, journey.request.case_ref)

    name(journey, first)

    again = colleague(journey)
    with journey.world.acting(again) as session:
        found = steps.case_of(session, again, journey.request.case_ref)
    assert found.id == journey.request_id


def _joined(journey: Journey) -> Actor:
    """Let somebody new join the service."""
    worker = journey.worker
    with journey.world.acting(worker) as session:
        token = access.invite(
            session,
            actor=worker,
            organisation_id=worker.organisation_id,
            email="new.colleague@example.org",
            role=worker.role,
        )
        person = access.take_up(session, token=token, password_hash="none")
        found = access_queries.person_actor(session, person.id)
    assert found is not None
    return found


def test_only_a_colleague_who_does_not_serve_it_yet_is_taken(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move()))
    name(journey, colleague(journey))
    for whom in (journey.worker, colleague(journey), journey.landlord):
        with pytest.raises(FieldsInvalid) as refused:
            name(journey, whom)
        assert [each.field for each in refused.value.faults] == ["person"]
    with journey.reading() as session:
        assert len(session.exec(select(CaseDeputy)).all()) == 1


def test_whom_the_case_is_closed_to_is_refused_like_a_stranger(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move()))
    other = colleague(journey)
    with journey.reading() as session:
        sign_in = session.get_one(Person, other.id).email
    with journey.world.acting(journey.worker) as session:
        blocked_staff.block(
            session,
            actor=journey.worker,
            case_ref=journey.request.case_ref,
            stated=StatedBlock(sign_in=sign_in, reason=BlockReason.RISK),
        )
    told_of = []
    for whom in (other, journey.landlord):
        with pytest.raises(FieldsInvalid) as refused:
            name(journey, whom)
        told_of.append(refused.value.faults)
    assert told_of[0] == told_of[1]


def test_a_closed_case_gets_no_deputy(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move()))
    with journey.world.acting(journey.worker) as session:
        request = steps.case_of(session, journey.worker, journey.request.case_ref)
        requests.change_state(
            session, actor=journey.worker, request=request, event=RequestEvent.CLOSE
        )
    with pytest.raises(StateConflict):
        name(journey, colleague(journey))


def test_a_deputy_who_left_the_service_is_followed_by_another(
    make_world: MakeWorld,
) -> None:
    """Who left works on no case, so that there is no work of theirs to end."""
    journey = Journey(make_world(one_move()))
    first = colleague(journey)
    name(journey, first)
    with journey.world.acting(journey.worker) as session:
        access.leave(
            session, actor=journey.worker, person_ref=reference_of(journey, first)
        )
    assert serving(journey) == (journey.worker.id, None)
    second = _joined(journey)

    name(journey, second)

    assert serving(journey) == (journey.worker.id, second.id)
    with journey.reading() as session:
        ended = {
            row.person_id: row.ended_at is not None
            for row in session.exec(select(CaseDeputy))
        }
    assert ended == {first.id: True, second.id: False}


def test_the_named_worker_is_whoever_the_case_was_handed_on_to(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move()))
    referrer, deputy = journey.worker, colleague(journey)
    name(journey, deputy)
    successor = _joined(journey)

    hand_on(journey, by=referrer, add=successor)
    assert serving(journey) == (referrer.id, deputy.id)
    hand_on(journey, by=referrer, remove=referrer)
    assert serving(journey) == (successor.id, deputy.id)

    hand_on(journey, by=successor, remove=deputy)
    assert serving(journey) == (successor.id, None)
    name(journey, referrer, by=now(journey, successor))
    hand_on(journey, by=successor, remove=successor)
    assert serving(journey) == (referrer.id, None)


def now(journey: Journey, actor: Actor) -> Actor:
    """Return somebody as their next request finds them."""
    with journey.reading() as session:
        found = access_queries.person_actor(session, actor.id)
    assert found is not None
    return found


def hand_on(
    journey: Journey,
    *,
    by: Actor,
    add: Actor | None = None,
    remove: Actor | None = None,
) -> None:
    actor = now(journey, by)
    with journey.world.acting(actor) as session:
        for change, whom in (
            (workers.add_worker, add),
            (workers.remove_worker, remove),
        ):
            if whom is not None:
                change(
                    session,
                    actor=actor,
                    case_ref=journey.request.case_ref,
                    person_ref=reference_of(journey, whom),
                )


def serving(journey: Journey) -> tuple[str, str | None]:
    """Return who is told to be the worker and the deputy, by their identifiers."""
    with journey.reading() as session:
        shown = deputies.serving(session, journey.worker, journey.request)
        by_reference = {row.public_ref: row.id for row in session.exec(select(Person))}
    deputy = shown["deputy"]
    return by_reference[str(shown["worker"])], by_reference[deputy] if deputy else None

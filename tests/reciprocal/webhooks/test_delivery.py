"""From the outbox to a real server: tried again, given up, turned off and on."""

import json
import logging
from dataclasses import replace
from threading import Event

import pytest
from standardwebhooks import Webhook

from fixtures.scenarios import CAMDEN
from reciprocal import clock
from reciprocal.access.actor import service
from reciprocal.notices import queries as notices
from reciprocal.notices.terms import TaskKind
from reciprocal.organisations import operations as organisations
from reciprocal.webhooks import operations, outbox, queries, rules
from reciprocal.webhooks.deliver import LEASE, deliver_due
from reciprocal.webhooks.errors import (
    WebhookDisabled,
)
from reciprocal.webhooks.post import post_all
from reciprocal.webhooks.terms import (
    About,
    EndpointState,
    MessageKind,
    MessageState,
    Outcome,
)
from tests.reciprocal.journey import Journey
from tests.reciprocal.webhooks.desk import (
    HERE,
    Endpoint,
    change,
    deliver,
    landlord_of,
    messages,
    register,
    stored,
)
from tests.reciprocal.webhooks.receiver import Receiver, receiving

_POST_ALL = "reciprocal.webhooks.deliver.post_all"


def test_a_change_arrives_once_and_verifies(
    journey: Journey, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    world = journey.world
    with receiving() as receiver:
        endpoint = landlord_of(journey, receiver)
        world.wait(seconds=1)
        change(journey)
        # Not before the minute, and afterwards not again.
        assert deliver_due(world.working.database, HERE) == 0
        assert deliver(world) == 1
        assert deliver(world) == 0
    (call,) = receiver.calls
    (row,) = messages(world, endpoint)
    assert row.state is MessageState.DELIVERED
    assert json.loads(call.body) == {
        "type": "changed",
        "timestamp": row.told_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "data": {"reference": journey.void.landlord_ref},
    }
    assert call.headers["webhook-id"] == f"msg_{row.public_ref}"
    sent_at = int(call.headers["webhook-timestamp"])
    assert row.settled_at is not None
    assert sent_at == int(row.settled_at.timestamp())
    expected = Webhook(endpoint.secret).sign(
        f"msg_{row.public_ref}", row.settled_at, call.body.decode()
    )
    assert call.headers["webhook-signature"] == expected
    for text in (endpoint.secret, journey.void.landlord_ref, receiver.url):
        assert text not in caplog.text
    kept = stored(world, endpoint)
    assert (kept.last_outcome, kept.failing_since) == (Outcome.SUCCESS, None)


def test_nothing_but_the_reference_is_in_any_message(journey: Journey) -> None:
    """Every value of a whole journey's rows is a canary."""
    with receiving() as receiver:
        world = journey.world
        landlord_of(journey, receiver)
        register(world, CAMDEN, About.OFFERS, receiver.url)
        case_service = next(iter(world.loaded.services.values()))
        register(world, case_service, About.CASES, receiver.url)
        journey.completed()
        assert deliver(world) == 3
    own = {
        journey.void.landlord_ref,
        journey.proposal.offer_ref,
        journey.request.case_ref,
    }
    assert {
        json.loads(call.body)["data"]["reference"] for call in receiver.calls
    } == own
    for call in receiver.calls:
        body = json.loads(call.body)
        assert set(body) == {"type", "timestamp", "data"}
        assert set(body["data"]) == {"reference"}
        assert call.path == "/changed"
        told = {
            name: text for name, text in call.headers.items() if name != "webhook-id"
        }
        assert set(told) == {
            "accept",
            "accept-encoding",
            "connection",
            "content-length",
            "content-type",
            "host",
            "user-agent",
            "webhook-signature",
            "webhook-timestamp",
        }


def test_a_failed_message_is_tried_ten_times_by_the_clock_and_then_kept(
    journey: Journey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("secrets.randbelow", lambda most: most // 2)
    world = journey.world
    with receiving() as receiver:
        receiver.statuses = [500]
        endpoint = landlord_of(journey, receiver)
        change(journey)
        assert deliver(world) == 1
        for attempts in range(1, rules.ATTEMPTS_MAX):
            (row,) = messages(world, endpoint)
            assert (row.state, row.attempts) == (MessageState.WAITING, attempts)
            wait = rules.wait_after(attempts, 0.5)
            assert row.due_at == clock.now() + wait
            early = wait.total_seconds() - 1
            assert deliver(world, seconds=early) == 0
            assert deliver(world, seconds=1) == 1
        (row,) = messages(world, endpoint)
        assert (row.state, row.attempts) == (MessageState.FAILED, 10)
        assert deliver(world, days=1) == 0
        assert len({call.headers["webhook-id"] for call in receiver.calls}) == 1
        assert len({call.headers["webhook-signature"] for call in receiver.calls}) == 10
        _sent_again(journey, receiver, endpoint)


def _sent_again(journey: Journey, receiver: Receiver, endpoint: Endpoint) -> None:
    world = journey.world
    with world.acting(endpoint.actor) as session:
        mine = queries.own_webhook(session, endpoint.actor, endpoint.reference)
        (failure,) = queries.failures(session, endpoint.actor, mine)
        assert failure["attempts"] == 10
        assert journey.void.landlord_ref not in str(failure)
        again = {"actor": endpoint.actor, "webhook_ref": endpoint.reference}
        assert operations.send_again(session, **again) == 1
    receiver.statuses = [200]
    assert deliver(world, seconds=0) == 1
    (row,) = messages(world, endpoint)
    assert (row.state, row.attempts) == (MessageState.DELIVERED, 1)
    assert stored(world, endpoint).failing_since is None


class _Killed(BaseException):
    pass


@pytest.mark.parametrize("dies", ["before it is sent", "after it is sent"])
def test_a_worker_that_dies_with_a_message_loses_none(
    journey: Journey, monkeypatch: pytest.MonkeyPatch, dies: str
) -> None:
    world = journey.world

    def die(*given: object) -> None:
        if dies == "after it is sent":
            post_all(*given)
        raise _Killed

    with receiving() as receiver:
        endpoint = landlord_of(journey, receiver)
        change(journey)
        monkeypatch.setattr(_POST_ALL, die)
        with pytest.raises(_Killed):
            deliver(world)
        monkeypatch.setattr(_POST_ALL, post_all)
        assert deliver(world, seconds=LEASE.total_seconds() - 1) == 0
        assert deliver(world, seconds=1) == 1
        (row,) = messages(world, endpoint)
        assert row.state is MessageState.DELIVERED
        assert len(receiver.calls) == (2 if dies == "after it is sent" else 1)
        assert len({call.headers["webhook-id"] for call in receiver.calls}) == 1


def test_one_who_comes_back_after_its_lease_settles_nothing(
    journey: Journey, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = journey.world
    with receiving() as receiver:
        endpoint = landlord_of(journey, receiver)
        change(journey)

        def slow(*given: object) -> object:
            del given
            monkeypatch.setattr(_POST_ALL, post_all)
            assert deliver(world, seconds=LEASE.total_seconds()) == 1
            return [Outcome.SERVER_FAULT]

        monkeypatch.setattr(_POST_ALL, slow)
        assert deliver(world) == 1
        (row,) = messages(world, endpoint)
        assert (row.state, row.attempts) == (MessageState.DELIVERED, 2)
        assert stored(world, endpoint).last_outcome is Outcome.SUCCESS


def _off(journey: Journey, receiver: Receiver) -> Endpoint:
    receiver.statuses = [410]
    endpoint = landlord_of(journey, receiver)
    change(journey)
    deliver(journey.world)
    assert stored(journey.world, endpoint).state is EndpointState.DISABLED
    return endpoint


def test_an_endpoint_that_is_gone_is_turned_off_and_a_ping_turns_it_on(
    journey: Journey,
) -> None:
    world = journey.world
    with receiving() as receiver:
        endpoint = _off(journey, receiver)
        actor = endpoint.actor
        (task,) = journey.open_tasks(TaskKind.WEBHOOK_FAILING)
        assert task.subject_ref == endpoint.reference
        assert task.organisation_id == actor.organisation_id
        change(journey)
        assert len(messages(world, endpoint)) == 1
        mine = {"actor": actor, "webhook_ref": endpoint.reference}
        with world.acting(actor) as session, pytest.raises(WebhookDisabled):
            operations.send_again(session, **mine)
        with world.acting(actor) as session:
            ping = operations.ping(session, **mine)
            assert operations.ping(session, **mine).id == ping.id
        # A ping is tried once, and one that fails leaves things as they are.
        assert deliver(world, seconds=0) == 1
        assert stored(world, endpoint).state is EndpointState.DISABLED
        assert len(journey.open_tasks(TaskKind.WEBHOOK_FAILING)) == 1
        receiver.statuses = [200]
        with world.acting(actor) as session:
            operations.ping(session, **mine)
        assert deliver(world, seconds=0) == 1
        assert json.loads(receiver.calls[-1].body)["type"] == "ping"
        assert stored(world, endpoint).state is EndpointState.LIVE
        assert journey.open_tasks(TaskKind.WEBHOOK_FAILING) == []


def test_three_days_of_failures_turn_an_endpoint_off_with_all_that_waits(
    journey: Journey,
) -> None:
    world = journey.world
    with receiving() as receiver:
        receiver.statuses = [503]
        endpoint = landlord_of(journey, receiver)
        change(journey)
        deliver(world)
        first = stored(world, endpoint).failing_since
        assert first == clock.now()
        world.wait(seconds=rules.DISABLE_AFTER.total_seconds() - 600)
        change(journey)
        deliver(world)
        assert stored(world, endpoint).state is EndpointState.LIVE
        deliver(world, minutes=10)
        kept = stored(world, endpoint)
        assert (kept.state, kept.failing_since) == (EndpointState.DISABLED, first)
        states = {row.state for row in messages(world, endpoint)}
        assert states <= {MessageState.FAILED, MessageState.WAITING}
        assert MessageState.FAILED in states


def test_a_worker_reads_a_task_that_is_of_no_case(journey: Journey) -> None:
    world = journey.world
    code = next(iter(world.loaded.services.values()))
    with receiving() as receiver:
        receiver.statuses = [410]
        endpoint = register(world, code, About.CASES, receiver.url)
        with world.acting(service()) as session:
            outbox.case_changed(session, journey.request)
        deliver(world)
    stranger = replace(endpoint.actor, assignments=frozenset())
    with world.acting(stranger) as session:
        (task,) = notices.open_tasks(session, stranger)
    assert (task["kind"], task["about"]) == ("webhook_failing", endpoint.reference)


def test_no_batch_is_begun_once_the_worker_stops(journey: Journey) -> None:
    world, stop = journey.world, Event()
    with receiving() as receiver:
        landlord_of(journey, receiver)
        change(journey)
        world.wait(minutes=5)
        stop.set()
        assert deliver_due(world.working.database, HERE, stop=stop) == 0
        assert receiver.calls == []
        assert deliver(world) == 1


def test_a_member_that_left_is_told_nothing_more(journey: Journey) -> None:
    world = journey.world
    with receiving() as receiver:
        landlord_of(journey, receiver)
        change(journey)
        with world.acting(service(world.loaded.scheme_id)) as session:
            member = world.loaded.members[CAMDEN]
            organisations.leave_scheme(
                session,
                actor=service(world.loaded.scheme_id),
                organisation=session.merge(member, load=False),
            )
        assert deliver(world) == 0
        assert receiver.calls == []


def test_a_change_that_met_the_end_of_its_endpoint_holds_up_nobody(
    journey: Journey,
) -> None:
    """On PostgreSQL a change may have found the endpoint live just before."""
    world = journey.world
    ended = register(world, CAMDEN)
    with receiving() as receiver:
        landlord_of(journey, receiver)
        with world.acting(ended.actor) as session:
            operations.end(session, actor=ended.actor, webhook_ref=ended.reference)
        with world.acting(service()) as session:
            reference = journey.void.landlord_ref
            outbox.put(session, ended.id, MessageKind.CHANGED, reference)
        change(journey)
        assert deliver(world) == 1
        assert len(receiver.calls) == 1
    with world.acting(service()) as session:
        assert operations.sweep(session) == 1
    assert messages(world, ended) == []

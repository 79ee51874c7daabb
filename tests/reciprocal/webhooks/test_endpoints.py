"""Endpoints: registered, turned over, ended, and nobody else's."""

from datetime import timedelta

import pytest
from standardwebhooks import Webhook

from fixtures.scenarios import CAMDEN, HACKNEY
from reciprocal import clock
from reciprocal.access.actor import service
from reciprocal.errors import NotFound
from reciprocal.webhooks import operations, outbox, queries, rules
from reciprocal.webhooks.errors import (
    DestinationRefused,
    EndpointsFull,
    LastSecret,
    NotForThisRole,
    SecretsFull,
)
from reciprocal.webhooks.post import Roads
from reciprocal.webhooks.tables import WebhookSecret
from reciprocal.webhooks.terms import (
    About,
    MessageKind,
    MessageState,
    Outcome,
)
from tests.reciprocal.journey import Journey
from tests.reciprocal.webhooks.desk import (
    URL,
    change,
    deliver,
    landlord_of,
    messages,
    register,
    stored,
)
from tests.reciprocal.webhooks.receiver import Receiver, receiving


def test_secrets_turn_over_one_by_one(journey: Journey) -> None:
    world = journey.world
    with receiving() as receiver:
        endpoint = landlord_of(journey, receiver)
        actor, mine = endpoint.actor, endpoint.reference
        world.wait(hours=1)
        with world.acting(actor) as session:
            row, second = operations.issue_secret(
                session, actor=actor, webhook_ref=mine
            )
            shown = queries.show_webhook(
                session, actor, queries.own_webhook(session, actor, mine)
            )
        first_ref, second_ref = _references(shown)
        assert second_ref == row.public_ref
        assert second not in str(shown)
        with world.acting(actor) as session, pytest.raises(SecretsFull):
            operations.issue_secret(session, actor=actor, webhook_ref=mine)
        change(journey)
        deliver(world)
        _is_signed_by(receiver, endpoint.secret, second)
        with world.acting(actor) as session:
            ended = {"actor": actor, "webhook_ref": mine}
            operations.end_secret(session, **ended, secret_ref=first_ref)
        for reference, fault in ((first_ref, NotFound), (second_ref, LastSecret)):
            with world.acting(actor) as session, pytest.raises(fault):
                operations.end_secret(session, **ended, secret_ref=reference)
        change(journey)
        deliver(world)
        _is_signed_by(receiver, second)


def _references(shown: dict[str, object]) -> tuple[str, str]:
    """Return the references of two secrets."""
    listed = shown["secrets"]
    assert isinstance(listed, list)
    first, second = listed
    return str(first), str(second)


def _is_signed_by(receiver: Receiver, *secrets: str) -> None:
    call = receiver.calls[-1]
    expected = [
        Webhook(secret).sign(
            call.headers["webhook-id"], clock.now(), call.body.decode()
        )
        for secret in secrets
    ]
    assert call.headers["webhook-signature"].split() == expected


def test_an_ended_endpoint_is_forgotten_with_what_waits_for_it(
    journey: Journey,
) -> None:
    world = journey.world
    with receiving() as receiver:
        endpoint = landlord_of(journey, receiver)
        change(journey)
        with world.acting(endpoint.actor) as session:
            operations.end(
                session, actor=endpoint.actor, webhook_ref=endpoint.reference
            )
        change(journey)
        assert deliver(world) == 0
        assert messages(world, endpoint) == []
    with world.acting(endpoint.actor) as session:
        assert queries.own_webhooks(session, endpoint.actor) == []
        with pytest.raises(NotFound):
            queries.own_webhook(session, endpoint.actor, endpoint.reference)


def test_nobody_reaches_anothers_endpoint(journey: Journey) -> None:
    endpoint = register(journey.world, CAMDEN)
    other = journey.old_landlord
    with journey.world.acting(other) as session:
        assert queries.own_webhooks(session, other) == []
        for act in (
            operations.end,
            operations.ping,
            operations.issue_secret,
            operations.send_again,
        ):
            with pytest.raises(NotFound):
                act(session, actor=other, webhook_ref=endpoint.reference)


def test_a_registration_is_refused_by_what_is_wrong_with_it(journey: Journey) -> None:
    world, actor = journey.world, journey.landlord

    def attempt(about: About = About.HOMES, url: str = URL) -> None:
        with world.acting(actor) as session:
            operations.register(session, actor=actor, about=about, url=url)

    with pytest.raises(NotForThisRole):
        attempt(about=About.CASES)
    with pytest.raises(DestinationRefused):
        attempt(url="http://127.0.0.1:9/x")
    for _ in range(rules.ENDPOINTS_MAX):
        attempt()
    with pytest.raises(EndpointsFull):
        attempt()


def test_a_secret_is_stored_sealed(journey: Journey) -> None:
    endpoint = register(journey.world, CAMDEN)
    with journey.world.acting(service()) as session:
        (row,) = queries.live_secrets(session, service(), endpoint.id)
        assert isinstance(row, WebhookSecret)
        assert endpoint.secret.encode() not in row.secret.box


def test_settled_messages_are_swept_by_age(journey: Journey) -> None:
    world = journey.world
    endpoint = register(world, HACKNEY)
    kept = timedelta(days=30), timedelta(days=90)
    with world.acting(service()) as session:
        for state, age in (
            (MessageState.DELIVERED, kept[0]),
            (MessageState.DELIVERED, kept[0] + timedelta(seconds=1)),
            (MessageState.FAILED, kept[1]),
            (MessageState.FAILED, kept[1] + timedelta(seconds=1)),
            (MessageState.WAITING, timedelta(days=200)),
        ):
            row = outbox.put(session, endpoint.id, MessageKind.CHANGED, "0" * 32)
            row.state, row.settled_at = state, clock.now() - age
            session.add(row)
    with world.acting(service()) as session:
        assert operations.sweep(session) == 2
        assert operations.sweep(session) == 0
    left = sorted(row.state for row in messages(world, endpoint))
    assert left == ["delivered", "failed", "waiting"]


def test_a_destination_inside_is_refused_as_it_is_called(journey: Journey) -> None:
    world = journey.world
    with receiving() as receiver:
        endpoint = landlord_of(journey, receiver)
        change(journey)
        assert deliver(world, Roads()) == 1
        assert receiver.calls == []
        assert stored(world, endpoint).last_outcome is Outcome.REFUSED

"""What the tests of the outbox ask of a world."""

from dataclasses import dataclass

from sqlmodel import Session, select

from fixtures.scenarios import CAMDEN
from reciprocal.access.actor import Actor, service
from reciprocal.webhooks import operations, outbox
from reciprocal.webhooks.deliver import deliver_due
from reciprocal.webhooks.post import Roads
from reciprocal.webhooks.tables import WebhookEndpoint, WebhookMessage
from reciprocal.webhooks.terms import About, MessageState
from tests.reciprocal.journey import Journey
from tests.reciprocal.webhooks.receiver import Receiver
from tests.support.world import World

URL = "https://voids.example.com/changed"
HERE = Roads(to_loopback=True)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An endpoint as whoever registered it knows it."""

    actor: Actor
    id: str
    reference: str
    secret: str


def register(
    world: World, code: str, about: About = About.HOMES, url: str = URL
) -> Endpoint:
    """Register an endpoint for a member, by its first person."""
    actor = world.loaded.staff.desks[code].first
    with world.acting(actor) as session:
        row, secret = operations.register(
            session, actor=actor, about=about, url=url, to_loopback=True
        )
        return Endpoint(actor, row.id, row.public_ref, secret)


def messages(world: World, endpoint: Endpoint) -> list[WebhookMessage]:
    """Return every message of an endpoint, the oldest first."""
    with world.acting(service()) as session:
        return messages_in(session, endpoint.id)


def messages_in(session: Session, endpoint_id: str) -> list[WebhookMessage]:
    rows = session.exec(
        select(WebhookMessage).where(WebhookMessage.endpoint_id == endpoint_id)
    ).all()
    return sorted(rows, key=lambda row: (row.told_at, row.public_ref))


def told(world: World, endpoint: Endpoint) -> list[str]:
    """Return what an endpoint would be told now, and take it as delivered."""
    with world.acting(service()) as session:
        rows = [
            row
            for row in messages_in(session, endpoint.id)
            if row.state is MessageState.WAITING
        ]
        for row in rows:
            row.state = MessageState.DELIVERED
            session.add(row)
        return [row.subject_ref for row in rows]


def stored(world: World, endpoint: Endpoint) -> WebhookEndpoint:
    with world.acting(service()) as session:
        return session.get_one(WebhookEndpoint, endpoint.id)


def deliver(world: World, roads: Roads = HERE, **wait: float) -> int:
    """Let time pass, then deliver what is due."""
    world.wait(**wait or {"minutes": 5})
    return deliver_due(world.working.database, roads)


def change(journey: Journey) -> None:
    """Let the receiving landlord's home change once."""
    with journey.world.acting(service()) as session:
        outbox.home_changed(session, journey.void)


def landlord_of(journey: Journey, receiver: Receiver) -> Endpoint:
    return register(journey.world, CAMDEN, url=receiver.url)

"""Delivering the outbox: take what is due, send it, write down what came of it.

Two short transactions with the network between them. A worker that dies in between
leaves a lease that runs out, and the message is sent again: at least once, in no
promised order.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from threading import Event

from sqlmodel import Session, col, select

from reciprocal import clock
from reciprocal.access.actor import service
from reciprocal.audit import operations as audit
from reciprocal.db import Database, Duty
from reciprocal.notices import operations as notices
from reciprocal.notices.terms import TaskKind
from reciprocal.organisations.tables import Organisation
from reciprocal.webhooks import queries, rules, signing
from reciprocal.webhooks.lifecycle import after
from reciprocal.webhooks.post import Letter, Roads, post_all
from reciprocal.webhooks.tables import WebhookEndpoint, WebhookMessage
from reciprocal.webhooks.terms import (
    EndpointState,
    MessageEvent,
    MessageKind,
    MessageState,
    Outcome,
)

LEASE = timedelta(minutes=5)
_BATCH = 40
"""Few enough that a batch of silent receivers ends well within its lease."""

_CHANCES = 1_000_000


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message that was taken from the outbox, and what is to be sent."""

    message_id: str
    endpoint_id: str
    attempt: int
    letter: Letter


def deliver_due(database: Database, roads: Roads, *, stop: Event | None = None) -> int:
    """Send every message that is due now; return how many were taken.

    Args:
        stop: Once it is set, no further batch is begun.
    """
    sent = 0
    while not (stop and stop.is_set()) and (parcels := _take(database)):
        outcomes = post_all([parcel.letter for parcel in parcels], roads)
        with database.transaction(service(), Duty.DELIVERY) as session:
            came = zip(parcels, outcomes, strict=True)
            # In one order for all workers, so that no two wait for each other.
            for parcel, outcome in sorted(came, key=lambda pair: pair[0].endpoint_id):
                _settle(session, parcel, outcome)
        sent += len(parcels)
    return sent


def _take(database: Database) -> list[Parcel]:
    with database.transaction(service(), Duty.DELIVERY) as session:
        rows = _due(session)
        opened: dict[str, list[str]] = {}
        for message, endpoint in rows:
            message.state = after(message.state, MessageEvent.CLAIM)
            message.attempts += 1
            message.due_at = clock.now() + LEASE
            session.add(message)
            if endpoint.id not in opened:
                opened[endpoint.id] = _secrets(session, endpoint)
        return [
            _parcel(message, endpoint, opened[endpoint.id])
            for message, endpoint in rows
        ]


def _due(session: Session) -> Sequence[tuple[WebhookMessage, WebhookEndpoint]]:
    return session.exec(
        select(WebhookMessage, WebhookEndpoint)
        .join(WebhookEndpoint, col(WebhookEndpoint.id) == WebhookMessage.endpoint_id)
        .join(Organisation, col(Organisation.id) == WebhookEndpoint.organisation_id)
        .where(
            col(WebhookMessage.state).in_((MessageState.WAITING, MessageState.SENDING)),
            WebhookMessage.due_at <= clock.now(),
            # A change may be written down while its endpoint is being ended.
            WebhookEndpoint.state != EndpointState.ENDED,
            col(Organisation.left_at).is_(None),
        )
        .order_by(col(WebhookMessage.due_at), WebhookMessage.id)
        .limit(_BATCH)
        .with_for_update(skip_locked=True, of=WebhookMessage)
    ).all()


def _secrets(session: Session, endpoint: WebhookEndpoint) -> list[str]:
    alone = service()
    return [
        str(
            audit.reveal(
                session,
                alone,
                row.secret,
                "webhook_secret.secret",
                subject=("webhook", endpoint.id),
                row_id=row.id,
            )
        )
        for row in queries.live_secrets(session, alone, endpoint.id)
    ]


def _parcel(
    message: WebhookMessage, endpoint: WebhookEndpoint, live: Sequence[str]
) -> Parcel:
    body = rules.body_of(message.kind, message.told_at, message.subject_ref)
    headers = signing.headers(message.public_ref, clock.now(), body, live)
    letter = Letter(endpoint.url, headers, body)
    return Parcel(message.id, endpoint.id, message.attempts, letter)


def _settle(session: Session, parcel: Parcel, outcome: Outcome) -> None:
    """Write down what came of an attempt, unless its lease ran out or it is gone."""
    # A weak lock: who writes a message down meanwhile need not wait for it.
    endpoint = session.exec(
        select(WebhookEndpoint)
        .where(WebhookEndpoint.id == parcel.endpoint_id)
        .with_for_update(key_share=True)
    ).one()
    message = session.exec(
        select(WebhookMessage)
        .where(
            WebhookMessage.id == parcel.message_id,
            WebhookMessage.state == MessageState.SENDING,
            WebhookMessage.attempts == parcel.attempt,
        )
        .with_for_update()
    ).first()
    if message is None:
        return
    endpoint.last_outcome = outcome
    endpoint.last_tried_at = clock.now()
    if outcome is Outcome.SUCCESS:
        _succeeded(session, message, endpoint)
    else:
        _failed(session, message, endpoint, outcome)
    session.add(message)
    session.add(endpoint)


def _succeeded(
    session: Session, message: WebhookMessage, endpoint: WebhookEndpoint
) -> None:
    message.state = after(message.state, MessageEvent.TAKE)
    message.settled_at = clock.now()
    endpoint.failing_since = None
    if endpoint.state is EndpointState.DISABLED:
        endpoint.state = EndpointState.LIVE
        notices.finish_tasks(
            session, subject_id=endpoint.id, kind=TaskKind.WEBHOOK_FAILING
        )


def _failed(
    session: Session,
    message: WebhookMessage,
    endpoint: WebhookEndpoint,
    outcome: Outcome,
) -> None:
    now = clock.now()
    endpoint.failing_since = endpoint.failing_since or now
    if message.attempts >= rules.attempts_max(message.kind):
        _give_up(session, message)
    else:
        draw = secrets.randbelow(_CHANCES) / _CHANCES
        message.state = after(message.state, MessageEvent.MISS)
        message.due_at = now + rules.wait_after(message.attempts, draw)
    long_silent = rules.must_be_disabled(outcome, endpoint.failing_since, now)
    if long_silent and endpoint.state is EndpointState.LIVE:
        _disable(session, endpoint)


def _disable(session: Session, endpoint: WebhookEndpoint) -> None:
    """Stop telling an endpoint, give up what waits, and tell its organisation."""
    endpoint.state = EndpointState.DISABLED
    waiting = session.exec(
        select(WebhookMessage)
        .where(
            WebhookMessage.endpoint_id == endpoint.id,
            WebhookMessage.state == MessageState.WAITING,
            WebhookMessage.kind == MessageKind.CHANGED,
        )
        .with_for_update(skip_locked=True)
    ).all()
    for message in waiting:
        _give_up(session, message)
    audit.record(
        session, service(), "webhook.disabled", subject=("webhook", endpoint.id)
    )
    notices.add_task(
        session,
        organisation_id=endpoint.organisation_id,
        kind=TaskKind.WEBHOOK_FAILING,
        subject_id=endpoint.id,
        subject_ref=endpoint.public_ref,
        case_id=None,
    )


def _give_up(session: Session, message: WebhookMessage) -> None:
    message.state = after(message.state, MessageEvent.GIVE_UP)
    message.settled_at = clock.now()
    session.add(message)
